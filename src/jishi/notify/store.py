"""Notices in PostgreSQL, and who is around to be told."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from asyncpg import Record

from jishi.clock.model import Timer
from jishi.notify.model import URGENT, Acknowledgement, Notice, Scene
from jishi.storage.transaction import Transaction

MOST_COUNTED = 1000
SHOWN = (
    "n.id, n.person_id, n.ticket_id, n.timer_id, n.kind, n.data, n.at, n.seen_at, n.acknowledged_at, n.acknowledged_by,"
    " a.name AS acknowledged_name"
)
SCENE = """
SELECT k.id AS ticket_id, k.number, k.subject, k.level, k.state, k.owner_id, k.team_id, c.name AS requester,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role,
                 'online', coalesce(a.status = 'online', false), 'in_team', m.person_id IS NOT NULL,
                 'leads', p.id IS NOT DISTINCT FROM t.lead_id, 'follows', f.person_id IS NOT NULL) ORDER BY p.id), '[]')
          FROM people p
          LEFT JOIN teams t ON t.workspace_id = $1 AND t.id = k.team_id
          LEFT JOIN team_members m ON m.workspace_id = $1 AND m.team_id = k.team_id AND m.person_id = p.id
          LEFT JOIN ticket_followers f ON f.workspace_id = $1 AND f.ticket_id = k.id AND f.person_id = p.id
          LEFT JOIN agents a ON a.workspace_id = $1 AND a.person_id = p.id
         WHERE p.workspace_id = $1 AND p.active
           AND (p.role = ANY($3) OR p.id = ANY($4) OR p.id IN (k.owner_id, t.lead_id)
                OR m.person_id IS NOT NULL OR f.person_id IS NOT NULL)) AS people,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('timer_id', a.timer_id, 'due_at', a.due_at,
                 'person_id', a.person_id, 'at', a.at)), '[]')
          FROM acknowledgements a WHERE a.workspace_id = $1 AND a.ticket_id = k.id) AS acknowledged
  FROM tickets k LEFT JOIN customers c ON c.workspace_id = $1 AND c.id = k.customer_id
 WHERE k.workspace_id = $1 AND k.id = $2
