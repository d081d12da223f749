"""History in PostgreSQL: looked up, numbered and written a batch at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from jishi.identity.model import Customer, Team
from jishi.kernel.facts import Fact
from jishi.storage import journal
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Message, Ticket

Handle = tuple[str, str]
TICKET = ", ".join(field.name for field in fields(Ticket))
MESSAGE = ", ".join(field.name for field in fields(Message))
FILL = (
    "INSERT INTO {table} (workspace_id, {columns})"
    " SELECT $1, {columns} FROM jsonb_populate_recordset(NULL::{table}, $2::jsonb)"
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A colleague of another system who does not exist here: a name to own history, nobody who signs in."""

    id: int
    name: str
    email: str


async def lock_source(tx: Transaction, source: str) -> None:
    """Two imports of one source take turns, batch by batch."""
    await tx.fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('import ' || $1::bigint || ' ' || $2, 0))",
        tx.workspace_id, source,
    )  # fmt: skip


async def filed(tx: Transaction, source: str, source_ids: Sequence[str]) -> set[str]:
    """Which of these tickets are here already."""
    rows = await tx.fetch(
        "SELECT source_id FROM imported_tickets WHERE workspace_id = $1 AND source = $2"
        " AND source_id = ANY($3::text[])",
        tx.workspace_id, source, list(source_ids),
    )  # fmt: skip
    return {row["source_id"] for row in rows}


async def is_filed(tx: Transaction, source: str) -> bool:
    return bool(
        await tx.fetch(
            "SELECT 1 FROM imported_tickets WHERE workspace_id = $1 AND source = $2 LIMIT 1", tx.workspace_id, source
        )
    )


async def known_names(tx: Transaction, source: str, kind: str, names: Sequence[str]) -> dict[str, int]:
    """What earlier batches made of these names."""
    rows = await tx.fetch(
        "SELECT name, id FROM imported_names WHERE workspace_id = $1 AND source = $2 AND kind = $3"
        " AND name = ANY($4::text[])",
        tx.workspace_id, source, kind, list(names),
    )  # fmt: skip
    return {row["name"]: row["id"] for row in rows}


async def remember_names(tx: Transaction, source: str, kind: str, known: dict[str, int]) -> None:
    await tx.execute(
        "INSERT INTO imported_names (workspace_id, source, kind, name, id)"
        " SELECT $1, $2, $3, u.name, u.id FROM unnest($4::text[], $5::bigint[]) AS u(name, id) ON CONFLICT DO NOTHING",
        tx.workspace_id, source, kind, list(known), list(known.values()),
    )  # fmt: skip


async def people_by_email(tx: Transaction, emails: Sequence[str]) -> dict[str, int]:
    rows = await tx.fetch(
        "SELECT email, id FROM people WHERE workspace_id = $1 AND email = ANY($2::text[])",
        tx.workspace_id, list(emails),
    )  # fmt: skip
    return {row["email"]: row["id"] for row in rows}


async def teams_by_name(tx: Transaction, names: Sequence[str]) -> dict[str, int]:
    rows = await tx.fetch(
        "SELECT name, id FROM teams WHERE workspace_id = $1 AND name = ANY($2::text[])", tx.workspace_id, list(names)
    )
    return {row["name"]: row["id"] for row in rows}


async def add_people(tx: Transaction, people: Sequence[Newcomer]) -> None:
    """Inactive and without a password, so that nobody can sign in as one of them."""
    await tx.execute(
        "INSERT INTO people (workspace_id, id, name, email, role, active, created_at)"
        " SELECT $1, u.id, u.name, u.email, 'agent', false, $5"
        "   FROM unnest($2::bigint[], $3::text[], $4::text[]) AS u(id, name, email)",
        tx.workspace_id, [p.id for p in people], [p.name for p in people], [p.email for p in people], tx.now,
    )  # fmt: skip


