"""Tickets and messages in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import msgspec

from jishi.storage.transaction import Transaction
from jishi.tickets.in_scope import IN_SCOPE
from jishi.tickets.model import Message, Ticket

COLUMNS = tuple(field.name for field in fields(Ticket))
MESSAGE = tuple(field.name for field in fields(Message))
MUTABLE = tuple(
    name for name in COLUMNS
    if name not in {"id", "number", "channel", "customer_id", "created_at", "filed_at", "due_at", "warn_at", "imported"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the desk knows before it files a message. `number` is drawn only when a ticket must be opened."""

    settings_version: int
    customer: dict[str, Any] | None
    ticket: Ticket | None
    duplicate: bool
    number: str | None
    found_by: int | None = None  # which of the handles the customer was found by, from 0; of many only


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a message brings to find its customer and its ticket by."""

    handles: list[tuple[str, str]]
    channel: str
    thread_key: str | None
    external_id: str | None


async def context(
    tx: Transaction,
    *,
    handles: list[tuple[str, str]],
    channel: str,
    thread_key: str | None,
    external_id: str | None,
) -> Context:
    """One round trip, no lock: what it saw may have moved on, and the unique indexes then refuse the write."""
    kinds, values = [kind for kind, _ in handles], [value for _, value in handles]
    [row] = await tx.glance("intake_context", tx.now, kinds, values, channel, thread_key, external_id)
    ticket = as_ticket(row["ticket"]) if row["ticket"] else None
    return Context(**{**dict(row), "ticket": ticket})


async def contexts(tx: Transaction, sought: Sequence[Sought]) -> list[Context]:
    """The contexts of many messages, in their order, in one round trip."""
    by_item = [(n, place, *handle) for n, each in enumerate(sought) for place, handle in enumerate(each.handles)]
    items, places, kinds, values = (
        (list(column) for column in zip(*by_item, strict=True)) if by_item else ([], [], [], [])
    )
    rows = await tx.glance(
        "intake_contexts", tx.now, items, places, kinds, values, [each.channel for each in sought],
        [each.thread_key for each in sought], [each.external_id for each in sought],
    )  # fmt: skip
    return [Context(**{**dict(row), "ticket": as_ticket(row["ticket"]) if row["ticket"] else None}) for row in rows]


def open_ticket(tx: Transaction, ticket: Ticket) -> None:
    tx.kept["ticket", ticket.id] = ticket
    tx.later(
        "open_ticket",
        ticket.id, ticket.number, ticket.subject, ticket.channel, ticket.type, ticket.level, ticket.tier,
        ticket.customer_id, ticket.team_id, list(ticket.tags), ticket.fields, ticket.language, ticket.external_id,
        ticket.thread_key, ticket.created_at, ticket.filed_at, ticket.waiting_since, ticket.due_at, ticket.warn_at,
        key=("ticket", ticket.id), many="open_tickets",
    )  # fmt: skip


def show_due(tx: Transaction, ticket_id: int, due_at: datetime | None, warn_at: datetime | None, warned: bool) -> None:
    """Keep the nearest promise on the ticket, for lists; in the insert itself when that has not left yet."""
    if (queued := tx.queued(("ticket", ticket_id))) is not None:
        queued[-2:] = [due_at, warn_at]
    else:
        tx.later("show_due", ticket_id, due_at, warn_at, warned, many="show_all_due")


def add_message(tx: Transaction, message: Message) -> None:
    tx.later(
        "add_message",
        message.id, message.ticket_id, message.author_kind, message.author_id, message.author_name, message.public,
        message.channel, message.body, message.external_id, message.received_at, message.filed_at,
        msgspec.to_builtins(message.attachments), message.nature, many="add_messages",
    )  # fmt: skip


async def get(tx: Transaction, ticket_id: int) -> Ticket | None:
    row = await tx.fetch_one(f"{SELECT} WHERE workspace_id = $1 AND id = $2", tx.workspace_id, ticket_id)
    return as_ticket(row) if row else None


async def lock(tx: Transaction, ticket_id: int) -> Ticket | None:
    """The ticket, held for this transaction: everyone who changes it goes through here."""
    held = f"{SELECT} WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE"  # rows that refer to it may still come
    row = await tx.fetch_one(held, tx.workspace_id, ticket_id)
    return _keep(tx, as_ticket(row)) if row else None


async def open_after(tx: Transaction, after: int, limit: int, *, since: datetime | None = None) -> list[int]:
    rows = await tx.fetch(
        f"SELECT id FROM tickets WHERE workspace_id = $1 AND id > $2 AND {OPEN}"
        " AND ($4::timestamptz IS NULL OR greatest(filed_at, updated_at) >= $4) ORDER BY id LIMIT $3",
        tx.workspace_id, after, limit, since,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def open_ones(tx: Transaction, ids: Sequence[int], *, held: bool) -> list[Ticket]:
    hold = " FOR NO KEY UPDATE" if held else ""
    rows = await tx.fetch(
        f"{SELECT} WHERE workspace_id = $1 AND id = ANY($2::bigint[]) AND {OPEN} ORDER BY id{hold}",
        tx.workspace_id, list(ids),
    )  # fmt: skip
    return msgspec.convert([dict(row) for row in rows], list[Ticket])


async def lock_final(tx: Transaction, ticket_id: int) -> Ticket | None:
    """The ticket, or the one it goes on in, held. When it was merged this very moment, asked once more."""
    final = (
        f"{SELECT} WHERE workspace_id = $1 AND id = (SELECT coalesce(merged_into, id) FROM tickets"
        " WHERE workspace_id = $1 AND id = $2) FOR NO KEY UPDATE"
    )
    row = await tx.fetch_one(final, tx.workspace_id, ticket_id)
    if row and row["merged_into"] is not None:
        row = await tx.fetch_one(final, tx.workspace_id, ticket_id)
    return _keep(tx, as_ticket(row)) if row else None


async def lock_both(tx: Transaction, ticket_ids: Sequence[int]) -> list[Ticket]:
    """These tickets and all that go on in them, held in the order of ids."""
    held = f"{SELECT} WHERE workspace_id = $1 AND (id = ANY($2::bigint[]) OR merged_into = ANY($2::bigint[]))"
    rows = await tx.fetch(f"{held} ORDER BY id FOR NO KEY UPDATE", tx.workspace_id, list(ticket_ids))
    return [_keep(tx, as_ticket(row)) for row in rows]


async def lock_to_give(tx: Transaction, ticket_id: int, agent_id: int) -> tuple[Ticket | None, bool]:
    """The ticket, held, and whether this agent is the very person who asks in it."""
    names = ", ".join(f"t.{name}" for name in COLUMNS)
    row = await tx.fetch_one(
        f"SELECT {names}, EXISTS (SELECT FROM people p JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
        "  WHERE p.workspace_id = $1 AND p.id = $3 AND lower(p.email) = lower(c.email)) AS own"
        " FROM tickets t WHERE t.workspace_id = $1 AND t.id = $2 FOR NO KEY UPDATE OF t",
        tx.workspace_id, ticket_id, agent_id,
    )  # fmt: skip
    return (_keep(tx, as_ticket(row)), row["own"]) if row else (None, False)


async def lock_all(tx: Transaction, ticket_ids: Sequence[int]) -> list[Ticket]:
    """These tickets, held in the order of ids."""
    held = f"{SELECT} WHERE workspace_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR NO KEY UPDATE"
    return [_keep(tx, as_ticket(row)) for row in await tx.fetch(held, tx.workspace_id, ticket_ids)]


async def lock_all_to_give(tx: Transaction, pairs: Sequence[tuple[int, int]]) -> dict[int, tuple[Ticket, bool]]:
    """As `lock_to_give`, of many tickets, each with an agent; in the order of ids."""
    names = ", ".join(f"t.{name}" for name in COLUMNS)
    rows = await tx.fetch(
        f"SELECT {names}, EXISTS (SELECT FROM people p JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
        "  WHERE p.workspace_id = $1 AND p.id = u.agent AND lower(p.email) = lower(c.email)) AS own"
        " FROM unnest($2::bigint[], $3::bigint[]) AS u(ticket, agent)"
        " JOIN tickets t ON t.workspace_id = $1 AND t.id = u.ticket ORDER BY t.id FOR NO KEY UPDATE OF t",
        tx.workspace_id, [ticket for ticket, _ in pairs], [agent for _, agent in pairs],
    )  # fmt: skip
    return {row["id"]: (_keep(tx, as_ticket(row)), row["own"]) for row in rows}


def save_owned(tx: Transaction, tickets: Sequence[Ticket]) -> None:
    """What tickets have become that changed their owner or team: in one statement, whatever their number."""
    for ticket in tickets:
        tx.kept["ticket", ticket.id] = ticket
    tx.later(
        "own_tickets",
        [ticket.id for ticket in tickets], [ticket.owner_id for ticket in tickets],
        [ticket.team_id for ticket in tickets], [ticket.state for ticket in tickets],
        [ticket.self_served for ticket in tickets], tx.now,
    )  # fmt: skip


async def save(tx: Transaction, before: Ticket, after: Ticket) -> None:
    """Store what changed, and nothing when nothing did."""
    tx.kept["ticket", after.id] = after
    changed = [name for name in MUTABLE if getattr(before, name) != getattr(after, name)]
    if not changed:
        return
    places = ", ".join(f"{name} = ${n}" for n, name in enumerate(changed, start=3))
    values = [list(after.tags) if name == "tags" else getattr(after, name) for name in changed]
    await tx.execute(
        f"UPDATE tickets SET {places} WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, after.id, *values,
    )  # fmt: skip


async def in_scope(tx: Transaction, ticket_id: int, person_id: int, teams: list[int]) -> bool:
    """Whether the ticket stands in one of these teams, or is the person's own, or followed by them."""
    condition = IN_SCOPE.format(teams="$4::bigint[]")
    return bool(
        await tx.fetch(
            f"SELECT 1 FROM tickets t WHERE t.workspace_id = $1 AND t.id = $3 AND {condition}",
            tx.workspace_id, person_id, ticket_id, teams,
        )
    )  # fmt: skip


