"""What a file of days makes of a calendar."""

from dataclasses import replace
from datetime import date

from jishi.clock.calendar import Calendar, Span
from jishi.clock.calendars.model import GivenDay
from jishi.clock.calendars.rules import changes, gather, take_over

OFFICE = (Span(opens=32_400, closes=64_800),)
MORNING = (Span(opens=32_400, closes=43_200),)
THURSDAY, SATURDAY = date(2027, 3, 4), date(2027, 3, 6)
CALENDAR = Calendar(tz="Asia/Shanghai", weekly=(OFFICE,) * 5 + ((), ()))
OFF, WORKED = (), None


def given(day: date, hours: tuple[Span, ...] | None, name: str | None = None) -> GivenDay:
    return GivenDay(line=1, day=day, name=name, hours=hours)


def test_a_day_off_becomes_a_holiday_with_its_name() -> None:
    after = take_over(CALENDAR, [given(THURSDAY, OFF, "店庆")])
    assert after.hours_on(THURSDAY) == ()
    assert after.holidays == {THURSDAY}
    assert after.names == {THURSDAY: "店庆"}


def test_a_day_worked_has_the_hours_of_a_usual_day() -> None:
    assert take_over(CALENDAR, [given(SATURDAY, WORKED)]).hours_on(SATURDAY) == OFFICE


def test_what_was_said_of_the_date_before_is_replaced() -> None:
    before = replace(CALENDAR, holidays=frozenset({SATURDAY}), overrides={THURSDAY: MORNING}, names={THURSDAY: "半天"})
    after = take_over(before, [given(SATURDAY, WORKED, "补班"), given(THURSDAY, OFF)])
    assert after.holidays == {THURSDAY}
    assert after.overrides == {SATURDAY: OFFICE}
    assert after.names == {THURSDAY: "半天", SATURDAY: "补班"}, "a date without a new name keeps its own"


def test_a_date_that_is_left_out_stays_as_it_is() -> None:
    assert take_over(CALENDAR, [given(THURSDAY, OFF)], leave_out=[THURSDAY]) == CALENDAR


def test_taking_over_the_same_again_changes_nothing() -> None:
    days = [given(THURSDAY, OFF, "店庆"), given(SATURDAY, WORKED, "补班")]
    once = take_over(CALENDAR, days, known_until=2027)
    assert take_over(once, days) == once
    assert [changes(day, once) for day in days] == [False, False]


def test_a_saturday_off_changes_something_though_it_is_closed_anyway() -> None:
    """It ends the night shift of the Friday before."""
    assert changes(given(SATURDAY, OFF), CALENDAR)


def test_dates_come_in_order_each_once() -> None:
    found = gather([given(SATURDAY, OFF), given(THURSDAY, OFF), given(SATURDAY, OFF)], [])
    assert [day.day for day in found.days] == [THURSDAY, SATURDAY]
    assert found.flaws == ()
