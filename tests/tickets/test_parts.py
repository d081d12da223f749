"""Two tickets become one, and one becomes two."""

import pytest

from jishi.kernel.facts import Fact
from jishi.tickets.errors import IntoItself, MergedAway, NotFromThere, NothingToSplit
from jishi.tickets.facts import TicketAbsorbed, TicketSplit
from jishi.tickets.model import Author, Discard, State
from jishi.tickets.parts import rules
from tests.tickets.nouns import LEE, TEN, a_message, a_ticket, after

NOON = after(hours=2)


def kinds(facts: list[Fact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


def test_the_source_of_a_merger_is_closed_and_waits_for_nothing() -> None:
    source, facts = rules.merge(
        a_ticket(1, state=State.PENDING, pending_until=NOON), a_ticket(2), by="person:11", at=NOON, reason=None
    )
    assert (source.state, source.merged_into, source.waiting_since, source.pending_until) == (
        State.CLOSED, 2, None, None,
    )  # fmt: skip
    assert kinds(facts) == ["TicketMerged", "TicketClosed"]


def test_a_closed_source_is_not_closed_again() -> None:
    source, facts = rules.merge(
        a_ticket(1, state=State.CLOSED, closed_at=TEN), a_ticket(2), by="person:11", at=NOON, reason=None
    )
    assert source.closed_at == TEN
    assert kinds(facts) == ["TicketMerged"]


@pytest.mark.parametrize(
    ("here", "there", "since"),
    [
        (after(minutes=30), TEN, TEN),
        (TEN, after(minutes=30), TEN),
        (None, TEN, TEN),
        (TEN, None, TEN),
        (None, None, None),
    ],
)
def test_case_60_the_target_takes_the_oldest_unanswered_message(here: object, there: object, since: object) -> None:
    target, facts = rules.absorb(
        a_ticket(1, state=State.OPEN, waiting_since=here), a_ticket(2, waiting_since=there), by="person:11", at=NOON
    )
    assert target.waiting_since == since
    [absorbed] = [fact for fact in facts if isinstance(fact, TicketAbsorbed)]
    assert (absorbed.waiting_since, absorbed.was_waiting_since) == (since, here)


def test_a_solved_target_opens_again_for_a_customer_who_waits_on_the_source() -> None:
    target, facts = rules.absorb(
        a_ticket(1, state=State.SOLVED, owner_id=LEE, waiting_since=None), a_ticket(2), by="person:11", at=NOON
    )
    assert (target.state, target.waiting_since) == (State.OPEN, TEN)
    assert kinds(facts) == ["TicketReopened", "TicketAbsorbed"]


def test_a_solved_target_stays_solved_when_nobody_waits() -> None:
    target, facts = rules.absorb(
        a_ticket(1, state=State.SOLVED, waiting_since=None), a_ticket(2, waiting_since=None), by="person:11", at=NOON
    )
    assert target.state is State.SOLVED
    assert kinds(facts) == ["TicketAbsorbed"]


def test_a_target_that_waited_for_the_customer_goes_on() -> None:
    target, facts = rules.absorb(
        a_ticket(1, state=State.PENDING, owner_id=LEE, waiting_since=None), a_ticket(2), by="person:11", at=NOON
    )
    assert target.state is State.OPEN
    assert kinds(facts) == ["TicketResumed", "TicketAbsorbed"]


def test_what_cannot_be_merged() -> None:
    merged = a_ticket(1, state=State.CLOSED, merged_into=9)
    junk = a_ticket(1, state=State.DISCARDED, discarded_at=TEN, discarded_why=Discard.SPAM, discarded_from=State.NEW)
    for source, target, error in (
        (a_ticket(1), a_ticket(1), IntoItself),
        (merged, a_ticket(2), MergedAway),
        (a_ticket(2), merged, MergedAway),
        (junk, a_ticket(2), NotFromThere),
        (a_ticket(2), junk, NotFromThere),
    ):
        with pytest.raises(error):
            rules.merge(source, target, by="person:11", at=NOON, reason=None)


def test_case_61_a_split_starts_now_and_remembers_when_it_was_received() -> None:
    messages = [a_message(TEN), a_message(after(minutes=5), by=Author.AGENT)]
    new = rules.split(a_ticket(1, level="urgent"), messages, id=5, number="n", subject="发票", at=NOON)
    assert (new.created_at, new.waiting_since, new.received_at) == (NOON, NOON, TEN)
    assert (new.state, new.level, new.owner_id, new.customer_id) == (State.NEW, "urgent", None, 3)
    facts = rules.parted(a_ticket(1), new, messages, by="person:11")
    assert kinds(facts) == ["TicketOpened", "TicketSplit", "MessagesSplitOff"]
    assert facts[0].at == NOON
    [told] = [fact for fact in facts if isinstance(fact, TicketSplit)]
    assert told.received_at == TEN


def test_a_split_needs_something_that_the_customer_said() -> None:
    with pytest.raises(NothingToSplit):
        rules.split(a_ticket(), [a_message(by=Author.AGENT)], id=5, number="n", subject="", at=NOON)
