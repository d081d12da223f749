"""Alarms: call a reaction at an instant. Rows, so that a restart forgets none."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jishi.storage.transaction import Transaction

GIVE_UP = 10
LONGEST_BACK_OFF = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """`at` is the instant that was set; `ticket_id` is 0 when the alarm is about no ticket."""

    name: str
    ticket_id: int
    key: str
    at: datetime
    attempts: int = 0


Rings = Mapping[str, Callable[[Transaction, Alarm], Awaitable[None]]]


async def take(tx: Transaction, *, before: datetime, limit: int = 100) -> list[Alarm]:
    """Alarms that are due, locked and removed: they ring in this transaction or, when it fails, again later."""
    rows: list[Any] = await tx.fetch(
        "DELETE FROM alarms WHERE workspace_id = $1 AND (name, ticket_id, key) IN ("
        " SELECT name, ticket_id, key FROM alarms WHERE workspace_id = $1 AND run_at <= $2"
        " ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING name, ticket_id, key, at, attempts",
        tx.workspace_id, before, limit,
    )  # fmt: skip
    return sorted((Alarm(**dict(row)) for row in rows), key=lambda alarm: alarm.at)


async def awaited(tx: Transaction, name: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys for which an alarm of that name is set, about no ticket."""
    rows = await tx.fetch(
        "SELECT key FROM alarms WHERE workspace_id = $1 AND name = $2 AND ticket_id = 0 AND key = ANY($3)",
        tx.workspace_id, name, list(keys),
    )  # fmt: skip
    return {row["key"] for row in rows}


async def put_off(tx: Transaction, alarm: Alarm, error: str) -> None:
    """After a failure: again with back-off. An alarm is never dropped; it only becomes rare."""
    wait = min(timedelta(seconds=2 ** min(alarm.attempts, GIVE_UP)), LONGEST_BACK_OFF)
    await tx.execute(
        "UPDATE alarms SET attempts = attempts + 1, run_at = $5, error = $6"
        " WHERE workspace_id = $1 AND name = $2 AND ticket_id = $3 AND key = $4",
        tx.workspace_id, alarm.name, alarm.ticket_id, alarm.key, tx.now + wait, error,
    )  # fmt: skip
