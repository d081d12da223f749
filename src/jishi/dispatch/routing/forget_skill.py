"""What becomes of the tickets that need a skill when it is there no more, or is called otherwise."""

from jishi.dispatch.routing import store
from jishi.dispatch.wait import set_second_look
from jishi.storage.transaction import Transaction
from jishi.workforce.facts import SkillRemoved, SkillRenamed


async def forget_skill(tx: Transaction, fact: SkillRemoved) -> None:
    """AFTERWARDS. No ticket asks for it any longer, as none that comes from now on does, whatever its rule says."""
    for ticket_id in await store.drop_needs(tx, fact.skill_id):
        set_second_look(tx, ticket_id, tx.now)


async def call_skill(tx: Transaction, fact: SkillRenamed) -> None:
    """AFTERWARDS. Tickets say what they wait for by the name that the skill has now."""
    for ticket_id in await store.rename_needs(tx, fact.skill_id):
        set_second_look(tx, ticket_id, tx.now)
