"""Let timers that are due say so: warnings and broken promises, at their true instants."""

from jishi.clock import rules, store
from jishi.clock.facts import WarningReached
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets.find import mark_warned


async def fire_due(tx: Transaction, *, limit: int = 500) -> int:
    """One batch of a workspace's due timers; how many had something to say. Any number of workers may do this."""
    timers = await store.claim_due(tx, before=tx.now, limit=limit)
    fired = [rules.fire(timer, tx.now) for timer in timers]
    happened: list[Fact] = [fact for _, facts in fired for fact in facts]
    store.save_timers(tx, [timer for timer, _ in fired])
    warned = [(fact.ticket_id, fact.due_at) for fact in happened if isinstance(fact, WarningReached)]
    if warned:
        await mark_warned(tx, warned)
    await tx.record(*happened)
    return len(timers)
