"""Add, rename and remove skills."""

from jishi.identity import normalise, settings
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction
from jishi.workforce.errors import NoSuchSkill, SkillNameTaken
from jishi.workforce.facts import SkillAdded, SkillRemoved, SkillRenamed
from jishi.workforce.model import Skill
from jishi.workforce.skills import store

LONGEST = 60
NAME_LENGTH = "A skill's name has 1 to 60 characters."


async def add_skill(tx: Transaction, name: str) -> Skill:
    """Raises Invalid, SkillNameTaken."""
    skill = Skill(id=tx.new_id(), name=await _checked(tx, name))
    await store.add(tx, skill)
    settings.renew(tx)
    await tx.record(SkillAdded(at=tx.now, by=tx.by, skill_id=skill.id, name=skill.name))
    return skill


async def rename_skill(tx: Transaction, skill_id: int, name: str) -> Skill:
    """Raises NoSuchSkill, Invalid, SkillNameTaken."""
    before = await _lock(tx, skill_id)
    after = Skill(id=skill_id, name=await _checked(tx, name, but=skill_id))
    if after != before:
        await store.rename(tx, after)
        settings.renew(tx)
        await tx.record(SkillRenamed(at=tx.now, by=tx.by, skill_id=skill_id, name=after.name, was=before.name))
    return after


async def remove_skill(tx: Transaction, skill_id: int) -> None:
    """Nobody has it any more; a routing rule that needs it says that nobody does. Raises NoSuchSkill."""
    skill = await _lock(tx, skill_id)
    await store.remove(tx, skill_id)
    settings.renew(tx)
    await tx.record(SkillRemoved(at=tx.now, by=tx.by, skill_id=skill_id, name=skill.name))


async def _lock(tx: Transaction, skill_id: int) -> Skill:
    skill = await store.lock(tx, skill_id)
    if skill is None:
        raise NoSuchSkill
    return skill


async def _checked(tx: Transaction, name: str, *, but: int | None = None) -> str:
    name = normalise.plain(name)
    if not 1 <= len(name) <= LONGEST:
        raise Invalid(errors=[("name", NAME_LENGTH)])
    if await store.with_name(tx, name) not in {None, but}:
        raise SkillNameTaken
    return name
