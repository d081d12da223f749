"""Assignments and the queue in PostgreSQL, and what a decision has to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from asyncpg import Record

from jishi.dispatch import replay, rules
from jishi.dispatch.board import Placed
from jishi.dispatch.kind import Place
from jishi.dispatch.model import WHOLE_DESK, Asked, Candidate, Decision, QueueSettings, Scene, Why
from jishi.dispatch.record import Panel, unfold
from jishi.identity.model import TIERS, Team
from jishi.storage.transaction import Transaction

DECLINED_FOR = timedelta(minutes=30)  # who gave a ticket back is not given the same one again so soon
MOST = 500  # waiting tickets looked at in one go
Kind = TypeVar("Kind")
# Who accepts an offer was chosen for the reason for which it was made to them.
PARAMS = (
    "CASE WHEN a.code = 'accepted' THEN coalesce((SELECT o.params FROM assignments o WHERE o.workspace_id = $1"
    " AND o.ticket_id = a.ticket_id AND o.code = 'offered' AND o.id < a.id ORDER BY o.id DESC LIMIT 1), '{}')"
    " || a.params ELSE a.params END AS params"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a workspace has laid down. `tiers` are the best first; None while it has not changed them. `peaks` are the
    teams that have more work than they can do in time; `handling` the seconds a type takes everybody."""

    language: str
    zone: str
    teams: tuple[Team, ...]
    tiers: tuple[str, ...] | None = None
    queues: Mapping[int, QueueSettings] = field(default_factory=dict)
    peaks: frozenset[int] = frozenset()
    handling: Mapping[str, float] = field(default_factory=dict)

    def team(self, team_id: int | None) -> Team | None:
        return next((team for team in self.teams if team.id == team_id), None)

    def scene(self, now: datetime) -> Scene:
        return Scene(now=now, tiers=self.ranking, queues=self.queues, zone=self.zone)

    def peak(self, team_id: int | None) -> bool:
        """A peak of the whole desk is one of every team."""
        return not self.peaks.isdisjoint({WHOLE_DESK, team_id or WHOLE_DESK})

    @property
    def ranking(self) -> tuple[str, ...]:
        return self.tiers or tuple(tier.key for tier in TIERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Tickets without an owner, held for this transaction, the team that a routing rule names for some of them, and
    those that somebody else holds. `awaited` are teams in which something waits for those who were freed."""

    rules: Book
    asked: tuple[Asked, ...] = ()
    sent_to: Mapping[int, int]
    busy: tuple[int, ...] = ()
    awaited: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who might be given what: members of some teams, the free ones held, and the tickets that wait there, held."""

    rules: Book
    candidates: tuple[Candidate, ...]
    waiting: tuple[Asked, ...] = ()
    busy: tuple[int, ...] = ()


async def arrived(tx: Transaction, ticket_ids: Iterable[int], *, freed: Iterable[int] = ()) -> Arrived:
    """Those that need no owner are left out. From here to the end of the transaction nobody else dispatches."""
    seen = await tx.fetch_value(
        "SELECT dispatch_arriving($1, $2, $3, $4, $5)",
        tx.workspace_id, sorted(set(ticket_ids)), sorted(set(freed)), tx.now, tx.now - DECLINED_FOR,
    )  # fmt: skip
    return _convert({**seen, "sent_to": _sent_to(seen["asked"])}, Arrived)


async def desk(tx: Transaction, team_ids: Iterable[int], *, arriving: Sequence[Asked] = (), hold: bool = True) -> Desk:
    """With `hold` what is decided on is still so when it is stored; without, it is only a look."""
    also = {asked.previous for asked in arriving if asked.previous is not None}
    seen = await tx.fetch_value(
        "SELECT dispatch_desk($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.workspace_id, sorted(set(team_ids)), sorted(also), [asked.ticket_id for asked in arriving], MOST, tx.now,
        tx.now - DECLINED_FOR, hold,
    )  # fmt: skip
    common, free = seen["rules"]["handling"], set(seen["free"])
    for person in seen["candidates"]:
        person["handling"] = {**common, **person["handling"]}
        if person["status"] == "online" and person["id"] not in free:
            person["load"] = max(person["load"], person["capacity"])  # freed since: its own fact brings the dispatcher
    return _convert(seen, Desk)


async def look_at_desk(tx: Transaction, team_ids: Iterable[int], *, arriving: Sequence[Asked] = ()) -> Desk:
    """The same as `desk`, and nobody has to wait for it."""
    return await desk(tx, team_ids, arriving=arriving, hold=False)


async def book(tx: Transaction) -> Book:
    """The rules as they are now."""
    return _convert(await tx.fetch_value("SELECT dispatch_rules($1, $2)", tx.workspace_id, tx.now), Book)


async def queued(tx: Transaction) -> tuple[Book, list[Asked], dict[int, int]]:
    """The rules, everything that waits, as far as routing needs to know, and where routing rules send what. Only the
    dispatcher's turn is held."""
    found = await tx.fetch_value("SELECT dispatch_queued($1, $2)", tx.workspace_id, tx.now)
    waiting = found["waiting"]
    return _convert(found["rules"], Book), _convert(waiting, list[Asked]), _sent_to(waiting)


async def unfinished(tx: Transaction, person_id: int) -> list[int]:
    """Tickets somebody owns that are not solved, in the order in which rows are locked."""
    rows = await tx.fetch(
        "SELECT id FROM tickets WHERE workspace_id = $1 AND owner_id = $2"
        " AND state IN ('new', 'open', 'pending', 'on_hold') ORDER BY id",
        tx.workspace_id, person_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def has_left(tx: Transaction, ticket_id: int) -> bool:
    """Whether a ticket's owner has no account any more."""
    return bool(
        await tx.fetch_value(
            "SELECT NOT p.active FROM tickets t JOIN people p ON p.workspace_id = $1 AND p.id = t.owner_id"
            " WHERE t.workspace_id = $1 AND t.id = $2",
            tx.workspace_id, ticket_id,
        )
    )  # fmt: skip


async def stranded(tx: Transaction, *, before: datetime) -> list[int]:
    rows = await tx.fetch(
        "SELECT t.id FROM tickets t WHERE t.workspace_id = $1 AND t.owner_id IS NULL AND t.state IN ('new', 'open')"
        " AND NOT t.imported AND t.updated_at < $2"
        " AND NOT EXISTS (SELECT FROM queue q WHERE q.workspace_id = $1 AND q.ticket_id = t.id)"
        " AND NOT EXISTS (SELECT FROM outbox o WHERE o.workspace_id = $1 AND o.ticket_id = t.id"
        "                    AND o.parked_at IS NULL)"
        " AND NOT EXISTS (SELECT FROM alarms a WHERE a.workspace_id = $1 AND a.ticket_id = t.id"
        "                    AND a.name = 'dispatch.look_again')"
        " ORDER BY t.id LIMIT 1000",
        tx.workspace_id, before,
    )  # fmt: skip
    return [row["id"] for row in rows]


def enter_queue(tx: Transaction, asked: Asked, decision: Decision, tiers: Sequence[str], place: Place) -> None:
    tx.later(
        "enter_queue",
        asked.ticket_id, asked.team_id or WHOLE_DESK, asked.since or tx.now, decision.why, dict(decision.params),
        asked.routed, rules.level_rank(asked), rules.tier_rank(asked, tiers), asked.due_at, asked.created_at,
        {"list": sorted(asked.open_to or {asked.team_id or WHOLE_DESK})}, place.sort, place.answer_at, place.target,
        place.weight, place.service, many="enter_queues",
    )  # fmt: skip


def leave_queue(tx: Transaction, ticket_id: int) -> None:
    tx.later("leave_queue", ticket_id, many="leave_queues")


def pass_turn(tx: Transaction, team_id: int, agent_id: int) -> None:
    tx.later("point_queue", team_id, agent_id)


def keep_panel(tx: Transaction, panel: Panel) -> int:
    """Before the decisions that were made on it; its number."""
    desk_id = tx.new_id()
    scene = msgspec.to_builtins(panel.scene, str_keys=True)
    tx.later("keep_desk", desk_id, panel.id, panel.people, panel.state, scene, panel.given)
    return desk_id


def record_seating(tx: Transaction, placed: Placed, panel: Panel, desk_id: int) -> None:
    """A decision of many, by what the panel keeps for all of them."""
    asked, decision, scene = placed
    tx.later(
        "record_seating",
        asked.ticket_id, tx.now, decision.agent_id, asked.team_id, decision.why, dict(decision.params),
        told(asked), decision.strategy, panel.turn(scene), desk_id, panel.verdicts(decision), panel.nth(asked),
        many="record_seatings",
    )  # fmt: skip


def record_decision(
    tx: Transaction, asked: Asked, decision: Decision, scene: Scene | None = None, *, by: str = "dispatcher"
) -> None:
    """A decision by itself, with everybody who was considered."""
    tx.later(
        "record_decision",
        asked.ticket_id, tx.now, decision.agent_id, asked.team_id, by, decision.why, dict(decision.params),
        told(asked), decision.strategy, scene and msgspec.to_builtins(scene, str_keys=True),
        replay.pack_all(decision),
    )  # fmt: skip


def told(asked: Asked) -> dict[str, Any]:
    """A ticket as a decision keeps it: what is not said is as `Asked` has it."""
    return {name: value for name, value in msgspec.to_builtins(asked).items() if value is not None and value != []}


def record_hand_over(
    tx: Transaction,
    ticket_id: int,
    why: Why,
    *,
    at: datetime,
    by: str,
    agent_id: int | None = None,
    from_agent_id: int | None = None,
    team_id: int | None = None,
    note: str | None = None,
) -> None:
    tx.later("record_hand_over", ticket_id, at, agent_id, from_agent_id, team_id, by, why, note)


async def decisions(tx: Transaction, ticket_id: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Decisions about a ticket, oldest first."""
    rows = await tx.fetch(
        "SELECT a.id, a.ticket_id, a.at, a.agent_id, p.name AS agent_name, p.email AS agent_email, a.team_id,"
        f" t.name AS team_name, a.by, a.code, {PARAMS}, a.asked, a.strategy, a.scene, a.considered, a.desk_id,"
        " a.tally, a.verdicts, a.changed, a.nth, d.state, d.given, d.scene AS desk_scene, n.people FROM assignments a"
        " LEFT JOIN people p ON p.workspace_id = $1 AND p.id = a.agent_id"
        " LEFT JOIN teams t ON t.workspace_id = $1 AND t.id = a.team_id"
        " LEFT JOIN desks d ON d.workspace_id = $1 AND d.id = a.desk_id"
        " LEFT JOIN panels n ON n.workspace_id = $1 AND n.id = d.panel_id"
        " WHERE a.workspace_id = $1 AND a.ticket_id = $2 AND a.id > $3 ORDER BY a.id LIMIT $4",
        tx.workspace_id, ticket_id, after, limit,
    )  # fmt: skip
    return [unfold(dict(row)) for row in rows]


async def newest_decision(tx: Transaction, ticket_id: int) -> Record | None:
    """The sentence of what was decided last, as code and params."""
    return await tx.fetch_one(
        f"SELECT a.code, {PARAMS} FROM assignments a WHERE a.workspace_id = $1 AND a.ticket_id = $2"
        " ORDER BY a.id DESC LIMIT 1",
        tx.workspace_id, ticket_id,
    )  # fmt: skip


async def waiting(tx: Transaction, *, team_id: int | None, after: Sequence[str] | None, limit: int) -> list[Record]:
    """A page of the queue, in its order. `place` is where a row stands in it."""
    return await tx.fetch(
        "SELECT t.id, t.number, t.subject, t.state, t.channel, t.type, t.level, t.tier, t.customer_id,"
        " c.name AS customer_name, t.created_at, t.due_at, t.warn_at, q.team_id, m.name AS team_name, q.since, q.code,"
        " q.params, ARRAY[q.level::text, q.tier::text, q.due_at::text, q.created_at::text, q.ticket_id::text] AS place"
        " FROM queue q JOIN tickets t ON t.workspace_id = $1 AND t.id = q.ticket_id"
        " JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
        " LEFT JOIN teams m ON m.workspace_id = $1 AND m.id = q.team_id"
        " WHERE q.workspace_id = $1 AND ($2::bigint IS NULL OR q.team_id = $2) AND ($3::text[] IS NULL OR"
        " (q.level, q.tier, q.due_at, q.created_at, q.ticket_id) > (($3::text[])[1]::smallint,"
        " ($3::text[])[2]::smallint, ($3::text[])[3]::timestamptz, ($3::text[])[4]::timestamptz,"
        " ($3::text[])[5]::bigint))"
        " ORDER BY q.level, q.tier, q.due_at, q.created_at, q.ticket_id LIMIT $4",
        tx.workspace_id, team_id, None if after is None else list(after), limit,
    )  # fmt: skip


async def waiting_for_skills(tx: Transaction) -> list[int]:
    """Tickets that wait because nobody is able to take them, the oldest before."""
    rows = await tx.fetch(
        "SELECT ticket_id FROM queue WHERE workspace_id = $1 AND code = 'nobody_skilled' ORDER BY since, ticket_id"
        " LIMIT $2",
        tx.workspace_id, MOST,
    )  # fmt: skip
    return [row["ticket_id"] for row in rows]


async def lengths(tx: Transaction) -> list[Record]:
    """How many wait in each queue, and since when the first does."""
    return await tx.fetch(
        "SELECT q.team_id, m.name AS team_name, count(*) AS waiting, min(q.since) AS oldest FROM queue q"
        " LEFT JOIN teams m ON m.workspace_id = $1 AND m.id = q.team_id"
        " WHERE q.workspace_id = $1 GROUP BY q.team_id, m.name ORDER BY m.name NULLS LAST, q.team_id",
        tx.workspace_id,
    )


async def names(tx: Transaction, people: Sequence[int]) -> dict[int, Record]:
    rows = await tx.fetch(
        "SELECT id, name, email FROM people WHERE workspace_id = $1 AND id = ANY($2::bigint[])",
        tx.workspace_id, list(people),
    )  # fmt: skip
    return {row["id"]: row for row in rows}


async def skill_names(tx: Transaction) -> dict[int, str]:
    rows = await tx.fetch("SELECT id, name FROM skills WHERE workspace_id = $1", tx.workspace_id)
    return {row["id"]: row["name"] for row in rows}


def _sent_to(asked: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    return {each["ticket_id"]: each["sent_to"] for each in asked if each["sent_to"] is not None}


def _convert(value: Any, kind: type[Kind]) -> Kind:
    return msgspec.convert(value, kind, strict=False)
