"""Teams and who is in them."""

from collections.abc import Sequence

from asyncpg import Record

from jishi.identity.model import Team
from jishi.storage.transaction import Transaction

COLUMNS = "id, name, lead_id, types, is_default, created_at"


async def lock(tx: Transaction, team_id: int) -> Team | None:
    """The team, held for this transaction."""
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM teams WHERE workspace_id = $1 AND id = $2 AND active FOR UPDATE",
        tx.workspace_id, team_id,
    )  # fmt: skip
    return as_team(row) if row else None


async def with_name(tx: Transaction, name: str) -> int | None:
    found: int | None = await tx.fetch_value(
        "SELECT id FROM teams WHERE workspace_id = $1 AND name = $2 AND active", tx.workspace_id, name
    )
    return found


async def has_default(tx: Transaction) -> bool:
    return bool(
        await tx.fetch_value(
            "SELECT EXISTS (SELECT FROM teams WHERE workspace_id = $1 AND is_default)", tx.workspace_id
        )
    )


async def unset_default(tx: Transaction) -> None:
    await tx.execute("UPDATE teams SET is_default = false WHERE workspace_id = $1 AND is_default", tx.workspace_id)


async def add(tx: Transaction, team: Team) -> None:
    await tx.execute(
        "INSERT INTO teams (workspace_id, id, name, lead_id, types, is_default, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.workspace_id, team.id, team.name, team.lead_id, list(team.types), team.is_default, team.created_at,
    )  # fmt: skip


async def save(tx: Transaction, team: Team) -> None:
    await tx.execute(
        "UPDATE teams SET name = $3, lead_id = $4, types = $5, is_default = $6 WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, team.id, team.name, team.lead_id, list(team.types), team.is_default,
    )  # fmt: skip


async def dissolve(tx: Transaction, team_id: int) -> None:
    await tx.execute("DELETE FROM team_members WHERE workspace_id = $1 AND team_id = $2", tx.workspace_id, team_id)
    await tx.execute(
        "UPDATE teams SET active = false, types = '{}', lead_id = NULL WHERE workspace_id = $1 AND id = $2",
        tx.workspace_id, team_id,
    )  # fmt: skip


async def give_up_lead(tx: Transaction, person_id: int) -> None:
    """Whoever left leads no team."""
    await tx.execute(
        "UPDATE teams SET lead_id = NULL WHERE workspace_id = $1 AND lead_id = $2", tx.workspace_id, person_id
    )


async def join(tx: Transaction, team_id: int, person_id: int) -> bool:
    """Whether anything changed."""
    tag = await tx.execute(
        "INSERT INTO team_members (workspace_id, team_id, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        tx.workspace_id, team_id, person_id,
    )  # fmt: skip
    return tag.endswith(" 1")


async def leave(tx: Transaction, team_id: int, person_id: int) -> bool:
    """Whether anything changed."""
    tag = await tx.execute(
        "DELETE FROM team_members WHERE workspace_id = $1 AND team_id = $2 AND person_id = $3",
        tx.workspace_id, team_id, person_id,
    )  # fmt: skip
    return tag.endswith(" 1")


async def page(tx: Transaction, *, after: tuple[str, int] | None, limit: int) -> list[Team]:
    """Teams by name."""
    name, last = after or ("", 0)
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM teams WHERE workspace_id = $1 AND active AND (name, id) > ($2, $3)"
        " ORDER BY name, id LIMIT $4",
        tx.workspace_id, name, last, limit,
    )  # fmt: skip
    return [as_team(row) for row in rows]


async def by_ids(tx: Transaction, ids: Sequence[int]) -> list[Team]:
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM teams WHERE workspace_id = $1 AND id = ANY($2::bigint[]) AND active"
        " ORDER BY name, id",
        tx.workspace_id, list(ids),
    )  # fmt: skip
    return [as_team(row) for row in rows]


async def of(tx: Transaction, person_id: int) -> list[Team]:
    """The teams that somebody is in."""
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM teams t WHERE workspace_id = $1 AND active AND EXISTS (SELECT FROM team_members m"
        " WHERE m.workspace_id = $1 AND m.team_id = t.id AND m.person_id = $2) ORDER BY name, id",
        tx.workspace_id, person_id,
    )  # fmt: skip
    return [as_team(row) for row in rows]


async def members(tx: Transaction, ids: Sequence[int]) -> list[Record]:
    """`team_id`, `id`, `name` and `role` of everyone in these teams who has not left the desk, by name."""
    return list(
        await tx.fetch(
            "SELECT m.team_id, p.id, p.name, p.role FROM team_members m"
            " JOIN people p ON p.workspace_id = m.workspace_id AND p.id = m.person_id"
            " WHERE m.workspace_id = $1 AND m.team_id = ANY($2::bigint[]) AND p.active ORDER BY p.name, p.id",
            tx.workspace_id, list(ids),
        )
    )  # fmt: skip


def as_team(row: Record) -> Team:
    return Team(**{**dict(row), "types": tuple(row["types"])})
