"""Take away what was said on tickets that have lain in the junk for a month. Their numbers and their history stay."""

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.facts import TicketPurged
from jishi.tickets.junk.rules import KEPT


async def purge(tx: Transaction, *, most: int) -> list[int]:
    """Of so many tickets at most: messages, subject and fields go; which they were. Whose files those messages had must
    remove them, in this transaction."""
    purged = await store.purge(tx, before=tx.now - KEPT, most=most)
    await tx.record(
        *(TicketPurged(ticket_id=ticket_id, at=tx.now, by=tx.by, messages=said) for ticket_id, said in purged)
    )
    return [ticket_id for ticket_id, _ in purged]
