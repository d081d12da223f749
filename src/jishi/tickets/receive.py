"""A customer's message arrives, by whatever channel."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jishi.identity import recognise
from jishi.identity.model import Customer, Requester
from jishi.kernel.errors import Invalid
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.attach import attach
from jishi.tickets.junk import rules as junk
from jishi.tickets.model import Attached, Author, Discard, Level, Message, Nature, State, Ticket
from jishi.tickets.reply import Speaker
from jishi.tickets.talk import rules

SUBJECT_LENGTH = 120
TOLERANCE = timedelta(minutes=2)  # between a channel's clock and ours
OLDEST = timedelta(days=30)


class AbsurdDate(Invalid):
    """The time of receipt lies in the future, or too far in the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a channel hands over. `thread_key` joins messages of one conversation on that channel; `external_id` names
    the ticket in the channel's own system, so that a repeat finds it again. `spoken_with` is the colleague who was
    talking with the customer; `automatic` says that a machine wrote it.
    """

    channel: str
    body: str
    requester: Requester
    subject: str | None = None
    type: str | None = None
    level: Level | None = None
    tags: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    language: str | None = None
    external_id: str | None = None
    thread_key: str | None = None
    received_at: datetime | None = None
    attachments: tuple[int, ...] = ()
    uploaded_by: str = ""
    spoken_with: Speaker | None = None
    automatic: bool = False

    @property
    def nature(self) -> Nature:
        return Nature.AUTOMATIC if self.automatic else Nature.CALL if self.spoken_with else Nature.SAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Where the message went. `repeated`: it was there already and nothing was changed."""

    ticket: Ticket
    customer: Customer
    message: Message | None
    opened: bool
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Improved:
    """A request with what could be read off it, and what to record of the ticket that it opens, by its id."""

    incoming: Incoming
    tell: Callable[[int], Sequence[Fact]]


Improve = Callable[[Transaction, Incoming, Customer, datetime], Awaitable[Improved]]


async def receive(tx: Transaction, incoming: Incoming, *, improve: Improve | None = None) -> Received:
    """File a message on its ticket, opening one when there is none: two round trips for a new ticket. `improve` fills
    in what the channel left open of a request that opens one."""
    at = moment(incoming.received_at, tx.now)
    handles = recognise.handles(incoming.requester)
    known = await store.context(
        tx,
        handles=handles,
        channel=incoming.channel,
        thread_key=incoming.thread_key,
        external_id=incoming.external_id,
    )
    tx.settings_version = known.settings_version
    customer = await recognise.meet(tx, known.customer, incoming.requester)
    if known.duplicate and known.ticket is not None:
        return Received(ticket=known.ticket, customer=customer, message=None, opened=False, repeated=True)
    attached = await attach(tx, incoming.attachments, incoming.uploaded_by)
    return await file(tx, known, incoming, customer, at=at, attached=attached, improve=improve)


async def file(
    tx: Transaction,
    known: store.Context,
    incoming: Incoming,
    customer: Customer,
    *,
    at: datetime,
    attached: tuple[Attached, ...],
    improve: Improve | None = None,
) -> Received:
    """Put the message on the ticket that was found for it, or on a new one."""
    if known.ticket is not None:
        ticket, message = await hear(
            tx,
            known.ticket.id,
            customer,
            incoming.body,
            channel=incoming.channel,
            at=at,
            attached=attached,
            nature=incoming.nature,
            spoken_with=incoming.spoken_with,
            external_id=incoming.external_id,
        )
        return Received(ticket=ticket, customer=customer, message=message, opened=False)
    assert known.number is not None
    if improve is None or incoming.automatic or customer.blocked_at is not None:
        return await _open(tx, known.number, incoming, customer, at, attached)
    improved = await improve(tx, incoming, customer, at)
    return await _open(tx, known.number, improved.incoming, customer, at, attached, improved.tell)


def moment(received_at: datetime | None, now: datetime) -> datetime:
    """The channel's instant of receipt, from which clocks run; refused when absurd."""
    if received_at is None:
        return now
    if not now - OLDEST <= received_at <= now + TOLERANCE:
        raise AbsurdDate(errors=[("received_at", AbsurdDate.__doc__ or "")])
    return min(received_at.astimezone(UTC), now)


