"""Agents and their work in PostgreSQL."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.workforce.model import Agent, Source, Status, Work

AGENT = tuple(field.name for field in fields(Agent))
WORK = tuple(field.name for field in fields(Work))
SEATS = "workforce.seats"
HANDLING = "workforce.handling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miscount:
    """A load that is not what the tickets say. Should never be seen."""

    person_id: int
    load: int
    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """Someone at a ticket, with their name."""

    name: str
    work: Work


async def get(tx: Transaction, person_id: int) -> Agent | None:
    return _agent(await tx.fetch_one(SELECT, tx.workspace_id, person_id))


async def lock(tx: Transaction, person_id: int) -> Agent | None:
    """The agent, held for this transaction."""
    return _agent(await tx.fetch_one(f"{SELECT} FOR NO KEY UPDATE", tx.workspace_id, person_id))


async def lock_all(tx: Transaction, person_ids: Collection[int]) -> None:
    """Hold these agents for this transaction, in the order of their ids."""
    await tx.fetch(
        "SELECT person_id FROM agents WHERE workspace_id = $1 AND person_id = ANY($2)"
        " ORDER BY person_id FOR NO KEY UPDATE",
        tx.workspace_id, list(person_ids),
    )  # fmt: skip


def admit(tx: Transaction, person_id: int, *, active: bool, wanted: Status) -> None:
    tx.later("admit_agent", person_id, active, wanted, tx.now)


def save(tx: Transaction, agent: Agent) -> None:
    tx.later(
        "save_presence",
        agent.person_id, agent.status, agent.wanted, agent.status_since, agent.seen_at, agent.source,
        agent.until, agent.off_at,
    )  # fmt: skip


def save_capacity(tx: Transaction, person_id: int, capacity: int) -> None:
    tx.later("save_capacity", person_id, capacity)


def keep_seat(tx: Transaction, ticket_id: int, owner: int | None, *, given: tuple[int, datetime] | None) -> None:
    """Add to what this transaction has queued already: one call locks all the agents it touches, in order."""
    call = tx.queued(SEATS)
    if call is None:
        call = [tx.now, [], [], [], []]
        tx.later("keep_seats", *call, key=SEATS)
    _, tickets, owners, people, instants = call
    tickets.append(ticket_id)
    owners.append(owner)
    if given is not None:
        people.append(given[0])
        instants.append(given[1])


def wake_seat(tx: Transaction, ticket_id: int, at: datetime) -> None:
    tx.later("wake_seat", ticket_id, at)


async def ease_seat(tx: Transaction, ticket_id: int) -> int | None:
    """Who has more room, now that the ticket has fallen idle."""
    person_id: int | None = await tx.fetch_value("SELECT ease_seat($1, $2)", tx.workspace_id, ticket_id)
    return person_id


async def worked(tx: Transaction, ticket_id: int, person_id: int, *, until: datetime) -> float:
    """Seconds somebody had the ticket open since it was last solved, what goes on now included."""
    return float(
        await tx.fetch_value(
            "WITH since AS (SELECT coalesce(max(j.at), '-infinity') AS at FROM journal j WHERE j.workspace_id = $1"
            "   AND j.ticket_id = $2 AND j.kind = 'TicketSolved' AND j.at < $4),"
            " spans AS (SELECT (j.data->>'started_at')::timestamptz AS began, j.at AS ended FROM journal j"
            "   WHERE j.workspace_id = $1 AND j.ticket_id = $2 AND j.kind = 'WorkLeft'"
            "     AND (j.data->>'person_id')::bigint = $3"
            "   UNION ALL SELECT w.started_at, $4 FROM work w"
            "   WHERE w.workspace_id = $1 AND w.ticket_id = $2 AND w.person_id = $3)"
            " SELECT coalesce(sum(extract(epoch FROM least(s.ended, $4) - greatest(s.began, since.at))), 0)"
            "   FROM spans s, since WHERE least(s.ended, $4) > greatest(s.began, since.at)",
            tx.workspace_id, ticket_id, person_id, until,
        )
    )  # fmt: skip


def learn_handling(tx: Transaction, person_id: int, type_: str | None, seconds: float) -> None:
    """Add to what this transaction has queued already: one call touches all rows, in their order."""
    call = tx.queued(HANDLING)
    if call is None:
        call = [[], [], []]
        tx.later("learn_handling", *call, key=HANDLING)
    for column, value in zip(call, (person_id, type_, seconds), strict=True):
        column.append(value)


async def role_of(tx: Transaction, person_id: int) -> tuple[str, bool] | None:
    """A colleague's role, and whether their account is open."""
    row = await tx.fetch_one(
        "SELECT role, active FROM people WHERE workspace_id = $1 AND id = $2", tx.workspace_id, person_id
    )
    return (row["role"], row["active"]) if row else None


