from datetime import UTC, datetime, timedelta, timezone

import pytest

from jishi.clock.errors import OutOfReach
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.working_time import CompiledCalendar, compile_calendar
from tests.clock.hours import OFFICE, SHANGHAI, compiled, day, every_day, hours, local, minutes, weekdays


def for_a_day(text: str) -> CompiledCalendar:
    """Office hours compiled for one day only, so that any question about another has to widen them."""
    calendar = parse_calendar({"tz": SHANGHAI, "weekly": weekdays(OFFICE), "holidays": ["2019-10-01", "2031-10-01"]})
    return compile_calendar(calendar, local(text), local(text))


def test_an_answer_far_after_the_compiled_days_is_found() -> None:
    working_days = 261 * 12
    due = for_a_day("2026-03-02").due(day("Mon 09:00"), hours(9 * working_days))
    assert due is not None
    assert for_a_day("2040-01-01").elapsed(day("Mon 09:00"), due) == hours(9 * working_days)


def test_an_instant_far_before_the_compiled_days_is_understood() -> None:
    assert for_a_day("2026-03-02").due(local("2019-09-30T17:00"), hours(2)) == local("2019-10-02T10:00")


def test_an_instant_far_after_the_compiled_days_is_understood() -> None:
    assert for_a_day("2026-03-02").due(local("2031-09-30T17:00"), hours(2)) == local("2031-10-02T10:00")
    assert for_a_day("2026-03-02").elapsed(local("2031-09-30T17:00"), local("2031-10-02T10:00")) == hours(2)


@pytest.mark.parametrize("year", [1899, 2200, 9999])
def test_time_is_not_measured_where_the_desk_keeps_none(year: int) -> None:
    there = datetime(year, 12, 31, tzinfo=UTC)
    with pytest.raises(OutOfReach):
        compiled().elapsed(min(there, day("Mon 09:00")), max(there, day("Mon 09:00")))


def test_the_ends_of_the_calendar_of_all_time_are_refused_in_any_zone() -> None:
    """A date near them cannot be written in UTC, or is none any more a day later."""
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-14)))
    for question in (lambda: compiled().elapsed(first, last), lambda: compiled().due(first, 1)):
        with pytest.raises(OutOfReach):
            question()
    with pytest.raises(OutOfReach):
        compile_calendar(compiled().calendar, first, last)
    assert compiled().due(last, 1) is None


def test_a_pause_in_another_age_changes_nothing_now() -> None:
    pauses = [(datetime(1, 1, 1, tzinfo=UTC), datetime(2, 1, 1, tzinfo=UTC)), (datetime.max.replace(tzinfo=UTC), None)]
    assert compiled().due(day("Mon 10:00"), hours(1), pauses) == day("Mon 11:00")
    assert compiled().elapsed(day("Mon 10:00"), day("Mon 11:00"), pauses) == hours(1)


def test_work_that_would_end_in_another_age_is_never_due() -> None:
    once_a_week = compiled({"0": [["09:00", "09:01"]]})
    assert once_a_week.due(day("Mon 09:00"), minutes(60 * 24 * 365)) is None
    assert once_a_week.due(datetime(9999, 1, 1, tzinfo=UTC), 1) is None


def test_no_time_passes_when_the_end_comes_first() -> None:
    assert compiled().elapsed(day("Tue 12:00"), day("Mon 12:00")) == 0


def test_no_work_is_due_at_once_even_at_night() -> None:
    assert compiled().due(day("Sun 03:00"), 0) == day("Sun 03:00")
    assert compiled().due(day("Mon 10:00"), 0, [(day("Mon 09:00"), None)]) == day("Mon 10:00")


def test_a_pause_that_has_not_ended_stops_the_clock() -> None:
    pause = (day("Mon 10:00"), None)
    assert compiled().due(day("Mon 09:00"), hours(2), [pause]) is None
    assert compiled().due(day("Mon 09:00"), hours(1), [pause]) == day("Mon 10:00"), "used up just before"
    assert compiled().elapsed(day("Mon 09:00"), day("Fri 18:00"), [pause]) == hours(1)


def test_pauses_in_any_order_and_over_each_other_count_once() -> None:
    pauses = [
        (day("Tue 09:30"), day("Tue 11:00")),
        (day("Mon 16:00"), day("Tue 10:00")),
        (day("Mon 16:30"), day("Mon 16:30")),
        (day("Mon 17:00"), day("Mon 16:00")),
    ]
    assert compiled().due(day("Mon 15:00"), hours(8), pauses) == day("Tue 18:00")
    assert compiled().elapsed(day("Mon 15:00"), day("Tue 18:00"), pauses) == hours(8)


def test_hours_that_overlap_count_once() -> None:
    calendar = compiled({"0": [["09:00", "13:00"], ["12:00", "18:00"], ["10:00", "11:00"]]})
    assert calendar.elapsed(day("Mon 00:00"), day("Tue 00:00")) == hours(9)


def test_a_night_shift_over_the_next_mornings_hours_counts_once() -> None:
    calendar = compiled(every_day([["22:00", "10:00"], ["09:00", "18:00"]]))
    assert calendar.elapsed(day("Mon 12:00"), day("Tue 12:00")) == hours(6 + 2 + 12)


def test_a_holiday_closes_the_end_of_the_night_before_it() -> None:
    nights = compiled(every_day([["22:00", "06:00"]]), holidays=["2026-03-03"])
    assert nights.elapsed(day("Mon 12:00"), day("Wed 12:00")) == hours(2 + 6 - 6)


def test_a_holiday_by_shift_leaves_the_night_before_and_takes_its_own_to_the_end() -> None:
    nights = compiled(every_day([["22:00", "06:00"]]), holidays=["2026-03-03"], holiday_scope="shift_start")
    assert nights.elapsed(day("Mon 12:00"), day("Wed 12:00")) == hours(8)
    assert nights.due(day("Tue 05:00"), hours(2)) == day("Wed 23:00")


def test_an_extra_night_shift_does_not_cut_the_one_before_it() -> None:
    nights = compiled(weekdays([["22:00", "06:00"]]), overrides={"2026-03-07": [["22:00", "06:00"]]})
    assert nights.elapsed(day("Fri 12:00"), day("Sun 12:00")) == hours(16)


def test_a_date_that_a_zone_skipped_has_no_hours() -> None:
    apia = compiled(every_day(OFFICE), tz="Pacific/Apia")
    assert apia.elapsed(local("2011-12-29T00:00", "Pacific/Apia"), local("2012-01-01T00:00", "Pacific/Apia")) == hours(
        18
    )


def test_a_midnight_that_does_not_exist_begins_when_the_clocks_jump() -> None:
    beirut = compiled(every_day([["00:00", "24:00"]]), tz="Asia/Beirut")
    start = local("2026-03-28T12:00", "Asia/Beirut")
    assert beirut.elapsed(start, local("2026-03-29T12:00", "Asia/Beirut")) == hours(23)


def test_hours_that_close_in_the_repeated_hour_close_at_its_first_coming() -> None:
    late_bar = compiled(every_day([["00:00", "01:30"]]), tz="America/New_York")
    night = local("2026-11-01T00:00", "America/New_York")
    assert late_bar.elapsed(night, night + timedelta(hours=12)) == hours(1.5)
