"""The life of a timer."""

from datetime import timedelta

from jishi.clock import rules
from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate, WarningReached
from jishi.clock.model import Kind, TimerState
from jishi.clock.working_time import around_the_clock
from tests.clock.hours import compiled, day, hours, minutes
from tests.clock.timers import HOURS, policy, replanned, started, target, told

FIRST = Kind.FIRST_RESPONSE
MICROSECOND = timedelta(microseconds=1)


def test_a_timer_says_when_it_is_due_and_what_promised_it() -> None:
    timer = started(day("Fri 17:30"), target(hours(1), FIRST))
    assert timer.state is TimerState.RUNNING
    assert timer.due_at == day("next Mon 09:30")
    assert (timer.promise, timer.policy_version, timer.calendar_version) == ("Gold", 1, 1)


def test_calendar_time_runs_at_night() -> None:
    promised = target(minutes(10), FIRST, business=False)
    timer = rules.start(
        promised,
        id=1,
        ticket_id=2,
        at=day("Sun 03:00"),
        policy=policy(promised),
        hours=around_the_clock(),
        calendar_id=None,
    )
    assert timer.due_at == day("Sun 03:10")
    assert timer.calendar_version is None


def test_an_answer_before_the_due_instant_keeps_the_promise() -> None:
    timer, facts = rules.meet(started(day("Mon 10:00"), target(hours(1), FIRST)), day("Mon 10:59"), hours=HOURS)
    assert timer.state is TimerState.MET
    assert timer.met_at == day("Mon 10:59")
    assert told(facts)[-1] == ("PromiseKept", day("Mon 10:59"))


def test_an_answer_at_the_due_instant_keeps_the_promise() -> None:
    timer, _ = rules.meet(started(day("Mon 10:00"), target(hours(1), FIRST)), day("Mon 11:00"), hours=HOURS)
    assert timer.state is TimerState.MET
    assert timer.broken_at is None


def test_an_answer_a_microsecond_late_breaks_the_promise_at_the_due_instant() -> None:
    late = day("Mon 11:00") + MICROSECOND
    timer, facts = rules.meet(started(day("Mon 10:00"), target(hours(1), FIRST)), late, hours=HOURS)
    assert timer.state is TimerState.BROKEN
    assert (timer.broken_at, timer.met_at) == (day("Mon 11:00"), late)
    assert told(facts)[1:] == [("PromiseBroken", day("Mon 11:00")), ("PromiseMetLate", late)]


def test_a_late_answer_to_a_broken_promise_keeps_both_instants() -> None:
    broken, _ = rules.fire(started(day("Mon 10:00"), target(hours(1), FIRST)), day("Mon 11:30"))
    timer, facts = rules.meet(broken, day("Mon 12:00"), hours=HOURS)
    assert (timer.state, timer.broken_at, timer.met_at) == (TimerState.BROKEN, day("Mon 11:00"), day("Mon 12:00"))
    assert [type(fact) for fact in facts] == [PromiseMetLate]


def test_an_answer_in_time_that_is_stored_after_the_worker_looked_still_counts() -> None:
    broken, _ = rules.fire(started(day("Mon 10:00"), target(hours(1), FIRST)), day("Mon 11:00:01"))
    timer, facts = rules.meet(broken, day("Mon 10:59:59"), hours=HOURS)
    assert (timer.state, timer.broken_at) == (TimerState.MET, None)
    assert [type(fact) for fact in facts] == [PromiseKept]


def test_a_promise_is_met_once() -> None:
    met, _ = rules.meet(started(day("Mon 10:00"), target(hours(1), FIRST)), day("Mon 10:30"), hours=HOURS)
    assert rules.meet(met, day("Mon 10:45"), hours=HOURS) == (met, [])
    assert rules.fire(met, day("Tue 10:00")) == (met, [])


