"""Terms that change while the clock runs: cases 44 to 54, each with its number in the list of cases.

Monday to Friday 09:00 to 18:00 in Shanghai; 2026-03-02 is a Monday.
"""

from dataclasses import replace

import pytest

from jishi.clock import rules
from jishi.clock.facts import PromiseBroken, TimersReplanned, TimersStarted, TimersStopped
from jishi.clock.model import Kind, Target, Timer, TimerState
from jishi.clock.working_time import CompiledCalendar, around_the_clock
from tests.clock.hours import compiled, day, hours, minutes
from tests.clock.lives import CALENDARS, DEFAULT, EVERYBODY, HOUR, SECOND, STANDARDS, URGENT, Life, in_version, promised
from tests.clock.timers import HOURS, policy, started, target, told

FIRST, NEXT, RESOLUTION = Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION
TUESDAY_OFF = in_version(2, holidays=["2026-03-03"])
LONG_DAYS = in_version(2, weekly={str(n): [["09:00", "21:00"]] for n in range(5)})


@pytest.fixture
def life() -> Life:
    """A request of Monday at ten."""
    return Life().open()


def moved(timer: Timer, to: CompiledCalendar, at: str, promise: Target) -> rules.Changed:
    return rules.replan(
        timer,
        promise,
        at=day(at),
        policy=policy(promise),
        hours=to,
        calendar_id=3,
        old_hours=HOURS,
        cause="calendar_changed",
    )


def test_case_44_a_promise_that_was_gone_for_a_while_runs_as_if_it_had_always_held(life: Life) -> None:
    life.wait(hours=1).do("pend")
    life.wait(hours=1).do("standards 3")
    assert life.kinds("running", "paused") == set()
    life.wait(minutes=30).do("resume")
    life.wait(minutes=30).do("standards 0")
    timer = life.timer(RESOLUTION)
    assert (timer.state, timer.paused_at) == (TimerState.RUNNING, None)
    assert rules.used_seconds(timer, life.now, hours=HOURS) == hours(1.5)
    assert sum(each.kind is RESOLUTION for each in life.timers) == 1


def test_case_44_given_back_while_the_ticket_waits_it_stands_still_since_it_waits(life: Life) -> None:
    life.do("standards 3")
    life.wait(hours=1).do("pend")
    life.wait(hours=1).do("standards 0")
    timer = life.timer(RESOLUTION)
    assert (timer.state, timer.paused_at) == (TimerState.PAUSED, day("Mon 11:00"))


def test_case_46_the_breach_says_that_it_came_with_the_change(life: Life) -> None:
    life.wait(minutes=90).do("level urgent")
    [breach] = [fact for fact in life.journal if isinstance(fact, PromiseBroken)]
    assert (breach.timer_kind, breach.at, breach.due_at) == (FIRST, day("Mon 11:30"), day("Mon 11:00"))
    assert breach.cause == "reprioritised"


def test_case_46_a_breach_that_came_by_itself_blames_no_change(life: Life) -> None:
    life.wait(minutes=30).do("level urgent")
    life.wait(minutes=31).do("look")
    [breach] = [fact for fact in life.journal if isinstance(fact, PromiseBroken) and fact.timer_kind == FIRST]
    assert (breach.at, breach.cause) == (day("Mon 11:00"), "")


def test_case_47_less_urgent_after_a_breach_it_stays_broken_once(life: Life) -> None:
    life.do("level urgent")
    life.wait(hours=2).do("look")
    life.do("level normal")
    life.wait(hours=20).do("look")
    breaches = [fact for fact in life.journal if isinstance(fact, PromiseBroken) and fact.timer_kind == FIRST]
    assert [breach.at for breach in breaches] == [day("Mon 11:00")]


def test_case_48_under_another_policy_what_it_does_not_promise_is_gone_and_the_start_is_kept(life: Life) -> None:
    life.wait(minutes=30).do("level urgent")
    assert life.kinds("running") == {Kind.DISPATCH, FIRST, RESOLUTION}
    life.wait(minutes=5).do("level normal")
    assert life.kinds("running") == {FIRST, RESOLUTION}
    assert life.timer(Kind.DISPATCH).cancelled_why == "not_promised"
    assert {timer.started_at for timer in life.timers} == {day("Mon 10:00")}


def test_case_48_a_promise_that_is_new_has_begun_when_the_ticket_came(life: Life) -> None:
    life.wait(minutes=5).do("level urgent")
    dispatch = life.timer(Kind.DISPATCH)
    assert (dispatch.started_at, dispatch.due_at) == (day("Mon 10:00"), day("Mon 10:10"))


