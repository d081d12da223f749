"""Whatever happens to tickets, and however late or confused the workers are: each promise ends as it should."""

import gc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import pairwise
from multiprocessing import get_context

import pytest

from jishi.clock import rules
from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate, TimerFact, TimersStopped, WarningReached
from jishi.clock.model import Timer, TimerState
from jishi.clock.replay import replay
from tests.clock.virtual_desk import END, VirtualTicket, some_tickets, standstills
from tests.clock.witness import MICRO, OpenTime, Stretch, late_at, micros

ROUND_THE_CLOCK = OpenTime(lambda _: ((0, 86_400),), date(2026, 2, 23), 120)


def test_two_thousand_tickets_end_as_they_should() -> None:
    judge(seed=1, number=2_000)


@pytest.mark.slow
def test_a_hundred_thousand_tickets_end_as_they_should() -> None:
    # Nothing they make refers back to itself, and looking for what does would take them a fifth of their time.
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=gc.disable) as pool:
        for judged in [pool.submit(judge, seed=seed, number=5_000) for seed in range(2, 22)]:
            judged.result()


def judge(*, seed: int, number: int) -> None:
    seen: Counter[str] = Counter()
    for n, ticket in enumerate(some_tickets(seed, number)):
        for timer in ticket.timers:
            check_timer(ticket, timer, seen)
        if n % 10 == 0:
            assert sorted(replay(ticket.facts, ticket.world.hours), key=by_id) == sorted(ticket.timers, key=by_id)
    # A world in which nothing is late, early, warned of or planned anew would show nothing.
    assert min(seen[word] for word in ("broken", "met", "cancelled", "warned", "replanned", "late", "paused")) > 30, (
        seen
    )


def by_id(timer: Timer) -> int:
    return timer.id


def check_timer(ticket: VirtualTicket, timer: Timer, seen: Counter[str]) -> None:
    facts = [fact for fact in ticket.facts if isinstance(fact, TimerFact) and fact.timer_id == timer.id]
    broken = [fact for fact in facts if isinstance(fact, PromiseBroken)]
    should = late_since(stretches(ticket, timer), micros(ticket.born[timer.id]))

    def what() -> str:
        return f"{timer}\n{ticket.terms[timer.id]}\n{ticket.states}\n{broken}"

    unseen = rules.fires_at(timer)
    if unseen is None or ticket.world.look_for(unseen, after=ticket.now) is not None or should is None:
        assert [micros(fact.at) for fact in broken] == ([] if should is None else [should]), what()
        assert timer.broken_at == (broken[0].at if broken else None), what()
    for fact in facts:
        if isinstance(fact, PromiseBroken | WarningReached):
            assert fact.at <= fact.noticed_at, what()
    check_warnings(timer, facts, what, seen)
    check_end(ticket, timer, facts, what)
    seen[timer.state.value] += 1
    seen["late"] += timer.met_at is not None and timer.broken_at is not None
    seen["replanned"] += len(ticket.terms[timer.id]) > 1
    seen["paused"] += bool(timer.pauses)


def late_since(runs: list[Stretch], born: int) -> int | None:
    """A promise that was made in hindsight is broken at the earliest when it was made, and its clock ran."""
    late = late_at(runs)
    if late is None or late >= born:
        return late
    return next((max(run.since, born) for run in runs if run.until > born or run.since == run.until == born), None)


def check_warnings(timer: Timer, facts: list[TimerFact], what: Callable[[], str], seen: Counter[str]) -> None:
    """Each once for a due instant, in order, none after the end."""
    warnings = [fact for fact in facts if isinstance(fact, WarningReached)]
    seen["warned"] += len(warnings)
    assert len({(fact.used_seconds, fact.due_at) for fact in warnings}) == len(warnings), what()
    end = min((at for at in (timer.met_at, timer.cancelled_at, timer.broken_at) if at is not None), default=END)
    assert all(fact.at <= end for fact in warnings), what()
    assert all(a.at <= b.at for a, b in pairwise(warnings)), what()


def check_end(ticket: VirtualTicket, timer: Timer, facts: list[TimerFact], what: Callable[[], str]) -> None:
    """No promise without an end, and its end said once."""
    stopped = [f for f in ticket.facts if isinstance(f, TimersStopped) and timer.id in f.timer_ids]
    done = [fact for fact in facts if isinstance(fact, PromiseKept | PromiseMetLate)]
    reopened = ticket.ticket.reopen_count
    assert len(stopped) == (timer.cancelled_at is not None), what()
    assert (timer.met_at is not None) <= len(done) <= 1 + reopened, what()
    if timer.met_at is not None:
        expected = PromiseMetLate if timer.state is TimerState.BROKEN else PromiseKept
        assert isinstance(done[-1], expected), what()
    if not rules.is_over(timer):
        assert timer.state in {TimerState.RUNNING, TimerState.PAUSED, TimerState.BROKEN}, what()
        assert ticket.ticket.state.value not in {"solved", "closed"}, what()
        assert timer.due_at is not None, what()


def stretches(ticket: VirtualTicket, timer: Timer) -> list[Stretch]:
    """When it ran, on which calendar and with which target."""
    end = min(at for at in (timer.met_at, timer.cancelled_at, END) if at is not None)
    runs = ticket.terms[timer.id]
    bounds = {timer.started_at, end, *(run.since for run in runs)}
    still = standstills(ticket, timer)
    bounds |= {at for span in still for at in span}
    kept = {
        fact.at for fact in ticket.facts if isinstance(fact, PromiseKept | PromiseMetLate) and fact.timer_id == timer.id
    }
    found = []
    spans = [*pairwise(sorted(at for at in bounds if timer.started_at <= at <= end)), *((at, at) for at in kept)]
    for since, until in sorted(spans):
        if since < until and any(a <= since and until <= b for a, b in still):
            continue
        run = next(run for run in reversed(runs) if run.since <= since)
        hours = ROUND_THE_CLOCK if run.version is None else ticket.world.editions[run.version - 1].open_time
        found.append(Stretch(micros(since), micros(until), hours, run.target_seconds * MICRO))
    return found
