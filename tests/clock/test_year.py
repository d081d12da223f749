"""The year drawn day by day says what the arithmetic counts."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from jishi.clock.calendars.year import Day, Why, draw
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.working_time import compile_calendar
from tests.clock.hours import OFFICE, every_day, weekdays


def drawn(weekly: dict[str, Any], first: str, last: str, *, tz: str = "Asia/Shanghai", **rest: object) -> list[Day]:
    calendar = parse_calendar({"tz": tz, "weekly": weekly, **rest})
    return draw(calendar, date.fromisoformat(first), date.fromisoformat(last))


def test_a_usual_week_is_drawn_as_it_is_written() -> None:
    week = drawn(weekdays([["09:00", "12:00"], ["13:30", "18:00"]]), "2026-03-02", "2026-03-09")
    assert [day.seconds for day in week] == [27_000] * 5 + [0, 0]
    assert week[0].open == (("09:00", "12:00"), ("13:30", "18:00"))
    assert {day.why for day in week} == {Why.WEEKLY}


def test_a_night_shift_is_drawn_on_both_dates_that_it_touches() -> None:
    friday, saturday = drawn({"4": [["21:00", "02:00"]]}, "2026-03-06", "2026-03-08")
    assert (friday.open, saturday.open) == ((("21:00", "24:00"),), (("00:00", "02:00"),))
    assert (friday.seconds, saturday.seconds) == (3 * 3600, 2 * 3600)


def test_a_night_shift_before_the_first_day_is_drawn_too() -> None:
    [saturday] = drawn({"4": [["21:00", "02:00"]]}, "2026-03-07", "2026-03-08")
    assert saturday.open == (("00:00", "02:00"),)


def test_a_holiday_by_its_date_cuts_the_night_before_and_by_its_shifts_does_not() -> None:
    nights, holiday = every_day([["22:00", "06:00"]]), ["2026-03-03"]
    by_date = drawn(nights, "2026-03-03", "2026-03-04", holidays=holiday)
    by_shift = drawn(nights, "2026-03-03", "2026-03-04", holidays=holiday, holiday_scope="shift_start")
    assert (by_date[0].open, by_shift[0].open) == ((), (("00:00", "06:00"),))


def test_each_date_says_why_it_is_open_or_closed() -> None:
    days = drawn(
        weekdays(OFFICE),
        "2026-12-28",
        "2027-01-04",
        holidays=["2026-12-29", "2027-01-02"],
        overrides={"2026-12-30": [["09:00", "12:00"]], "2026-12-31": [], "2027-01-03": OFFICE},
        names={"2026-12-29": "停电"},
        known_until=2026,
        country="CN",
    )
    assert [day.why for day in days] == [
        Why.WEEKLY, Why.HOLIDAY, Why.OVERRIDE, Why.OVERRIDE, Why.UNKNOWN, Why.HOLIDAY, Why.MAKE_UP,
    ]  # fmt: skip
    assert days[1].name == "停电"


def test_the_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer() -> None:
    always = every_day([["00:00", "24:00"]])
    [spring] = drawn(always, "2026-03-29", "2026-03-30", tz="Europe/Berlin")
    [autumn] = drawn(always, "2026-10-25", "2026-10-26", tz="Europe/Berlin")
    assert (spring.seconds, autumn.seconds) == (23 * 3600, 25 * 3600)
    assert spring.open == autumn.open == (("00:00", "24:00"),)


def test_a_midnight_that_does_not_exist_still_begins_a_day() -> None:
    [day] = drawn(every_day([["00:00", "24:00"]]), "2026-03-29", "2026-03-30", tz="Asia/Beirut")
    assert (day.open, day.seconds) == ((("00:00", "24:00"),), 23 * 3600)


TIMES = st.integers(0, 24 * 4 - 1).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
SHIFTS = st.lists(st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1]).map(list), max_size=3)


@given(
    weekly=st.fixed_dictionaries({str(day): SHIFTS for day in range(7)}).filter(lambda week: any(week.values())),
    off=st.sets(st.integers(0, 59), max_size=6),
    scope=st.sampled_from(["civil", "shift_start"]),
    tz=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe"]),
)
def test_the_days_sum_to_what_the_clock_counts_between_any_two_midnights(
    weekly: dict[str, Any], off: set[int], scope: str, tz: str
) -> None:
    first = date(2026, 3, 1)
    holidays = [(first + timedelta(days=n)).isoformat() for n in sorted(off)]
    calendar = parse_calendar({"tz": tz, "weekly": weekly, "holidays": holidays, "holiday_scope": scope})
    days = draw(calendar, first, first + timedelta(days=60))
    zone = ZoneInfo(tz)
    start, end = (datetime(at.year, at.month, at.day, tzinfo=zone) for at in (first, first + timedelta(days=60)))
    compiled = compile_calendar(calendar, start, end)
    assert sum(day.seconds for day in days) == compiled.elapsed(start, end)
    middle = datetime(2026, 3, 31, tzinfo=zone)
    assert sum(day.seconds for day in days[:30]) == compiled.elapsed(start, middle)
