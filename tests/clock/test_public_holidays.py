"""Public holidays, as far as they are announced."""

from datetime import date, timedelta

import pytest

from jishi.clock.calendar import Calendar
from jishi.clock.fill_holidays import with_holidays
from jishi.clock.furnish import OFFICE, office_hours
from jishi.clock.public_holidays import announced_until, countries, public_holidays
from tests.clock.china import YEARS, named_days

OFF, WORKED = named_days()


@pytest.mark.parametrize("year", YEARS)
def test_an_office_in_china_is_open_on_exactly_the_days_of_the_notices(year: int) -> None:
    calendar = office_hours("Asia/Shanghai", since=year)
    day = date(year, 1, 1)
    while day.year == year:
        is_open = day in WORKED or (day not in OFF and day.weekday() < 5)
        assert bool(calendar.hours_on(day)) == is_open, day
        day += timedelta(days=1)


def test_a_desk_open_on_weekends_has_every_day_of_a_holiday_off() -> None:
    every_day = Calendar(tz="Asia/Shanghai", weekly=(OFFICE,) * 7)
    calendar = with_holidays(every_day, "CN", YEARS, language="zh-CN")
    assert {day for day in OFF if calendar.hours_on(day)} == set()
    # Notices that said "joined with the weekend" did not name its days: nothing but weekends is closed beyond them.
    beyond = {day for day in calendar.holidays - OFF if day.year >= 2007}
    assert all(day.weekday() >= 5 for day in beyond)


def test_days_have_names_in_both_languages() -> None:
    names = {language: public_holidays("CN", [2026], language=language) for language in ("zh-CN", "en")}
    assert (names["zh-CN"].off[date(2026, 2, 17)], names["en"].off[date(2026, 10, 1)]) == ("春节", "National Day")
    assert names["zh-CN"].worked[date(2026, 10, 10)] == "调休上班"


def test_a_language_that_the_library_lacks_is_replaced_by_the_countrys_own() -> None:
    assert public_holidays("DE", [2026], language="zh-CN").off[date(2026, 10, 3)] == "Tag der Deutschen Einheit"


def test_a_year_that_china_has_not_announced_is_left_open() -> None:
    assert announced_until("CN") is not None
    unknown = (announced_until("CN") or 0) + 1
    found = public_holidays("CN", [unknown])
    assert (found.off, found.worked) == ({}, {})


def test_a_calendar_says_from_when_on_its_holidays_are_unknown() -> None:
    assert office_hours("Asia/Shanghai", since=2020).unknown_from == date(2022, 1, 1)
    assert office_hours("Asia/Shanghai", since=2026).unknown_from == date((announced_until("CN") or 0) + 1, 1, 1)
    assert office_hours("Europe/Berlin", since=2026).unknown_from is None, "no holidays, none to run out of"


def test_filling_in_a_year_keeps_what_was_decided_by_hand() -> None:
    half = (OFFICE[0].__class__(opens=0, closes=3600),)
    ours = Calendar(
        tz="Asia/Shanghai",
        weekly=(OFFICE,) * 5 + ((), ()),
        overrides={date(2026, 10, 1): half, date(2026, 10, 10): ()},
        names={date(2026, 10, 1): "店庆"},
    )
    filled = with_holidays(ours, "CN", [2026], language="zh-CN")
    assert filled.hours_on(date(2026, 10, 1)) == half
    assert filled.hours_on(date(2026, 10, 10)) == ()
    assert filled.names[date(2026, 10, 1)] == "店庆"
    assert filled.hours_on(date(2026, 9, 20)) == OFFICE, "a make-up Sunday has the hours of a usual day"


def test_a_new_year_brings_the_last_days_of_the_old_one_with_it() -> None:
    """The notice for 2007 had people work on 30 and 31 December 2006."""
    before = with_holidays(Calendar(tz="Asia/Shanghai", weekly=(OFFICE,) * 5 + ((), ())), "DE", [2006], language="en")
    filled = with_holidays(before, "CN", [2007], language="zh-CN")
    assert {date(2006, 12, 30), date(2006, 12, 31)} <= filled.overrides.keys()


def test_elsewhere_every_year_follows_the_rule() -> None:
    found = public_holidays("DE", [2027])
    assert date(2027, 10, 3) in found.off
    assert found.worked == {}


def test_a_country_is_listed_once_by_two_letters() -> None:
    assert {"CN", "DE", "US"} <= set(countries())
    assert all(len(code) == 2 for code in countries())