"""


async def scene(tx: Transaction, ticket_id: int, *, roles: Collection[str], people: Collection[int]) -> Scene | None:
    """The ticket, with everybody of its team, of these roles, and these people, as far as they work here."""
    row = await tx.fetch_one(SCENE, tx.workspace_id, ticket_id, list(roles), list(people))
    return None if row is None else msgspec.convert(dict(row), Scene)


async def with_roles(tx: Transaction, roles: Collection[str]) -> list[int]:
    rows = await tx.fetch(
        "SELECT id FROM people WHERE workspace_id = $1 AND active AND role = ANY($2) ORDER BY id",
        tx.workspace_id, list(roles),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def leads(tx: Transaction, team_id: int) -> list[int]:
    """Who leads a team, if anybody who works here does; of the whole desk (0) everybody who leads one."""
    rows = await tx.fetch(
        "SELECT DISTINCT p.id FROM teams t JOIN people p ON p.workspace_id = $1 AND p.id = t.lead_id AND p.active"
        " WHERE t.workspace_id = $1 AND ($2 = 0 OR t.id = $2) ORDER BY p.id",
        tx.workspace_id, team_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def give(tx: Transaction, notices: Sequence[Notice]) -> list[Notice]:
    """Store them; those that their person did not have yet, with their numbers."""
    columns = zip(
        *((n.person_id, n.ticket_id, n.timer_id, n.kind, n.key, n.data, {"list": n.media}) for n in notices),
        strict=True,
    )
    rows = await tx.fetch(
        "SELECT id, key, person_id FROM give_notices($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.workspace_id, *map(list, columns), tx.now,
    )  # fmt: skip
    ids = {(row["key"], row["person_id"]): row["id"] for row in rows}
    return [replace(n, id=ids[n.key, n.person_id], at=tx.now) for n in notices if (n.key, n.person_id) in ids]


def await_step(tx: Transaction, alarm: str, timer: Timer, at: datetime) -> None:
    tx.later("await_step", alarm, timer.ticket_id, timer.id, at)


async def acknowledged(tx: Transaction, ticket_id: int) -> list[Acknowledgement]:
    rows = await tx.fetch(
        "SELECT timer_id, due_at, person_id, at FROM acknowledgements WHERE workspace_id = $1 AND ticket_id = $2",
        tx.workspace_id, ticket_id,
    )  # fmt: skip
    return [Acknowledgement(**dict(row)) for row in rows]


async def acknowledge(tx: Transaction, timers: Sequence[Timer], *, person_id: int) -> None:
    """Somebody sees to these promises; everybody's notices of them say so."""
    await tx.execute(
        "INSERT INTO acknowledgements AS a (workspace_id, timer_id, ticket_id, due_at, person_id, at)"
        " SELECT $1, u.timer, u.ticket, u.due, $5, $6"
        "   FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) AS u(timer, ticket, due)"
        " ON CONFLICT (workspace_id, timer_id) DO UPDATE SET due_at = excluded.due_at, person_id = excluded.person_id,"
        " at = excluded.at",
        tx.workspace_id, [timer.id for timer in timers], [timer.ticket_id for timer in timers],
        [timer.due_at for timer in timers], person_id, tx.now,
    )  # fmt: skip
    await tx.execute(
        "UPDATE notices SET acknowledged_at = $3, acknowledged_by = $4"
        " WHERE workspace_id = $1 AND ticket_id = ANY($5::bigint[]) AND timer_id = ANY($2::bigint[])"
        " AND acknowledged_at IS NULL",
        tx.workspace_id, [timer.id for timer in timers], tx.now, person_id,
        list({timer.ticket_id for timer in timers}),
    )  # fmt: skip


async def acknowledge_notice(tx: Transaction, notice_id: int, *, person_id: int) -> None:
    await tx.execute(
        "UPDATE notices SET acknowledged_at = $3, acknowledged_by = $4"
        " WHERE workspace_id = $1 AND id = $2 AND acknowledged_at IS NULL",
        tx.workspace_id, notice_id, tx.now, person_id,
    )  # fmt: skip


