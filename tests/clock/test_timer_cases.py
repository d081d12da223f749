"""Cases about pauses, changes and notices that other desks got wrong, each with its number in the list of cases.

Monday to Friday 09:00 to 18:00 in Shanghai unless told; 2026-03-02 is a Monday.
"""

from jishi.clock import rules
from jishi.clock.model import Kind, TimerState
from tests.clock.hours import compiled, day, hours, minutes
from tests.clock.timers import HOURS, replanned, started, target, told

FIRST = Kind.FIRST_RESPONSE


def test_case_36_a_pause_moves_the_due_instant_by_its_working_time() -> None:
    timer, _ = rules.pause(started(day("Fri 16:00"), target(hours(4))), day("Fri 17:00"))
    assert rules.resume(timer, day("next Mon 10:00"), hours=HOURS).due_at == day("next Mon 13:00")


def test_case_37_a_ticket_solved_while_paused_has_its_pause_subtracted_at_once() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(4))), day("Mon 11:00"))
    timer, _ = rules.meet(paused, day("Wed 11:00"), hours=HOURS)
    assert (timer.state, timer.paused_at) == (TimerState.MET, None)
    assert timer.due_at == day("Wed 13:00")
    assert rules.used_seconds(timer, day("Fri 11:00"), hours=HOURS) == hours(2)


def test_case_38_waiting_never_stops_the_clock_of_the_first_response() -> None:
    timer = started(day("Mon 09:00"), target(hours(4), FIRST))
    assert rules.follow(timer, "pending", day("Mon 10:00"), hours=HOURS) == (timer, [])


def test_case_38_unless_the_policy_says_so() -> None:
    timer = started(day("Mon 09:00"), target(hours(4), FIRST, paused_in=("pending",)))
    paused, _ = rules.follow(timer, "pending", day("Mon 10:00"), hours=HOURS)
    assert paused.state is TimerState.PAUSED


def test_case_38_waiting_may_stop_the_clocks_of_resolution_and_update() -> None:
    for kind in (Kind.RESOLUTION, Kind.UPDATE):
        paused, _ = rules.follow(started(day("Mon 09:00"), target(60, kind)), "pending", day("Mon 09:00"), hours=HOURS)
        assert paused.state is TimerState.PAUSED


def test_case_39_the_clock_resumes_at_the_time_of_the_customers_message() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(4))), day("Mon 10:00"))
    resumed, _ = rules.follow(paused, "open", day("Mon 11:17:03"), hours=HOURS)
    assert resumed.pauses == ((day("Mon 10:00"), day("Mon 11:17:03")),)
    assert resumed.due_at == day("Mon 14:17:03")


def test_case_40_a_wait_that_ended_at_two_resumes_at_two_however_late_that_is_noticed() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(2))), day("Mon 10:00"))
    resumed = rules.resume(paused, day("Mon 14:00"), hours=HOURS)
    _, facts = rules.fire(resumed, day("Mon 15:12"))
    assert told(facts) == [("WarningReached", day("Mon 14:36")), ("PromiseBroken", day("Mon 15:00"))]


def test_case_41_the_old_due_instant_passing_in_a_pause_is_no_breach() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(2))), day("Mon 10:00"))
    assert rules.fire(paused, day("Mon 12:00")) == (paused, [])
    saved, facts = replanned(paused, target(hours(2)), day("Mon 12:30"))
    assert (saved.state, facts) == (TimerState.PAUSED, [])
    assert rules.resume(saved, day("Mon 13:00"), hours=HOURS).due_at == day("Mon 14:00")


def test_case_42_a_promise_broken_before_the_pause_stays_broken() -> None:
    timer, facts = rules.pause(started(day("Mon 09:00"), target(hours(1))), day("Mon 11:00"))
    assert told(facts)[-1] == ("PromiseBroken", day("Mon 10:00"))
    assert timer.state is TimerState.BROKEN
    resumed = rules.resume(timer, day("Mon 12:00"), hours=HOURS)
    assert (resumed.state, resumed.broken_at, resumed.due_at) == (TimerState.BROKEN, day("Mon 10:00"), day("Mon 10:00"))


def test_case_43_two_pauses_within_a_minute_both_count_to_the_second() -> None:
    timer = started(day("Mon 09:00"), target(hours(2)))
    for begin, end in (("Mon 10:00:05", "Mon 10:00:20"), ("Mon 10:00:40", "Mon 11:30")):
        paused, _ = rules.pause(timer, day(begin))
        timer = rules.resume(paused, day(end), hours=HOURS)
    assert timer.due_at == day("Mon 12:29:35")


def test_case_44_a_policy_taken_away_in_a_pause_and_given_back_leaves_no_mark_of_it() -> None:
    paused, _ = rules.pause(started(day("Mon 09:00"), target(hours(2))), day("Mon 10:00"))
    gone, _ = rules.cancel(paused, day("Mon 11:00"))
    assert (gone.state, gone.paused_at) == (TimerState.CANCELLED, None)
    again = started(day("Mon 09:00"), target(hours(2)))
    assert (again.state, again.paused_at, again.pauses) == (TimerState.RUNNING, None, ())


def test_case_45_a_pause_on_a_holiday_adds_nothing() -> None:
    calendar = compiled(holidays=["2026-03-03"])
    paused, _ = rules.pause(started(day("Mon 17:00"), target(hours(4)), hours=calendar), day("Tue 09:00"))
    assert rules.resume(paused, day("Tue 18:00"), hours=calendar).due_at == day("Wed 12:00")


