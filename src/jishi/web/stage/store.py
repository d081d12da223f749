"""What the play has to know of its desk."""

from datetime import timedelta
from typing import Any

from jishi.storage.database import Database
from jishi.storage.transaction import Transaction
from jishi.web.stage.model import Scene
from jishi.web.stage.read import stories

CURTAIN = 7421081  # the advisory lock of whoever plays
MOST = 500
LONGEST_WAIT = timedelta(hours=6)  # after a solution, for the customer's word
LOOKED = timedelta(minutes=30)

SCENES = """
SELECT t.id, t.state, t.thread_key, t.level, t.channel, t.language, t.owner_id, p.name AS owner, p.email, t.updated_at,
       t.satisfied, t.customer_id, c.name AS customer, m.*
  FROM tickets t
  JOIN people p ON p.workspace_id = $1 AND p.id = t.owner_id
  JOIN agents a ON a.workspace_id = $1 AND a.person_id = t.owner_id
   AND (a.status = 'online' OR t.state IN ('pending', 'solved'))
  JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id,
       LATERAL (SELECT count(*) FILTER (WHERE x.author_kind = 'customer') AS from_customer,
                       count(*) FILTER (WHERE x.author_kind = 'agent' AND x.public) AS from_desk,
                       count(*) FILTER (WHERE NOT x.public) AS notes
                  FROM messages x WHERE x.workspace_id = $1 AND x.ticket_id = t.id) m
 WHERE t.workspace_id = $1 AND NOT t.imported
   AND (t.state IN ('open', 'pending', 'on_hold') OR t.state = 'solved' AND t.updated_at > $2)
 ORDER BY t.updated_at DESC LIMIT $3
"""


async def scenes(tx: Transaction, colleagues: frozenset[str]) -> list[Scene]:
    """Tickets with an owner in which something may still happen. `colleagues` are the e-mails of the simulated."""
    rows = await tx.fetch(SCENES, tx.workspace_id, tx.now - LONGEST_WAIT, MOST)
    return [_scene(row, colleagues) for row in rows]


async def room(tx: Transaction) -> dict[str, float]:
    """By type of ticket, the share of the places that is free, of those of its team who are on shift."""
    rows = await tx.fetch(
        "SELECT unnest(t.types) AS type,"
        " sum(greatest(a.capacity - a.load, 0))::float / greatest(sum(a.capacity), 1) AS free"
        "  FROM teams t JOIN team_members m ON m.workspace_id = $1 AND m.team_id = t.id"
        "  JOIN agents a ON a.workspace_id = $1 AND a.person_id = m.person_id AND a.active AND a.status = 'online'"
        "  JOIN on_duty($1, ARRAY(SELECT x.person_id FROM agents x WHERE x.workspace_id = $1), $2) d"
        "    ON d.person_id = a.person_id AND (NOT d.rostered OR d.shift_until IS NOT NULL)"
        " WHERE t.workspace_id = $1 GROUP BY t.workspace_id, t.id",
        tx.workspace_id, tx.now,
    )  # fmt: skip
    return {row["type"]: row["free"] for row in rows}


async def crowd(tx: Transaction) -> Any:
    """How many tickets are unfinished, how many wait in the queue, and whether somebody looked lately."""
    return await tx.fetch_one(
        "SELECT (SELECT count(*) FROM tickets WHERE workspace_id = $1"
        "         AND state IN ('new', 'open', 'pending', 'on_hold')) AS live,"
        " (SELECT count(*) FROM queue WHERE workspace_id = $1) AS queued,"
        " EXISTS (SELECT FROM sessions WHERE workspace_id = $1 AND seen_at > $2)"
        " OR EXISTS (SELECT FROM api_tokens WHERE workspace_id = $1 AND last_used_at > $2) AS watched",
        tx.workspace_id, tx.now - LOOKED,
    )  # fmt: skip


async def people(tx: Transaction) -> dict[str, int]:
    """Ids by e-mail."""
    rows = await tx.fetch("SELECT email, id FROM people WHERE workspace_id = $1", tx.workspace_id)
    return {row["email"]: row["id"] for row in rows}


async def default_calendar(tx: Transaction) -> int:
    found = await tx.fetch_value(
        "SELECT id FROM calendars WHERE workspace_id = $1 AND current AND is_default", tx.workspace_id
    )
    return int(found)


async def demos(database: Database) -> list[int]:
    """The workspaces in which there is a play."""
    return [row["workspace_id"] for row in await database.across("SELECT * FROM all_workspaces()") if row["demo"]]


async def take_the_stage(connection: Any) -> bool:
    """Whether nobody else plays; true as long as the connection lives."""
    return bool(await connection.fetchval("SELECT pg_try_advisory_lock($1)", CURTAIN))


def _scene(row: Any, colleagues: frozenset[str]) -> Scene:
    story, _, seed = (row["thread_key"] or "").partition("/")
    known = story in stories()
    return Scene(
        ticket_id=row["id"],
        state=row["state"],
        story=story if known else None,
        seed=seed if known else str(row["id"]),
        level=row["level"],
        channel=row["channel"],
        language=row["language"],
        owner_id=row["owner_id"],
        owner=row["owner"],
        simulated=row["email"] in colleagues,
        customer_id=row["customer_id"],
        customer=row["customer"],
        since=row["updated_at"],
        satisfied=row["satisfied"],
        from_customer=row["from_customer"],
        from_desk=row["from_desk"],
        notes=row["notes"],
    )
