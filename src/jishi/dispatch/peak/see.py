"""Which peaks are on."""

from jishi.dispatch.peak import store
from jishi.dispatch.peak.model import Peak
from jishi.storage.transaction import Transaction


async def peaks(tx: Transaction) -> dict[int, Peak]:
    """By team; 0 is the whole desk."""
    return await store.peaks(tx)
