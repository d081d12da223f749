"""What whoever tells people has to know of promises: the timers of a ticket, and who is to be told when."""

from collections.abc import Collection

from jishi.clock import store
from jishi.clock.model import Rung, Timer
from jishi.clock.standards import standards
from jishi.storage.transaction import Transaction


async def timers_of(tx: Transaction, ticket_id: int) -> list[Timer]:
    """All timers that the ticket has or had, in the order in which they started."""
    return await store.of_ticket(tx, ticket_id)


async def timers_of_many(tx: Transaction, ticket_ids: Collection[int]) -> dict[int, list[Timer]]:
    """The same of many tickets, in one round trip."""
    found: dict[int, list[Timer]] = {ticket_id: [] for ticket_id in ticket_ids}
    for timer in await store.of_tickets(tx, list(found)):
        found[timer.ticket_id].append(timer)
    return found


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