def test_the_worker_wakes_for_the_warning_and_then_for_the_end() -> None:
    timer = started(day("Mon 10:00"), target(hours(1), FIRST))
    assert rules.fires_at(timer) == day("Mon 10:48")
    timer, facts = rules.fire(timer, day("Mon 10:48"))
    assert told(facts) == [("WarningReached", day("Mon 10:48"))]
    assert rules.fires_at(timer) == day("Mon 11:00") + MICROSECOND
    timer, facts = rules.fire(timer, day("Mon 11:00") + MICROSECOND)
    assert told(facts) == [("PromiseBroken", day("Mon 11:00"))]
    assert rules.fires_at(timer) is None


def test_waking_too_early_or_twice_says_nothing() -> None:
    timer = started(day("Mon 10:00"), target(hours(1), FIRST))
    assert rules.fire(timer, day("Mon 10:47:59")) == (timer, [])
    warned, _ = rules.fire(timer, day("Mon 10:50"))
    assert rules.fire(warned, day("Mon 10:50")) == (warned, [])
    broken, _ = rules.fire(warned, day("Mon 11:50"))
    assert rules.fire(broken, day("Mon 11:51")) == (broken, [])


def test_facts_carry_the_timer_and_the_instant_it_was_noticed() -> None:
    _, facts = rules.fire(started(day("Mon 10:00"), target(hours(1), FIRST)), day("Mon 14:00"))
    warning, breach = facts
    assert isinstance(warning, WarningReached)
    assert isinstance(breach, PromiseBroken)
    assert (breach.ticket_id, breach.timer_id, breach.timer_kind) == (70, 7, "first_response")
    assert (breach.at, breach.due_at, breach.noticed_at) == (day("Mon 11:00"), day("Mon 11:00"), day("Mon 14:00"))


def test_several_warnings_come_in_order() -> None:
    timer = started(day("Mon 09:00"), target(hours(4), warn_shares=(0.8, 0.5), warn_before=(1800,)))
    _, facts = rules.fire(timer, day("Mon 13:00"))
    assert told(facts) == [
        ("WarningReached", day("Mon 11:00")),
        ("WarningReached", day("Mon 12:12")),
        ("WarningReached", day("Mon 12:30")),
    ]


def test_a_warning_longer_before_the_end_than_the_promise_itself_is_none() -> None:
    assert rules.warnings(policy(), target(hours(1), warn_before=(3600, 7200), warn_shares=(1.0, 0.0))) == ()


def test_mail_fetched_late_is_warned_of_and_broken_when_it_was_not_when_it_was_fetched() -> None:
    timer = started(day("Mon 09:00"), target(minutes(20), FIRST))
    _, facts = rules.fire(timer, day("Mon 09:25"))
    assert told(facts) == [("WarningReached", day("Mon 09:16")), ("PromiseBroken", day("Mon 09:20"))]


def test_a_timer_that_can_never_be_due_never_fires() -> None:
    last_day = compiled({}, overrides={"2026-03-02": [["09:00", "10:00"]]})
    timer = started(day("Mon 09:30"), target(hours(2)), hours=last_day)
    assert (timer.due_at, rules.fires_at(timer)) == (None, None)
    assert rules.fire(timer, day("Fri 09:00")) == (timer, [])
    met, _ = rules.meet(timer, day("Fri 09:00"), hours=last_day)
    assert met.state is TimerState.MET


def test_a_timer_follows_the_state_of_its_ticket() -> None:
    timer = started(day("Mon 09:00"), target(hours(4)))
    paused, _ = rules.follow(timer, "pending", day("Mon 10:00"), hours=HOURS)
    assert paused.state is TimerState.PAUSED
    assert rules.fires_at(paused) is None
    held, _ = rules.follow(paused, "on_hold", day("Mon 11:00"), hours=HOURS)
    assert held == paused
    running, _ = rules.follow(held, "open", day("Mon 12:00"), hours=HOURS)
    assert (running.state, running.due_at) == (TimerState.RUNNING, day("Mon 15:00"))
    assert rules.follow(running, "open", day("Mon 12:30"), hours=HOURS) == (running, [])