async def _open(
    tx: Transaction,
    number: str,
    incoming: Incoming,
    customer: Customer,
    at: datetime,
    attached: tuple[Attached, ...],
    tell: Callable[[int], Sequence[Fact]] = lambda _: (),
) -> Received:
    ticket = _new(tx, number, incoming, customer, at)
    message = customer_message(tx, ticket, customer, incoming.body, at=at, attached=attached, nature=incoming.nature)
    store.open_ticket(tx, ticket)
    store.add_message(tx, message)
    blocked = customer.blocked_at is not None
    by = incoming.spoken_with.actor if incoming.spoken_with else f"customer:{customer.id}"
    facts = [*_opened(ticket, incoming, by=by, blocked=blocked), *tell(ticket.id)]
    after = ticket
    if blocked:
        after, thrown = junk.discard(ticket, why=Discard.BLOCKED, by="system", at=at)
        facts += thrown
    after, heard = _heard(after, message, by=by, opened=True, spoken_with=incoming.spoken_with)
    if after.state is not ticket.state or after.waiting_since != ticket.waiting_since:
        # The insert stores a new ticket that waits; of most there is no more to say.
        await store.save(tx, ticket, after)
    await tx.record(*facts, *heard)
    return Received(ticket=after, customer=customer, message=message, opened=True)


def _new(tx: Transaction, number: str, incoming: Incoming, customer: Customer, at: datetime) -> Ticket:
    return Ticket(
        id=tx.new_id(),
        number=number,
        subject=incoming.subject or first_line(incoming.body),
        channel=incoming.channel,
        type=incoming.type,
        level=incoming.level or Level.NORMAL,
        tier=customer.tier,
        customer_id=customer.id,
        tags=incoming.tags,
        fields=incoming.fields,
        language=incoming.language or customer.language,
        external_id=incoming.external_id,
        thread_key=incoming.thread_key,
        created_at=at,
        filed_at=tx.now,
        updated_at=tx.now,
        waiting_since=None if incoming.automatic else at,
    )


def _opened(ticket: Ticket, incoming: Incoming, *, by: str, blocked: bool) -> list[Fact]:
    return rules.opened(
        ticket,
        by=by,
        opened_by="agent" if incoming.spoken_with else "customer",
        spoken=incoming.spoken_with is not None,
        automatic=incoming.automatic,
        discarded=blocked,
    )


async def hear(
    tx: Transaction,
    ticket_id: int,
    customer: Customer,
    body: str,
    *,
    channel: str | None = None,
    at: datetime | None = None,
    attached: tuple[Attached, ...] = (),
    by: str | None = None,
    nature: Nature = Nature.SAID,
    spoken_with: Speaker | None = None,
    external_id: str | None = None,
) -> tuple[Ticket, Message]:
    """The customer adds to a ticket that exists (R8), by any channel; solved and closed ones open again, and on one
    that was merged it goes to where that goes on. What a blocked sender says gets a ticket in the junk of its own:
    `external_id` names that.
    """
    before = await store.lock_final(tx, ticket_id)
    assert before is not None
    at = at or tx.now
    if customer.blocked_at is not None and by is None and before.state is not State.DISCARDED:
        apart = Incoming(
            channel=channel or before.channel,
            body=body,
            requester=Requester(),
            external_id=external_id,
            automatic=nature is Nature.AUTOMATIC,
        )
        received = await _open(tx, await store.draw_number(tx), apart, customer, at, attached)
        assert received.message is not None
        return received.ticket, received.message
    message = customer_message(tx, before, customer, body, at=at, channel=channel, attached=attached, nature=nature)
    by = by or (spoken_with.actor if spoken_with else f"customer:{customer.id}")
    after, facts = _heard(before, message, by=by, spoken_with=spoken_with)
    store.add_message(tx, message)
    await store.save(tx, before, after)
    if after.state != before.state:
        tx.clear_alarm("tickets.silence_ends", ticket_id=after.id)
        tx.clear_alarm("tickets.wait_ends", ticket_id=after.id)
    await tx.record(*facts)
    return after, message


def _heard(
    ticket: Ticket, message: Message, *, by: str, opened: bool = False, spoken_with: Speaker | None = None
) -> tuple[Ticket, list[Fact]]:
    after, facts = rules.hear(ticket, message, by=by, opened=opened)
    if spoken_with is None or spoken_with.id is None or after.state is State.DISCARDED:
        return after, facts
    after, answered = rules.spoke(after, message, person_id=spoken_with.id, by=spoken_with.actor)
    return after, [*facts, *answered]


def customer_message(
    tx: Transaction,
    ticket: Ticket,
    customer: Customer,
    body: str,
    *,
    at: datetime,
    channel: str | None = None,
    attached: tuple[Attached, ...] = (),
    nature: Nature = Nature.SAID,
) -> Message:
    return Message(
        id=tx.new_id(),
        ticket_id=ticket.id,
        author_kind=Author.CUSTOMER,
        author_id=customer.id,
        author_name=customer.name,
        public=True,
        channel=channel or ticket.channel,
        body=body,
        received_at=at,
        filed_at=tx.now,
        attachments=attached,
        nature=nature,
    )


def first_line(body: str) -> str:
    """A subject for a message that came without one."""
    line = next((line.strip() for line in body.splitlines() if line.strip()), "…")
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"
