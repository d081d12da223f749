"""Throw a ticket away, and take it back. Its former state is kept, so that nothing is lost by mistake."""

from dataclasses import replace
from datetime import datetime, timedelta

from jishi.kernel.facts import Fact
from jishi.tickets.errors import MergedAway, NotFromThere, NotThrownAway, ThrownAwayTooLong
from jishi.tickets.facts import TicketDiscarded, TicketRestored
from jishi.tickets.model import Discard, State, Ticket

KEPT = timedelta(days=30)


def discard(ticket: Ticket, *, why: Discard, by: str, at: datetime) -> tuple[Ticket, list[Fact]]:
    """Out of sight. What is there already stays what it was; one that was merged is part of another and cannot go."""
    if ticket.state is State.DISCARDED:
        raise NotFromThere(state=ticket.state)
    if ticket.merged_into is not None:
        raise MergedAway
    after = replace(
        ticket,
        state=State.DISCARDED,
        discarded_at=at,
        discarded_why=why,
        discarded_from=ticket.state,
        updated_at=max(at, ticket.updated_at),
    )
    return after, [
        TicketDiscarded(ticket_id=ticket.id, at=at, by=by, why=why, was=ticket.state, owner_id=ticket.owner_id)
    ]


def restore(ticket: Ticket, *, by: str, at: datetime, why: str = "asked") -> tuple[Ticket, list[Fact]]:
    """Back to where it stood. A person may within 30 days; a customer who writes on always brings it back."""
    if ticket.state is not State.DISCARDED or ticket.discarded_at is None or ticket.discarded_from is None:
        raise NotThrownAway
    if why == "asked" and at - ticket.discarded_at > KEPT:
        raise ThrownAwayTooLong
    was = ticket.discarded_why or Discard.DELETED
    state = ticket.discarded_from
    after = replace(
        ticket,
        state=state,
        discarded_at=None,
        discarded_why=None,
        discarded_from=None,
        updated_at=max(at, ticket.updated_at),
    )
    restored = TicketRestored(
        ticket_id=ticket.id, at=at, by=by, state=state, was_discarded=was, owner_id=ticket.owner_id, why=why
    )
    return after, [restored]
