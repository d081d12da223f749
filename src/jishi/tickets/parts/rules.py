"""Merge a ticket into another, and split one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from jishi.kernel.facts import Fact
from jishi.tickets import rules
from jishi.tickets.errors import IntoItself, MergedAway, NotFromThere, NothingToSplit
from jishi.tickets.facts import MessagesSplitOff, TicketAbsorbed, TicketClosed, TicketMerged, TicketSplit
from jishi.tickets.model import Author, Message, State, Ticket
from jishi.tickets.talk import rules as talk


def merge(source: Ticket, target: Ticket, *, by: str, at: datetime, reason: str | None) -> tuple[Ticket, list[Fact]]:
    """The source ends: whatever it was waiting for, the target waits for now."""
    if source.id == target.id:
        raise IntoItself
    if source.merged_into is not None or target.merged_into is not None:
        raise MergedAway
    for ticket in (source, target):
        if ticket.state is State.DISCARDED:
            raise NotFromThere(state=ticket.state)
    after = replace(
        source,
        state=State.CLOSED,
        closed_at=source.closed_at or at,
        merged_into=target.id,
        waiting_since=None,
        pending_until=None,
        hold_reason=None,
        updated_at=at,
    )
    about: dict[str, Any] = {
        "ticket_id": source.id,
        "at": at,
        "by": by,
        "owner_id": source.owner_id,
        "was": source.state,
    }
    facts: list[Fact] = [TicketMerged(**about, into_id=target.id, into_number=target.number, reason=reason)]
    if source.state is not State.CLOSED:
        facts.append(TicketClosed(**about, why="merged"))
    return after, facts


def absorb(target: Ticket, source: Ticket, *, by: str, at: datetime) -> tuple[Ticket, list[Fact]]:
    """The target goes on for both: if the customer waits on the source, they wait here, and since then."""
    since = min((each for each in (source.waiting_since, target.waiting_since) if each is not None), default=None)
    after, facts = target, list[Fact]()
    if source.waiting_since is not None and target.state in rules.ENDED:
        after, facts = rules.reopen(target, by=by, at=at, why="merged")
    elif source.waiting_since is not None and target.state is State.PENDING:
        after, facts = rules.resume(target, by=by, at=at, why="merged")
    absorbed = TicketAbsorbed(
        ticket_id=target.id,
        at=at,
        by=by,
        from_id=source.id,
        from_number=source.number,
        waiting_since=since,
        was_waiting_since=target.waiting_since,
    )
    return replace(after, waiting_since=since, updated_at=at), [*facts, absorbed]


def split(source: Ticket, messages: Sequence[Message], *, id: int, number: str, subject: str, at: datetime) -> Ticket:  # noqa: A002 - the ticket's field
    """A new ticket for these messages, the oldest first. Its clocks start now, as nobody knew of it before."""
    asked = [message for message in messages if message.author_kind is Author.CUSTOMER]
    if not asked:
        raise NothingToSplit(errors=[("messages", NothingToSplit.__doc__ or "")])
    return Ticket(
        id=id,
        number=number,
        subject=subject,
        channel=source.channel,
        type=source.type,
        level=source.level,
        tier=source.tier,
        customer_id=source.customer_id,
        tags=source.tags,
        language=source.language,
        created_at=at,
        filed_at=at,
        updated_at=at,
        waiting_since=at,
        received_at=messages[0].received_at,
    )


def parted(source: Ticket, new: Ticket, messages: Sequence[Message], *, by: str) -> list[Fact]:
    """What the split is told as, on both tickets. `messages` are those of the new one."""
    received_at = new.received_at or new.created_at
    ids = tuple(message.id for message in messages)
    about: dict[str, Any] = {"at": new.created_at, "by": by}
    return [
        *talk.opened(new, by=by, opened_by="agent"),
        TicketSplit(
            ticket_id=new.id, from_id=source.id, from_number=source.number, received_at=received_at, message_ids=ids,
            **about,
        ),
        MessagesSplitOff(ticket_id=source.id, into_id=new.id, into_number=new.number, count=len(ids), **about),
    ]  # fmt: skip
