"""A skill is there no more: what waits for somebody who has it would wait for ever."""

from jishi.dispatch.routing import store
from jishi.dispatch.wait import LOOK_AGAIN
from jishi.storage.transaction import Transaction
from jishi.workforce.facts import SkillRemoved


async def forget_skill(tx: Transaction, fact: SkillRemoved) -> None:
    """AFTERWARDS. No ticket asks for it any longer, as none that comes from now on does, whatever its rule says."""
    for ticket_id in await store.drop_needs(tx, fact.skill_id):
        tx.set_alarm(LOOK_AGAIN, tx.now, ticket_id=ticket_id)