def test_case_48_but_can_only_be_late_since_it_was_made(life: Life) -> None:
    life.wait(minutes=30).do("level urgent")
    life.do("look")
    dispatch = life.timer(Kind.DISPATCH)
    assert (dispatch.due_at, dispatch.broken_at) == (day("Mon 10:10"), day("Mon 10:30"))
    [breach] = [fact for fact in life.journal if isinstance(fact, PromiseBroken)]
    assert breach.cause == "reprioritised"


def test_case_49_a_policy_that_is_no_more_stops_its_clocks_late_ones_too(life: Life) -> None:
    life.wait(hours=3).do("look")
    assert life.timer(FIRST).state is TimerState.BROKEN
    life.do("standards 3")
    assert all(timer.cancelled_at == life.now and timer.cancelled_why == "no_policy" for timer in life.timers)
    assert life.timer(FIRST).broken_at == day("Mon 12:00")
    [stopped] = [fact for fact in life.journal if isinstance(fact, TimersStopped)]
    assert (set(stopped.timer_ids), stopped.why) == ({timer.id for timer in life.timers}, "no_policy")
    assert all(rules.fires_at(timer) is None for timer in life.timers)


def test_case_50_a_condition_off_and_on_again_buys_no_time(life: Life) -> None:
    due = {timer.kind: timer.due_at for timer in life.timers}
    for _ in range(3):
        life.wait(minutes=5).do("standards 3")
        life.wait(minutes=5).do("standards 0")
    assert {timer.kind: timer.due_at for timer in life.timers if timer.cancelled_at is None} == due


def test_case_50_nor_does_it_break_a_promise_twice(life: Life) -> None:
    life.wait(hours=3).do("look")
    life.do("standards 3")
    life.wait(minutes=5).do("standards 0")
    life.wait(hours=1).do("look")
    assert sum(isinstance(fact, PromiseBroken) and fact.timer_kind == FIRST for fact in life.journal) == 1
    assert (life.timer(FIRST).state, life.timer(FIRST).cancelled_at) == (TimerState.BROKEN, None)


def test_case_50_the_customer_still_waits_since_they_wrote(life: Life) -> None:
    life.wait(minutes=5).do("agent_replies")
    life.do("standards 3")
    life.wait(minutes=5).do("customer_writes")
    life.wait(minutes=30).do("standards 0")
    assert life.timer(NEXT).started_at == day("Mon 10:10")


def test_case_52_a_holiday_inserted_moves_what_is_still_to_be_used() -> None:
    promise = target(hours(8))
    timer, _ = moved(started(day("Mon 15:00"), promise), TUESDAY_OFF, "Mon 17:00", promise)
    assert (timer.due_at, timer.calendar_version) == (day("Wed 14:00"), 2)
    assert rules.used_seconds(timer, day("Wed 10:00"), hours=TUESDAY_OFF) == hours(4)


def test_case_52_also_of_a_clock_that_stands_still() -> None:
    promise = target(hours(8))
    paused, _ = rules.pause(started(day("Mon 15:00"), promise), day("Mon 17:00"))
    timer, _ = moved(paused, TUESDAY_OFF, "Mon 17:30", promise)
    assert (timer.state, timer.due_at) == (TimerState.PAUSED, day("Wed 14:00"))
    assert rules.resume(timer, day("Wed 10:00"), hours=TUESDAY_OFF).due_at == day("Wed 16:00")


def test_case_52_but_not_of_one_that_is_done() -> None:
    promise = target(hours(8))
    met, _ = rules.meet(started(day("Mon 15:00"), promise), day("Mon 16:00"), hours=HOURS)
    assert moved(met, TUESDAY_OFF, "Mon 17:00", promise) == (met, [])


def test_case_52_a_holiday_inserted_for_today_gives_no_time_back() -> None:
    """Somebody worked this morning, so the morning is used."""
    promise = target(hours(4))
    today_off = in_version(2, holidays=["2026-03-02"])
    timer, facts = moved(started(day("Mon 09:00"), promise), today_off, "Mon 12:00", promise)
    assert (timer.due_at, facts) == (day("Tue 10:00"), [])


def test_case_53_time_used_stays_and_the_rest_counts_on_the_new_hours() -> None:
    promise = target(hours(10))
    timer, _ = moved(started(day("Mon 15:00"), promise), LONG_DAYS, "Mon 17:30", promise)
    assert timer.due_at == day("Tue 13:00")  # 2.5 h used, then 3.5 h until nine in the evening, then 4 h
    [carried] = timer.carried
    assert (carried.until, carried.seconds, carried.calendar_version) == (day("Mon 17:30"), hours(2.5), 1)


