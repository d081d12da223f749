"""A ticket is thrown away and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from jishi.tickets import rules as working
from jishi.tickets.errors import MergedAway, NotFromThere, NotThrownAway, ThrownAwayTooLong
from jishi.tickets.facts import SelfServed, TicketDiscarded, TicketRestored
from jishi.tickets.junk import rules
from jishi.tickets.model import Discard, State
from tests.tickets.nouns import ANNA, LEE, TEN, a_ticket, after


@pytest.mark.parametrize("state", [state for state in State if state is not State.DISCARDED])
def test_a_ticket_goes_back_to_where_it_was_thrown_from(state: State) -> None:
    ticket = a_ticket(state=state, owner_id=LEE)
    thrown, [gone] = rules.discard(ticket, why=Discard.SPAM, by="person:11", at=after(hours=1))
    assert thrown.state is State.DISCARDED
    assert isinstance(gone, TicketDiscarded)
    assert (gone.was, gone.why, gone.owner_id) == (state, "spam", LEE)
    back, [restored] = rules.restore(thrown, by="person:11", at=after(days=29))
    assert isinstance(restored, TicketRestored)
    assert (back.state, restored.state, restored.was_discarded) == (state, state, "spam")
    assert (back.discarded_at, back.discarded_why, back.discarded_from) == (None, None, None)


def test_after_thirty_days_only_the_customer_brings_it_back() -> None:
    thrown, _ = rules.discard(a_ticket(), why=Discard.DELETED, by="person:11", at=TEN)
    rules.restore(thrown, by="person:11", at=TEN + rules.KEPT)
    late = TEN + rules.KEPT + timedelta(seconds=1)
    with pytest.raises(ThrownAwayTooLong):
        rules.restore(thrown, by="person:11", at=late)
    back, _ = rules.restore(thrown, by="customer:3", at=late, why="customer_wrote")
    assert back.state is State.NEW


def test_what_is_not_in_the_junk_is_not_taken_out_of_it() -> None:
    with pytest.raises(NotThrownAway):
        rules.restore(a_ticket(), by="person:11", at=TEN)


def test_nothing_is_thrown_away_twice_nor_when_it_is_part_of_another() -> None:
    thrown, _ = rules.discard(a_ticket(), why=Discard.SPAM, by="person:11", at=TEN)
    with pytest.raises(NotFromThere):
        rules.discard(thrown, why=Discard.SPAM, by="person:11", at=TEN)
    with pytest.raises(MergedAway):
        rules.discard(a_ticket(state=State.CLOSED, merged_into=2), why=Discard.SPAM, by="person:11", at=TEN)


def test_nobody_works_on_junk() -> None:
    thrown, _ = rules.discard(a_ticket(state=State.OPEN, owner_id=LEE), why=Discard.SPAM, by="person:11", at=TEN)
    attempts: list[Callable[[], object]] = [
        lambda: working.assign(thrown, ANNA, team_id=None, by="person:11", at=TEN),
        lambda: working.give_back(thrown, by="person:11", at=TEN),
        lambda: working.move(thrown, 5, by="person:11", at=TEN),
        lambda: working.pend(thrown, until=None, reason=None, by="person:11", at=TEN),
        lambda: working.solve(thrown, outcome=None, by="person:11", person_id=LEE, at=TEN),
    ]
    for attempt in attempts:
        with pytest.raises(NotFromThere):
            attempt()


def test_a_merged_ticket_is_not_opened_again() -> None:
    with pytest.raises(MergedAway):
        working.reopen(a_ticket(state=State.CLOSED, merged_into=2), by="person:11", at=TEN)


def test_case_32_the_owner_who_asked_serves_themselves_until_somebody_else_owns_it() -> None:
    ticket, facts = working.assign(a_ticket(), LEE, team_id=None, by="person:11", at=TEN, own=True)
    assert ticket.self_served
    assert [fact.own for fact in facts if isinstance(fact, SelfServed)] == [True]
    passed, facts = working.assign(ticket, ANNA, team_id=None, by="person:11", at=TEN)
    assert not passed.self_served
    assert [fact.own for fact in facts if isinstance(fact, SelfServed)] == [False]
    given_back, facts = working.give_back(ticket, by="person:11", at=TEN)
    assert not given_back.self_served
    assert [fact.own for fact in facts if isinstance(fact, SelfServed)] == [False]


def test_an_owner_who_did_not_ask_is_nothing_to_tell() -> None:
    _, facts = working.assign(a_ticket(), LEE, team_id=None, by="person:11", at=TEN)
    assert [type(fact).__name__ for fact in facts] == ["TicketAssigned"]