def test_case_46_a_ticket_made_urgent_too_late_is_late_as_of_that_moment() -> None:
    timer, facts = replanned(started(day("Mon 09:00"), target(hours(8))), target(hours(2)), day("Mon 11:30"))
    assert timer.due_at == day("Mon 11:00")
    assert told(facts) == [("WarningReached", day("Mon 11:30")), ("PromiseBroken", day("Mon 11:30"))]
    assert timer.broken_at == day("Mon 11:30")


def test_case_47_a_ticket_made_less_urgent_after_a_breach_stays_broken_and_breaks_no_second_time() -> None:
    broken, _ = rules.fire(started(day("Mon 09:00"), target(hours(2))), day("Mon 11:30"))
    timer, facts = replanned(broken, target(hours(4)), day("Mon 12:00"))
    assert (timer, facts) == (broken, [])
    assert rules.fire(timer, day("Tue 12:00")) == (broken, [])


def test_case_54_a_recalculation_without_a_change_gives_the_very_same_timer() -> None:
    timer = started(day("Mon 09:00"), target(hours(2)))
    same, facts = replanned(timer, target(hours(2)), day("Mon 09:30"))
    assert same is timer
    assert facts == []


def test_case_64_a_breach_shorter_than_any_poll_is_recorded_at_its_true_instant() -> None:
    answered = day("Mon 10:00:02")
    timer, facts = rules.meet(started(day("Mon 09:00"), target(hours(1), FIRST)), answered, hours=HOURS)
    assert timer.broken_at == day("Mon 10:00")
    assert ("PromiseBroken", day("Mon 10:00")) in told(facts)


def test_case_65_five_thousand_timers_due_in_one_minute_all_break_and_none_twice() -> None:
    running = [started(day(f"Mon 09:00:{n % 60:02}"), target(hours(1), FIRST), id=n) for n in range(5000)]
    once = [rules.fire(timer, day("Mon 10:05")) for timer in running]
    twice = [rules.fire(timer, day("Mon 10:06")) for timer, _ in once]
    breaches = [name for _, facts in once + twice for name, _ in told(facts) if name == "PromiseBroken"]
    assert len(breaches) == 5000


def test_case_66_a_warning_an_hour_before_is_an_hour_of_working_time_before() -> None:
    timer = started(day("Mon 17:00"), target(hours(4), warn_shares=(), warn_before=(3600,)))
    assert (timer.due_at, timer.warn_at) == (day("Tue 12:00"), (day("Tue 11:00"),))


def test_case_66_a_warning_never_comes_at_night_or_on_a_weekend() -> None:
    timer = started(day("Fri 17:50"), target(minutes(60), warn_shares=(), warn_before=(3000,)))
    assert timer.warn_at == (day("Fri 18:00"),)
    timer = started(day("Fri 17:50"), target(minutes(60), warn_shares=(), warn_before=(2999,)))
    assert timer.warn_at == (day("next Mon 09:00:01"),)


def test_case_67_a_warning_comes_once_even_after_a_pause() -> None:
    timer, facts = rules.fire(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:48"))
    assert told(facts) == [("WarningReached", day("Mon 09:48"))]
    paused, _ = rules.pause(timer, day("Mon 09:50"))
    _, facts = rules.fire(rules.resume(paused, day("Mon 11:00"), hours=HOURS), day("Mon 11:05"))
    assert facts == []


def test_case_67_a_warning_comes_again_when_the_end_moved_away() -> None:
    warned, _ = rules.fire(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:48"))
    later, facts = replanned(warned, target(hours(5)), day("Mon 09:50"))
    assert (later.warn_at, facts) == ((day("Mon 13:00"),), [])


def test_case_67_a_warning_comes_once_when_the_end_moved_closer_than_it() -> None:
    timer, facts = replanned(started(day("Mon 09:00"), target(hours(8))), target(hours(2)), day("Mon 10:50"))
    assert told(facts) == [("WarningReached", day("Mon 10:50"))]
    _, facts = rules.fire(timer, day("Mon 10:59"))
    assert facts == []


def test_case_67_going_back_and_forth_between_two_targets_brings_no_second_warning() -> None:
    timer, _ = replanned(started(day("Mon 09:00"), target(hours(8))), target(hours(2)), day("Mon 10:50"))
    timer, _ = replanned(timer, target(hours(8)), day("Mon 10:52"))
    assert timer.due_at == day("Mon 17:00")
    timer, facts = replanned(timer, target(hours(2)), day("Mon 10:54"))
    assert (timer.due_at, facts) == (day("Mon 11:00"), [])


def test_case_68_what_is_shown_freezes_when_it_is_done_and_a_late_answer_stays_a_miss() -> None:
    timer, _ = rules.meet(started(day("Mon 09:00"), target(hours(1), FIRST)), day("Mon 11:00"), hours=HOURS)
    assert timer.state is TimerState.BROKEN
    shown = {
        rules.used_seconds(timer, day(later), hours=HOURS) for later in ("Mon 11:00", "Tue 09:00", "next Fri 09:00")
    }
    assert shown == {hours(2)}


def test_case_69_after_two_hours_down_each_breach_has_its_due_instant_and_is_told_once() -> None:
    timer, facts = rules.fire(started(day("Mon 10:00"), target(minutes(30), FIRST)), day("Mon 12:30"))
    assert told(facts) == [("WarningReached", day("Mon 10:24")), ("PromiseBroken", day("Mon 10:30"))]
    assert rules.fire(timer, day("Mon 12:31")) == (timer, [])
