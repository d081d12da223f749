"""Assignments and the queue in PostgreSQL, and what a decision has to know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from asyncpg import Record

from jishi.dispatch import replay, rules
from jishi.dispatch.model import WHOLE_DESK, Asked, Candidate, Decision, Why
from jishi.identity.model import TIERS, Team
from jishi.storage.transaction import Transaction

DECLINED_FOR = timedelta(minutes=30)  # who gave a ticket back is not given the same one again so soon
MOST = 50  # waiting tickets looked at in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a workspace has laid down. `tiers` are the best first; None while it has not changed them."""

    language: str
    teams: tuple[Team, ...]
    tiers: tuple[str, ...] | None = None

    def team(self, team_id: int | None) -> Team | None:
        return next((team for team in self.teams if team.id == team_id), None)

    @property
    def ranking(self) -> tuple[str, ...]:
        return self.tiers or tuple(tier.key for tier in TIERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ticket without an owner, held for this transaction, or `busy` when somebody else holds it."""

    asked: Asked | None = None
    rules: Book | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who might be given what: members of some teams, the free ones held, and the tickets that wait there, held."""

    rules: Book
    candidates: tuple[Candidate, ...]
    waiting: tuple[Asked, ...] = ()
    busy: tuple[int, ...] = field(default=())


async def ticket(tx: Transaction, ticket_id: int) -> Found | None:
    """None when the ticket needs no owner. From here to the end of the transaction nobody else dispatches."""
    found = await tx.fetch_value(
        "SELECT dispatch_ticket($1, $2, $3)", tx.workspace_id, ticket_id, tx.now - DECLINED_FOR
    )
    return None if found is None else msgspec.convert(found, Found, strict=False)


async def desk(tx: Transaction, team_ids: Sequence[int], *, arriving: Asked | None = None) -> Desk:
    previous, ticket_id = (arriving.previous, arriving.ticket_id) if arriving else (None, 0)
    seen = await tx.fetch_value(
        "SELECT dispatch_desk($1, $2, $3, $4, $5, $6)",
        tx.workspace_id, list(team_ids), previous, ticket_id, MOST, tx.now - DECLINED_FOR,
    )  # fmt: skip
    return msgspec.convert(seen, Desk, strict=False)


async def awaited(tx: Transaction, person_id: int) -> list[int]:
    """Teams in whose queue somebody waits for this person. Empty when the person is not free."""
    found: list[int] = await tx.fetch_value("SELECT dispatch_awaited($1, $2)", tx.workspace_id, person_id)
    return found


async def queued(tx: Transaction) -> tuple[Book, list[Asked]]:
    """The rules and everything that waits, as far as routing needs to know. Only the dispatcher's turn is held."""
    found = await tx.fetch_value("SELECT dispatch_queued($1)", tx.workspace_id)
    waiting = msgspec.convert(found["waiting"], list[Asked], strict=False)
    return msgspec.convert(found["rules"], Book, strict=False), waiting


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


def enter_queue(tx: Transaction, asked: Asked, decision: Decision, tiers: Sequence[str]) -> None:
    tx.later(
        "enter_queue",
        asked.ticket_id, asked.team_id or WHOLE_DESK, tx.now, decision.why, dict(decision.params), asked.routed,
        rules.level_rank(asked), rules.tier_rank(asked, tiers), asked.due_at, asked.created_at,
    )  # fmt: skip


def leave_queue(tx: Transaction, ticket_id: int) -> None:
    tx.later("leave_queue", ticket_id)


def record_decision(tx: Transaction, asked: Asked, decision: Decision) -> None:
    tx.later(
        "record_decision",
        asked.ticket_id, tx.now, decision.agent_id, asked.team_id, "dispatcher", decision.why, dict(decision.params),
        msgspec.to_builtins(asked), replay.pack_all(decision),
    )  # fmt: skip


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


async def decisions(tx: Transaction, ticket_id: int) -> list[Record]:
    """Every decision about a ticket, oldest first."""
    return await tx.fetch(
        "SELECT a.id, a.at, a.agent_id, p.name AS agent_name, p.email AS agent_email, a.team_id, t.name AS team_name,"
        " a.by, a.code, a.params, a.considered FROM assignments a"
        " LEFT JOIN people p ON p.workspace_id = $1 AND p.id = a.agent_id"
        " LEFT JOIN teams t ON t.workspace_id = $1 AND t.id = a.team_id"
        " WHERE a.workspace_id = $1 AND a.ticket_id = $2 ORDER BY a.id",
        tx.workspace_id, ticket_id,
    )  # fmt: skip


async def newest_decision(tx: Transaction, ticket_id: int) -> Record | None:
    """The sentence of what was decided last, as code and params."""
    return await tx.fetch_one(
        "SELECT code, params FROM assignments WHERE workspace_id = $1 AND ticket_id = $2 ORDER BY id DESC LIMIT 1",
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