async def mark_warned(tx: Transaction, warned: list[tuple[int, datetime | None]]) -> None:
    await tx.execute(
        "UPDATE tickets t SET warned = true FROM unnest($2::bigint[], $3::timestamptz[]) AS w(id, due_at)"
        " WHERE t.workspace_id = $1 AND t.id = w.id AND t.due_at = w.due_at AND NOT t.warned",
        tx.workspace_id, [ticket_id for ticket_id, _ in warned], [due_at for _, due_at in warned],
    )  # fmt: skip


async def follow(tx: Transaction, ticket_id: int, person_id: int) -> bool:
    """Whether anything changed."""
    tag = await tx.execute(
        "INSERT INTO ticket_followers (workspace_id, ticket_id, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        tx.workspace_id, ticket_id, person_id,
    )  # fmt: skip
    return tag.endswith(" 1")


async def unfollow(tx: Transaction, ticket_id: int, person_id: int) -> bool:
    tag = await tx.execute(
        "DELETE FROM ticket_followers WHERE workspace_id = $1 AND ticket_id = $2 AND person_id = $3",
        tx.workspace_id, ticket_id, person_id,
    )  # fmt: skip
    return tag.endswith(" 1")


async def take_attachments(tx: Transaction, ids: list[int], added_by: str) -> list[Any]:
    """Uploaded files that wait for a message, of the same uploader only: id, name, type, size."""
    return list(
        await tx.fetch(
            "SELECT id, name, type, size FROM attachments WHERE workspace_id = $1 AND id = ANY($2::bigint[])"
            " AND message_id IS NULL AND added_by = $3",
            tx.workspace_id, ids, added_by,
        )
    )  # fmt: skip


