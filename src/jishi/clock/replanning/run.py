"""One batch of a run after another, each in a transaction of its own, until all open tickets are done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from jishi.clock import store as clock_store
from jishi.clock.clocks import keep_timers
from jishi.clock.facts import ClocksReplanned
from jishi.clock.replanning import store
from jishi.clock.replanning.begin import ALARM, CAUSES, LATE
from jishi.clock.replanning.model import Replanning
from jishi.clock.replanning.rematch_many import Outcome, rematch_many
from jishi.clock.retell import replanned, started, stopped
from jishi.clock.standards import standards
from jishi.kernel.facts import Fact
from jishi.storage.alarms import Alarm, overdue_rang
from jishi.storage.transaction import Transaction
from jishi.tickets.solve import SILENCE_ENDS
from jishi.tickets.wait import WAIT_ENDS
from jishi.tickets.walk import hold_all, open_after, touched_after

BATCH = 500  # tickets: short enough that whoever waits for one of them does not notice
IN_FLIGHT = timedelta(minutes=2)  # longer than any request that read the standards before they changed
LOOK_AGAIN = timedelta(seconds=30)
# A ticket's clocks change as of now, so what should have happened to it before now has to have happened.
FIRST = (WAIT_ENDS, SILENCE_ENDS)


@dataclass(frozen=True, slots=True)
class Changed:
    """Clocks that a batch changed, and those among them that are late by it."""

    clocks: int
    broken: int


async def replan(tx: Transaction, alarm: Alarm) -> None:
    """ALARM: the next batch of the run. A newer run takes over: it sees all that this one would, and more."""
    if not await overdue_rang(tx, FIRST):
        tx.set_alarm(ALARM, tx.now, key=alarm.key)
        return
    run = await store.hold(tx, int(alarm.key))
    if run is None or run.finished_at is not None:
        return
    if await store.is_superseded(tx, run):
        await store.save(tx, replace(run, superseded=True, finished_at=tx.now))
        return
    ids = await open_after(tx, run.cursor, limit=BATCH)
    if not ids:
        await _finish(tx, run)
        return
    changed = await replan_tickets(tx, ids, why=CAUSES[run.why])
    await store.save(
        tx,
        replace(
            run,
            cursor=ids[-1],
            done=run.done + len(ids),
            changed=run.changed + changed.clocks,
            broken=run.broken + changed.broken,
        ),
    )
    tx.set_alarm(ALARM, tx.now, key=alarm.key)


async def replan_late(tx: Transaction, alarm: Alarm) -> None:
    """ALARM: tickets that were opened or changed while the standards did, by a request that still knew the old ones."""
    if not await overdue_rang(tx, FIRST):
        tx.set_alarm(LATE, tx.now, key=alarm.key)
        return
    run_id, _, cursor = alarm.key.partition(":")
    run = await store.hold(tx, int(run_id))
    if run is None or await store.is_superseded(tx, run):
        return
    ids = await touched_after(tx, int(cursor), since=run.started_at - IN_FLIGHT, limit=BATCH)
    if ids:
        await replan_tickets(tx, ids, why=CAUSES[run.why])
        tx.set_alarm(LATE, tx.now, key=f"{run_id}:{ids[-1]}")


async def replan_tickets(tx: Transaction, ids: Sequence[int], *, why: str) -> Changed:
    """Hold these tickets, in the order of ids, and have their clocks follow the standards as they are now."""
    found = await standards(tx)
    outcomes = await rematch_many(tx, await hold_all(tx, ids), found, at=tx.now, why=why)
    moved = [outcome for outcome in outcomes if outcome.found.changed or outcome.found.new]
    facts = [fact for outcome in moved for fact in _told(tx, outcome, why)]
    clock_store.start_timers(tx, [timer for outcome in moved for timer in outcome.found.new])
    clock_store.save_timers(tx, [after for outcome in moved for _, after in outcome.found.changed])
    for outcome in moved:
        after = {timer.id: timer for _, timer in outcome.found.changed}
        timers = [after.get(timer.id, timer) for timer in outcome.timers]
        keep_timers(tx, outcome.ticket.id, [*timers, *outcome.found.new])
    await tx.record(*facts)
    return Changed(
        clocks=sum(len(outcome.moved(tx.now)) + len(outcome.found.new) for outcome in moved),
        broken=sum(len(outcome.late(tx.now)) for outcome in moved),
    )


async def _finish(tx: Transaction, run: Replanning) -> None:
    await store.save(tx, replace(run, finished_at=tx.now))
    await store.forget(tx, before=tx.now - timedelta(days=90))
    await tx.record(
        ClocksReplanned(
            at=tx.now,
            replanning_id=run.id,
            why=run.why,
            total=run.done,
            changed=run.changed,
            broken=run.broken,
        )
    )
    tx.set_alarm(LATE, tx.now + LOOK_AGAIN, key=f"{run.id}:0")


def _told(tx: Transaction, outcome: Outcome, why: str) -> list[Fact]:
    """What the journal keeps of it."""
    ticket_id, found = outcome.ticket.id, outcome.found
    return [
        *replanned(ticket_id, tx.now, why, outcome.matched, found.changed),
        *started(ticket_id, tx.now, outcome.matched, found.new, why=why),
        *stopped(ticket_id, tx.now, found.changed),
        *found.happened,
    ]
