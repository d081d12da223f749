"""Everyone who takes tickets, as others see them."""

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.workforce import store


async def see_agents(tx: Transaction) -> list[Record]:
    """Rows with presence, shift, places, teams, skills and languages, by name. Those who left are in it while they
    still own something."""
    return await store.all_agents(tx)
