"""Alarms: call a reaction at an instant. Rows, so that a restart forgets none."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from jishi.storage.transaction import Transaction

GIVE_UP = 10
LONGEST_BACK_OFF = timedelta(hours=1)
Verb = TypeVar("Verb", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True)
class Alarm:
    """`at` is the instant that was set; `ticket_id` is 0 when the alarm is about no ticket."""

    name: str
    ticket_id: int
    key: str
    at: datetime
    attempts: int = 0


Rings = Mapping[str, Callable[[Transaction, Alarm], Awaitable[None]]]


def together(verb: Verb) -> Verb:
    """Say of what an alarm calls that it gathers what it has to do: many that are due then ring in one transaction."""
    verb.together = True  # type: ignore[attr-defined]
    return verb


# The oldest alarm of all, unless it rings with others.
ALONE = """
DELETE FROM alarms WHERE workspace_id = $1 AND (name, ticket_id, key) = (
 SELECT name, ticket_id, key FROM alarms WHERE workspace_id = $1 AND run_at <= $2
  ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
   AND NOT name = ANY($3::text[]) RETURNING name, ticket_id, key, at, attempts
"""
# Among the oldest, those that ring together. What is due of their tickets before them goes first, also when another
# worker has that now: an earlier one is always among the oldest too, and is seen there until it has rung. They are held
# once and for all: a plan that looks for them again with each row would skip those it has removed, and take them all.
TOGETHER = """
WITH oldest AS MATERIALIZED (
 SELECT name, ticket_id, key, run_at FROM alarms WHERE workspace_id = $1 AND run_at <= $2 ORDER BY run_at LIMIT $5),
first AS MATERIALIZED (
 SELECT o.name, o.ticket_id, o.key, o.run_at FROM (
   SELECT name, ticket_id, key, run_at, row_number() OVER (PARTITION BY ticket_id ORDER BY run_at, name, key) AS place
     FROM oldest) o
  WHERE (o.place = 1 OR o.ticket_id = 0) AND o.name = ANY($3::text[])),
held AS MATERIALIZED (
 SELECT a.name, a.ticket_id, a.key FROM first f
   JOIN alarms a ON a.workspace_id = $1 AND a.name = f.name AND a.ticket_id = f.ticket_id AND a.key = f.key
  WHERE a.run_at <= $2 ORDER BY f.run_at LIMIT $4 FOR UPDATE OF a SKIP LOCKED)
DELETE FROM alarms WHERE workspace_id = $1 AND (name, ticket_id, key) IN (SELECT name, ticket_id, key FROM held)
RETURNING name, ticket_id, key, at, attempts
"""
LOOKED_AT = 5  # times as many as ring together: other workers have some of the oldest


async def take(tx: Transaction, *, before: datetime, limit: int, crowd: Collection[str]) -> list[Alarm]:
    """The alarm that is due longest, or many of the names that ring together when it is one of these; oldest first.
    Locked and removed: they ring in this transaction or, when it fails, again later."""
    names = list(crowd)
    rows = await tx.fetch(ALONE, tx.workspace_id, before, names)
    if not rows and names:
        rows = await tx.fetch(TOGETHER, tx.workspace_id, before, names, limit, limit * LOOKED_AT)
    return sorted((Alarm(**dict(row)) for row in rows), key=lambda alarm: alarm.at)


async def take_again(tx: Transaction, alarm: Alarm) -> bool:
    """One again after its batch failed; False when it has rung meanwhile, or need not."""
    rows = await tx.fetch(
        "DELETE FROM alarms WHERE workspace_id = $1 AND (name, ticket_id, key) IN ("
        " SELECT name, ticket_id, key FROM alarms WHERE workspace_id = $1 AND name = $2 AND ticket_id = $3 AND key = $4"
        " AND at = $5 FOR UPDATE SKIP LOCKED) RETURNING 1",
        tx.workspace_id, alarm.name, alarm.ticket_id, alarm.key, alarm.at,
    )  # fmt: skip
    return bool(rows)


async def overdue_rang(tx: Transaction, names: Collection[str]) -> bool:
    """Whether all of these names that were due before now have rung, also those that another worker rings: their end is
    waited for. False: some have still to ring, and do before an alarm that is set for now."""
    rows = await tx.fetch(
        "SELECT 1 FROM alarms WHERE workspace_id = $1 AND name = ANY($2::text[]) AND run_at < $3"
        " ORDER BY run_at LIMIT 1 FOR KEY SHARE",
        tx.workspace_id, list(names), tx.now,
    )  # fmt: skip
    return not rows


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
