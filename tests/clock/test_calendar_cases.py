"""Cases of calendar arithmetic that other desks got wrong, each with its number in the list of cases.

Monday to Friday 09:00 to 18:00 in Shanghai unless told; 2026-03-02 is a Monday.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jishi.clock.calendar import Calendar
from jishi.clock.errors import NeverOpens
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.working_time import compile_calendar
from tests.clock.hours import OFFICE, compiled, day, every_day, hours, local, minutes, weekdays

BERLIN = "Europe/Berlin"


def test_case_01_a_friday_evening_message_is_due_on_monday() -> None:
    assert compiled().due(day("Fri 20:00"), minutes(60)) == day("next Mon 10:00")


def test_case_02_a_message_before_opening_counts_from_opening() -> None:
    assert compiled().due(day("Wed 07:00"), minutes(120)) == day("Wed 11:00")


def test_case_03_a_message_at_closing_time_counts_from_the_next_morning() -> None:
    assert compiled().due(day("Mon 18:00"), minutes(30)) == day("Tue 09:30")


def test_case_04_work_that_ends_with_the_day_is_due_at_closing_time() -> None:
    assert compiled().due(day("Mon 17:00"), minutes(60)) == day("Mon 18:00")


def test_case_05_the_weekend_does_not_count() -> None:
    assert compiled().due(day("Fri 17:30"), minutes(60)) == day("next Mon 09:30")


def test_case_06_the_lunch_break_does_not_count() -> None:
    calendar = compiled(weekdays([["09:00", "12:00"], ["13:30", "18:00"]]))
    assert calendar.due(day("Mon 11:45"), minutes(30)) == day("Mon 13:45")
    assert calendar.due(day("Mon 12:30"), minutes(1)) == day("Mon 13:31")
    assert calendar.elapsed(day("Mon 12:30"), day("Mon 13:30")) == 0


def test_case_07_the_end_of_a_night_shift_belongs_to_the_day_it_started() -> None:
    nights = compiled(weekdays([["21:00", "02:00"]]))
    assert nights.due(day("Tue 01:30"), minutes(60)) == day("Tue 21:30")
    assert nights.due(day("Sat 01:00"), minutes(60)) == day("Sat 02:00"), "Friday's shift ends on Saturday"
    assert nights.due(day("Mon 01:00"), minutes(60)) == day("Mon 22:00"), "no shift starts on Sunday"


def test_case_08_around_the_clock_no_minute_is_lost_at_midnight() -> None:
    always = compiled(every_day([["00:00", "24:00"]]))
    assert always.due(day("Mon 23:50"), minutes(20)) == day("Tue 00:10")
    assert always.elapsed(day("Mon 23:50"), day("Tue 00:10")) == minutes(20)


def test_case_09_a_holiday_in_the_middle_does_not_count() -> None:
    assert compiled(holidays=["2026-03-03"]).due(day("Mon 17:00"), hours(4)) == day("Wed 12:00")


def test_case_10_a_message_on_a_holiday_counts_from_the_day_after() -> None:
    assert compiled(holidays=["2026-03-03"]).due(day("Tue 10:00"), minutes(60)) == day("Wed 10:00")


def test_case_11_a_make_up_saturday_is_worked() -> None:
    calendar = compiled(overrides={"2026-02-28": OFFICE})
    assert calendar.due(local("2026-02-27T17:30"), minutes(60)) == local("2026-02-28T09:30")


def test_case_12_on_a_half_day_the_afternoon_does_not_count() -> None:
    calendar = compiled(overrides={"2026-03-02": [["09:00", "12:00"]]})
    assert calendar.due(day("Mon 11:30"), minutes(60)) == day("Tue 09:30")


def test_case_13_the_next_day_has_its_own_hours() -> None:
    calendar = compiled({**weekdays(OFFICE), "0": [["13:00", "15:00"]]})
    assert calendar.due(day("Fri 17:30"), minutes(60)) == day("next Mon 13:30")


def test_case_14_a_short_target_ends_after_a_long_closure() -> None:
    closed: dict[str, list[object]] = {
        str((day("Mon 00:00") + timedelta(days=n, hours=8)).date()): [] for n in range(-14, 18)
    }
    calendar = compiled(overrides={**closed, "2026-02-14": [], "2026-02-15": []})
    assert calendar.due(local("2026-02-13T18:30"), minutes(15)) == local("2026-03-20T09:15")


def test_case_15_a_calendar_that_never_opens_is_refused() -> None:
    with pytest.raises(NeverOpens):
        parse_calendar({"tz": "Asia/Shanghai", "weekly": {}, "overrides": {"2026-03-02": []}})


def test_case_15_an_engine_that_meets_a_calendar_without_hours_says_that_nothing_is_due() -> None:
    empty = Calendar(tz="Asia/Shanghai", weekly=((), (), (), (), (), (), ()))
    calendar = compile_calendar(empty, day("Mon 00:00"), day("Tue 00:00"))
    assert calendar.due(day("Mon 10:00"), minutes(1)) is None
    assert calendar.elapsed(day("Mon 10:00"), day("Fri 10:00")) == 0


def test_case_15_a_calendar_that_opens_no_more_says_that_nothing_is_due() -> None:
    calendar = compiled({}, overrides={"2026-03-02": OFFICE})
    assert calendar.due(day("Mon 10:00"), hours(8)) == day("Mon 18:00")
    assert calendar.due(day("Mon 10:00"), hours(8) + 1) is None


def test_case_16_around_the_clock_an_hour_is_an_hour_when_the_clocks_change() -> None:
    berlin = compiled(every_day([["00:00", "24:00"]]), tz=BERLIN)
    assert berlin.due(local("2026-03-29T01:30", BERLIN), minutes(60)) == local("2026-03-29T03:30", BERLIN)
    summer = local("2026-10-25T02:30", BERLIN, fold=0)
    assert berlin.due(summer, minutes(60)) == local("2026-10-25T02:30", BERLIN, fold=1)
    assert berlin.elapsed(local("2026-10-24T12:00", BERLIN), local("2026-10-25T12:00", BERLIN)) == hours(25)


def test_case_17_office_hours_follow_the_wall_clock_over_a_change() -> None:
    berlin = compiled(tz=BERLIN)
    assert berlin.due(local("2026-03-27T17:00", BERLIN), minutes(120)) == local("2026-03-30T10:00", BERLIN)


def test_case_18_the_weekday_is_that_of_the_calendars_zone() -> None:
    sunday_in_utc = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    calendar = compiled({"0": [["00:00", "24:00"]]})
    assert calendar.due(sunday_in_utc, minutes(5)) == datetime(2026, 3, 1, 16, 35, tzinfo=UTC)


@pytest.mark.parametrize("server", ["UTC", "Asia/Kolkata", "America/New_York"])
def test_case_18_the_servers_own_zone_changes_nothing(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", server)
    time.tzset()
    try:
        assert compiled().due(day("Fri 17:30"), minutes(60)) == day("next Mon 09:30")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert os.environ.get("TZ") != "America/New_York"


def test_case_19_the_due_instant_is_the_same_for_every_viewer() -> None:
    riyadh = compiled({str(n): OFFICE for n in (6, 0, 1, 2, 3)}, tz="Asia/Riyadh")
    start = local("2026-03-02T10:00", "Asia/Riyadh")
    asked = [start.astimezone(ZoneInfo(zone)) for zone in ("Asia/Kolkata", "Asia/Riyadh", "America/New_York")]
    assert {riyadh.due(viewed, hours(2)) for viewed in asked} == {local("2026-03-02T12:00", "Asia/Riyadh")}


def test_case_20_seconds_are_kept_when_due() -> None:
    start = day("Fri 17:59:41") + timedelta(microseconds=250_000)
    assert compiled().due(start, 45) == day("next Mon 09:00:26") + timedelta(microseconds=250_000)


def test_case_20_seconds_are_kept_in_pauses() -> None:
    pause = (day("Mon 10:00:05"), day("Mon 10:00:20"))
    assert compiled().due(day("Mon 09:59:59"), 60, [pause]) == day("Mon 10:01:14")
    assert compiled().elapsed(day("Mon 09:59:59"), day("Mon 10:01:14"), [pause]) == 60


def test_case_36_a_pause_moves_the_due_instant_by_its_working_time() -> None:
    pause = (day("Fri 17:00"), day("next Mon 10:00"))
    assert compiled().due(day("Fri 16:00"), hours(4), [pause]) == day("next Mon 13:00")


def test_case_43_two_pauses_within_a_minute_both_count_to_the_second() -> None:
    pauses = [(day("Mon 10:00:05"), day("Mon 10:00:20")), (day("Mon 10:00:40"), day("Mon 11:30"))]
    assert compiled().due(day("Mon 09:00"), hours(2), pauses) == day("Mon 12:29:35")


def test_case_45_a_pause_on_a_holiday_adds_nothing() -> None:
    pause = (day("Tue 00:00"), day("Wed 00:00"))
    assert compiled(holidays=["2026-03-03"]).due(day("Mon 17:00"), hours(4), [pause]) == day("Wed 12:00")
