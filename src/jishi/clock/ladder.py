"""What whoever tells people has to know of promises: the timers of a ticket, and who is to be told when."""

from jishi.clock import store
from jishi.clock.model import Rung, Timer
from jishi.clock.standards import standards
from jishi.storage.transaction import Transaction


async def timers_of(tx: Transaction, ticket_id: int) -> list[Timer]:
    """All timers that the ticket has or had, in the order in which they started."""
    return await store.of_ticket(tx, ticket_id)


async def ladder_of(tx: Transaction, policy_id: int, version: int) -> tuple[Rung, ...]:
    """The ladder of that version of a policy, kept for ever: a version never changes."""
    key = ("ladder", tx.workspace_id, policy_id, version)
    known = tx.database.memory.get(key)
    if isinstance(known, tuple):
        return known
    current = (await standards(tx)).policies
    found = next((policy.ladder for policy in current if (policy.id, policy.version) == (policy_id, version)), None)
    if found is None:
        versions = await store.policy_versions(tx, policy_id)
        found = next((store.as_policy(row).ladder for row in versions if row["version"] == version), ())
    tx.database.memory[key] = found
    return found
