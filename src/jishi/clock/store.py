"""Calendars, policies and timers in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import msgspec

from jishi.clock.calendar import Calendar
from jishi.clock.model import Policy, Timer
from jishi.clock.parse_calendar import calendar_object, parse_calendar
from jishi.clock.rules import fires_at
from jishi.clock.stood_still import MARKS
from jishi.kernel.facts import Fact
from jishi.storage.journal import restore
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import ReplySent

COLUMNS = tuple(field.name for field in fields(Timer))
SELECT = f"SELECT {', '.join(COLUMNS)} FROM timers"
POLICY = "id, version, position, name, promise, saved_at, saved_by"


async def settings_version(tx: Transaction) -> int:
    """Rises with every change of the workspace's calendars and policies."""
    found: int | None = await tx.fetch_value(
        "SELECT settings_version FROM workspaces WHERE workspace_id = $1", tx.workspace_id
    )
    return found or 0


async def hold_settings(tx: Transaction) -> None:
    """Of two who change calendars or policies at once, the second waits for the first and then sees what it did.

    The rows themselves would not do: a change adds rows, which who waited for the old ones would not see.
    """
    await tx.execute("SELECT FROM workspaces WHERE workspace_id = $1 FOR NO KEY UPDATE", tx.workspace_id)


async def calendars(tx: Transaction) -> list[Any]:
    """The current calendars: id, version, name, hours, is_default."""
    return await tx.fetch(
        "SELECT id, version, name, hours, is_default, saved_at, saved_by FROM calendars"
        " WHERE workspace_id = $1 AND current ORDER BY is_default DESC, id",
        tx.workspace_id,
    )


async def calendar(tx: Transaction, calendar_id: int, version: int | None = None) -> Any:
    """One version of a calendar, the current one when none is named."""
    return await tx.fetch_one(
        "SELECT id, version, name, hours, is_default, saved_at, saved_by FROM calendars"
        " WHERE workspace_id = $1 AND id = $2 AND CASE WHEN $3::int IS NULL THEN current ELSE version = $3 END",
        tx.workspace_id, calendar_id, version,
    )  # fmt: skip


async def add_calendar(
    tx: Transaction,
    *,
    id: int,  # noqa: A002 - as the column is called
    version: int,
    name: str,
    hours: Calendar,
    is_default: bool,
) -> None:
    await tx.execute(
        "UPDATE calendars SET current = false WHERE workspace_id = $1 AND id = $2 AND current", tx.workspace_id, id
    )
    await tx.execute(
        "INSERT INTO calendars (workspace_id, id, version, name, hours, is_default, saved_at, saved_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.workspace_id, id, version, name, calendar_object(hours), is_default, tx.now, tx.by,
    )  # fmt: skip


async def calendar_users(tx: Transaction) -> list[Any]:
    """Whose calendar is whose: subject, subject_id, calendar_id."""
    return await tx.fetch(
        "SELECT subject, subject_id, calendar_id FROM calendar_users WHERE workspace_id = $1", tx.workspace_id
    )


async def policies(tx: Transaction) -> list[Any]:
    """The current policies in their order: id, version, position, name, promise, saved_at, saved_by."""
    return await tx.fetch(
        f"SELECT {POLICY} FROM policies WHERE workspace_id = $1 AND current ORDER BY position, id", tx.workspace_id
    )


async def policy_versions(tx: Transaction, policy_id: int, *, limit: int = 200) -> list[Any]:
    """What a policy was at all times, the newest version first."""
    return await tx.fetch(
        f"SELECT {POLICY} FROM policies WHERE workspace_id = $1 AND id = $2 ORDER BY version DESC LIMIT $3",
        tx.workspace_id, policy_id, limit,
    )  # fmt: skip


async def add_policy(tx: Transaction, policy: Policy, *, position: int) -> None:
    """A policy, or its next version, which is the current one from now on."""
    promise = msgspec.to_builtins(policy)
    for name in ("id", "version", "name"):
        del promise[name]
    if policy.version > 1:
        await tx.execute(
            "UPDATE policies SET current = false WHERE workspace_id = $1 AND id = $2 AND current",
            tx.workspace_id, policy.id,
        )  # fmt: skip
    await tx.execute(
        "INSERT INTO policies (workspace_id, id, version, position, name, promise, saved_at, saved_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.workspace_id, policy.id, policy.version, position, policy.name, promise, tx.now, tx.by,
    )  # fmt: skip


async def order_policies(tx: Transaction, ids: Sequence[int]) -> None:
    """Have the current policies tried in this order."""
    await tx.execute(
        "UPDATE policies p SET position = o.place - 1 FROM unnest($2::bigint[]) WITH ORDINALITY AS o(id, place)"
        " WHERE p.workspace_id = $1 AND p.current AND p.id = o.id",
        tx.workspace_id, list(ids),
    )  # fmt: skip


