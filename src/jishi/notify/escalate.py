"""Climb the ladder of a promise: warn before it is late, say that it is, go on until somebody sees to it.

Nothing about the climb is stored but one alarm for each broken promise, set at its next step. What there is to be told
follows from the timer as it stands when somebody looks, so a late look, a pause or a move of the due instant tells
nobody of what is no longer so.
"""

from collections.abc import Sequence

from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate, TimersStopped, WarningReached
from jishi.clock.ladder import ladder_of, timers_of
from jishi.clock.model import Timer
from jishi.clock.standards import hours_of
from jishi.notify import rules, store
from jishi.notify.delivery.enqueue import call_off
from jishi.notify.model import Notice, NoticeKind, Scene, Step
from jishi.notify.tell import give, look, of_promise
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketReopened, TicketRestored, TicketResumed
from jishi.workforce.work_on import who_works

CLIMB = "notify.climb"


async def warn(tx: Transaction, fact: WarningReached) -> None:
    """AFTERWARDS: so much of the time is used. Once for each due instant; when that moves on, a new one comes."""
    timer = await _timer(tx, fact.ticket_id, fact.timer_id)
    if timer is None or rules.is_over(timer) or rules.moved_on(timer, fact.due_at):
        return
    ladder = await ladder_of(tx, timer.policy_id, timer.policy_version)
    steps = rules.warning_steps(timer, ladder, fact.used_seconds, at=fact.at)
    told_anyway = rules.later_steps(timer, ladder, fact.used_seconds, at=fact.at)
    scene = await look(tx, timer.ticket_id, [step.rung for step in (*steps, *told_anyway)])
    if scene is not None and not rules.seen_to(timer, scene.acknowledged):
        await _tell(tx, timer, scene, rules.tell(steps, scene, but=told_anyway))


async def escalate(tx: Transaction, fact: PromiseBroken) -> None:
    """AFTERWARDS: it is late. After a stoppage, who would have been told again and again is told once."""
    timer = await _timer(tx, fact.ticket_id, fact.timer_id)
    if timer is not None and timer.broken_at is not None:
        await _climb(tx, timer, Alarm(CLIMB, timer.ticket_id, str(timer.id), timer.broken_at))


async def climb(tx: Transaction, alarm: Alarm) -> None:
    """An alarm: the next step, unless somebody sees to it or nobody has to any more."""
    timer = await _timer(tx, alarm.ticket_id, int(alarm.key))
    if timer is not None:
        await _climb(tx, timer, alarm)


async def climb_on(tx: Transaction, fact: TicketResumed | TicketReopened) -> None:
    """AFTERWARDS: the clocks that stood still go on, and with them their ladders."""
    for timer in await timers_of(tx, fact.ticket_id):
        if timer.broken_at is not None and not rules.is_over(timer):
            following = rules.next_step(await _steps(tx, timer), after=fact.at)
            if following is not None:
                store.await_step(tx, CLIMB, timer, following)


async def climb_again(tx: Transaction, fact: TicketRestored) -> None:
    """AFTERWARDS: back from the junk, where its customer waited all the same: what would have been told by now is."""
    for timer in await timers_of(tx, fact.ticket_id):
        if timer.broken_at is not None:
            await _climb(tx, timer, Alarm(CLIMB, timer.ticket_id, str(timer.id), timer.broken_at))


async def climb_down(tx: Transaction, fact: PromiseKept | PromiseMetLate | TimersStopped) -> None:
    """AFTERWARDS: nobody has to keep it any more. What has not left the desk yet stays."""
    ids = fact.timer_ids if isinstance(fact, TimersStopped) else (fact.timer_id,)
    if not isinstance(fact, PromiseKept):
        for timer_id in ids:
            tx.clear_alarm(CLIMB, ticket_id=fact.ticket_id, key=str(timer_id))
    waiting = await store.waiting_to_leave(tx, fact.ticket_id, ids)
    if waiting:
        await call_off(tx, waiting)


async def _climb(tx: Transaction, timer: Timer, alarm: Alarm) -> None:
    """The steps from the alarm's instant until now, and an alarm for the one after them."""
    if rules.is_over(timer):
        return
    steps = await _steps(tx, timer)
    due = rules.due_steps(steps, since=alarm.at, until=tx.now)
    scene = await look(tx, timer.ticket_id, [step.rung for step in due])
    if scene is None or rules.seen_to(timer, scene.acknowledged):
        return
    following = rules.next_step(steps, after=tx.now)
    if following is not None:
        tx.set_alarm(CLIMB, following, ticket_id=timer.ticket_id, key=str(timer.id))
    await _tell(tx, timer, scene, rules.tell(due, scene))


async def _tell(tx: Transaction, timer: Timer, scene: Scene, told: Sequence[rules.Told]) -> None:
    if told:
        late = timer.broken_at is not None
        at_work = [there.name for there in await who_works(tx, timer.ticket_id)] if late else []
        await give(tx, [_notice(timer, scene, one, at_work) for one in told])


def _notice(timer: Timer, scene: Scene, told: rules.Told, at_work: list[str]) -> Notice:
    step = told.step
    due = "" if timer.due_at is None else timer.due_at.isoformat()
    return Notice(
        id=0,
        person_id=told.person_id,
        ticket_id=timer.ticket_id,
        timer_id=timer.id,
        kind=rules.kind_of(step) if timer.broken_at is not None else NoticeKind.WARNING,
        key=f"timer:{timer.id}:rung:{step.name}:round:{step.round}:due:{due}",
        data={**of_promise(scene, timer, at_work=at_work), "round": step.round},
        media=told.media,
        at=step.at,
    )


async def _timer(tx: Transaction, ticket_id: int, timer_id: int) -> Timer | None:
    return next((timer for timer in await timers_of(tx, ticket_id) if timer.id == timer_id), None)


async def _steps(tx: Transaction, timer: Timer) -> list[Step]:
    ladder = await ladder_of(tx, timer.policy_id, timer.policy_version)
    hours = await hours_of(tx, timer.calendar_id, timer.calendar_version)
    return rules.climb(timer, ladder, hours=hours)
