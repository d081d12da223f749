"""Remove files that were uploaded and never used."""

from jishi.channels import blobs, store
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction


async def forget_upload(tx: Transaction, alarm: Alarm) -> None:
    """A day has passed: unless a message has taken the file, its row goes, and its bytes when nobody shares them.

    The bytes go last, while the lock still keeps others from referring to them. Should the transaction fail then, the
    alarm rings again and finds nothing left to remove but the row.
    """
    key = await store.drop_upload(tx, int(alarm.key))
    if key is not None:
        await blobs.delete(key)