def as_calendar(row: Mapping[str, Any]) -> Calendar:
    return parse_calendar(row["hours"], version=row["version"])


def as_policy(row: Mapping[str, Any]) -> Policy:
    given = {**row["promise"], "id": row["id"], "version": row["version"], "name": row["name"]}
    return msgspec.convert(given, Policy, strict=False)


def start_timers(tx: Transaction, timers: Sequence[Timer]) -> None:
    """Store new timers of one ticket, in the statement that stores what they are about."""
    if timers:
        key = _new(timers[0].ticket_id)
        tx.later("start_timers", [_row(timer) for timer in timers], key=key, many="start_all_timers")


def save_timers(tx: Transaction, timers: Sequence[Timer]) -> None:
    """Store what became of timers; in the insert itself when that has not left yet."""
    left = [timer for timer in timers if not _amended(tx, timer)]
    if left:
        tx.later("save_timers", [_row(timer) for timer in left], many="save_all_timers")


async def clock_of(tx: Transaction, ticket_id: int) -> tuple[int, list[Timer]]:
    """The version of the workspace's standards, and the ticket's timers; nothing that is queued leaves for it."""
    [row] = await tx.glance("clock_of", ticket_id)
    return row["settings_version"] or 0, as_timers(row["timers"])


async def history(tx: Transaction, ticket_id: int) -> list[Fact]:
    """What the journal says of the states that the ticket was in, and of replies, in its order."""
    rows = await tx.fetch(
        "SELECT kind, at, by, ticket_id, data FROM journal WHERE workspace_id = $1 AND ticket_id = $2"
        " AND kind = ANY($3::text[]) ORDER BY id",
        tx.workspace_id, ticket_id, [kind.__name__ for kind in (*MARKS, ReplySent)],
    )  # fmt: skip
    facts = [restore(**dict(row)) for row in rows]
    return [fact for fact in facts if fact is not None]


async def of_ticket(tx: Transaction, ticket_id: int) -> list[Timer]:
    rows = await tx.fetch(
        f"{SELECT} WHERE workspace_id = $1 AND ticket_id = $2 ORDER BY started_at, id", tx.workspace_id, ticket_id
    )
    return as_timers(rows)


async def of_tickets(tx: Transaction, ticket_ids: Sequence[int]) -> list[Timer]:
    """All that these tickets have or had, oldest first."""
    if not ticket_ids:
        return []
    rows = await tx.fetch(
        f"{SELECT} WHERE workspace_id = $1 AND ticket_id = ANY($2::bigint[]) ORDER BY started_at, id",
        tx.workspace_id, ticket_ids,
    )  # fmt: skip
    return as_timers(rows)


async def claim_due(tx: Transaction, *, before: datetime, limit: int) -> list[Timer]:
    """Timers that have something to say, locked together with their tickets: whoever works on a ticket holds that
    first, so locking both at once, or neither, cannot deadlock. What is held by somebody is left for the next look."""
    names = ", ".join(f"t.{name}" for name in COLUMNS)
    rows = await tx.fetch(
        f"SELECT {names} FROM timers t JOIN tickets k ON k.workspace_id = $1 AND k.id = t.ticket_id"
        "  WHERE t.workspace_id = $1 AND t.fires_at <= $2 ORDER BY t.fires_at LIMIT $3"
        "    FOR NO KEY UPDATE OF t, k SKIP LOCKED",
        tx.workspace_id, before, limit,
    )  # fmt: skip
    return as_timers(rows)


async def calendar_names(tx: Transaction, ids: Iterable[int]) -> dict[int, str]:
    rows = await tx.fetch(
        "SELECT id, name FROM calendars WHERE workspace_id = $1 AND current AND id = ANY($2::bigint[])",
        tx.workspace_id, list(ids),
    )  # fmt: skip
    return {row["id"]: row["name"] for row in rows}


def as_timers(rows: Iterable[Any]) -> list[Timer]:
    return msgspec.convert([dict(row) for row in rows], list[Timer])


def _row(timer: Timer) -> dict[str, Any]:
    return {**vars(timer), "fires_at": fires_at(timer)}


def _new(ticket_id: int) -> tuple[str, int]:
    return "new timers", ticket_id


def _amended(tx: Transaction, timer: Timer) -> bool:
    rows: list[dict[str, Any]] = (tx.queued(_new(timer.ticket_id)) or [[]])[0]
    for place, row in enumerate(rows):
        if row["id"] == timer.id:
            rows[place] = _row(timer)
            return True
    return False