def test_what_was_due_before_a_pause_is_recorded_when_it_begins() -> None:
    timer, facts = rules.pause(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:50"))
    assert told(facts) == [("WarningReached", day("Mon 09:48"))]
    resumed = rules.resume(timer, day("Mon 12:00"), hours=HOURS)
    assert resumed.warn_at == ()
    assert resumed.due_at == day("Mon 12:10")


def test_a_reopened_ticket_goes_on_from_where_its_clock_stood() -> None:
    met, _ = rules.meet(started(day("Mon 09:00"), target(hours(4))), day("Mon 12:00"), hours=HOURS)
    again = rules.restart(met, day("Tue 12:00"), hours=HOURS)
    assert (again.state, again.met_at, again.due_at) == (TimerState.RUNNING, None, day("Tue 13:00"))
    assert rules.used_seconds(again, day("Tue 12:30"), hours=HOURS) == hours(3.5)


def test_a_reopened_ticket_that_was_solved_late_stays_late() -> None:
    late, _ = rules.meet(started(day("Mon 09:00"), target(hours(1))), day("Mon 12:00"), hours=HOURS)
    again = rules.restart(late, day("Tue 12:00"), hours=HOURS)
    assert (again.state, again.broken_at, again.met_at) == (TimerState.BROKEN, day("Mon 10:00"), None)


def test_only_what_was_done_can_come_undone() -> None:
    timer = started(day("Mon 09:00"), target(hours(1)))
    assert rules.restart(timer, day("Mon 09:10"), hours=HOURS) == timer


def test_a_cancelled_promise_never_fires_and_cannot_be_met() -> None:
    timer, facts = rules.cancel(started(day("Mon 09:00"), target(hours(4))), day("Mon 10:00"))
    assert (timer.state, facts) == (TimerState.CANCELLED, [])
    assert rules.fire(timer, day("Fri 10:00")) == (timer, [])
    assert rules.meet(timer, day("Mon 10:30"), hours=HOURS) == (timer, [])
    assert rules.pause(timer, day("Mon 10:30")) == (timer, [])


def test_a_promise_broken_before_it_was_cancelled_stays_broken() -> None:
    timer, facts = rules.cancel(started(day("Mon 09:00"), target(hours(1))), day("Mon 11:00"))
    assert (timer.state, timer.broken_at) == (TimerState.BROKEN, day("Mon 10:00"))
    assert told(facts)[-1] == ("PromiseBroken", day("Mon 10:00"))


def test_a_plan_that_changes_nothing_changes_nothing() -> None:
    timer = started(day("Mon 09:00"), target(hours(4)))
    assert replanned(timer, target(hours(4)), day("Mon 09:30")) == (timer, [])


def test_a_longer_target_leaves_the_time_that_is_used() -> None:
    timer, facts = replanned(started(day("Mon 09:00"), target(hours(2))), target(hours(8)), day("Mon 10:00"))
    assert (timer.due_at, facts) == (day("Mon 17:00"), [])
    assert rules.used_seconds(timer, day("Mon 10:00"), hours=HOURS) == hours(1)


def test_a_paused_timer_with_a_new_target_waits_for_its_ticket() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(8))), day("Mon 10:00"))
    timer, facts = replanned(paused, target(hours(2)), day("Mon 16:00"))
    assert (timer.state, facts) == (TimerState.PAUSED, [])
    assert rules.resume(timer, day("Mon 17:00"), hours=HOURS).due_at == day("Mon 18:00")


def test_a_timer_shortened_in_a_pause_to_less_than_it_has_used_is_late_when_it_runs_again() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(8))), day("Mon 12:00"))
    shortened, facts = replanned(paused, target(hours(2)), day("Mon 14:00"))
    assert (shortened.state, facts) == (TimerState.PAUSED, [])
    timer, facts = rules.fire(rules.resume(shortened, day("Mon 16:00"), hours=HOURS), day("Mon 16:01"))
    assert told(facts) == [("WarningReached", day("Mon 16:00")), ("PromiseBroken", day("Mon 16:00"))]
    assert (timer.due_at, timer.broken_at) == (day("Mon 11:00"), day("Mon 16:00"))
