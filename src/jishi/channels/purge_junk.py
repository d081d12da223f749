"""Empty the junk of what has lain there for a month."""

from jishi.channels import blobs, store
from jishi.storage.transaction import Transaction
from jishi.tickets.purge import purge


async def purge_junk(tx: Transaction, *, most: int = 50) -> int:
    """What was said on so many tickets, with its files; how many tickets.

    Bytes that a file of another ticket shares stay. They go last, as in forget_upload: should the transaction fail
    then, the next try finds only rows left to remove.
    """
    tickets = await purge(tx, most=most)
    for key in await store.drop_files(tx, tickets):
        await blobs.delete(key)
    return len(tickets)
