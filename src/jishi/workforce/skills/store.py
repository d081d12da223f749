"""Skills in PostgreSQL."""

from collections.abc import Mapping, Sequence

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.workforce.model import Skill


async def every(tx: Transaction) -> list[Record]:
    """Skills by name, with how many people have each."""
    return await tx.fetch(
        "SELECT s.id, s.name, (SELECT count(*) FROM agent_skills a"
        "   WHERE a.workspace_id = $1 AND a.skill_id = s.id) AS people"
        " FROM skills s WHERE s.workspace_id = $1 ORDER BY s.name, s.id",
        tx.workspace_id,
    )


async def lock(tx: Transaction, skill_id: int) -> Skill | None:
    row = await tx.fetch_one(
        "SELECT id, name FROM skills WHERE workspace_id = $1 AND id = $2 FOR UPDATE", tx.workspace_id, skill_id
    )
    return Skill(id=row["id"], name=row["name"]) if row else None


async def with_name(tx: Transaction, name: str) -> int | None:
    found: int | None = await tx.fetch_value(
        "SELECT id FROM skills WHERE workspace_id = $1 AND lower(name) = lower($2)", tx.workspace_id, name
    )
    return found


async def add(tx: Transaction, skill: Skill) -> None:
    await tx.execute(
        "INSERT INTO skills (workspace_id, id, name, created_at) VALUES ($1, $2, $3, $4)",
        tx.workspace_id, skill.id, skill.name, tx.now,
    )  # fmt: skip


async def rename(tx: Transaction, skill: Skill) -> None:
    await tx.execute(
        "UPDATE skills SET name = $3 WHERE workspace_id = $1 AND id = $2", tx.workspace_id, skill.id, skill.name
    )


async def remove(tx: Transaction, skill_id: int) -> None:
    await tx.execute("DELETE FROM skills WHERE workspace_id = $1 AND id = $2", tx.workspace_id, skill_id)


async def known(tx: Transaction, skill_ids: Sequence[int]) -> set[int]:
    """Which of these there are, held so that none is removed meanwhile."""
    rows = await tx.fetch(
        "SELECT id FROM skills WHERE workspace_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR KEY SHARE",
        tx.workspace_id, list(skill_ids),
    )  # fmt: skip
    return {row["id"] for row in rows}


async def of_person(tx: Transaction, person_id: int) -> tuple[dict[int, int], tuple[str, ...]]:
    """Grades by skill, and languages."""
    row = await tx.fetch_one(
        "SELECT a.languages, coalesce(jsonb_object_agg(s.skill_id, s.grade)"
        "  FILTER (WHERE s.skill_id IS NOT NULL), '{}') AS skills FROM agents a"
        " LEFT JOIN agent_skills s ON s.workspace_id = $1 AND s.person_id = a.person_id"
        " WHERE a.workspace_id = $1 AND a.person_id = $2 GROUP BY a.languages",
        tx.workspace_id, person_id,
    )  # fmt: skip
    if row is None:
        return {}, ()
    return {int(skill): grade for skill, grade in row["skills"].items()}, tuple(row["languages"])


async def set_skills(tx: Transaction, person_id: int, grades: Mapping[int, int]) -> None:
    await tx.execute("DELETE FROM agent_skills WHERE workspace_id = $1 AND person_id = $2", tx.workspace_id, person_id)
    await tx.execute(
        "INSERT INTO agent_skills (workspace_id, person_id, skill_id, grade)"
        " SELECT $1, $2, u.* FROM unnest($3::bigint[], $4::int[]) u",
        tx.workspace_id, person_id, list(grades), list(grades.values()),
    )  # fmt: skip


async def set_languages(tx: Transaction, person_id: int, languages: Sequence[str]) -> None:
    await tx.execute(
        "UPDATE agents SET languages = $3 WHERE workspace_id = $1 AND person_id = $2",
        tx.workspace_id, person_id, list(languages),
    )  # fmt: skip
