"""What is said, and what that does to a ticket."""

from dataclasses import replace
from datetime import datetime

from jishi.kernel.facts import Fact
from jishi.tickets import rules
from jishi.tickets.errors import NotFromThere
from jishi.tickets.facts import (
    MessageDiscarded,
    MessageReceived,
    NoteAdded,
    ReplySent,
    ThirdPartyWrote,
    TicketOpened,
)
from jishi.tickets.junk import rules as junk
from jishi.tickets.model import Author, Discard, Message, Nature, State, Ticket

Outcome = tuple[Ticket, list[Fact]]


def opened(
    ticket: Ticket,
    *,
    by: str,
    opened_by: str = "customer",
    spoken: bool = False,
    automatic: bool = False,
    discarded: bool = False,
) -> list[Fact]:
    """A ticket now exists."""
    return [
        TicketOpened(
            ticket_id=ticket.id,
            at=ticket.created_at,
            by=by,
            number=ticket.number,
            channel=ticket.channel,
            type=ticket.type,
            level=ticket.level,
            tier=ticket.tier,
            team_id=ticket.team_id,
            customer_id=ticket.customer_id,
            tags=ticket.tags,
            language=ticket.language,
            fields=ticket.fields,
            opened_by=opened_by,
            spoken=spoken,
            automatic=automatic,
            discarded=discarded,
        )
    ]


def hear(ticket: Ticket, message: Message, *, by: str, opened: bool = False) -> Outcome:
    """The customer spoke: a wait for them ends, a solved or closed ticket opens again, any other stays as it was.

    Waiting starts at the first unanswered message, so later ones do not move `waiting_since`. What a machine sent in
    their name moves nothing. In the junk only a ticket deleted by the desk comes back, lest its customer wait for ever.
    """
    at, automatic = message.received_at, message.nature is Nature.AUTOMATIC
    facts: list[Fact] = []
    if ticket.state is State.DISCARDED:
        if automatic or ticket.discarded_why is not Discard.DELETED:
            return _left_in_junk(ticket, message, by=by, opened=opened)
        ticket, facts = junk.restore(ticket, by=by, at=at, why="customer_wrote")
    after, more = _heeded(ticket, at=at, by=by) if not automatic else (ticket, [])
    after = replace(after, updated_at=message.filed_at)
    heard = MessageReceived(
        ticket_id=ticket.id,
        at=at,
        by=by,
        message_id=message.id,
        customer_id=message.author_id,
        channel=message.channel,
        opened=opened,
        waiting=ticket.waiting_since is None and not automatic,
        owner_id=ticket.owner_id,
        automatic=automatic,
    )
    return after, [*facts, *more, heard]


def overhear(ticket: Ticket, message: Message, *, email: str | None, name: str, by: str) -> Outcome:
    """Somebody in copy spoke, who is neither the customer nor a colleague: nothing starts, nothing ends."""
    wrote = ThirdPartyWrote(
        ticket_id=ticket.id,
        at=message.received_at,
        by=by,
        message_id=message.id,
        name=name,
        email=email,
        channel=message.channel,
    )
    return replace(ticket, updated_at=message.filed_at), [wrote]


def answer(ticket: Ticket, message: Message, *, by: str) -> Outcome:
    """A public message of the desk, or word of a call. A human's ends the customer's wait and counts as the first
    answer; a bot's ends the wait only: the customer has their answer, though no human has given one yet.
    """
    if ticket.state is State.DISCARDED:
        raise NotFromThere(state=ticket.state)
    at = message.received_at
    human = message.author_kind is Author.AGENT
    first = human and ticket.first_answered_at is None
    after = replace(ticket, updated_at=message.filed_at)
    if human or message.author_kind is Author.BOT:
        after = replace(after, waiting_since=None)
    if first:
        after = replace(after, first_answered_at=at, first_answered_by=message.author_id)
    sent = ReplySent(
        ticket_id=ticket.id,
        at=at,
        by=by,
        message_id=message.id,
        author_kind=message.author_kind,
        person_id=message.author_id if human else None,
        channel=message.channel,
        first=first,
        owner_id=ticket.owner_id,
        spoken=message.nature is Nature.CALL,
    )
    return after, [sent]


def spoke(ticket: Ticket, message: Message, *, person_id: int, by: str) -> Outcome:
    """A colleague wrote down what the customer was saying on the telephone, and so has answered them."""
    return answer(ticket, replace(message, author_kind=Author.AGENT, author_id=person_id, nature=Nature.CALL), by=by)


def note(ticket: Ticket, message: Message, *, by: str) -> Outcome:
    """Said among colleagues: nothing starts, nothing ends, unless a policy lets what the customer reads."""
    added = NoteAdded(
        ticket_id=ticket.id,
        at=message.received_at,
        by=by,
        message_id=message.id,
        author_kind=message.author_kind,
        person_id=message.author_id,
        public=message.public,
    )
    return replace(ticket, updated_at=message.filed_at), [added]


def count_note(ticket: Ticket, *, person_id: int | None, at: datetime) -> Ticket:
    """Their policy calls it an answer that the customer can read a note: they wait no more."""
    if ticket.first_answered_at is None:
        ticket = replace(ticket, first_answered_at=at, first_answered_by=person_id)
    return replace(ticket, waiting_since=None)


def _heeded(ticket: Ticket, *, at: datetime, by: str) -> Outcome:
    """They wait from now on, unless they have been waiting; and what was at rest is work again. Of two messages the
    older may come second, when one channel is slower than another."""
    after, facts = ticket, list[Fact]()
    if ticket.state in rules.ENDED:
        after, facts = rules.reopen(ticket, by=by, at=at, why="customer_wrote")
    elif ticket.state is State.PENDING:
        after, facts = rules.resume(ticket, by=by, at=at, why="customer_wrote")
    return replace(after, waiting_since=min(at, ticket.waiting_since or at)), facts


def _left_in_junk(ticket: Ticket, message: Message, *, by: str, opened: bool) -> Outcome:
    assert message.author_id is not None
    stays = MessageDiscarded(
        ticket_id=ticket.id,
        at=message.received_at,
        by=by,
        message_id=message.id,
        customer_id=message.author_id,
        channel=message.channel,
        opened=opened,
    )
    return replace(ticket, updated_at=message.filed_at), [stays]