async def add_teams(tx: Transaction, teams: Sequence[Team]) -> None:
    """Teams that take no type of ticket, so that nothing live is routed to them."""
    await tx.execute(
        "INSERT INTO teams (workspace_id, id, name, created_at)"
        " SELECT $1, u.id, u.name, $4 FROM unnest($2::bigint[], $3::text[]) AS u(id, name)",
        tx.workspace_id, [team.id for team in teams], [team.name for team in teams], tx.now,
    )  # fmt: skip


async def customers_by_handle(tx: Transaction, handles: Sequence[Handle]) -> dict[Handle, int]:
    rows = await tx.fetch(
        "SELECT h.kind, h.value, h.customer_id FROM unnest($2::text[], $3::text[]) AS u(kind, value)"
        "  JOIN customer_handles h ON h.workspace_id = $1 AND h.kind = u.kind AND h.value = u.value",
        tx.workspace_id, [kind for kind, _ in handles], [value for _, value in handles],
    )  # fmt: skip
    return {(row["kind"], row["value"]): row["customer_id"] for row in rows}


def add_customers(tx: Transaction, customers: Sequence[Customer], handles: Sequence[tuple[Handle, int]]) -> None:
    columns = [
        [getattr(c, name) for c in customers] for name in ("id", "name", "email", "phone", "external_id", "tier")
    ]
    kinds, values = [kind for (kind, _), _ in handles], [value for (_, value), _ in handles]
    tx.later("import_customers", *columns, tx.now, kinds, values, [customer_id for _, customer_id in handles])


async def take_numbers(tx: Transaction, day: date, today: date, many: int) -> list[str]:
    rows = await tx.fetch("SELECT take_history_numbers($1, $2, $3, $4)", tx.workspace_id, day, today, many)
    return [row[0] for row in rows]


async def add_tickets(
    tx: Transaction,
    source: str,
    source_ids: Sequence[str],
    tickets: Sequence[Ticket],
    messages: Sequence[Any],
    words: Sequence[dict[str, Any]],
) -> None:
    """All at once; rows are JSON, whose names are the columns'. Columns that a ticket has no field for take their
    defaults.
    """
    await tx.execute(FILL.format(table="tickets", columns=TICKET), tx.workspace_id, list(tickets))
    await tx.execute(FILL.format(table="messages", columns=MESSAGE), tx.workspace_id, list(messages))
    await tx.execute(
        "INSERT INTO imported_tickets (workspace_id, source, source_id, ticket_id)"
        " SELECT $1, $2, u.source_id, u.id FROM unnest($3::text[], $4::bigint[]) AS u(source_id, id)",
        tx.workspace_id, source, list(source_ids), [ticket.id for ticket in tickets],
    )  # fmt: skip
    tx.later("import_words", list(words))


def add_facts(tx: Transaction, facts: Iterable[Fact]) -> None:
    """Straight into the journal: no reaction follows from history."""
    at, kinds, bys, tickets, payloads, *_ = journal.columns(list(facts), {})
    tx.later("import_facts", at, kinds, bys, tickets, payloads)


async def export_rows(tx: Transaction, *, after: tuple[datetime, int], until: datetime | None, limit: int) -> list[Any]:
    """Tickets by the instant they were opened, with the names of those who answered and solved; no junk. One that was
    split from another counts from when its first message came.
    """
    return await tx.fetch(
        "SELECT t.id, t.number, t.customer_id, t.channel, t.type, t.created_at, t.first_answered_at, t.solved_at,"
        "       coalesce(t.received_at, t.created_at) AS received_at,"
        "       t.score, t.outcome, t.comment, a.name AS answered_by, s.name AS solved_by"
        "  FROM tickets t"
        "  LEFT JOIN people a ON a.workspace_id = $1 AND a.id = t.first_answered_by"
        "  LEFT JOIN people s ON s.workspace_id = $1 AND s.id = t.solved_by"
        " WHERE t.workspace_id = $1 AND t.state <> 'discarded' AND (t.created_at, t.id) > ($2, $3)"
        "   AND ($4::timestamptz IS NULL OR t.created_at < $4) ORDER BY t.created_at, t.id LIMIT $5",
        tx.workspace_id, after[0], after[1], until, limit,
    )  # fmt: skip
