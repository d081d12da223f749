"""What accounts are drawn up from, and what they found, in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec

from jishi.clock.account.model import Account, Breach, Happening
from jishi.clock.instants import micros
from jishi.storage.transaction import Transaction

# Kept by the journal and written by packages beside and above this one, whose classes it does not know: decision 0016.
PRESENCE, JOINED, LEFT = "PresenceChanged", "MemberJoinedTeam", "MemberLeftTeam"


async def happenings(tx: Transaction, ticket_id: int, *, until: datetime | None = None) -> list[Happening]:
    """What happened to the ticket, in the journal's order; up to and including that instant."""
    rows = await tx.fetch(
        "SELECT kind, at, by, data FROM journal WHERE workspace_id = $1 AND ticket_id = $2"
        " AND ($3::timestamptz IS NULL OR at <= $3) ORDER BY id",
        tx.workspace_id, ticket_id, until,
    )  # fmt: skip
    return [Happening(row["kind"], row["at"], row["by"], row["data"]) for row in rows]


async def memberships(tx: Transaction, teams: Collection[int], *, until: datetime) -> list[tuple[int, int, int, bool]]:
    """Who joined and left these teams: team, person, when, whether they joined."""
    rows = await tx.fetch(
        "SELECT (data->>'team_id')::bigint AS team_id, (data->>'person_id')::bigint AS person_id, at, kind FROM journal"
        " WHERE workspace_id = $1 AND kind IN ('MemberJoinedTeam', 'MemberLeftTeam')"
        " AND (data->>'team_id')::bigint = ANY($2::bigint[]) AND at <= $3 ORDER BY at, id",
        tx.workspace_id, list(teams), until,
    )  # fmt: skip
    return [(row["team_id"], row["person_id"], micros(row["at"]), row["kind"] == JOINED) for row in rows]


async def everybody(tx: Transaction) -> list[int]:
    rows = await tx.fetch("SELECT id FROM people WHERE workspace_id = $1 ORDER BY id", tx.workspace_id)
    return [row["id"] for row in rows]


async def presence(
    tx: Transaction, people: Collection[int], *, since: datetime, until: datetime
) -> list[tuple[int, int, bool]]:
    """Who was at work at `since`, and who came and went until `until`: person, when, whether they were there."""
    rows = await tx.fetch(
        "SELECT p.person_id, j.at, j.status FROM unnest($2::bigint[]) AS p(person_id) CROSS JOIN LATERAL ("
        " (SELECT x.id, x.at, x.data->>'status' AS status FROM journal x WHERE x.workspace_id = $1"
        "     AND x.kind = 'PresenceChanged' AND (x.data->>'person_id')::bigint = p.person_id AND x.at <= $3"
        "   ORDER BY x.at DESC, x.id DESC LIMIT 1)"
        " UNION ALL"
        " (SELECT x.id, x.at, x.data->>'status' FROM journal x WHERE x.workspace_id = $1"
        "     AND x.kind = 'PresenceChanged' AND (x.data->>'person_id')::bigint = p.person_id"
        "     AND x.at > $3 AND x.at <= $4)) j ORDER BY j.at, j.id",
        tx.workspace_id, list(people), since, until,
    )  # fmt: skip
    return [(row["person_id"], micros(row["at"]), row["status"] != "offline") for row in rows]


async def ticket_of(tx: Transaction, timer_id: int) -> int | None:
    """The ticket that a timer is about."""
    found: int | None = await tx.fetch_value(
        "SELECT ticket_id FROM timers WHERE workspace_id = $1 AND id = $2", tx.workspace_id, timer_id
    )
    return found


async def team_names(tx: Transaction, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = await tx.fetch(
        "SELECT id, name FROM teams WHERE workspace_id = $1 AND id = ANY($2::bigint[])", tx.workspace_id, list(ids)
    )
    return {row["id"]: row["name"] for row in rows}


def save_breach(tx: Transaction, breach: Breach) -> None:
    """Store why a promise was broken, in place of what was stored of it before."""
    tx.later(
        "save_breach",
        breach.timer_id, breach.ticket_id, breach.kind, breach.due_at, breach.broken_at, breach.met_at, breach.cause,
        breach.before.whole, msgspec.to_builtins(breach.before),
        None if breach.after is None else msgspec.to_builtins(breach.after),
    )  # fmt: skip


async def breaches(tx: Transaction, ticket_id: int) -> list[Breach]:
    """Why the ticket's broken promises are. One called so until an answer given in time was stored is none of them."""
    rows: Sequence[Any] = await tx.fetch(
        "SELECT b.timer_id, b.ticket_id, b.kind, b.due_at, b.broken_at, b.met_at, b.cause, b.parts, b.late_parts"
        "  FROM breaches b JOIN timers t ON t.workspace_id = $1 AND t.id = b.timer_id AND t.broken_at IS NOT NULL"
        " WHERE b.workspace_id = $1 AND b.ticket_id = $2 ORDER BY b.broken_at, b.timer_id",
        tx.workspace_id, ticket_id,
    )  # fmt: skip
    return [
        Breach(
            timer_id=row["timer_id"],
            ticket_id=row["ticket_id"],
            kind=row["kind"],
            due_at=row["due_at"],
            broken_at=row["broken_at"],
            met_at=row["met_at"],
            cause=row["cause"],
            before=msgspec.convert(row["parts"], Account),
            after=None if row["late_parts"] is None else msgspec.convert(row["late_parts"], Account),
        )
        for row in rows
    ]
