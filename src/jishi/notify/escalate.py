"""Climb the ladder of a promise: warn before it is late, say that it is, go on until somebody sees to it.

Nothing about the climb is stored but one alarm for each broken promise, set at its next step. What there is to be told
follows from the timer as it stands when somebody looks, so a late look, a pause or a move of the due instant tells
nobody of what is no longer so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jishi.clock.facts import (
    PromiseBroken,
    PromiseKept,
    PromiseMetLate,
    TimersReplanned,
    TimersStopped,
    WarningReached,
)
from jishi.clock.ladder import ladder_of, timers_of, timers_of_many
from jishi.clock.model import Rung, Timer
from jishi.clock.standards import hours_of
from jishi.notify import rules, store
from jishi.notify.delivery.enqueue import call_off
from jishi.notify.model import Notice, NoticeKind, Scene, Step
from jishi.notify.tell import look_at, of_promise, tell
from jishi.storage.alarms import Alarm, together
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.facts import TicketReopened, TicketRestored, TicketResumed
from jishi.workforce.work_on import who_works

CLIMB = "notify.climb"


@dataclass(frozen=True, slots=True)
class Climb:
    """A look at a broken promise: at the steps from an instant on, or else from when it was broken."""

    ticket_id: int
    timer_id: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """The steps of a promise that are taken now; those taken besides, whose people need not hear of these; and when the
    next one is."""

    timer: Timer
    steps: Sequence[Step]
    besides: Sequence[Step] = ()
    following: datetime | None = None


async def warn(tx: Transaction, fact: WarningReached) -> None:
    """AFTERWARDS: so much of the time is used. Once for each due instant; when that moves on, a new one comes."""
    tell(tx, _warnings, fact)


async def escalate(tx: Transaction, fact: PromiseBroken) -> None:
    """AFTERWARDS: it is late. After a stoppage, who would have been told again and again is told once."""
    tell(tx, _climbs, Climb(fact.ticket_id, fact.timer_id))


@together
async def climb(tx: Transaction, alarm: Alarm) -> None:
    """An alarm: the next step, unless somebody sees to it or nobody has to any more."""
    tell(tx, _climbs, Climb(alarm.ticket_id, int(alarm.key), alarm.at))


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
        tell(tx, _climbs, Climb(timer.ticket_id, timer.id))


@concerned(lambda fact: any(timer.again for timer in fact.timers))
async def climb_anew(tx: Transaction, fact: TimersReplanned) -> None:
    """AFTERWARDS: what was not promised for a while is promised again, and was late before: its ladder goes on, and
    what would have been told meanwhile is told."""
    for timer in fact.timers:
        if timer.again:
            tell(tx, _climbs, Climb(fact.ticket_id, timer.id))


async def climb_down(tx: Transaction, fact: PromiseKept | PromiseMetLate | TimersStopped) -> None:
    """AFTERWARDS: nobody has to keep it any more. What has not left the desk yet stays."""
    tx.gather(_climb_down, fact)


async def _warnings(tx: Transaction, facts: list[WarningReached]) -> list[list[Notice]]:
    timers = await _timers(tx, [Climb(fact.ticket_id, fact.timer_id) for fact in facts])
    calls = [await _warning(tx, fact, timer) for fact, timer in zip(facts, timers, strict=True)]
    return await _notices(tx, calls, await _scenes(tx, calls))


async def _warning(tx: Transaction, fact: WarningReached, timer: Timer | None) -> Call | None:
    if timer is None or rules.is_over(timer) or rules.moved_on(timer, fact.due_at):
        return None
    ladder = await ladder_of(tx, timer.policy_id, timer.policy_version)
    steps = rules.warning_steps(timer, ladder, fact.used_seconds, at=fact.at)
    return Call(timer, steps, besides=rules.later_steps(timer, ladder, fact.used_seconds, at=fact.at))


async def _climbs(tx: Transaction, climbs: list[Climb]) -> list[list[Notice]]:
    """The steps from each instant until now, and an alarm for the one after them."""
    timers = await _timers(tx, climbs)
    calls = [await _due(tx, each, timer) for each, timer in zip(climbs, timers, strict=True)]
    scenes = await _scenes(tx, calls)
    for call in calls:
        if call is not None and call.following is not None and _is_unseen(call, scenes):
            tx.set_alarm(CLIMB, call.following, ticket_id=call.timer.ticket_id, key=str(call.timer.id))
    return await _notices(tx, calls, scenes)


async def _due(tx: Transaction, climb: Climb, timer: Timer | None) -> Call | None:
    if timer is None or timer.broken_at is None or rules.is_over(timer):
        return None
    steps = await _steps(tx, timer)
    due = rules.due_steps(steps, since=climb.since or timer.broken_at, until=tx.now)
    return Call(timer, due, following=rules.next_step(steps, after=tx.now))


async def _climb_down(tx: Transaction, facts: list[PromiseKept | PromiseMetLate | TimersStopped]) -> None:
    over: list[tuple[int, int]] = []
    for fact in facts:
        ids = fact.timer_ids if isinstance(fact, TimersStopped) else (fact.timer_id,)
        over += [(fact.ticket_id, timer_id) for timer_id in ids]
        if not isinstance(fact, PromiseKept):
            for timer_id in ids:
                tx.clear_alarm(CLIMB, ticket_id=fact.ticket_id, key=str(timer_id))
    waiting = await store.waiting_to_leave(tx, {ticket for ticket, _ in over}, {timer for _, timer in over})
    if waiting:
        await call_off(tx, waiting)


async def _scenes(tx: Transaction, calls: Iterable[Call | None]) -> dict[int, Scene]:
    rungs: dict[int, list[Rung]] = {}
    for call in calls:
        if call is not None:
            rungs.setdefault(call.timer.ticket_id, []).extend(step.rung for step in (*call.steps, *call.besides))
    return await look_at(tx, rungs)


async def _notices(tx: Transaction, calls: Sequence[Call | None], scenes: dict[int, Scene]) -> list[list[Notice]]:
    """Of each call; none of one whose promise somebody sees to."""
    told = [
        rules.tell(call.steps, scenes[call.timer.ticket_id], but=call.besides)
        if call is not None and _is_unseen(call, scenes)
        else []
        for call in calls
    ]
    late = {call.timer.ticket_id for call, to in zip(calls, told, strict=True) if to and call and call.timer.broken_at}
    there = await who_works(tx, *sorted(late))

    def notices(call: Call | None, to: list[rules.Told]) -> list[Notice]:
        if call is None:
            return []
        timer, scene = call.timer, scenes.get(call.timer.ticket_id)
        names = [each.name for each in there if timer.broken_at and each.work.ticket_id == timer.ticket_id]
        return [_notice(timer, scene, one, names) for one in to] if scene else []

    return [notices(call, to) for call, to in zip(calls, told, strict=True)]


def _is_unseen(call: Call, scenes: dict[int, Scene]) -> bool:
    scene = scenes.get(call.timer.ticket_id)
    return scene is not None and rules.seen_to(call.timer, scene.acknowledged) is None


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


async def _timers(tx: Transaction, climbs: Sequence[Climb]) -> list[Timer | None]:
    found = await timers_of_many(tx, {each.ticket_id for each in climbs})
    by_id = {timer.id: timer for timers in found.values() for timer in timers}
    return [by_id.get(each.timer_id) for each in climbs]


async def _steps(tx: Transaction, timer: Timer) -> list[Step]:
    ladder = await ladder_of(tx, timer.policy_id, timer.policy_version)
    hours = await hours_of(tx, timer.calendar_id, timer.calendar_version)
    return rules.climb(timer, ladder, hours=hours)
