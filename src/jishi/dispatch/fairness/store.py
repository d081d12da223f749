"""What each colleague was given, worked on and waited for, from the record."""

from datetime import datetime

from asyncpg import Record

from jishi.dispatch.fairness.model import Turn
from jishi.storage.transaction import Transaction


async def agents(tx: Transaction, team_id: int | None) -> list[Record]:
    """Who takes tickets, or did; of one team or of all."""
    return await tx.fetch(
        "SELECT p.id, p.name, p.email, a.active FROM agents a"
        " JOIN people p ON p.workspace_id = $1 AND p.id = a.person_id"
        " WHERE a.workspace_id = $1 AND ($2::bigint IS NULL OR EXISTS (SELECT FROM team_members m"
        "   WHERE m.workspace_id = $1 AND m.team_id = $2 AND m.person_id = p.id)) ORDER BY p.name, p.id",
        tx.workspace_id, team_id,
    )  # fmt: skip


async def given(tx: Transaction, *, since: datetime, until: datetime) -> dict[int, Record]:
    """How many different tickets, hard and easy ones among them, by person."""
    rows = await tx.fetch(
        "SELECT g.agent_id, count(*) AS given, count(*) FILTER (WHERE t.fields->>'complexity' = 'complex') AS hard,"
        " count(*) FILTER (WHERE t.fields->>'complexity' = 'simple') AS easy"
        " FROM (SELECT DISTINCT agent_id, ticket_id FROM assignments"
        "        WHERE workspace_id = $1 AND agent_id IS NOT NULL AND at >= $2 AND at < $3) g"
        " JOIN tickets t ON t.workspace_id = $1 AND t.id = g.ticket_id GROUP BY g.agent_id",
        tx.workspace_id, since, until,
    )  # fmt: skip
    return {row["agent_id"]: row for row in rows}


async def busy(tx: Transaction, *, since: datetime, until: datetime) -> dict[int, float]:
    """Seconds with some ticket open: two at once count once."""
    rows = await tx.fetch(
        "SELECT person_id, extract(epoch FROM sum(upper(span) - lower(span)))::float8 AS seconds FROM ("
        "  SELECT person_id, unnest(range_agg(tstzrange(greatest(began, $2), least(at, $3)))) AS span FROM ("
        "    SELECT (data->>'person_id')::bigint AS person_id, (data->>'started_at')::timestamptz AS began, at"
        "      FROM journal WHERE workspace_id = $1 AND kind = 'WorkLeft' AND at > $2"
        "       AND at < $3::timestamptz + interval '1 day') w"
        "   WHERE began < least(at, $3) GROUP BY person_id) u GROUP BY person_id",
        tx.workspace_id, since, until,
    )  # fmt: skip
    return {row["person_id"]: row["seconds"] for row in rows}


async def turns(tx: Transaction, people: list[int], *, since: datetime, until: datetime) -> dict[int, list[Turn]]:
    """How the presence of each went: the status at the beginning, and every change."""
    rows = await tx.fetch(
        "SELECT u.id AS person_id, j.at, j.data->>'status' AS status FROM unnest($2::bigint[]) u(id)"
        " CROSS JOIN LATERAL ("
        "  (SELECT x.id, x.at, x.data FROM journal x WHERE x.workspace_id = $1 AND x.kind = 'PresenceChanged'"
        "      AND (x.data->>'person_id')::bigint = u.id AND x.at <= $3 ORDER BY x.at DESC, x.id DESC LIMIT 1)"
        "  UNION ALL"
        "  (SELECT x.id, x.at, x.data FROM journal x WHERE x.workspace_id = $1 AND x.kind = 'PresenceChanged'"
        "      AND (x.data->>'person_id')::bigint = u.id AND x.at > $3 AND x.at < $4)) j"
        " ORDER BY u.id, j.at, j.id",
        tx.workspace_id, people, since, until,
    )  # fmt: skip
    found: dict[int, list[Turn]] = {}
    for row in rows:
        found.setdefault(row["person_id"], []).append(Turn(row["at"], row["status"]))
    return found
