"""Routing rules and routes in PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from jishi.dispatch.routing.model import Rule
from jishi.storage.transaction import Transaction

RULE = "id, version, position, name, active, rule, saved_at, saved_by"
COLUMNS = ("id", "version", "name", "active")  # of a rule; the rest is kept as one


async def hold_settings(tx: Transaction) -> None:
    """Of two who change rules at once, the second waits for the first and then sees what it did."""
    await tx.execute("SELECT FROM workspaces WHERE workspace_id = $1 FOR NO KEY UPDATE", tx.workspace_id)


async def rules(tx: Transaction) -> list[Any]:
    """The current rules in their order."""
    return await tx.fetch(
        f"SELECT {RULE} FROM routing_rules WHERE workspace_id = $1 AND current ORDER BY position, id", tx.workspace_id
    )


async def ever_had_rules(tx: Transaction) -> bool:
    """Also when all were taken away since."""
    return bool(
        await tx.fetch_value("SELECT EXISTS (SELECT FROM routing_rules WHERE workspace_id = $1)", tx.workspace_id)
    )


async def versions(tx: Transaction, rule_id: int, *, limit: int = 200) -> list[Any]:
    """What a rule was at all times, the newest version first."""
    return await tx.fetch(
        f"SELECT {RULE} FROM routing_rules WHERE workspace_id = $1 AND id = $2 ORDER BY version DESC LIMIT $3",
        tx.workspace_id, rule_id, limit,
    )  # fmt: skip


async def add_rule(tx: Transaction, rule: Rule, *, position: int) -> None:
    """A rule, or its next version, which is the current one from now on."""
    kept = msgspec.to_builtins(rule)
    for name in COLUMNS:
        del kept[name]
    await take_away(tx, rule.id)
    await tx.execute(
        "INSERT INTO routing_rules (workspace_id, id, version, position, name, active, rule, saved_at, saved_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.workspace_id, rule.id, rule.version, position, rule.name, rule.active, kept, tx.now, tx.by,
    )  # fmt: skip


async def take_away(tx: Transaction, rule_id: int) -> None:
    """None of its versions is current any more."""
    await tx.execute(
        "UPDATE routing_rules SET current = false WHERE workspace_id = $1 AND id = $2 AND current",
        tx.workspace_id, rule_id,
    )  # fmt: skip


async def order_rules(tx: Transaction, ids: Sequence[int]) -> None:
    """Have the current rules tried in this order."""
    await tx.execute(
        "UPDATE routing_rules r SET position = o.place - 1 FROM unnest($2::bigint[]) WITH ORDINALITY AS o(id, place)"
        " WHERE r.workspace_id = $1 AND r.current AND r.id = o.id",
        tx.workspace_id, list(ids),
    )  # fmt: skip


async def team_members(tx: Transaction) -> list[Any]:
    """Every team with those of its members who take tickets: id, name, members."""
    return await tx.fetch(
        "SELECT t.id, t.name, coalesce(array_agg(m.person_id) FILTER (WHERE a.active), '{}') AS members FROM teams t"
        " LEFT JOIN team_members m ON m.workspace_id = $1 AND m.team_id = t.id"
        " LEFT JOIN agents a ON a.workspace_id = $1 AND a.person_id = m.person_id"
        " WHERE t.workspace_id = $1 AND t.active GROUP BY t.id, t.name ORDER BY t.name",
        tx.workspace_id,
    )


async def skills(tx: Transaction) -> list[Any]:
    """Every skill with the grades of those who take tickets: id, name, grades by person."""
    return await tx.fetch(
        "SELECT s.id, s.name, coalesce(jsonb_object_agg(g.person_id, g.grade) FILTER (WHERE a.active), '{}') AS grades"
        " FROM skills s LEFT JOIN agent_skills g ON g.workspace_id = $1 AND g.skill_id = s.id"
        " LEFT JOIN agents a ON a.workspace_id = $1 AND a.person_id = g.person_id"
        " WHERE s.workspace_id = $1 GROUP BY s.id, s.name ORDER BY s.name",
        tx.workspace_id,
    )


async def asked(tx: Transaction, ids: Sequence[int], *, text: bool, history: bool) -> list[Any]:
    """Those of the tickets that nobody owns, as rules see them, with the rule that was last for each."""
    return await tx.fetch(
        "SELECT * FROM routing_asked($1, $2, $3, $4, $5)", tx.workspace_id, list(ids), text, history, tx.now
    )


async def histories(tx: Transaction, customers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What rules may ask of customers' past, as it stands before another ticket."""
    rows = await tx.fetch(
        "SELECT c AS id, customer_history($1, c, 0, $3) AS past FROM unnest($2::bigint[]) AS c",
        tx.workspace_id, list(customers), tx.now,
    )  # fmt: skip
    return {row["id"]: tuple(row["past"]) for row in rows}


