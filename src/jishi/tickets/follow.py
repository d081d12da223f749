"""Follow a ticket without owning it."""

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.facts import TicketFollowed, TicketUnfollowed
from jishi.tickets.find import find


async def follow(tx: Transaction, ticket_id: int, *, person_id: int, by: str) -> None:
    await find(tx, ticket_id)
    if await store.follow(tx, ticket_id, person_id):
        await tx.record(TicketFollowed(ticket_id=ticket_id, at=tx.now, by=by, person_id=person_id))


async def unfollow(tx: Transaction, ticket_id: int, *, person_id: int, by: str) -> None:
    await find(tx, ticket_id)
    if await store.unfollow(tx, ticket_id, person_id):
        await tx.record(TicketUnfollowed(ticket_id=ticket_id, at=tx.now, by=by, person_id=person_id))
