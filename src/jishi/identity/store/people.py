"""Colleagues."""

from collections.abc import Sequence

from asyncpg import Record

from jishi.identity.model import Person, Role
from jishi.storage.transaction import Transaction

COLUMNS = "id, name, email, role, language, zone, active, created_at"


async def get(tx: Transaction, person_id: int) -> Person | None:
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM people WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, person_id,
    )  # fmt: skip
    return as_person(row) if row else None


async def lock(tx: Transaction, person_id: int) -> Person | None:
    """The colleague, held for this transaction. Rows that only refer to them are written meanwhile: whoever gives them
    a ticket holds their presence, which is changed next by who closes their account."""
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM people WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE",
        tx.workspace_id, person_id,
    )  # fmt: skip
    return as_person(row) if row else None


async def with_email(tx: Transaction, email: str) -> Person | None:
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM people WHERE workspace_id = $1 AND email = $2",
        tx.workspace_id, email,
    )  # fmt: skip
    return as_person(row) if row else None


async def lock_administrators(tx: Transaction) -> list[int]:
    """The active administrators, held: of two who would each be the last but one to go, the second sees the first gone.

    In the order of ids, as everybody who locks several people does.
    """
    rows = await tx.fetch(
        "SELECT id FROM people WHERE workspace_id = $1 AND role = 'administrator' AND active ORDER BY id"
        " FOR NO KEY UPDATE",
        tx.workspace_id,
    )
    return [row["id"] for row in rows]


async def add(tx: Transaction, person: Person, password_hash: str | None) -> None:
    await tx.execute(
        "INSERT INTO people (workspace_id, id, name, email, role, language, zone, active, created_at, password_hash)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.workspace_id, person.id, person.name, person.email, person.role, person.language, person.zone,
        person.active, person.created_at, password_hash,
    )  # fmt: skip


async def save(tx: Transaction, person: Person) -> None:
    await tx.execute(
        "UPDATE people SET name = $3, email = $4, role = $5, language = $6, zone = $7, active = $8"
        " WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, person.id, person.name, person.email, person.role, person.language, person.zone, person.active,
    )  # fmt: skip


async def set_password(tx: Transaction, person_id: int, password_hash: str) -> None:
    await tx.execute(
        "UPDATE people SET password_hash = $3 WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, person_id, password_hash,
    )  # fmt: skip


async def page(
    tx: Transaction,
    *,
    q: str | None,
    role: str | None,
    team_id: int | None,
    active: bool | None,
    after: tuple[str, int] | None,
    limit: int,
) -> list[tuple[Person, list[int]]]:
    """Colleagues by name, each with the ids of their teams."""
    name, last = after or ("", 0)
    rows = await tx.fetch(
        f"SELECT {COLUMNS}, ARRAY(SELECT m.team_id FROM team_members m WHERE m.workspace_id = $1"
        "  AND m.person_id = p.id ORDER BY m.team_id) AS team_ids"
        " FROM people p WHERE workspace_id = $1 AND (name, id) > ($2, $3)"
        " AND ($4::text IS NULL OR strpos(lower(name), lower($4)) > 0 OR strpos(email, lower($4)) > 0)"
        " AND ($5::text IS NULL OR role = $5) AND ($6::boolean IS NULL OR active = $6)"
        " AND ($7::bigint IS NULL OR EXISTS (SELECT FROM team_members m WHERE m.workspace_id = $1"
        "  AND m.person_id = p.id AND m.team_id = $7))"
        " ORDER BY name, id LIMIT $8",
        tx.workspace_id, name, last, q, role, active, team_id, limit,
    )  # fmt: skip
    return [(as_person(row), list(row["team_ids"])) for row in rows]


async def named(tx: Transaction, ids: Sequence[int]) -> dict[int, str]:
    """Names by id."""
    rows = await tx.fetch(
        "SELECT id, name FROM people WHERE workspace_id = $1 AND id = ANY($2::bigint[])", tx.workspace_id, list(ids)
    )
    return {row["id"]: row["name"] for row in rows}


def as_person(row: Record) -> Person:
    names = COLUMNS.split(", ")
    return Person(**{**{name: row[name] for name in names}, "role": Role(row["role"])})
