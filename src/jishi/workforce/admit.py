"""Who takes tickets: colleagues come, change their role, leave."""

from jishi.identity.facts import PersonAdded, PersonChanged, PersonDeactivated, PersonReactivated
from jishi.storage.transaction import Transaction
from jishi.workforce import rules, store
from jishi.workforce.attend import keep
from jishi.workforce.errors import NoSuchAgent
from jishi.workforce.model import Agent


async def welcome(tx: Transaction, fact: PersonAdded) -> None:
    """A new colleague with a working role takes tickets as soon as they are online."""
    if rules.takes_tickets(fact.role):
        store.admit(tx, fact.person_id, active=True, wanted=rules.first_wish(fact.role))


async def follow_role(tx: Transaction, fact: PersonChanged) -> None:
    """Whether they take tickets follows from what their role may do."""
    if "role" in fact.changes:
        _, role = fact.changes["role"]
        await _become(tx, fact.person_id, role, active=rules.takes_tickets(role), by=fact.by)


async def see_off(tx: Transaction, fact: PersonDeactivated) -> None:
    """Offline at once, so that nobody gives them another ticket."""
    if (agent := await store.lock(tx, fact.person_id)) is not None:
        await keep(tx, agent, *rules.leave_desk(agent, at=fact.at, by=fact.by))
        store.admit(tx, fact.person_id, active=False, wanted=agent.wanted)


async def welcome_back(tx: Transaction, fact: PersonReactivated) -> None:
    """They take tickets again, as their role says."""
    found = await store.role_of(tx, fact.person_id)
    if found is not None and rules.takes_tickets(found[0]):
        store.admit(tx, fact.person_id, active=True, wanted=rules.first_wish(found[0]))


async def hold(tx: Transaction, person_id: int) -> Agent:
    """The agent, locked; admitted first when they came before there was a list. Raises NoSuchAgent."""
    if (agent := await store.lock(tx, person_id)) is not None and agent.active:
        return agent
    found = await store.role_of(tx, person_id)
    if found is None or not found[1] or not rules.takes_tickets(found[0]):
        raise NoSuchAgent
    store.admit(tx, person_id, active=True, wanted=rules.first_wish(found[0]))
    if (agent := await store.lock(tx, person_id)) is None:
        raise NoSuchAgent
    return agent


async def _become(tx: Transaction, person_id: int, role: str, *, active: bool, by: str) -> None:
    agent = await store.lock(tx, person_id)
    if agent is not None and not active:
        await keep(tx, agent, *rules.leave_desk(agent, at=tx.now, by=by))
    if agent is not None or active:
        store.admit(tx, person_id, active=active, wanted=agent.wanted if agent else rules.first_wish(role))
