"""Timers, calendars and policies as the API shows them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from jishi.clock import rules, store
from jishi.clock.facts import TimersStarted
from jishi.clock.model import Timer, TimerState
from jishi.clock.replay import replay
from jishi.clock.standards import hours_of
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction


class TimerView(msgspec.Struct, kw_only=True):
    """One clock of a ticket. `remaining_seconds` is working time when the promise is, and negative once it is late;
    `used_seconds` says how much it took, also when it is kept; `paused_seconds` how long it stood still, and
    `warn_after` after how much use it warns."""

    id: int
    kind: str
    state: str
    promise: str | None
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None = None
    broken_at: datetime | None = None
    remaining_seconds: float | None = None
    used_seconds: float = 0.0
    target_seconds: int = 0
    warn_at: datetime | None = None
    warn_after: list[float] = []
    paused_seconds: float = 0.0
    calendar: str | None = None
    policy: str | None = None


async def show_timers(tx: Transaction, ticket_id: int) -> list[TimerView]:
    """All clocks that the ticket has or had, in the order in which they started."""
    timers = await store.of_ticket(tx, ticket_id)
    names = await store.calendar_names(tx, {t.calendar_id for t in timers if t.calendar_id is not None})
    return [await _view(tx, timer, names) for timer in timers]


async def started_timers(tx: Transaction, recorded: Sequence[Fact]) -> list[TimerView]:
    """The clocks that this very transaction started. Those of a message that lay somewhere have used some of their
    time, or all of it."""
    started = [fact for fact in recorded if isinstance(fact, TimersStarted)]
    return [view for fact in started for view in (_fresh(fact) if fact.at >= tx.now else await _belated(tx, fact))]


def _fresh(fact: TimersStarted) -> list[TimerView]:
    return [
        TimerView(
            id=timer.id,
            kind=timer.kind,
            state=TimerState.RUNNING,
            promise=timer.promise,
            started_at=fact.at,
            due_at=timer.due_at,
            remaining_seconds=float(timer.target_seconds),
            target_seconds=timer.target_seconds,
            warn_at=timer.warn_at,
            warn_after=list(timer.warn_after),
            policy=timer.promise,
        )
        for timer in fact.timers
    ]


async def _belated(tx: Transaction, fact: TimersStarted) -> list[TimerView]:
    calendars = {(timer.calendar_id, timer.calendar_version) for timer in fact.timers}
    hours = {each: await hours_of(tx, *each) for each in calendars}  # remembered since the clocks were planned
    timers = replay([fact], lambda number, version: hours[number, version])
    return [await _view(tx, timer, {}) for timer in timers]


async def _view(tx: Transaction, timer: Timer, names: dict[int, str]) -> TimerView:
    hours = await hours_of(tx, timer.calendar_id, timer.calendar_version)
    fired, _ = rules.fire(timer, tx.now)  # what has happened by now, though the worker may not have stored it yet
    remaining: float | None = None
    used = rules.used_seconds(timer, tx.now, hours=hours)
    if timer.met_at is None and timer.cancelled_at is None:
        remaining = timer.target_seconds - used
    return TimerView(
        id=timer.id,
        kind=timer.kind.value,
        state=fired.state.value,
        promise=timer.promise,
        started_at=timer.started_at,
        due_at=timer.due_at,
        met_at=timer.met_at,
        broken_at=fired.broken_at,
        remaining_seconds=remaining,
        used_seconds=used,
        target_seconds=timer.target_seconds,
        warn_at=timer.soon_at,
        warn_after=list(timer.warn_after),
        paused_seconds=_stood(timer, tx.now, hours),
        calendar=names.get(timer.calendar_id) if timer.calendar_id is not None else None,
        policy=timer.promise,
    )


def _stood(timer: Timer, now: datetime, hours: CompiledCalendar) -> float:
    """How much of its time passed while it stood still; no more of it once it is over."""
    over = min((at for at in (timer.met_at, timer.cancelled_at) if at is not None), default=now)
    lasting = () if timer.paused_at is None else ((timer.paused_at, over),)
    return sum(hours.elapsed(paused, resumed) for paused, resumed in (*timer.pauses, *lasting))
