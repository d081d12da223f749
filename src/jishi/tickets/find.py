"""Find a ticket, or say that it is not here."""

from collections.abc import Sequence
from datetime import datetime

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.errors import NoSuchTicket
from jishi.tickets.model import Ticket


async def find(tx: Transaction, ticket_id: int) -> Ticket:
    ticket = await store.get(tx, ticket_id)
    if ticket is None:
        raise NoSuchTicket
    return ticket


async def lock(tx: Transaction, ticket_id: int) -> Ticket:
    """The ticket, held until this transaction ends."""
    ticket = await store.lock(tx, ticket_id)
    if ticket is None:
        raise NoSuchTicket
    return ticket


async def lock_all(tx: Transaction, ticket_ids: Sequence[int]) -> list[Ticket]:
    """Those of the tickets that there are, held in the order of their ids."""
    return await store.lock_all(tx, ticket_ids) if ticket_ids else []


async def as_it_stands(tx: Transaction, ticket_id: int) -> Ticket:
    """The ticket as this transaction has left it, without asking the database for what is known."""
    kept = tx.kept.get(("ticket", ticket_id))
    return kept if isinstance(kept, Ticket) else await find(tx, ticket_id)


async def lock_final(tx: Transaction, ticket_id: int) -> Ticket:
    """The ticket in which this one's conversation goes on, held: itself, unless it was merged."""
    ticket = await store.lock_final(tx, ticket_id)
    if ticket is None:
        raise NoSuchTicket
    return ticket


def show_due(
    tx: Transaction, ticket_id: int, *, due_at: datetime | None, warn_at: datetime | None, warned: bool = False
) -> None:
    """Keep the nearest running promise on the ticket, where lists sort by it. The clock calls this."""
    store.show_due(tx, ticket_id, due_at, warn_at, warned)


async def mark_warned(tx: Transaction, warned: list[tuple[int, datetime | None]]) -> None:
    """A promise due at that instant was warned of: tickets whose nearest it is show as about to be late."""
    await store.mark_warned(tx, warned)
