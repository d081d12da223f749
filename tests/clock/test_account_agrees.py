"""The account of a promise, its explanation and its timer tell the same of whatever happened to it."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.clock import rules as clock
from jishi.clock.account import rules
from jishi.clock.account.explain_breach import pauses_of
from jishi.clock.account.steps import Stage, steps
from jishi.clock.account.timeline import timeline
from jishi.clock.calendar import Calendar
from jishi.clock.instants import MICRO, micros
from jishi.clock.model import Timer, TimerState
from jishi.clock.working_time import CompiledCalendar, around_the_clock
from tests.clock.happenings import LEE, at_work, story
from tests.clock.hours import compiled, day, weekdays
from tests.clock.timers import policy, started, target

CALENDARS = {
    3: compiled(),
    4: compiled(weekdays([["08:00", "12:00"], ["13:30", "20:00"]]), holidays=["2026-03-04"]),
    5: compiled({"0": [["21:00", "02:00"]], "2": [["21:00", "02:00"]], "5": [["10:00", "16:00"]]}),
    None: around_the_clock(),
}
THERE = at_work([(LEE, day("Mon 00:00"), True)])
Event = tuple[str, datetime, int | None]

instants = st.integers(0, 9 * 86_400).map(lambda n: day("Mon 09:00") + timedelta(seconds=n))
events = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "calendar"]), instants, st.sampled_from(list(CALENDARS))), max_size=7
)


def lived(seconds: int, events: list[Event]) -> Timer:
    """A promise through pauses and changes of calendar."""
    promised = target(seconds)
    timer = started(day("Mon 09:00"), promised, hours=CALENDARS[3])
    for name, at, calendar in sorted(events, key=lambda event: event[1]):
        hours = CALENDARS[timer.calendar_id]
        if name == "pause":
            timer, _ = clock.pause(timer, at)
        elif name == "resume":
            timer = clock.resume(timer, at, hours=hours)
        else:
            timer, _ = clock.replan(
                timer,
                promised,
                at=at,
                policy=policy(promised),
                hours=CALENDARS[calendar],
                calendar_id=calendar,
                old_hours=hours,
            )
    return timer


def gauge(timer: Timer) -> list[tuple[int | None, CompiledCalendar]]:
    before = [(micros(each.until), CALENDARS[each.calendar_id]) for each in timer.carried]
    return [*before, (None, CALENDARS[timer.calendar_id])]


@settings(max_examples=300)
@given(st.integers(60, 60 * 3600), events, instants)
def test_an_account_uses_what_the_timer_says_was_used(seconds: int, events: list[Event], now: datetime) -> None:
    events = [event for event in events if event[1] <= now]
    timer = lived(seconds, events)
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")))
    found = rules.spells(timeline(told), THERE, micros(day("Mon 09:00")), micros(now))
    account = rules.account(found, gauge(timer), pauses_of(timer))
    used = clock.used_seconds(timer, now, hours=CALENDARS[timer.calendar_id])
    assert account.used == round(used * MICRO)


@settings(max_examples=300)
@given(st.integers(60, 60 * 3600), events)
def test_what_broke_by_itself_had_used_exactly_its_time(seconds: int, events: list[Event]) -> None:
    timer, _ = clock.fire(lived(seconds, events), day("Mon 09:00") + timedelta(days=60))
    if timer.state is not TimerState.BROKEN or timer.broken_at is None or timer.broken_at != timer.due_at:
        return
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")))
    found = rules.spells(timeline(told), THERE, micros(day("Mon 09:00")), micros(timer.broken_at))
    assert rules.account(found, gauge(timer), pauses_of(timer)).used == seconds * MICRO


@settings(max_examples=300)
@given(st.integers(60, 60 * 3600), events)
def test_the_steps_over_several_calendars_sum_to_the_promise(seconds: int, events: list[Event]) -> None:
    timer = lived(seconds, events)
    if timer.state is not TimerState.RUNNING or timer.due_at is None or timer.due_at <= timer.planned_at:
        return
    stages = [Stage(each.until, calendar_of(each.calendar_id), "") for each in timer.carried]
    stages.append(Stage(None, calendar_of(timer.calendar_id), ""))
    found = steps(timer, stages, [], now=timer.planned_at)
    ran = sum(float(step.params["seconds"]) for step in found if step.step in {"worked", "worked_days", "ran"})
    assert round(ran, 3) == seconds


def calendar_of(number: int | None) -> Calendar | None:
    return None if number is None else CALENDARS[number].calendar
