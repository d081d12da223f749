"""Take the tickets of those who left, so that none is forgotten with them."""

from jishi.dispatch import store
from jishi.dispatch.absence.watch import give_back, is_gone
from jishi.dispatch.model import Why
from jishi.identity.facts import PersonDeactivated
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketReopened, TicketRestored


async def release(tx: Transaction, fact: PersonDeactivated) -> None:
    """What they had not finished goes back to the queue at once: they never come back to it."""
    await give_back(tx, await store.unfinished(tx, fact.person_id), Why.LEFT, of=fact.person_id, by=fact.by)


async def reclaim(tx: Transaction, fact: TicketReopened | TicketRestored) -> None:
    """A ticket that was solved, or thrown away, is taken up again, and its owner is no longer here. Who takes up their
    own is."""
    if fact.owner_id is None or fact.by == f"person:{fact.owner_id}":
        return
    if await store.has_left(tx, fact.ticket_id):
        await give_back(tx, [fact.ticket_id], Why.LEFT, of=fact.owner_id)
    elif await is_gone(tx, fact.owner_id, fact.ticket_id):
        await give_back(tx, [fact.ticket_id], Why.ABSENT, of=fact.owner_id)
