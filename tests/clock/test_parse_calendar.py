"""A calendar as it is sent."""

from datetime import date
from typing import Any

import pytest

from jishi.clock.calendar import HolidayScope, Span
from jishi.clock.errors import InvalidCalendar, NeverOpens
from jishi.clock.parse_calendar import calendar_object, parse_calendar
from jishi.kernel.errors import Invalid

OFFICE = {"tz": "Asia/Shanghai", "weekly": {"0": [["09:00", "12:00"], ["13:00", "18:00"]]}}


def wrong(sent: object, path: str = "") -> dict[str, str]:
    with pytest.raises(InvalidCalendar) as refused:
        parse_calendar(sent, path=path)
    return dict(refused.value.errors)


def test_a_calendar_is_read() -> None:
    calendar = parse_calendar(
        {**OFFICE, "holidays": ["2026-10-01"], "overrides": {"2026-10-10": [["09:00", "24:00"]]}}, version=3
    )
    assert calendar.weekly[0] == (Span(opens=32_400, closes=43_200), Span(opens=46_800, closes=64_800))
    assert calendar.weekly[1:] == ((),) * 6
    assert calendar.holidays == {date(2026, 10, 1)}
    assert calendar.overrides == {date(2026, 10, 10): (Span(opens=32_400, closes=86_400),)}
    assert (calendar.holiday_scope, calendar.version) == (HolidayScope.CIVIL, 3)


@pytest.mark.parametrize(
    ("interval", "span"),
    [
        (["21:00", "02:00"], Span(opens=75_600, closes=93_600)),
        (["22:00", "00:00"], Span(opens=79_200, closes=86_400)),
        (["00:00", "24:00"], Span(opens=0, closes=86_400)),
        (["09:00:30", "09:00:31"], Span(opens=32_430, closes=32_431)),
    ],
)
def test_an_interval_is_read_and_written_again(interval: list[str], span: Span) -> None:
    calendar = parse_calendar({"tz": "UTC", "weekly": {"6": [interval]}})
    assert calendar.weekly[6] == (span,)
    assert parse_calendar(calendar_object(calendar)) == calendar


def test_every_wrong_field_is_named_at_once() -> None:
    assert wrong(
        {
            "tz": "Mars/Olympus",
            "weekly": {
                "0": [["9:00", "12:00"], ["13:00", "13:00"], ["24:00", "06:00"], ["09:00"]],
                "7": [],
                "1": "all",
            },
            "holidays": ["2026-02-30", 7, "2026-03-02", "20260302"],
            "overrides": {"tomorrow": [], "2026-03-03": [["08:00", "25:00"]]},
            "holiday_scope": "lunar",
            "hollidays": [],
        }
    ) == {
        "tz": "There is no such time zone.",
        "weekly.0.0.0": "A time is written as 09:00, up to 24:00.",
        "weekly.0.1": "An interval ends at another time than it begins.",
        "weekly.0.2.0": "An interval begins before 24:00.",
        "weekly.0.3": "An interval is two times, from and to.",
        "weekly.7": "Weekdays are 0 (Monday) to 6 (Sunday).",
        "weekly.1": "Hours are a list of intervals.",
        "holidays.0": "A date is written as 2026-01-31.",
        "holidays.1": "A date is written as 2026-01-31.",
        "holidays.3": "A date is written as 2026-01-31.",
        "overrides.tomorrow": "A date is written as 2026-01-31.",
        "overrides.2026-03-03.0.1": "A time is written as 09:00, up to 24:00.",
        "holiday_scope": "Holidays close the date (civil) or the shifts that start on it (shift_start).",
        "hollidays": "There is no such field.",
    }


def test_what_dates_are_called_and_until_when_they_are_known_is_read_and_written_again() -> None:
    calendar = parse_calendar(
        {
            **OFFICE,
            "holidays": ["2026-10-01"],
            "names": {"2026-10-01": " 国庆节 "},
            "country": "CN",
            "known_until": 2026,
        }
    )
    assert (calendar.names, calendar.country) == ({date(2026, 10, 1): "国庆节"}, "CN")
    assert calendar.unknown_from == date(2027, 1, 1)
    assert parse_calendar(calendar_object(calendar)) == calendar
    assert parse_calendar(OFFICE).unknown_from is None


