"""The life of a timer. Every change first lets happen what was due to happen before it, so that a late look at the
clock, a restart or a busy worker never changes what is recorded, or when it is said to have happened."""

import dataclasses
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate, WarningReached
from jishi.clock.model import Carried, Kind, Moment, Policy, Target, Terms, Timer, TimerState
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.kernel.replace import replace

_TICK = timedelta(microseconds=1)
_TERMS = tuple(field.name for field in fields(Terms))
_terms = attrgetter(*_TERMS)

Changed = tuple[Timer, list[Fact]]
Pauses = Sequence[tuple[datetime, datetime | None]]


def terms(policy: Policy, target: Target, *, hours: CompiledCalendar, calendar_id: int | None) -> Terms:
    """What the policy demands. `hours` is the calendar of that id, or around the clock where there is none."""
    return Terms(
        target_seconds=target.seconds,
        warn_after=warnings(policy, target),
        paused_in=target.paused_in,
        note_answers=policy.note_answers,
        promise=policy.name,
        policy_id=policy.id,
        policy_version=policy.version,
        calendar_id=calendar_id,
        calendar_version=None if calendar_id is None else hours.calendar.version,
    )


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
    """A timer that has been running since `at`, which may be in the past: mail fetched late has its time used."""
    demanded = terms(policy, target, hours=hours, calendar_id=calendar_id)
    return begin(demanded, id=id, ticket_id=ticket_id, kind=target.kind, at=at, hours=hours)


def begin(
    demanded: Terms,
    *,
    id: int,  # noqa: A002 - the timer's field
    ticket_id: int,
    kind: Kind,
    at: datetime,
    hours: CompiledCalendar,
    planned_at: datetime | None = None,
    pauses: tuple[tuple[datetime, datetime], ...] = (),
    paused_at: datetime | None = None,
    cause: str = "",
    ref: int | None = None,
) -> Timer:
    """A timer of these terms. One that is `planned_at` later than it starts was promised only then: nothing can have
    happened to it before."""
    timer = Timer(
        id=id,
        ticket_id=ticket_id,
        kind=kind,
        state=TimerState.RUNNING if paused_at is None else TimerState.PAUSED,
        started_at=at,
        planned_at=at,
        due_at=None,
        pauses=pauses,
        paused_at=paused_at,
        cause=cause,
        ref=ref,
        **_fields(demanded),
    )
    return _planned(timer, hours, at if planned_at is None else planned_at)


def fire(timer: Timer, now: datetime) -> Changed:
    """Everything that has happened to the timer by itself until now, each at its true instant and each once."""
    if timer.state is not TimerState.RUNNING:
        return timer, []
    facts: list[Fact] = []
    while timer.warn_at and (at := max(timer.warn_at[0], timer.planned_at)) <= now:
        used = next(after for after in timer.warn_after if timer.warned_after is None or after > timer.warned_after)
        timer = replace(timer, warn_at=timer.warn_at[1:], warned_at=timer.warn_at[0], warned_after=used)
        facts.append(WarningReached(at=at, noticed_at=now, used_seconds=used, **_of(timer)))
    if timer.due_at is not None and now > timer.due_at and now >= timer.planned_at:
        at = max(timer.due_at, timer.planned_at)
        cause = timer.cause if timer.planned_at > timer.due_at else ""
        timer = replace(timer, state=TimerState.BROKEN, broken_at=at)
        facts.append(PromiseBroken(at=at, noticed_at=now, cause=cause, **_of(timer)))
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
    if is_over(timer):
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
    if is_over(timer) or timer.paused_at is not None:
        return timer, []
    timer, facts = fire(timer, at)
    state = TimerState.PAUSED if timer.state is TimerState.RUNNING else timer.state
    return replace(timer, state=state, paused_at=at), facts


def resume(timer: Timer, at: datetime, *, hours: CompiledCalendar) -> Timer:
    """The clock runs again, as of `at`, however late that is noticed; the pause has used nothing."""
    if is_over(timer) or timer.paused_at is None:
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


def cancel(timer: Timer, at: datetime, *, why: str = "") -> Changed:
    """Nobody has to keep this promise any more. What was broken before stays broken."""
    if is_over(timer):
        return timer, []
    timer, facts = fire(timer, at)
    state = timer.state if timer.state is TimerState.BROKEN else TimerState.CANCELLED
    return replace(_unpaused(timer, at), state=state, warn_at=(), cancelled_at=at, cancelled_why=why), facts


