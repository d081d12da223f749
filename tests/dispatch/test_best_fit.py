"""Many tickets given to others at once."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.dispatch.best_fit import LEFT_WAITING, best_fit, cost
from jishi.dispatch.hurdles import hurdle
from jishi.dispatch.index import weight
from jishi.dispatch.model import Asked, Candidate
from jishi.dispatch.rules import seated
from jishi.dispatch.wishes import ease
from tests.dispatch.people import INVOICE, LI, NINE, REFUND, WANG, ZHAO, asked, candidate, need, scene
from tests.dispatch.test_board import people, tickets


def owners(waiting: list[Asked], crowd: list[Candidate]) -> list[int | None]:
    return [fit.agent.id if fit.agent else None for fit in best_fit(waiting, crowd, scene())]


def test_the_only_one_who_can_is_kept_for_what_nobody_else_can() -> None:
    both = candidate(WANG, skills={REFUND: 1, INVOICE: 1}, capacity=1)
    one = candidate(LI, skills={REFUND: 1}, capacity=1, load=0)
    waiting = [asked(1, needs=(need(),), previous=WANG), asked(2, needs=(need(INVOICE),))]
    assert owners(waiting, [both, one]) == [LI, WANG]


def test_the_tickets_of_somebody_who_fell_ill_spread_over_the_others() -> None:
    ill = candidate(WANG, status="away", load=8)
    crowd = [ill, *(candidate(each, load=2) for each in (LI, ZHAO, 20))]
    given_ = owners([asked(n) for n in range(9)], crowd)
    assert sorted(map(given_.count, (LI, ZHAO, 20))) == [3, 3, 3]


def test_what_the_customer_knows_counts_more_than_a_fuller_head() -> None:
    assert owners([asked(previous=LI)], [candidate(WANG), candidate(LI, load=4)]) == [LI]


def test_when_there_is_not_room_for_all_the_weightiest_are_given() -> None:
    waiting = [asked(1), asked(2, level="urgent"), asked(3, tier="vip")]
    assert owners(waiting, [candidate(capacity=2)]) == [None, WANG, WANG]


def test_heavy_tickets_never_overfill_anybody() -> None:
    crowd = [candidate(WANG, capacity=12, load=3), candidate(LI, capacity=12)]
    waiting = [asked(n, weight=4) for n in range(7)]
    given_ = owners(waiting, crowd)
    assert (given_.count(WANG), given_.count(LI), given_.count(None)) == (2, 3, 2)


def total(waiting: list[Asked], crowd: list[Candidate], chosen: tuple[int | None, ...]) -> float | None:
    """What it costs to give these tickets to these people one after the other; None when it cannot be done."""
    free, taken, spent = {each.id: each for each in crowd}, dict.fromkeys((each.id for each in crowd), 0), 0.0
    for ticket, agent_id in zip(waiting, chosen, strict=True):
        eased = ease(ticket, crowd, scene())
        if agent_id is None:
            spent += LEFT_WAITING * weight(ticket, scene())
            continue
        if hurdle(eased.asked, free[agent_id], scene()) is not None:
            return None
        before = next(each for each in crowd if each.id == agent_id)
        spent += cost(eased, before, taken[agent_id], scene())
        taken[agent_id] += 1
        free[agent_id] = seated(free[agent_id], eased.asked, at=NINE)
    return spent


def test_people_with_room_for_more_than_one_matching_holds_get_all_that_they_can_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jishi.dispatch.best_fit.MOST_PLACES", 4)
    wide = [candidate(number, capacity=9, load=0) for number in (1, 2)]
    chosen = owners([asked(number) for number in range(1, 20)], wide)
    assert [chosen.count(1), chosen.count(2), chosen.count(None)] == [9, 9, 1]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(tickets.map(lambda each: replace(each, weight=1, declined=frozenset())), min_size=1, max_size=4,
             unique_by=lambda each: each.ticket_id),
    st.lists(people.map(lambda each: replace(each, capacity=min(each.capacity, each.load + 2))), max_size=3,
             unique_by=lambda each: each.id),
)  # fmt: skip
def test_no_other_way_to_give_them_all_is_cheaper(waiting: list[Asked], crowd: list[Candidate]) -> None:
    chosen = tuple(owners(waiting, crowd))
    mine = total(waiting, crowd, chosen)
    assert mine is not None, "it can be done"
    every = product([None, *(each.id for each in crowd)], repeat=len(waiting))
    best = min(found for ways in every if (found := total(waiting, crowd, ways)) is not None)
    assert mine <= best + 1e-6
