"""The life of a timer. Every change first lets happen what was due to happen before it, so that a late look at the
clock, a restart or a busy worker never changes what is recorded, or when it is said to have happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate, WarningReached
from jishi.clock.model import Policy, Target, Timer, TimerState
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact

_TICK = timedelta(microseconds=1)

Changed = tuple[Timer, list[Fact]]


def start(
    target: Target,
    *,
    id: int,  # noqa: A002 - the timer's field
    ticket_id: int,
    at: datetime,
    policy: Policy,
    hours: CompiledCalendar,
    calendar_id: int | None,
) -> Timer:
    """A timer that has been running since `at`, which may be in the past: mail fetched late has its time used.

    `hours` is the calendar of that id, or around the clock for a target that is not about business time.
    """
    warn_after = warnings(target)
    instants = (hours.due(at, after) for after in warn_after)
    return Timer(
        id=id,
        ticket_id=ticket_id,
        kind=target.kind,
        started_at=at,
        planned_at=at,
        target_seconds=target.seconds,
        due_at=hours.due(at, target.seconds),
        warn_after=warn_after,
        warn_at=tuple(instant for instant in instants if instant is not None),
        paused_in=target.paused_in,
        promise=policy.name,
        policy_id=policy.id,
        policy_version=policy.version,
        calendar_id=calendar_id,
        calendar_version=None if calendar_id is None else hours.calendar.version,
    )


def fire(timer: Timer, now: datetime) -> Changed:
    """Everything that has happened to the timer by itself until now, each at its true instant and each once."""
    if timer.state is not TimerState.RUNNING:
        return timer, []
    facts: list[Fact] = []
    while timer.warn_at and (at := max(timer.warn_at[0], timer.planned_at)) <= now:
        timer = replace(timer, warn_at=timer.warn_at[1:], warned_at=timer.warn_at[0])
        facts.append(WarningReached(at=at, noticed_at=now, **_of(timer)))
    if timer.due_at is not None and now > timer.due_at and now >= timer.planned_at:
        at = max(timer.due_at, timer.planned_at)
        timer = replace(timer, state=TimerState.BROKEN, broken_at=at)
        facts.append(PromiseBroken(at=at, noticed_at=now, **_of(timer)))
    return timer, facts


def fires_at(timer: Timer) -> datetime | None:
    """When `fire` will next have something to say.

    A promise kept at the very instant it is due is kept, so it is broken a microsecond later at the earliest.
    """
    if timer.state is not TimerState.RUNNING:
        return None
    instants = timer.warn_at[:1] if timer.due_at is None else (*timer.warn_at[:1], timer.due_at + _TICK)
    return max(min(instants), timer.planned_at) if instants else None


def meet(timer: Timer, at: datetime, *, hours: CompiledCalendar) -> Changed:
    """What was promised is done. It is late if and only if it was done after the due instant."""
    if _is_over(timer):
        return timer, []
    timer, facts = fire(resume(timer, at, hours=hours), at)
    met = replace(timer, met_at=at, warn_at=())
    if timer.broken_at is None or (timer.due_at is not None and at <= timer.due_at):
        # A worker may have called it broken before an answer given in time was stored; the instants decide.
        kept = replace(met, state=TimerState.MET, broken_at=None)
        return kept, [*facts, PromiseKept(at=at, met_at=at, **_of(kept))]
    return met, [*facts, PromiseMetLate(at=at, met_at=at, broken_at=timer.broken_at, **_of(met))]


def restart(timer: Timer, at: datetime, *, hours: CompiledCalendar) -> Timer:
    """What was done has come undone: the clock goes on from where it stood. If it was late, it stays late."""
    if timer.met_at is None:
        return timer
    timer = _unpaused(replace(timer, paused_at=timer.met_at, met_at=None), at)
    if timer.state is TimerState.BROKEN:
        return timer
    return _planned(replace(timer, state=TimerState.RUNNING), hours, at)


def pause(timer: Timer, at: datetime) -> Changed:
    """The clock stands still from now on. One that is already broken stays broken."""
    if _is_over(timer) or timer.paused_at is not None:
        return timer, []
    timer, facts = fire(timer, at)
    state = TimerState.PAUSED if timer.state is TimerState.RUNNING else timer.state
    return replace(timer, state=state, paused_at=at), facts


def resume(timer: Timer, at: datetime, *, hours: CompiledCalendar) -> Timer:
    """The clock runs again, as of `at`, however late that is noticed; the pause has used nothing."""
    if _is_over(timer) or timer.paused_at is None:
        return timer
    timer = _unpaused(timer, at)
    if timer.state is TimerState.BROKEN:
        return timer
    return _planned(replace(timer, state=TimerState.RUNNING), hours, at)


def follow(timer: Timer, state: str, at: datetime, *, hours: CompiledCalendar) -> Changed:
    """Pause or resume with the state of the ticket."""
    if state in timer.paused_in:
        return pause(timer, at)
    return resume(timer, at, hours=hours), []


def cancel(timer: Timer, at: datetime) -> Changed:
    """Nobody has to keep this promise any more. What was broken before stays broken."""
    if _is_over(timer):
        return timer, []
    timer, facts = fire(timer, at)
    state = timer.state if timer.state is TimerState.BROKEN else TimerState.CANCELLED
    return replace(_unpaused(timer, at), state=state, warn_at=(), cancelled_at=at), facts


def replan(
    timer: Timer,
    target: Target,
    *,
    at: datetime,
    policy: Policy,
    hours: CompiledCalendar,
    calendar_id: int | None,
) -> Changed:
    """The same promise with another target or calendar: its start and its pauses are kept, a breach is never undone.

    A clock that the change makes late is late as of the change. Nothing changes where nothing would.
    """
    if _is_over(timer) or timer.state is TimerState.BROKEN:
        return timer, []
    timer, facts = fire(timer, at)
    if timer.state is TimerState.BROKEN:
        return timer, facts
    changed = replace(
        timer,
        target_seconds=target.seconds,
        warn_after=warnings(target),
        paused_in=target.paused_in,
        promise=policy.name,
        policy_id=policy.id,
        policy_version=policy.version,
        calendar_id=calendar_id,
        calendar_version=None if calendar_id is None else hours.calendar.version,
    )
    if changed == timer:
        return timer, facts
    replanned, more = fire(_planned(changed, hours, at), at)
    return replanned, facts + more


def used_seconds(timer: Timer, now: datetime, *, hours: CompiledCalendar) -> float:
    """How much of its time is used; it stops counting when the timer is paused or over."""
    until = min(end for end in (now, timer.paused_at, timer.met_at, timer.cancelled_at) if end is not None)
    return hours.elapsed(timer.started_at, until, timer.pauses)


@lru_cache(maxsize=1000)
def warnings(target: Target) -> tuple[float, ...]:
    """After how many seconds of the budget to warn, in order."""
    shares = {share * target.seconds for share in target.warn_shares}
    leads = {float(target.seconds - before) for before in target.warn_before}
    return tuple(sorted(after for after in shares | leads if 0 < after < target.seconds))


def _planned(timer: Timer, hours: CompiledCalendar, at: datetime) -> Timer:
    """With the instants that follow from its start, its pauses and its calendar.

    A warning that has been given is given again only if its instant moved later than that.
    """
    instants = (hours.due(timer.started_at, after, timer.pauses) for after in timer.warn_after)
    to_come = (at for at in instants if at is not None and (timer.warned_at is None or at > timer.warned_at))
    return replace(
        timer,
        planned_at=at,
        due_at=hours.due(timer.started_at, timer.target_seconds, timer.pauses),
        warn_at=tuple(to_come),
    )


def _unpaused(timer: Timer, at: datetime) -> Timer:
    if timer.paused_at is None:
        return timer
    pauses = (*timer.pauses, (timer.paused_at, at)) if at > timer.paused_at else timer.pauses
    return replace(timer, paused_at=None, pauses=pauses)


def _is_over(timer: Timer) -> bool:
    return timer.met_at is not None or timer.cancelled_at is not None


def _of(timer: Timer) -> dict[str, Any]:
    return {"ticket_id": timer.ticket_id, "timer_id": timer.id, "timer_kind": timer.kind.value, "due_at": timer.due_at}