def test_case_53_through_two_changes_all_that_was_used_counts() -> None:
    """As the timeline of three schedules has it, which uses 16 hours and eight seconds of them."""
    promise = target(hours(20))
    night = compiled({"0": [["18:00", "22:00"]], "1": [["18:00", "22:00"]]})
    timer = started(day("Mon 16:00"), promise)
    timer, _ = rules.replan(timer, promise, at=day("Mon 20:00"), policy=policy(promise), hours=night, calendar_id=4,
                            old_hours=HOURS)  # fmt: skip
    timer, _ = rules.replan(timer, promise, at=day("Tue 20:00"), policy=policy(promise), hours=around_the_clock(),
                            calendar_id=None, old_hours=night)  # fmt: skip
    assert [each.seconds for each in timer.carried] == [hours(2), hours(4)]
    assert rules.used_seconds(timer, day("Tue 21:00:08"), hours=around_the_clock()) == hours(7) + 8
    assert timer.due_at == day("Wed 10:00")


def test_case_53_a_shorter_promise_that_was_used_up_before_the_change_was_due_then() -> None:
    timer, facts = moved(started(day("Mon 09:00"), target(hours(8))), LONG_DAYS, "Mon 12:00", target(hours(2)))
    assert timer.due_at == day("Mon 11:00")
    assert told(facts)[-1] == ("PromiseBroken", day("Mon 12:00"))
    [breach] = [fact for fact in facts if isinstance(fact, PromiseBroken)]
    assert breach.cause == "calendar_changed"


def test_case_53_used_up_in_a_pause_it_is_late_when_it_goes_on_and_was_due_when_it_was_used_up() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(8))), day("Mon 12:00"))
    timer, facts = moved(paused, LONG_DAYS, "Mon 13:00", target(hours(2)))
    assert (timer.state, timer.due_at, facts) == (TimerState.PAUSED, day("Mon 11:00"), [])
    timer, facts = rules.fire(rules.resume(timer, day("Mon 14:00"), hours=LONG_DAYS), day("Mon 14:05"))
    assert (timer.due_at, timer.broken_at) == (day("Mon 11:00"), day("Mon 14:00"))


def test_case_53_a_warning_that_was_given_is_not_given_again_on_the_new_hours() -> None:
    promise = target(hours(5))
    warned, _ = rules.fire(started(day("Mon 09:00"), promise), day("Mon 13:00"))
    timer, facts = moved(warned, LONG_DAYS, "Mon 13:30", promise)
    assert (timer.warn_at, facts) == ((), [])


def test_case_54_a_recalculation_without_a_change_writes_nothing(life: Life) -> None:
    life.wait(hours=1)
    timers, journal = life.timers, list(life.journal)
    life.rematch(life.now, "policy_changed")
    assert (life.timers, life.journal) == (timers, journal)


def test_a_change_of_what_stops_the_clock_counts_from_now_on(life: Life) -> None:
    never_stops = replace(EVERYBODY, version=2, targets=(promised(RESOLUTION, 16 * HOUR, paused_in=()),))
    life.wait(hours=1).do("pend")
    life.policies = (never_stops,)
    life.wait(hours=1).rematch(life.now, "policy_changed")
    timer = life.timer(RESOLUTION)
    assert (timer.state, timer.pauses) == (TimerState.RUNNING, ((day("Mon 11:00"), day("Mon 12:00")),))


def test_a_warning_says_which_it_is_and_a_step_of_the_ladder_is_one() -> None:
    assert rules.warnings(URGENT, URGENT.targets[3]) == (0.8 * 8 * HOUR, 7 * HOUR, 7.5 * HOUR)
    assert rules.warnings(EVERYBODY, EVERYBODY.targets[0]) == (minutes(96),)


def test_the_journal_tells_a_change_with_what_was_before(life: Life) -> None:
    life.do("standards 1")  # nothing for a normal ticket
    life.do("level urgent")
    told_of = [fact for fact in life.journal if isinstance(fact, TimersReplanned | TimersStarted)]
    back = told_of[-2]
    assert isinstance(back, TimersReplanned)
    assert (back.why, back.policy, [timer.again for timer in back.timers]) == ("reprioritised", "Urgent", [True, True])
    assert [timer.kind for timer in told_of[-1].timers] == [Kind.DISPATCH]


def test_the_desks_of_these_tests_are_what_they_say() -> None:
    assert CALENDARS[DEFAULT, 1].calendar.version == 1
    assert (DEFAULT, SECOND, len(STANDARDS)) == (3, 4, 5)
