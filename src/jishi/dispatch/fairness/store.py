"""What each colleague was given, worked on and waited for, from the record."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asyncpg import Record

from jishi.dispatch.fairness.model import Turn
from jishi.storage.transaction import Transaction
from jishi.workforce.roster.model import Span

MOVES = [
    "TicketAssigned", "TicketReturned", "TicketPended", "TicketHeld", "TicketResumed", "TicketSolved", "TicketReopened",
    "TicketClosed", "TicketDiscarded", "TicketRestored",
]  # fmt: skip


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


async def busy(tx: Transaction, *, since: datetime, until: datetime) -> dict[int, list[Span]]:
    """When each had some ticket open on their screen: two at once count once."""
    rows = await tx.fetch(
        "SELECT person_id, unnest(range_agg(tstzrange(greatest(began, $2), least(at, $3)))) AS span FROM ("
        "    SELECT (data->>'person_id')::bigint AS person_id, (data->>'started_at')::timestamptz AS began, at"
        "      FROM journal WHERE workspace_id = $1 AND kind = 'WorkLeft' AND at > $2"
        "       AND at < $3::timestamptz + interval '1 day') w"
        "   WHERE began < least(at, $3) GROUP BY person_id",
        tx.workspace_id, since, until,
    )  # fmt: skip
    return _spans(rows)


async def held(tx: Transaction, *, since: datetime, until: datetime) -> dict[int, list[Span]]:
    """When each owned some ticket that was new or open. Only tickets are read that may have been in somebody's hands
    then: those unfinished, and those finished since."""
    rows = await tx.fetch(
        "WITH touched AS ("
        "  SELECT id FROM tickets WHERE workspace_id = $1 AND state IN ('new', 'open', 'pending', 'on_hold')"
        "     AND (updated_at >= $2 OR owner_id IS NOT NULL AND state IN ('new', 'open'))"
        "  UNION SELECT id FROM tickets WHERE workspace_id = $1 AND solved_at >= $2"
        "  UNION SELECT id FROM tickets WHERE workspace_id = $1 AND closed_at >= $2"
        "  UNION SELECT id FROM tickets WHERE workspace_id = $1 AND state = 'discarded' AND discarded_at >= $2),"
        " moves AS ("
        "  SELECT j.at, lead(j.at) OVER (PARTITION BY j.ticket_id ORDER BY j.id) AS ends,"
        "         CASE WHEN j.data->>'state' IN ('new', 'open') AND j.kind <> 'TicketReturned'"
        "              THEN coalesce(j.data->>'agent_id', j.data->>'owner_id')::bigint END AS person_id"
        "    FROM touched t JOIN journal j ON j.workspace_id = $1 AND j.ticket_id = t.id AND j.kind = ANY($4))"
        " SELECT person_id, unnest(range_agg(tstzrange(began, ended))) AS span FROM ("
        "   SELECT person_id, greatest(at, $2) AS began, least(coalesce(ends, 'infinity'), $3) AS ended FROM moves) m"
        "  WHERE person_id IS NOT NULL AND began < ended GROUP BY person_id",
        tx.workspace_id, since, until, MOVES,
    )  # fmt: skip
    return _spans(rows)


async def rosters(
    tx: Transaction, people: list[int], *, since: datetime, until: datetime
) -> dict[int, tuple[datetime | None, list[Span], list[Span]]]:
    """Of each since when they work by roster, if they do, and their shifts and leaves that touch these days."""
    rows = await tx.fetch(
        "SELECT u.id AS person_id, CASE WHEN coalesce(d.rostered, f.at IS NOT NULL) THEN least(d.rostered_at, f.at) END"
        "         AS by_roster,"
        "       ARRAY(SELECT tstzrange(s.starts_at, s.ends_at) FROM shifts s"
        "              WHERE s.workspace_id = $1 AND s.person_id = u.id AND s.starts_at < $4 AND s.ends_at > $3"
        "                AND s.starts_at > $3::timestamptz - interval '26 hours') AS shifts,"
        "       ARRAY(SELECT tstzrange(l.starts_at, l.ends_at) FROM leaves l"
        "              WHERE l.workspace_id = $1 AND l.person_id = u.id AND l.state = 'approved'"
        "                AND l.starts_at < $4 AND l.ends_at > $3) AS leaves"
        "  FROM unnest($2::bigint[]) u(id)"
        "  LEFT JOIN duties d ON d.workspace_id = $1 AND d.person_id = u.id"
        "  LEFT JOIN LATERAL (SELECT min(s.entered_at) AS at FROM shifts s"
        "                      WHERE s.workspace_id = $1 AND s.person_id = u.id) f ON true",
        tx.workspace_id, people, since, until,
    )  # fmt: skip
    return {
        row["person_id"]: (row["by_roster"], [_span(each) for each in row["shifts"]], [_span(x) for x in row["leaves"]])
        for row in rows
    }


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


def _spans(rows: Iterable[Record]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for row in rows:
        found[row["person_id"]].append(_span(row["span"]))
    return found


def _span(span: Any) -> Span:
    return Span(span.lower, span.upper)
