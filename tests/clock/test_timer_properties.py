"""Whatever happens to a ticket, its clock does not depend on who looked at it, or when."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.clock import rules
from jishi.clock.model import Timer, TimerState
from jishi.kernel.facts import Fact
from tests.clock.hours import day, hours
from tests.clock.timers import HOURS, replanned, started, target, told

TARGETS = [target(hours(1)), target(hours(2), warn_shares=(0.5, 0.8)), target(hours(6), warn_before=(1800,))]

Event = tuple[str, datetime, int]


def apply(timer: Timer, event: Event) -> rules.Changed:
    name, at, which = event
    match name:
        case "resume":
            return rules.resume(timer, at, hours=HOURS), []
        case "restart":
            return rules.restart(timer, at, hours=HOURS), []
        case "meet":
            return rules.meet(timer, at, hours=HOURS)
        case "replan":
            return replanned(timer, TARGETS[which], at)
    return {"pause": rules.pause, "cancel": rules.cancel, "fire": rules.fire}[name](timer, at)


def lived(events: list[Event]) -> tuple[Timer, list[Fact]]:
    timer, told_so_far = started(day("Mon 09:00"), TARGETS[1]), []
    for event in events:
        timer, facts = apply(timer, event)
        told_so_far += facts
    return timer, told_so_far


def events(*names: str) -> st.SearchStrategy[list[Event]]:
    seconds = st.integers(0, 3 * 86_400).map(lambda n: day("Mon 09:00") + timedelta(seconds=n))
    return st.lists(st.tuples(st.sampled_from(names), seconds, st.integers(0, 2)), max_size=8)


thorough = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
DONE = ("pause", "resume", "meet", "restart", "replan", "cancel", "pause", "resume")
THE_END: Event = ("fire", day("next Fri 18:00"), 0)


def in_order(done: list[Event]) -> list[Event]:
    return sorted(done, key=lambda event: event[1])


@thorough
@given(events(*DONE), events("fire"))
def test_looking_at_a_clock_changes_nothing(done: list[Event], looks: list[Event]) -> None:
    unseen, quietly = lived([*in_order(done), THE_END])
    seen, watched = lived([*in_order(looks + done), THE_END])
    assert seen == unseen
    assert told(watched) == told(quietly)


@thorough
@given(events(*DONE))
def test_a_promise_breaks_at_most_once_and_never_before_it_was_due(done: list[Event]) -> None:
    timer, facts = lived([*in_order(done), THE_END])
    breaches = [at for name, at in told(facts) if name == "PromiseBroken"]
    assert len(breaches) <= 1
    assert (timer.state is TimerState.BROKEN) == bool(breaches)
    if timer.due_at is not None and breaches:
        assert breaches == [timer.broken_at]
        assert breaches[0] >= timer.due_at


@thorough
@given(events("pause", "resume", "replan"))
def test_a_broken_promise_is_one_whose_time_was_used_up(done: list[Event]) -> None:
    timer, _ = lived(in_order(done))
    now = day("next Fri 18:00")
    timer, _ = rules.fire(timer, now)
    used = rules.used_seconds(timer, now, hours=HOURS)
    if timer.state is TimerState.RUNNING:
        assert used <= timer.target_seconds
    if timer.state is TimerState.PAUSED:
        assert timer.paused_at is not None
        assert used <= timer.target_seconds or timer.planned_at >= timer.paused_at, "unless shortened while it stood"
    if timer.state is TimerState.BROKEN and timer.paused_at is None:
        assert used > timer.target_seconds


@thorough
@given(events("pause", "resume", "fire"))
def test_the_worker_is_woken_whenever_there_is_something_to_say(done: list[Event]) -> None:
    timer, _ = lived(in_order(done))
    wakes = rules.fires_at(timer)
    if wakes is None:
        assert rules.fire(timer, day("next Fri 18:00")) == (timer, [])
    else:
        assert rules.fire(timer, wakes - timedelta(microseconds=1)) == (timer, [])
        assert rules.fire(timer, wakes)[1] != []
