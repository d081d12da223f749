"""Rates in PostgreSQL."""

from datetime import datetime, timedelta

from jishi.storage.transaction import Transaction


async def take(
    tx: Transaction, name: str, key: str, *, cost: timedelta, most: timedelta, at: datetime | None
) -> timedelta | None:
    """Committed at once, whatever becomes of `tx`. None when there was enough, else how long to wait."""
    [row] = await tx.glance("take_rate", name, key, cost, most, at)
    wait: timedelta | None = row[0]
    return wait


def give(tx: Transaction, name: str, key: str, *, cost: timedelta) -> None:
    tx.later("give_rate", name, key, cost)