async def waiting_to_leave(tx: Transaction, ticket_id: int, timer_ids: Collection[int]) -> list[int]:
    """Notices of these promises of which something has not left the desk yet."""
    rows = await tx.fetch(
        "SELECT DISTINCT n.id FROM notices n JOIN deliveries d ON d.workspace_id = $1 AND d.notice_id = n.id"
        " WHERE n.workspace_id = $1 AND n.ticket_id = $2 AND n.timer_id = ANY($3::bigint[]) AND d.state = 'waiting'",
        tx.workspace_id, ticket_id, list(timer_ids),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def last_given(tx: Transaction, ticket_id: int) -> tuple[int, datetime] | None:
    """To whom the ticket was given last, and when."""
    row = await tx.fetch_one(
        "SELECT (data->>'agent_id')::bigint AS agent_id, at FROM journal"
        " WHERE workspace_id = $1 AND ticket_id = $2 AND kind = 'TicketAssigned' ORDER BY id DESC LIMIT 1",
        tx.workspace_id, ticket_id,
    )  # fmt: skip
    return None if row is None else (row["agent_id"], row["at"])


async def has_acted(tx: Transaction, ticket_id: int, person_id: int, *, since: datetime) -> bool:
    """Whether they did anything on the ticket: opened it, answered, wrote a note."""
    return bool(
        await tx.fetch_value(
            "SELECT EXISTS (SELECT FROM journal WHERE workspace_id = $1 AND ticket_id = $2 AND by = $3 AND at >= $4)",
            tx.workspace_id, ticket_id, f"person:{person_id}", since,
        )
    )  # fmt: skip


async def see(tx: Transaction, person_id: int, *, ids: Collection[int] | None, ticket_id: int | None) -> list[Any]:
    """Mark as seen; the rows (id, ticket_id) that were not before. None of both: all that they have."""
    return await tx.fetch(
        "UPDATE notices SET seen_at = $2 WHERE workspace_id = $1 AND person_id = $3 AND seen_at IS NULL"
        " AND ($4::bigint[] IS NULL OR id = ANY($4)) AND ($5::bigint IS NULL OR ticket_id = $5)"
        " RETURNING id, ticket_id",
        tx.workspace_id, tx.now, person_id, None if ids is None else list(ids), ticket_id,
    )  # fmt: skip


async def find(tx: Transaction, notice_id: int, *, person_id: int) -> Notice | None:
    row = await tx.fetch_one(
        "SELECT id, person_id, ticket_id, timer_id, kind, key, data, media, at, seen_at, acknowledged_at,"
        " acknowledged_by FROM notices WHERE workspace_id = $1 AND id = $2 AND person_id = $3",
        tx.workspace_id, notice_id, person_id,
    )  # fmt: skip
    return None if row is None else msgspec.convert(dict(row), Notice)


async def of_person(
    tx: Transaction, person_id: int, *, unseen: bool, before: tuple[datetime | None, int] | None, limit: int
) -> list[Record]:
    """Notices, the newest first, with the present state of their tickets."""
    at, number = before or (None, 0)
    return await tx.fetch(
        f"SELECT {SHOWN}, k.state FROM notices n"
        "  LEFT JOIN people a ON a.workspace_id = $1 AND a.id = n.acknowledged_by"
        "  LEFT JOIN tickets k ON k.workspace_id = $1 AND k.id = n.ticket_id"
        " WHERE n.workspace_id = $1 AND n.person_id = $2 AND (NOT $3 OR n.seen_at IS NULL)"
        "   AND ($4::timestamptz IS NULL OR (n.at, n.id) < ($4, $5)) ORDER BY n.at DESC, n.id DESC LIMIT $6",
        tx.workspace_id, person_id, unseen, at, number, limit,
    )  # fmt: skip


async def of_ticket(
    tx: Transaction, ticket_id: int, *, before: tuple[datetime | None, int] | None, limit: int
) -> list[Record]:
    """Everybody who was told of the ticket, the latest first, with what became of each way out."""
    at, number = before or (None, 0)
    return await tx.fetch(
        f"SELECT {SHOWN}, n.media, p.name AS person,"
        "       (SELECT coalesce(jsonb_agg(jsonb_build_object('medium', d.medium, 'state', d.state,"
        "               'sent_at', d.sent_at) ORDER BY d.medium), '[]')"
        "          FROM deliveries d WHERE d.workspace_id = $1 AND d.notice_id = n.id) AS sent"
        "  FROM notices n JOIN people p ON p.workspace_id = $1 AND p.id = n.person_id"
        "  LEFT JOIN people a ON a.workspace_id = $1 AND a.id = n.acknowledged_by"
        " WHERE n.workspace_id = $1 AND n.ticket_id = $2"
        "   AND ($3::timestamptz IS NULL OR (n.at, n.id) < ($3, $4)) ORDER BY n.at DESC, n.id DESC LIMIT $5",
        tx.workspace_id, ticket_id, at, number, limit,
    )  # fmt: skip


async def count(tx: Transaction, person_id: int) -> tuple[int, int]:
    """Unseen ones, and how many of them are urgent; MOST_COUNTED at the most."""
    row = await tx.fetch_one(
        "SELECT count(*) AS unseen, count(*) FILTER (WHERE u.kind = ANY($3)) AS urgent FROM"
        " (SELECT kind FROM notices WHERE workspace_id = $1 AND person_id = $2 AND seen_at IS NULL LIMIT $4) u",
        tx.workspace_id, person_id, list(URGENT), MOST_COUNTED,
    )  # fmt: skip
    return (0, 0) if row is None else (row["unseen"], row["urgent"])
