"""See to what is late, so that nobody else is told of it again."""

from collections.abc import Sequence

from jishi.clock.ladder import timers_of
from jishi.clock.model import Timer
from jishi.notify import rules, store
from jishi.notify.delivery.enqueue import call_off
from jishi.notify.errors import NothingLate
from jishi.notify.escalate import CLIMB
from jishi.notify.facts import EscalationAcknowledged
from jishi.notify.model import Notice
from jishi.storage.transaction import Transaction


async def acknowledge_ticket(tx: Transaction, ticket_id: int, *, person_id: int, by: str) -> list[Timer]:
    """All promises of the ticket that were warned of or broken. Raises NothingLate when there are none."""
    timers = [timer for timer in await timers_of(tx, ticket_id) if rules.needs_acknowledgement(timer)]
    if not timers:
        raise NothingLate
    return await _acknowledge(tx, timers, person_id=person_id, by=by)


async def acknowledge_notice(tx: Transaction, notice: Notice, *, person_id: int, by: str) -> None:
    """The promise that the notice is about, as far as it still has to be kept; the notice itself in any case."""
    if notice.timer_id is not None and notice.ticket_id is not None:
        timers = await timers_of(tx, notice.ticket_id)
        late = [timer for timer in timers if timer.id == notice.timer_id and rules.needs_acknowledgement(timer)]
        if late:
            await _acknowledge(tx, late, person_id=person_id, by=by)
    await store.acknowledge_notice(tx, notice.id, person_id=person_id)


async def _acknowledge(tx: Transaction, timers: Sequence[Timer], *, person_id: int, by: str) -> list[Timer]:
    """Those that nobody saw to before."""
    ticket_id = timers[0].ticket_id
    said = await store.acknowledged(tx, ticket_id)
    new = [timer for timer in timers if rules.seen_to(timer, said) is None]
    if not new:
        return []
    ids = tuple(timer.id for timer in new)
    # Before all else: a step that is just being taken is waited for, so that its notices are seen to as well.
    for timer_id in ids:
        tx.clear_alarm(CLIMB, ticket_id=ticket_id, key=str(timer_id))
    await store.acknowledge(tx, new, person_id=person_id)
    waiting = await store.waiting_to_leave(tx, [ticket_id], ids)
    if waiting:
        await call_off(tx, waiting)
    await tx.record(EscalationAcknowledged(at=tx.now, by=by, ticket_id=ticket_id, person_id=person_id, timer_ids=ids))
    return new
