"""What the journal keeps of timers: enough to make them again. Pure."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from jishi.clock.facts import PlannedTimer, TimersReplanned, TimersStarted, TimersStopped
from jishi.clock.model import Match, Timer
from jishi.clock.rules import same_terms

Pairs = Sequence[tuple[Timer, Timer]]
"""Timers before and after."""


def started(
    ticket_id: int, at: datetime, matched: Match | None, timers: Sequence[Timer], *, why: str = ""
) -> list[TimersStarted]:
    """`at` is when they are planned, which may be later than they start."""
    if matched is None or not timers:
        return []
    fact = TimersStarted(
        ticket_id=ticket_id,
        at=at,
        timers=tuple(planned(timer) for timer in timers),
        policy=matched.policy.name,
        because=matched.because,
        policy_id=matched.policy.id,
        policy_version=matched.policy.version,
        why=why,
    )
    return [fact]


def replanned(ticket_id: int, at: datetime, why: str, matched: Match | None, pairs: Pairs) -> list[TimersReplanned]:
    """Those that run by other terms now, or run again."""
    moved = [
        planned(after, was=before)
        for before, after in pairs
        if after.cancelled_at is None and (before.cancelled_at is not None or not same_terms(before, after))
    ]
    if matched is None or not moved:
        return []
    fact = TimersReplanned(
        ticket_id=ticket_id,
        at=at,
        timers=tuple(moved),
        why=why,
        policy=matched.policy.name,
        because=matched.because,
        policy_id=matched.policy.id,
        policy_version=matched.policy.version,
    )
    return [fact]


def stopped(ticket_id: int, at: datetime, pairs: Pairs) -> list[TimersStopped]:
    """Those that nobody has to care for any more, for each reason."""
    ended = [after for before, after in pairs if before.cancelled_at is None and after.cancelled_at is not None]
    facts = []
    for why, each in groupby(sorted(ended, key=lambda timer: timer.cancelled_why), lambda timer: timer.cancelled_why):
        timers = list(each)
        ids, kinds = tuple(timer.id for timer in timers), tuple(timer.kind.value for timer in timers)
        facts.append(TimersStopped(ticket_id=ticket_id, at=at, timer_ids=ids, why=why, kinds=kinds))
    return facts


def planned(timer: Timer, *, was: Timer | None = None) -> PlannedTimer:
    """One timer. `was` is the same before it was planned anew."""
    return PlannedTimer(
        id=timer.id,
        kind=timer.kind.value,
        due_at=timer.due_at,
        was_due_at=None if was is None else was.due_at,
        warn_at=timer.warn_at[0] if timer.warn_at else None,
        started_at=timer.started_at,
        paused_at=timer.paused_at,
        pauses=timer.pauses,
        target_seconds=timer.target_seconds,
        warn_after=timer.warn_after,
        paused_in=timer.paused_in,
        note_answers=timer.note_answers,
        promise=timer.promise,
        calendar_id=timer.calendar_id,
        calendar_version=timer.calendar_version,
        ref=timer.ref,
        again=was is not None and was.cancelled_at is not None,
    )
