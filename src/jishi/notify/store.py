"""Notices in PostgreSQL, and who is around to be told."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from asyncpg import Record

from jishi.clock.model import Timer
from jishi.notify.model import URGENT, Acknowledgement, Colleague, Given, Notice, Scene
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketReopened, TicketRestored, TicketResumed

MOST_COUNTED = 1000
SHOWN = (
    "n.id, n.person_id, n.ticket_id, n.timer_id, n.kind, n.data, n.at, n.seen_at, n.acknowledged_at, n.acknowledged_by,"
    " a.name AS acknowledged_name"
)
TICKETS = """
SELECT k.id AS ticket_id, k.number, k.subject, k.level, k.state, k.owner_id, k.team_id, t.lead_id,
       coalesce(c.name, '') AS requester,
       ARRAY(SELECT f.person_id FROM ticket_followers f WHERE f.workspace_id = $1 AND f.ticket_id = k.id) AS followers,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('timer_id', a.timer_id, 'due_at', a.due_at,
                 'person_id', a.person_id, 'at', a.at)), '[]')
          FROM acknowledgements a WHERE a.workspace_id = $1 AND a.ticket_id = k.id) AS acknowledged
  FROM tickets k
  LEFT JOIN customers c ON c.workspace_id = $1 AND c.id = k.customer_id
  LEFT JOIN teams t ON t.workspace_id = $1 AND t.id = k.team_id
 WHERE k.workspace_id = $1 AND k.id = ANY($2::bigint[])
"""
PEOPLE = """
SELECT p.id, p.name, p.role, coalesce(a.status = 'online', false) AS online,
       ARRAY(SELECT m.team_id FROM team_members m WHERE m.workspace_id = $1 AND m.person_id = p.id) AS teams
  FROM people p LEFT JOIN agents a ON a.workspace_id = $1 AND a.person_id = p.id
 WHERE p.workspace_id = $1 AND p.active
   AND (p.role = ANY($2::text[]) OR p.id = ANY($3::bigint[])
        OR p.id IN (SELECT m.person_id FROM team_members m WHERE m.workspace_id = $1 AND m.team_id = ANY($4::bigint[])))
 ORDER BY p.id
"""
# Each subselect is a few steps along the index of the ticket's facts.
GIVEN = """
SELECT t.id AS ticket_id, g.person_id, g.at,
       greatest(g.at, (SELECT j.at FROM journal j WHERE j.workspace_id = $1 AND j.ticket_id = t.id
                          AND j.kind = ANY($3::text[]) ORDER BY j.id DESC LIMIT 1)) AS since,
       EXISTS (SELECT FROM journal j WHERE j.workspace_id = $1 AND j.ticket_id = t.id
                  AND j.by = 'person:' || g.person_id AND j.at >= g.at) AS has_acted
  FROM unnest($2::bigint[]) AS t(id) CROSS JOIN LATERAL (
       SELECT (j.data->>'agent_id')::bigint AS person_id, j.at FROM journal j
        WHERE j.workspace_id = $1 AND j.ticket_id = t.id AND j.kind = 'TicketAssigned' ORDER BY j.id DESC LIMIT 1) g
"""
BACK = [kind.__name__ for kind in (TicketResumed, TicketReopened, TicketRestored)]


async def scenes(
    tx: Transaction, ticket_ids: Collection[int], *, roles: Collection[str], people: Collection[int], whole_teams: bool
) -> dict[int, Scene]:
    """The tickets, each with its owner, its team's lead, its followers, everybody of these roles and these people, and
    the rest of its team where that is asked for; as far as they work here. Two round trips for any number."""
    tickets = await tx.fetch(TICKETS, tx.workspace_id, list(ticket_ids))
    named = {*people}
    for row in tickets:
        named.update(row["followers"], {row["owner_id"], row["lead_id"]} - {None})
    teams = {row["team_id"] for row in tickets} - {None} if whole_teams else set()
    there = await tx.fetch(PEOPLE, tx.workspace_id, list(roles), list(named), list(teams))
    return {row["ticket_id"]: _scene(row, there, {*roles}, {*people}, whole_teams=whole_teams) for row in tickets}


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


async def waiting_to_leave(tx: Transaction, ticket_ids: Collection[int], timer_ids: Collection[int]) -> list[int]:
    """Notices of these promises, which are of these tickets, of which something has not left the desk yet."""
    rows = await tx.fetch(
        "SELECT DISTINCT n.id FROM notices n JOIN deliveries d ON d.workspace_id = $1 AND d.notice_id = n.id"
        " WHERE n.workspace_id = $1 AND n.ticket_id = ANY($2::bigint[]) AND n.timer_id = ANY($3::bigint[])"
        " AND d.state = 'waiting'",
        tx.workspace_id, list(ticket_ids), list(timer_ids),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def offers_waiting_to_leave(tx: Transaction, ticket_id: int, person_id: int) -> list[int]:
    """Notices of offers of the ticket to somebody of which something has not left the desk yet."""
    rows = await tx.fetch(
        "SELECT DISTINCT n.id FROM notices n JOIN deliveries d ON d.workspace_id = $1 AND d.notice_id = n.id"
        " WHERE n.workspace_id = $1 AND n.ticket_id = $2 AND n.person_id = $3 AND n.kind = 'offered'"
        " AND d.state = 'waiting'",
        tx.workspace_id, ticket_id, person_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def last_given(tx: Transaction, ticket_ids: Collection[int]) -> dict[int, Given]:
    """Of these tickets, those that were ever given to anybody."""
    rows = await tx.fetch(GIVEN, tx.workspace_id, list(ticket_ids), BACK)
    return {row["ticket_id"]: Given(**dict(row)) for row in rows}


async def see(
    tx: Transaction, person_id: int, *, ids: Collection[int] | None, ticket_id: int | None, kind: str | None
) -> list[Any]:
    """Mark as seen; the rows (id, ticket_id) that were not before. None of all: all that they have."""
    return await tx.fetch(
        "UPDATE notices SET seen_at = $2 WHERE workspace_id = $1 AND person_id = $3 AND seen_at IS NULL"
        " AND ($4::bigint[] IS NULL OR id = ANY($4)) AND ($5::bigint IS NULL OR ticket_id = $5)"
        " AND ($6::text IS NULL OR kind = $6) RETURNING id, ticket_id",
        tx.workspace_id, tx.now, person_id, None if ids is None else list(ids), ticket_id, kind,
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


def _scene(
    ticket: Record, there: Sequence[Record], roles: AbstractSet[str], people: AbstractSet[int], *, whole_teams: bool
) -> Scene:
    """Of all who were read, those who have to do with this ticket."""
    known = dict(ticket)
    lead, followers = known.pop("lead_id"), {*known.pop("followers")}
    colleagues = []
    for row in there:
        in_team = ticket["team_id"] in row["teams"]
        near = row["id"] in {ticket["owner_id"], lead} or row["id"] in followers or (whole_teams and in_team)
        if near or row["role"] in roles or row["id"] in people:
            colleagues.append(
                Colleague(
                    id=row["id"],
                    name=row["name"],
                    role=row["role"],
                    online=row["online"],
                    in_team=in_team,
                    leads=row["id"] == lead,
                    follows=row["id"] in followers,
                )
            )
    known["acknowledged"] = msgspec.convert(known["acknowledged"], tuple[Acknowledgement, ...])
    return Scene(**known, people=tuple(colleagues))