def test_wrong_names_countries_and_years_are_named() -> None:
    sent = {
        **OFFICE,
        "names": {"x": "y", "2026-10-01": "", "2026-10-02": "a\nb"},
        "country": "China",
        "known_until": "26",
    }
    assert wrong(sent) == {
        "names.x": "A date is written as 2026-01-31.",
        "names.2026-10-01": "A name is a short text, up to 120 characters.",
        "names.2026-10-02": "A name is a short text, up to 120 characters.",
        "country": "A country is two capital letters, such as CN.",
        "known_until": "A year is a number, such as 2026.",
    }
    assert set(wrong({**OFFICE, "names": [], "known_until": True})) == {"names", "known_until"}


def test_wrong_fields_are_named_from_where_the_calendar_stood() -> None:
    assert set(wrong({"tz": "x", "weekly": {"0": [1]}}, path="calendar")) == {"calendar.tz", "calendar.weekly.0.0"}
    assert set(wrong("office", path="calendar")) == {"calendar"}


@pytest.mark.parametrize("sent", [None, 7, "office", [], [["09:00", "18:00"]], True])
def test_what_is_no_object_is_no_calendar(sent: object) -> None:
    assert wrong(sent) == {"": "A calendar is an object."}


def test_a_calendar_without_a_zone_is_refused() -> None:
    assert wrong({"weekly": OFFICE["weekly"]}) == {"tz": "A calendar needs a time zone."}


@pytest.mark.parametrize(
    "zone",
    ["", "../../etc/passwd", "/etc/localtime", "America", "Asia/Shanghai\x00", "asia/shanghai", "🌏" * 9999, 8, []],
)
def test_a_zone_is_one_of_the_known_ones(zone: object) -> None:
    assert wrong({**OFFICE, "tz": zone}) == {"tz": "There is no such time zone."}


@pytest.mark.parametrize(
    "time", ["24:01", "12:60", "-1:00", "09:00 ", "９:00", "9am", "", None, 9, ["09:00"], "09:00\n"]
)
def test_a_time_is_hours_and_minutes(time: object) -> None:
    assert set(wrong({**OFFICE, "weekly": {"0": [[time, "23:00"]]}})) == {"weekly.0.0.0"}


@pytest.mark.parametrize("field", ["weekly", "holidays", "overrides"])
@pytest.mark.parametrize("value", [None, 7, "Monday", True])
def test_a_field_of_the_wrong_kind_is_named(field: str, value: object) -> None:
    assert set(wrong({**OFFICE, field: value})) == {field}


def test_absurd_sizes_are_refused_in_one_line_each() -> None:
    many = {f"{1000 + n}-01-01": [["09:00", "10:00"]] for n in range(4001)}
    assert wrong({**OFFICE, "weekly": {"0": [["09:00", "10:00"]] * 25}, "holidays": list(many), "overrides": many}) == {
        "weekly.0": "A day has at most 24 intervals.",
        "holidays": "There are too many dates.",
        "overrides": "There are too many dates.",
    }


def test_names_that_a_stranger_chose_come_back_short_few_and_printable() -> None:
    sent = {**OFFICE, "\ud800" + "x" * 10_000: 1, **{f"field {n}": n for n in range(1000)}}
    named = wrong(sent)
    assert len(named) <= 24
    assert all(len(path) <= 40 for path in named)
    assert "?" + "x" * 39 in wrong({**OFFICE, "\ud800" + "x" * 10_000: 1})


@pytest.mark.parametrize(
    "hours",
    [
        {"weekly": {}},
        {},
        {"weekly": {str(day): [] for day in range(7)}, "overrides": {"2026-03-02": []}},
    ],
)
def test_a_calendar_that_never_opens_is_refused_as_such(hours: dict[str, Any]) -> None:
    with pytest.raises(NeverOpens) as refused:
        parse_calendar({"tz": "UTC", **hours}, path="calendar")
    assert refused.value.errors == [("calendar.weekly", "This calendar never opens.")]
    assert isinstance(refused.value, Invalid)


def test_a_calendar_from_the_desk_can_be_sent_back_whole() -> None:
    calendar = parse_calendar({**OFFICE, "id": 3, "name": "Office", "note": "with lunch", "version": 2})
    assert calendar == parse_calendar(OFFICE)