def backdate(timer: Timer, since: datetime, at: datetime, *, hours: CompiledCalendar, cause: str) -> Changed:
    """Known since `at`: the promise holds from an earlier instant than was thought."""
    if is_over(timer) or since >= timer.started_at:
        return timer, []
    timer, facts = fire(timer, at)
    timer = replace(timer, started_at=since, carried=_lengthened(timer, since, hours))
    if timer.state is TimerState.BROKEN:
        return timer, facts
    moved, more = fire(_planned(replace(timer, cause=cause), hours, at), at)
    return moved, facts + more


def antedate(timer: Timer, since: datetime, *, hours: CompiledCalendar) -> Timer:
    """What is waited on came earlier than was thought, and the desk had it later: as if it had come in its order. What
    follows from that comes true when somebody looks."""
    if is_over(timer) or since >= timer.started_at:
        return timer
    planned_at = since if timer.planned_at == timer.started_at else timer.planned_at
    timer = replace(timer, started_at=since, carried=_lengthened(timer, since, hours))
    return timer if timer.state is TimerState.BROKEN else _planned(timer, hours, planned_at)


def replan(
    timer: Timer,
    target: Target,
    *,
    at: datetime,
    policy: Policy,
    hours: CompiledCalendar,
    calendar_id: int | None,
    old_hours: CompiledCalendar,
    cause: str = "",
) -> Changed:
    """The same promise with another target or calendar: its start, its pauses and the time it has used are kept, and a
    breach is never undone. `old_hours` is the calendar it has run on until now.

    A clock that the change makes late is late as of the change. Nothing changes where nothing would.
    """
    demanded = terms(policy, target, hours=hours, calendar_id=calendar_id)
    return change_terms(timer, demanded, at=at, hours=hours, old_hours=old_hours, cause=cause)


def change_terms(
    timer: Timer, demanded: Terms, *, at: datetime, hours: CompiledCalendar, old_hours: CompiledCalendar, cause: str
) -> Changed:
    """As `replan`, of terms."""
    if is_over(timer) or timer.state is TimerState.BROKEN:
        return timer, []
    timer, facts = fire(timer, at)
    if timer.state is TimerState.BROKEN or same_terms(timer, demanded):
        return timer, facts
    replanned, more = _on_terms(timer, demanded, at=at, hours=hours, old_hours=old_hours, cause=cause)
    return replanned, facts + more


def revive(
    timer: Timer,
    demanded: Terms,
    *,
    at: datetime,
    pauses: Pauses,
    hours: CompiledCalendar,
    old_hours: CompiledCalendar,
    cause: str,
) -> Changed:
    """A promise that was cancelled holds again, as if it always had, so that nobody gains time by making it stop for a
    while. `pauses` are all since it began; the last one has no end if it lasts."""
    paused_at = next((since for since, until in pauses if until is None), None)
    back = replace(
        timer,
        cancelled_at=None,
        cancelled_why="",
        pauses=tuple((since, until) for since, until in pauses if until is not None),
        paused_at=paused_at,
    )
    if timer.broken_at is not None:
        return back, []
    back = replace(back, state=TimerState.RUNNING if paused_at is None else TimerState.PAUSED)
    return _on_terms(back, demanded, at=at, hours=hours, old_hours=old_hours, cause=cause)


def same_terms(timer: Timer, other: Timer | Terms) -> bool:
    """Whether it runs by the terms that these are, or by those of that timer."""
    return bool(_terms(timer) == _terms(other))


def used_seconds(timer: Timer, now: datetime, *, hours: CompiledCalendar) -> float:
    """How much of its time is used; it stops counting when the timer is paused or over."""
    until = min(end for end in (now, timer.paused_at, timer.met_at, timer.cancelled_at) if end is not None)
    since, used = _base(timer)
    return used + hours.elapsed(since, until, timer.pauses)


def warnings(policy: Policy, target: Target) -> tuple[float, ...]:
    """After how many seconds of the budget to warn, in order: as the target says, and the steps of the ladder that
    are taken before the end."""
    rungs = [r for r in policy.ladder if r.moment is Moment.BEFORE and (not r.kinds or target.kind in r.kinds)]
    shares = {share * target.seconds for share in target.warn_shares}
    shares |= {rung.share * target.seconds for rung in rungs if rung.share is not None}
    leads = {float(target.seconds - before) for before in target.warn_before}
    leads |= {float(target.seconds - rung.seconds) for rung in rungs if rung.share is None}
    return tuple(sorted(after for after in shares | leads if 0 < after < target.seconds))


