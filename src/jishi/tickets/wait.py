"""Wait for the customer or for somebody else, and go on."""

from datetime import datetime

from jishi.kernel.facts import Fact
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.tickets import rules, store
from jishi.tickets.errors import NotWaiting
from jishi.tickets.find import lock
from jishi.tickets.model import State, Ticket

WAIT_ENDS = "tickets.wait_ends"


async def pend(
    tx: Transaction, ticket_id: int, *, until: datetime | None = None, reason: str | None = None, by: str
) -> Ticket:
    """The customer has to say something."""
    before = await lock(tx, ticket_id)
    after, facts = rules.pend(before, until=until, reason=reason, by=by, at=tx.now)
    return await _keep(tx, before, after, facts)


async def hold(
    tx: Transaction, ticket_id: int, *, until: datetime | None = None, reason: str | None = None, by: str
) -> Ticket:
    """Somebody who is not the customer has to do something."""
    before = await lock(tx, ticket_id)
    after, facts = rules.hold(before, until=until, reason=reason, by=by, at=tx.now)
    return await _keep(tx, before, after, facts)


async def resume(tx: Transaction, ticket_id: int, *, state: State | None = None, by: str) -> Ticket:
    """Go on now. With `state`, only when it waits for that."""
    before = await lock(tx, ticket_id)
    if state is not None and before.state is not state:
        raise NotWaiting
    after, facts = rules.resume(before, by=by, at=tx.now)
    return await _keep(tx, before, after, facts)


async def wait_ends(tx: Transaction, alarm: Alarm) -> None:
    """The time to wait is over: work resumes at the instant that was set, however late this runs."""
    before = await store.lock(tx, alarm.ticket_id)
    if before is None or before.state not in rules.WAITING or before.pending_until != alarm.at:
        return
    after, facts = rules.resume(before, by="system", at=alarm.at, why="time")
    await store.save(tx, before, after)
    await tx.record(*facts)


async def _keep(tx: Transaction, before: Ticket, after: Ticket, facts: list[Fact]) -> Ticket:
    await store.save(tx, before, after)
    if after.pending_until is not None:
        tx.set_alarm(WAIT_ENDS, after.pending_until, ticket_id=after.id)
    elif before.pending_until is not None:
        tx.clear_alarm(WAIT_ENDS, ticket_id=after.id)
    await tx.record(*facts)
    return after
