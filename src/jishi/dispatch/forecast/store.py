"""What a forecast is fed with, out of PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asyncpg import Record

from jishi.dispatch.forecast import rules
from jishi.dispatch.forecast.model import Picture
from jishi.dispatch.model import DEFAULT_HANDLING, WHOLE_DESK
from jishi.storage.transaction import Transaction

WINDOW = timedelta(minutes=30)
SAMPLE = 500  # tickets looked at for what their work and their promises are
LAST = 2000  # decisions looked at for how long the last hour's tickets waited


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Somebody who takes tickets now. `room` is what they could take besides, `ends` when their shift does."""

    person_id: int
    room: int
    ends: datetime | None
    team_ids: frozenset[int]


async def pictures(tx: Transaction) -> dict[int, Picture]:
    """Every team's queue, by team; under 0 the whole desk: all that waits, all who are here."""
    people = await here(tx)
    waiting = {row["team_id"]: row["waiting"] for row in await _waiting(tx)}
    arrived = {row["team_id"]: row["arrived"] for row in await _arrived(tx)}
    asked = {row["team_id"]: row for row in await _asked(tx)}
    teams = [
        row["id"] for row in await tx.fetch("SELECT id FROM teams WHERE workspace_id = $1 AND active", tx.workspace_id)
    ]
    found = {}
    shared = _share_out(
        people,
        {
            team_id: rules.workload(
                waiting=waiting.get(team_id, 0),
                arrived=arrived.get(team_id, 0),
                handling=(asked[team_id]["handling"] if team_id in asked else None) or DEFAULT_HANDLING,
                general=team_id == WHOLE_DESK,
            )
            for team_id in (WHOLE_DESK, *teams)
        },
    )
    for team_id in (WHOLE_DESK, *teams):
        mine = [person for person in people if team_id in {WHOLE_DESK, *person.team_ids}]
        seen = asked.get(None if team_id == WHOLE_DESK else team_id)
        found[team_id] = Picture(
            team_id=team_id,
            waiting=waiting.get(team_id, 0) if team_id else sum(waiting.values()),
            arrived=arrived.get(team_id, 0) if team_id else sum(arrived.values()),
            window=WINDOW.total_seconds(),
            handling=(seen["handling"] if seen else None) or DEFAULT_HANDLING,
            target=seen["target"] if seen else None,
            ends=tuple(person.ends for person in mine),
            free=sum(person.room for person in mine if person.room > 0),
            shares=() if team_id == WHOLE_DESK else tuple(shared[person.person_id][team_id] for person in mine),
        )
    return found


def _share_out(people: Sequence[Here], work: Mapping[int, float]) -> dict[int, dict[int, float]]:
    """By person and team. Whoever is in a team takes what waits in none as well."""
    return {
        person.person_id: rules.shares([team_id for team_id in (WHOLE_DESK, *person.team_ids) if team_id in work], work)
        for person in people
    }


async def here(tx: Transaction) -> list[Here]:
    """Those who are online and, as far as a roster says anything of them, on shift."""
    rows = await tx.fetch(
        "SELECT a.person_id, a.capacity - a.load - coalesce((SELECT sum(o.weight) FROM offers o"
        "         WHERE o.workspace_id = $1 AND o.agent_id = a.person_id), 0) AS room, d.shift_until AS ends,"
        "       ARRAY(SELECT m.team_id FROM team_members m WHERE m.workspace_id = $1 AND m.person_id = a.person_id)"
        "         AS team_ids"
        "  FROM agents a"
        "  LEFT JOIN on_duty($1, ARRAY(SELECT x.person_id FROM agents x WHERE x.workspace_id = $1 AND x.active"
        "                                 AND x.status = 'online'), $2) d ON d.person_id = a.person_id"
        " WHERE a.workspace_id = $1 AND a.active AND a.status = 'online'"
        "   AND (d.shift_until IS NOT NULL OR d.rostered IS NOT TRUE)",
        tx.workspace_id, tx.now,
    )  # fmt: skip
    return [
        Here(person_id=row["person_id"], room=row["room"], ends=row["ends"], team_ids=frozenset(row["team_ids"]))
        for row in rows
    ]


async def waits(tx: Transaction) -> dict[int, Record]:
    """How long those waited that were given to somebody in the last hour: the median and the slowest tenth."""
    rows = await tx.fetch(
        "SELECT coalesce(g.team_id, 0) AS team_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY g.waited) AS p50,"
        "       percentile_cont(0.9) WITHIN GROUP (ORDER BY g.waited) AS p90"
        "  FROM (SELECT a.team_id,"
        "               extract(epoch FROM a.at - coalesce((a.asked->>'since')::timestamptz, a.at))::float8 AS waited"
        "          FROM (SELECT * FROM assignments x WHERE x.workspace_id = $1 ORDER BY x.id DESC LIMIT $3) a"
        "         WHERE a.agent_id IS NOT NULL AND a.asked IS NOT NULL AND a.at > $2) g GROUP BY 1",
        tx.workspace_id, tx.now - timedelta(hours=1), LAST,
    )  # fmt: skip
    return {row["team_id"]: row for row in rows}


async def _waiting(tx: Transaction) -> list[Record]:
    return await tx.fetch(
        "SELECT team_id, count(*) AS waiting FROM queue WHERE workspace_id = $1 GROUP BY team_id", tx.workspace_id
    )


async def _arrived(tx: Transaction) -> list[Record]:
    return await tx.fetch(
        "SELECT coalesce(team_id, 0) AS team_id, count(*) AS arrived FROM tickets WHERE workspace_id = $1"
        " AND created_at > $2 AND created_at <= $3 AND NOT imported AND state <> 'discarded' GROUP BY 1",
        tx.workspace_id, tx.now - WINDOW, tx.now,
    )  # fmt: skip


async def _asked(tx: Transaction) -> list[Record]:
    """What the newest tickets and those that wait take in work and were promised: by team, and of all (null)."""
    return await tx.fetch(
        "SELECT s.team_id, avg(coalesce(k.seconds, e.seconds, $3)) AS handling,"
        "       percentile_disc(0.5) WITHIN GROUP (ORDER BY m.target_seconds)::float8 AS target"
        "  FROM (SELECT t.id, coalesce(t.team_id, 0) AS team_id, t.type FROM tickets t"
        "         WHERE t.workspace_id = $1 AND t.id IN ("
        "            (SELECT n.id FROM tickets n WHERE n.workspace_id = $1 AND n.created_at > $2 AND NOT n.imported"
        "              ORDER BY n.created_at DESC LIMIT $4)"
        "            UNION (SELECT q.ticket_id FROM queue q WHERE q.workspace_id = $1 LIMIT $4))) s"
        "  LEFT JOIN timers m ON m.workspace_id = $1 AND m.ticket_id = s.id AND m.kind = 'first_response'"
        "                    AND m.state <> 'cancelled'"
        "  LEFT JOIN handling k ON k.workspace_id = $1 AND k.person_id = 0 AND k.type = s.type"
        "  LEFT JOIN handling e ON e.workspace_id = $1 AND e.person_id = 0 AND e.type = ''"
        " GROUP BY GROUPING SETS ((s.team_id), ())",
        tx.workspace_id, tx.now - WINDOW, DEFAULT_HANDLING, SAMPLE,
    )  # fmt: skip
