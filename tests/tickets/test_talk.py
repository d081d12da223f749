"""What a message does to a ticket, by who wrote it and how."""

import pytest

from jishi.kernel.facts import Fact
from jishi.tickets.errors import NotFromThere
from jishi.tickets.facts import MessageDiscarded, MessageReceived, NoteAdded, ReplySent, ThirdPartyWrote, TicketRestored
from jishi.tickets.model import Author, Discard, Nature, State
from jishi.tickets.talk import rules
from tests.tickets.nouns import LEE, TEN, a_message, a_ticket, after


def kinds(facts: list[Fact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


@pytest.mark.parametrize("state", [State.SOLVED, State.CLOSED])
def test_case_59_an_auto_reply_after_the_end_reopens_nothing(state: State) -> None:
    ticket = a_ticket(state=state, owner_id=LEE, waiting_since=None, solved_at=TEN)
    later, facts = rules.hear(ticket, a_message(after(hours=1), nature=Nature.AUTOMATIC), by="customer:3")
    assert (later.state, later.owner_id, later.waiting_since, later.solved_at) == (state, LEE, None, TEN)
    [heard] = facts
    assert isinstance(heard, MessageReceived)
    assert heard.automatic
    assert not heard.waiting


def test_a_real_message_after_the_end_reopens() -> None:
    ticket = a_ticket(state=State.CLOSED, owner_id=LEE, waiting_since=None)
    later, facts = rules.hear(ticket, a_message(after(hours=1)), by="customer:3")
    assert (later.state, later.waiting_since) == (State.OPEN, after(hours=1))
    assert kinds(facts) == ["TicketReopened", "MessageReceived"]


def test_an_auto_reply_does_not_end_the_wait_for_the_customer() -> None:
    ticket = a_ticket(state=State.PENDING, owner_id=LEE, waiting_since=None)
    later, facts = rules.hear(ticket, a_message(after(hours=1), nature=Nature.AUTOMATIC), by="customer:3")
    assert (later.state, later.waiting_since) == (State.PENDING, None)
    assert kinds(facts) == ["MessageReceived"]


def test_a_message_ends_the_wait_for_the_customer_and_its_reason() -> None:
    ticket = a_ticket(state=State.PENDING, owner_id=LEE, waiting_since=None, hold_reason="发票")
    later, _ = rules.hear(ticket, a_message(after(hours=1)), by="customer:3")
    assert (later.state, later.hold_reason) == (State.OPEN, None)


def test_case_26_waiting_runs_from_the_oldest_unanswered_message() -> None:
    ticket, _ = rules.hear(a_ticket(), a_message(after(minutes=5)), by="customer:3")
    assert ticket.waiting_since == TEN


def test_case_25_somebody_in_copy_starts_no_wait_and_ends_none() -> None:
    message = a_message(after(minutes=5), by=Author.THIRD_PARTY)
    for waiting in (TEN, None):
        ticket = a_ticket(state=State.PENDING, waiting_since=waiting)
        later, [wrote] = rules.overhear(ticket, message, email="w@example.com", name="王强", by="person:11")
        assert (later.state, later.waiting_since, later.first_answered_at) == (State.PENDING, waiting, None)
        assert isinstance(wrote, ThirdPartyWrote)


@pytest.mark.parametrize("public", [True, False])
def test_case_21_a_note_ends_no_wait_of_itself(public: bool) -> None:
    message = a_message(after(minutes=5), by=Author.AGENT, nature=Nature.NOTE, public=public)
    ticket, [noted] = rules.note(a_ticket(), message, by="person:11")
    assert (ticket.waiting_since, ticket.first_answered_at) == (TEN, None)
    assert isinstance(noted, NoteAdded)
    assert noted.public is public


def test_case_24_whoever_of_the_desk_answers_has_answered() -> None:
    ticket, [sent] = rules.answer(a_ticket(owner_id=99), a_message(after(minutes=5), by=Author.AGENT), by="person:11")
    assert (ticket.waiting_since, ticket.first_answered_by) == (None, LEE)
    assert isinstance(sent, ReplySent)
    assert (sent.person_id, sent.owner_id, sent.first) == (LEE, 99, True)


def test_case_31_what_was_said_on_the_telephone_is_an_answer() -> None:
    message = a_message(nature=Nature.CALL)
    ticket, [sent] = rules.spoke(a_ticket(), message, person_id=LEE, by="person:11")
    assert (ticket.waiting_since, ticket.first_answered_at, ticket.first_answered_by) == (None, TEN, LEE)
    assert isinstance(sent, ReplySent)
    assert (sent.spoken, sent.author_kind, sent.message_id) == (True, Author.AGENT, message.id)


@pytest.mark.parametrize("why", [Discard.SPAM, Discard.BLOCKED])
def test_what_comes_for_junk_stays_in_the_junk(why: Discard) -> None:
    ticket = a_ticket(state=State.DISCARDED, discarded_at=TEN, discarded_why=why, discarded_from=State.NEW)
    later, [stays] = rules.hear(ticket, a_message(after(hours=1)), by="customer:3")
    assert later.state is State.DISCARDED
    assert isinstance(stays, MessageDiscarded)


def test_a_deleted_ticket_comes_back_when_its_customer_writes_on() -> None:
    ticket = a_ticket(
        state=State.DISCARDED,
        discarded_at=TEN,
        discarded_why=Discard.DELETED,
        discarded_from=State.SOLVED,
        owner_id=LEE,
        waiting_since=None,
    )
    later, facts = rules.hear(ticket, a_message(after(days=90)), by="customer:3")
    assert kinds(facts) == ["TicketRestored", "TicketReopened", "MessageReceived"]
    assert (later.state, later.waiting_since) == (State.OPEN, after(days=90))
    [restored] = [fact for fact in facts if isinstance(fact, TicketRestored)]
    assert restored.why == "customer_wrote"


def test_nobody_answers_out_of_the_junk() -> None:
    ticket = a_ticket(state=State.DISCARDED, discarded_at=TEN, discarded_why=Discard.SPAM, discarded_from=State.NEW)
    with pytest.raises(NotFromThere):
        rules.answer(ticket, a_message(by=Author.AGENT), by="person:11")
