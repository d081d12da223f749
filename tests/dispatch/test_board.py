"""Everybody who is free against everything that waits."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.dispatch import rules
from jishi.dispatch.board import NEVER, Placed, next_for, seating
from jishi.dispatch.index import pressing
from jishi.dispatch.model import Asked, Candidate, Decision, QueueSettings, Scene, Strategy, Why
from tests.dispatch.people import (
    AFTER_SALES,
    BILLING,
    INVOICE,
    NINE,
    REFUND,
    TIERS,
    WANG,
    asked,
    candidate,
    need,
    scene,
)

HALF_AN_HOUR = 1800.0


def test_case_a5_what_is_freed_goes_to_what_waits_and_not_to_the_next_arrival() -> None:
    waiting = asked(1, target=HALF_AN_HOUR, waited=1200.0)
    arriving = asked(2, target=HALF_AN_HOUR, waited=0.0)
    found = seating([arriving, waiting], [candidate(capacity=1)], scene())
    assert [placed.asked for placed in found.given] == [waiting]
    assert [(placed.asked, placed.decision.why) for placed in found.left] == [(arriving, Why.ALL_FULL)]


def test_case_a16_the_order_follows_what_being_late_costs_and_not_age() -> None:
    old = asked(1, target=6 * 3600.0, waited=3600.0, created_at=NINE - timedelta(hours=1))
    tight = asked(2, target=HALF_AN_HOUR, waited=900.0, created_at=NINE - timedelta(minutes=15))
    assert [each.asked for each in seating([old, tight], [candidate(capacity=1)], scene()).given] == [tight]
    lost = asked(3, target=HALF_AN_HOUR, waited=2 * HALF_AN_HOUR, due_at=NINE - timedelta(minutes=30))
    saved = asked(4, target=HALF_AN_HOUR, waited=1000.0, due_at=NINE + timedelta(minutes=13))
    first = seating([lost, saved], [candidate(capacity=1)], scene()).given[0].asked
    assert first == saved, "the earliest deadline is past saving; the other is not"


def test_case_a14_an_agent_of_two_teams_serves_both_queues_in_one_order() -> None:
    both = candidate(WANG, capacity=2, team_ids=frozenset({AFTER_SALES, BILLING}))
    told: dict[str, Any] = {"target": HALF_AN_HOUR}
    tickets = [
        asked(1, waited=300.0, **told),
        asked(2, team_id=BILLING, waited=1000.0, **told),
        asked(3, waited=900.0, **told),
    ]
    assert [each.asked.ticket_id for each in seating(tickets, [both], scene()).given] == [2, 3]


def test_vip_and_angry_are_seated_first() -> None:
    tickets = [asked(1), asked(2, mood="angry"), asked(3, tier="vip"), asked(4, level="urgent")]
    tickets = [replace(each, target=HALF_AN_HOUR, waited=60.0) for each in tickets]
    assert [each.asked.ticket_id for each in seating(tickets, [candidate()], scene()).given] == [4, 3, 2, 1]


@pytest.mark.parametrize("strategy", [Strategy.INDEX, Strategy.LEAST_LOAD, Strategy.ROUND_ROBIN])
def test_case_a12_a_burst_of_a_thousand_spreads_evenly_over_equals(strategy: Strategy) -> None:
    crowd = [candidate(each, capacity=12) for each in range(1, 91)]
    found = seating([asked(n) for n in range(1000)], crowd, scene(strategy))
    loads = [each.load for each in found.candidates]
    assert (len(found.given), len(found.left)) == (1000, 0)
    assert sum(loads) == 1000
    assert max(loads) - min(loads) <= 1


def test_nobody_gets_more_than_they_can_take_and_the_rest_is_told_why() -> None:
    crowd = [candidate(each, capacity=12) for each in range(1, 4)]
    found = seating([asked(n, weight=4) for n in range(20)], crowd, scene())
    assert [each.load for each in found.candidates] == [12, 12, 12]
    assert len(found.given) == 9
    assert {placed.decision.why for placed in found.left} == {Why.ALL_FULL}


def test_the_next_ticket_is_the_one_that_it_costs_most_to_let_wait_of_those_one_can_take() -> None:
    me = candidate(WANG, skills={REFUND: 1})
    tickets = [
        asked(1, target=HALF_AN_HOUR, waited=1200.0, needs=(need(INVOICE),)),
        asked(2, target=HALF_AN_HOUR, waited=600.0),
        asked(3, target=HALF_AN_HOUR, waited=900.0),
        asked(4, target=HALF_AN_HOUR, waited=1400.0, declined=frozenset({WANG})),
    ]
    found = next_for(me, tickets, scene(Strategy.PULL))
    assert found is not None
    assert (found.asked.ticket_id, found.decision.agent_id, found.decision.why) == (3, WANG, Why.PULLED)
    assert next_for(candidate(load=8), tickets, scene(Strategy.PULL)) is None


def slowly(waiting: list[Asked], crowd: list[Candidate], at: Scene) -> tuple[list[tuple[int, int]], list[int]]:
    """The same by the definition: every pair anew for every decision."""
    people, left = {each.id: each for each in crowd}, list(waiting)
    given: list[tuple[int, int]] = []
    while True:
        members = {each.ticket_id: [p for p in people.values() if rules.is_member(each, p)] for each in left}
        alone = {each.ticket_id: rules.choose(each, members[each.ticket_id], at) for each in left}
        able = [each for each in left if alone[each.ticket_id].agent_id is not None]
        if not able:
            return given, [each.ticket_id for each in left]

        first = min(able, key=lambda each: cost(each, alone[each.ticket_id], at))
        chosen = alone[first.ticket_id].agent_id
        assert chosen is not None
        given.append((first.ticket_id, chosen))
        people[chosen] = rules.seated(people[chosen], first, at=at.now)
        queue = replace(at.queue(first), last_given=chosen)
        if queue.strategy is Strategy.ROUND_ROBIN:
            at = replace(at, queues={**at.queues, queue.team_id: queue})
        left.remove(first)


def cost(each: Asked, decision: Decision, at: Scene) -> tuple[float, datetime, datetime, int]:
    most = max(pressing(each, seen.candidate, at) for seen in decision.considered if seen.rank)
    return -most, each.due_at or NEVER, each.created_at, each.ticket_id


people = st.builds(
    candidate,
    id=st.integers(1, 30),
    load=st.integers(0, 3),
    capacity=st.integers(0, 4),
    status=st.sampled_from(["online", "online", "online", "away"]),
    team_ids=st.sampled_from([frozenset({AFTER_SALES}), frozenset({BILLING}), frozenset({AFTER_SALES, BILLING})]),
    skills=st.dictionaries(st.sampled_from([REFUND, INVOICE]), st.integers(1, 5)),
    languages=st.sampled_from([frozenset(), frozenset({"zh"}), frozenset({"zh", "en"})]),
    handling=st.sampled_from([{}, {"": 300.0}, {"refund": 900.0}]),
    idle_since=st.integers(0, 5).map(lambda minutes: NINE - timedelta(minutes=minutes)),
)
tickets = st.builds(
    asked,
    ticket_id=st.integers(1, 1000),
    team_id=st.sampled_from([AFTER_SALES, BILLING, None]),
    type=st.sampled_from([None, "refund"]),
    level=st.sampled_from(["urgent", "normal"]),
    weight=st.sampled_from([1, 1, 2, 12]),
    waited=st.sampled_from([0.0, 600.0, 1500.0, 6000.0]),
    target=st.sampled_from([None, 1800.0, 7200.0]),
    previous=st.none() | st.integers(1, 30),
    declined=st.frozensets(st.integers(1, 30), max_size=2),
    language=st.sampled_from([None, "en"]),
    complexity=st.sampled_from([None, "complex", "simple"]),
    needs=st.sampled_from(
        [(), (need(),), (need(grade=3, required=False),), (need(INVOICE, required=False, drop_after=60),)]
    ),
    since=st.sampled_from([NINE, NINE - timedelta(minutes=2)]),
    peak=st.booleans(),
)
ways = st.sampled_from([Strategy.INDEX, Strategy.LEAST_LOAD, Strategy.ROUND_ROBIN, Strategy.LONGEST_IDLE])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(tickets, max_size=12, unique_by=lambda each: each.ticket_id),
    st.lists(people, max_size=7, unique_by=lambda each: each.id),
    ways,
    ways,
    st.none() | st.integers(1, 30),
)
def test_many_at_once_are_decided_as_they_would_be_one_by_one(
    waiting: list[Asked], crowd: list[Candidate], one: Strategy, other: Strategy, last: int | None
) -> None:
    queues = {
        AFTER_SALES: QueueSettings(team_id=AFTER_SALES, strategy=one, last_given=last),
        BILLING: QueueSettings(team_id=BILLING, strategy=other),
    }
    at = Scene(now=NINE, tiers=TIERS, queues=queues)
    found = seating(waiting, crowd, at)
    given_, left = slowly(waiting, crowd, at)
    assert [(placed.asked.ticket_id, placed.decision.agent_id) for placed in found.given] == given_
    assert {placed.asked.ticket_id for placed in found.left} == set(left)
    for placed in (*found.given, *found.left):
        assert alone(placed) == placed.decision, "and each explains itself as it would alone"


def alone(placed: Placed) -> Any:
    return rules.choose(placed.asked, [seen.candidate for seen in placed.decision.considered], placed.scene)


def test_customers_who_are_known_cost_no_more_looks_at_people_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def counted(*args: Any) -> Any:
        looks.append(args)
        return consider(*args)

    consider = rules.consider
    monkeypatch.setattr(rules, "consider", counted)
    people = [candidate(number, capacity=100) for number in range(1, 41)]
    seated = seating([asked(number, previous=number % 40 + 1) for number in range(1, 201)], people, scene())
    assert {placed.decision.why for placed in seated.given} == {Why.PREVIOUS}
    assert len(looks) < 40 + 5 * 200
