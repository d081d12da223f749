"""How many tickets somebody can have at once."""

from jishi.storage.transaction import Transaction
from jishi.workforce import store
from jishi.workforce.errors import BadCapacity
from jishi.workforce.facts import CapacityChanged
from jishi.workforce.model import Agent

MOST = 1000


async def set_capacity(tx: Transaction, agent: Agent, capacity: int, *, by: str) -> None:
    """Less than their load takes nothing away: they are full until it has fallen."""
    if not 0 <= capacity <= MOST:
        raise BadCapacity(errors=[("capacity", BadCapacity.__doc__ or "")])
    if capacity == agent.capacity:
        return
    store.save_capacity(tx, agent.person_id, capacity)
    await tx.record(CapacityChanged(at=tx.now, by=by, person_id=agent.person_id, capacity=capacity, was=agent.capacity))