async def waiting_after(tx: Transaction, ticket_id: int, limit: int) -> list[int]:
    """Tickets in the queues beyond that id, in the order of their ids."""
    rows = await tx.fetch(
        "SELECT ticket_id FROM queue WHERE workspace_id = $1 AND ticket_id > $2 ORDER BY ticket_id LIMIT $3",
        tx.workspace_id, ticket_id, limit,
    )  # fmt: skip
    return [row["ticket_id"] for row in rows]


async def dispatch_alone(tx: Transaction) -> None:
    """Nobody else dispatches until this transaction ends; before tickets are held, so that none waits for the other."""
    await tx.execute("SELECT dispatch_alone($1)", tx.workspace_id)


def keep_routes(tx: Transaction, kept: Sequence[tuple[int, Rule, int | None, Sequence[Mapping[str, Any]]]]) -> None:
    """Each: the ticket, the rule that is for it, the team it goes to by that, and the needs."""
    tx.later(
        "keep_routes",
        [ticket_id for ticket_id, *_ in kept],
        [rule.id for _, rule, *_ in kept],
        [rule.version for _, rule, *_ in kept],
        [rule.name for _, rule, *_ in kept],
        [team_id for _, _, team_id, _ in kept],
        [list(needs) for *_, needs in kept],
        [rule.language.value for _, rule, *_ in kept],
        tx.now,
    )


def drop_routes(tx: Transaction, ticket_ids: Sequence[int]) -> None:
    tx.later("drop_routes", list(ticket_ids))


async def drop_needs(tx: Transaction, skill_id: int) -> list[int]:
    """No ticket needs that skill any more. Those of them that wait."""
    rows = await tx.fetch(
        "WITH eased AS (UPDATE routes r SET needs = (SELECT coalesce(jsonb_agg(n.need ORDER BY n.place), '[]')"
        "   FROM jsonb_array_elements(r.needs) WITH ORDINALITY AS n(need, place)"
        "  WHERE (n.need->>'skill_id')::bigint <> $2)"
        "  WHERE r.workspace_id = $1 AND r.needs @> jsonb_build_array(jsonb_build_object('skill_id', $2::bigint))"
        "  RETURNING r.ticket_id)"
        " SELECT e.ticket_id FROM eased e JOIN queue q ON q.workspace_id = $1 AND q.ticket_id = e.ticket_id"
        " ORDER BY e.ticket_id",
        tx.workspace_id, skill_id,
    )  # fmt: skip
    return [row["ticket_id"] for row in rows]


async def rename_needs(tx: Transaction, skill_id: int) -> list[int]:
    """Tickets call that skill what it is called now. Those of them that wait."""
    rows = await tx.fetch(
        "WITH named AS (UPDATE routes r SET needs = (SELECT jsonb_agg(CASE WHEN (n.need->>'skill_id')::bigint = s.id"
        "   THEN n.need || jsonb_build_object('name', s.name) ELSE n.need END ORDER BY n.place)"
        "   FROM jsonb_array_elements(r.needs) WITH ORDINALITY AS n(need, place))"
        "  FROM skills s WHERE s.workspace_id = $1 AND s.id = $2"
        "  AND r.workspace_id = $1 AND r.needs @> jsonb_build_array(jsonb_build_object('skill_id', $2::bigint))"
        "  RETURNING r.ticket_id)"
        " SELECT e.ticket_id FROM named e JOIN queue q ON q.workspace_id = $1 AND q.ticket_id = e.ticket_id"
        " ORDER BY e.ticket_id",
        tx.workspace_id, skill_id,
    )  # fmt: skip
    return [row["ticket_id"] for row in rows]


def leave_route(tx: Transaction, ticket_id: int, *, team_id: int) -> None:
    """A person chose that team: a rule that named another is for the ticket no longer."""
    tx.later("leave_route", ticket_id, team_id)


def as_rule(row: Mapping[str, Any]) -> Rule:
    return msgspec.convert({**row["rule"], **{name: row[name] for name in COLUMNS}}, Rule, strict=False)