def is_over(timer: Timer) -> bool:
    """Whether nothing more is to be done about it."""
    return timer.met_at is not None or timer.cancelled_at is not None


def _on_terms(
    timer: Timer, demanded: Terms, *, at: datetime, hours: CompiledCalendar, old_hours: CompiledCalendar, cause: str
) -> Changed:
    moves = (timer.calendar_id, timer.calendar_version) != (demanded.calendar_id, demanded.calendar_version)
    carried = _carry(timer, at, old_hours) if moves else timer.carried
    changed = replace(timer, cause=cause, carried=carried, **_fields(demanded))
    return fire(_planned(changed, hours, at, spent=(timer, old_hours)), at)


def _planned(
    timer: Timer, hours: CompiledCalendar, at: datetime, *, spent: tuple[Timer, CompiledCalendar] | None = None
) -> Timer:
    """With the instants that follow from its start, its pauses, its calendar and what it carries from others before.

    A warning that has been given is given again only if its instant moved later than that. An end that lies within
    what is carried was reached on an older calendar, and no pause moves it any more: `spent` is the timer as it was on
    that calendar, when it is only now that this becomes known.
    """
    since, used = _base(timer)
    to_come: list[tuple[float, datetime]] = []
    given: list[float] = [] if timer.warned_after is None else [timer.warned_after]
    for after in timer.warn_after:
        instant = since if after <= used and timer.carried else hours.due(since, after - used, timer.pauses)
        if instant is None:
            break
        if _was_given(timer, after, instant, used):
            given.append(after)
        else:
            to_come.append((after, instant))
    given = [after for after in given if not to_come or after < to_come[0][0]]
    if timer.carried and timer.target_seconds <= used:
        due_at = timer.due_at if spent is None else _reached(*spent, timer.target_seconds)
    else:
        due_at = hours.due(since, timer.target_seconds - used, timer.pauses)
    return replace(
        timer,
        planned_at=at,
        due_at=due_at,
        warn_at=tuple(instant for _, instant in to_come),
        warned_after=max(given, default=None),
    )


def _was_given(timer: Timer, after: float, instant: datetime, used: float) -> bool:
    if timer.carried and after <= used:
        return timer.warned_after is not None and after <= timer.warned_after
    return timer.warned_at is not None and instant <= timer.warned_at


def _base(timer: Timer) -> tuple[datetime, float]:
    """Since when the present calendar counts, and what was used before."""
    if not timer.carried:
        return timer.started_at, 0.0
    return timer.carried[-1].until, sum(each.seconds for each in timer.carried)


def _carry(timer: Timer, at: datetime, hours: CompiledCalendar) -> tuple[Carried, ...]:
    """What is carried when the calendar changes at `at`. One that stands still changes as of when it stopped, because
    it may yet turn out to have gone on before `at`."""
    since, _ = _base(timer)
    until = max(since, at if timer.paused_at is None else min(at, timer.paused_at))
    used = hours.elapsed(since, until, timer.pauses)
    ended = Carried(until=until, seconds=used, calendar_id=timer.calendar_id, calendar_version=timer.calendar_version)
    return (*timer.carried, ended)


def _lengthened(timer: Timer, since: datetime, hours: CompiledCalendar) -> tuple[Carried, ...]:
    """What it carries, when it turns out to have begun earlier."""
    if not timer.carried:
        return ()
    first, *others = timer.carried
    more = hours.elapsed(since, timer.started_at, timer.pauses)
    return (dataclasses.replace(first, seconds=first.seconds + more), *others)


def _reached(timer: Timer, hours: CompiledCalendar, seconds: float) -> datetime | None:
    """When it had used so much; if that was before its last change of calendar, then as of that."""
    since, used = _base(timer)
    pauses: Pauses = timer.pauses if timer.paused_at is None else (*timer.pauses, (timer.paused_at, None))
    return since if timer.carried and seconds <= used else hours.due(since, seconds - used, pauses)


def _fields(demanded: Terms) -> dict[str, Any]:
    return dict(zip(_TERMS, _terms(demanded), strict=True))


def _unpaused(timer: Timer, at: datetime) -> Timer:
    if timer.paused_at is None:
        return timer
    pauses = (*timer.pauses, (timer.paused_at, at)) if at > timer.paused_at else timer.pauses
    return replace(timer, paused_at=None, pauses=pauses)


def _of(timer: Timer) -> dict[str, Any]:
    return {"ticket_id": timer.ticket_id, "timer_id": timer.id, "timer_kind": timer.kind.value, "due_at": timer.due_at}
