"""Routes of skills, and of what people can do."""

from typing import Annotated

import msgspec
from litestar import delete, get, patch, post, put
from litestar.params import Parameter

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.workforce.admit import hold
from jishi.workforce.skills import store
from jishi.workforce.skills.name_skill import add_skill, remove_skill, rename_skill
from jishi.workforce.skills.teach import teach

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Key = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
READ = [requires(Permission.PEOPLE_READ)]
MANAGE = [requires(Permission.WORKFORCE_MANAGE)]


class SkillView(msgspec.Struct, kw_only=True):
    """`people`: how many have it, at any grade."""

    id: int
    name: str
    people: int


class Skills(msgspec.Struct, kw_only=True):
    items: list[SkillView]
    next: str | None = None


class SkillName(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60, examples=["退款"])]


class Graded(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`grade`: 1 newcomer to 5 veteran."""

    skill: Key
    grade: Annotated[int, msgspec.Meta(ge=1, le=5)]


class Abilities(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is not named is not there any more. No `languages` at all: nothing was said about them, no hurdle."""

    skills: Annotated[list[Graded], msgspec.Meta(max_length=200)]
    languages: Annotated[list[Annotated[str, msgspec.Meta(max_length=12)]], msgspec.Meta(max_length=50)]


@get("/skills", guards=READ, tags=["skills"])
async def list_skills(tx: Transaction) -> Skills:
    """What tickets may need and people can have, by name."""
    return Skills(items=[SkillView(**dict(row)) for row in await store.every(tx)])


@post("/skills", guards=MANAGE, tags=["skills"])
async def post_skill(tx: Transaction, data: SkillName) -> SkillView:
    """Add a skill."""
    skill = await add_skill(tx, data.name)
    return SkillView(id=skill.id, name=skill.name, people=0)


@patch("/skills/{skill_id:int}", guards=MANAGE, tags=["skills"])
async def patch_skill(tx: Transaction, skill_id: Id, data: SkillName) -> SkillView:
    """Call it something else. Who has it keeps it."""
    skill = await rename_skill(tx, skill_id, data.name)
    return next(SkillView(**dict(row)) for row in await store.every(tx) if row["id"] == skill.id)


@delete("/skills/{skill_id:int}", guards=MANAGE, tags=["skills"])
async def delete_skill(tx: Transaction, skill_id: Id) -> None:
    """Take it from everybody who has it. Rules that need it are pointed out: nobody has it any more."""
    await remove_skill(tx, skill_id)


@put("/agents/{agent_id:int}/skills", guards=MANAGE, tags=["skills"])
async def put_agent_skills(tx: Transaction, caller: Caller, agent_id: Id, data: Abilities) -> Abilities:
    """Everything this colleague can do, with grades, and the languages they answer in."""
    agent = await hold(tx, agent_id)
    await teach(tx, agent, [(each.skill, each.grade) for each in data.skills], data.languages, by=caller.actor)
    return data


routes = [list_skills, post_skill, patch_skill, delete_skill, put_agent_skills]