async def move_conversation(tx: Transaction, source_id: int, target_id: int) -> None:
    await tx.fetch("SELECT move_conversation($1, $2, $3)", tx.workspace_id, source_id, target_id)


async def messages(tx: Transaction, ticket_id: int, ids: Sequence[int]) -> list[Message]:
    """Those of these messages that are the ticket's, the oldest first."""
    rows = await tx.fetch(
        f"SELECT {', '.join(MESSAGE)} FROM messages WHERE workspace_id = $1 AND ticket_id = $2"
        " AND id = ANY($3::bigint[]) ORDER BY received_at, id",
        tx.workspace_id, ticket_id, list(ids),
    )  # fmt: skip
    return msgspec.convert([dict(row) for row in rows], list[Message])


async def copy_attachments(tx: Transaction, ids: Sequence[int], new_ids: Sequence[int]) -> None:
    await tx.fetch("SELECT copy_attachments($1, $2, $3)", tx.workspace_id, list(ids), list(new_ids))


async def purge(tx: Transaction, *, before: datetime, most: int) -> list[tuple[int, int]]:
    """Take away what was said on tickets that were thrown away before then: pairs of ticket and number of messages."""
    rows = await tx.fetch(
        "SELECT ticket, said FROM purge_tickets($1, $2, $3, $4)", tx.workspace_id, before, tx.now, most
    )
    return [(row["ticket"], row["said"]) for row in rows]


async def draw_number(tx: Transaction) -> str:
    """The next number of the workspace's day. Ask before anything is held, so that nobody waits for this."""
    [row] = await tx.glance("next_ticket_number", tx.now)
    number: str = row[0]
    return number


def _keep(tx: Transaction, ticket: Ticket) -> Ticket:
    """What is held can be asked for again without a question."""
    tx.kept["ticket", ticket.id] = ticket
    return ticket


def as_ticket(row: Any) -> Ticket:
    """A row, or a row as JSON, as a ticket."""
    return msgspec.convert({name: row[name] for name in COLUMNS}, Ticket)


SELECT = f"SELECT {', '.join(COLUMNS)} FROM tickets"
OPEN = "state IN ('new', 'open', 'pending', 'on_hold')"  # as the index has it
