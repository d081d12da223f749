"""Take the tickets of those who left, so that none is forgotten with them."""

from jishi.dispatch import store
from jishi.identity.facts import PersonDeactivated
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import return_to_queue
from jishi.tickets.facts import TicketReopened, TicketRestored


async def release(tx: Transaction, fact: PersonDeactivated) -> None:
    """What they had not finished goes back to the queue, and from there to somebody else."""
    for ticket_id in await store.unfinished(tx, fact.person_id):
        await return_to_queue(tx, ticket_id, by=fact.by)


async def reclaim(tx: Transaction, fact: TicketReopened | TicketRestored) -> None:
    """A ticket they had solved, or that was thrown away, comes back when they are no longer here."""
    if fact.owner_id is not None and await store.has_left(tx, fact.ticket_id):
        await return_to_queue(tx, fact.ticket_id, by="system")