async def all_agents(tx: Transaction) -> list[Record]:
    """Everyone who takes tickets, or still owns some, with all that stands beside them."""
    return await tx.fetch(f"{AGENTS} ORDER BY p.name, a.person_id", tx.workspace_id, tx.now)


async def page_of_agents(tx: Transaction, *, after: tuple[str, int] | None, limit: int) -> list[Record]:
    """Some of the same."""
    name, last = after or ("", 0)
    return await tx.fetch(
        f"{AGENTS} AND (p.name, a.person_id) > ($3, $4) ORDER BY p.name, a.person_id LIMIT $5",
        tx.workspace_id, tx.now, name, last, limit,
    )  # fmt: skip


async def at_work(tx: Transaction, ticket_ids: Collection[int]) -> list[AtWork]:
    """Rows of everyone at these tickets, those whose sign of life is overdue included, longest there first."""
    rows = await tx.fetch(
        f"SELECT {', '.join('w.' + name for name in WORK)}, p.name FROM work w"
        " JOIN people p ON p.workspace_id = $1 AND p.id = w.person_id"
        " WHERE w.workspace_id = $1 AND w.ticket_id = ANY($2::bigint[]) ORDER BY w.started_at, w.person_id",
        tx.workspace_id, list(ticket_ids),
    )  # fmt: skip
    return [AtWork(name=row["name"], work=_work(row)) for row in rows]


async def lock_work(tx: Transaction, ticket_id: int, person_id: int) -> Work | None:
    row = await tx.fetch_one(
        f"SELECT {', '.join(WORK)} FROM work WHERE workspace_id = $1 AND ticket_id = $2 AND person_id = $3 FOR UPDATE",
        tx.workspace_id, ticket_id, person_id,
    )  # fmt: skip
    return _work(row) if row else None


def start_work(tx: Transaction, work: Work) -> None:
    """A new row. When another tab was quicker the transaction fails on the key, and is tried again."""
    tx.later("start_work", *(getattr(work, name) for name in WORK))


def save_work(tx: Transaction, work: Work) -> None:
    tx.later("save_work", *(getattr(work, name) for name in WORK))


def forget_work(tx: Transaction, work: Work) -> None:
    tx.later("forget_work", work.ticket_id, work.person_id)


async def miscounted(tx: Transaction) -> list[Miscount]:
    rows = await tx.fetch("SELECT * FROM miscounted_loads($1)", tx.workspace_id)
    return [Miscount(**dict(row)) for row in rows]


async def recount(tx: Transaction) -> list[Miscount]:
    """Agents whose load was put right."""
    rows = await tx.fetch("SELECT * FROM recount_loads($1, $2)", tx.workspace_id, tx.now)
    return [Miscount(**dict(row)) for row in rows]


def _agent(row: Record | None) -> Agent | None:
    if row is None:
        return None
    told = {"status": Status(row["status"]), "wanted": Status(row["wanted"]), "source": Source(row["source"])}
    return Agent(**{**{name: row[name] for name in AGENT}, **told})


def _work(row: Record) -> Work:
    return Work(**{name: row[name] for name in WORK})


SELECT = f"SELECT {', '.join(AGENT)} FROM agents WHERE workspace_id = $1 AND person_id = $2"

AGENTS = """
SELECT a.person_id AS id, p.name, p.email, a.active, a.status, a.status_since, a.until, a.source, a.load, a.capacity,
       a.languages, coalesce(d.rostered, false) AS rostered, d.shift_until,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) ORDER BY t.name), '[]')
          FROM team_members m JOIN teams t ON t.workspace_id = $1 AND t.id = m.team_id
         WHERE m.workspace_id = $1 AND m.person_id = a.person_id) AS teams,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'grade', s.grade)
                                  ORDER BY k.name), '[]')
          FROM agent_skills s JOIN skills k ON k.workspace_id = $1 AND k.id = s.skill_id
         WHERE s.workspace_id = $1 AND s.person_id = a.person_id) AS skills,
       (SELECT coalesce(jsonb_agg(to_jsonb(l) ORDER BY l.channel), '[]')
          FROM (SELECT s.channel, count(*) AS tickets, sum(s.weight) AS places FROM seats s
                 WHERE s.workspace_id = $1 AND s.person_id = a.person_id GROUP BY s.channel) l) AS loads
  FROM agents a
  JOIN people p ON p.workspace_id = $1 AND p.id = a.person_id
  LEFT JOIN on_duty($1, ARRAY(SELECT x.person_id FROM agents x WHERE x.workspace_id = $1), $2) d
         ON d.person_id = a.person_id
 WHERE a.workspace_id = $1
   AND (a.active OR EXISTS (SELECT FROM seats s WHERE s.workspace_id = $1 AND s.person_id = a.person_id))
"""
