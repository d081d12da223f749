"""Answers that several public libraries agree on; see tests/data/business_time.SOURCE.md."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.working_time import CompiledCalendar, compile_calendar

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "business_time.json").read_text("utf-8"))
COUNTED = {"due": 62, "due_shift_start": 8, "due_seconds": 6, "elapsed": 17, "calendars": 12, "cn_days": 3}
ABOUT = {"conventions"}


def named(vector: dict[str, Any]) -> str:
    return str(vector["id"])


@cache
def ready(calendar: str) -> CompiledCalendar:
    return compiled(VECTORS["calendars"][calendar])


def compiled(sent: dict[str, Any]) -> CompiledCalendar:
    return compile_calendar(parse_calendar(sent), datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def pauses(vector: dict[str, Any]) -> list[tuple[datetime, datetime | None]]:
    return [(instant(start), instant(end)) for start, end in vector["pauses"]]


def test_every_section_of_the_file_is_walked_and_none_has_shrunk() -> None:
    assert set(VECTORS) == set(COUNTED) | ABOUT
    assert {section: len(VECTORS[section]) for section in COUNTED} == COUNTED


@pytest.mark.parametrize("vector", VECTORS["due"], ids=named)
def test_work_of_so_many_minutes_is_due(vector: dict[str, Any]) -> None:
    due = ready(vector["calendar"]).due(instant(vector["start"]), vector["minutes"] * 60, pauses(vector))
    assert instant(vector["start"]) == instant(vector["start_utc"])
    assert due == instant(vector["due"]) == instant(vector["due_utc"])


@pytest.mark.parametrize("vector", VECTORS["due"], ids=named)
def test_the_time_until_then_is_that_work_and_not_a_microsecond_earlier(vector: dict[str, Any]) -> None:
    calendar, start, due = ready(vector["calendar"]), instant(vector["start"]), instant(vector["due"])
    assert calendar.elapsed(start, due, pauses(vector)) == vector["minutes"] * 60
    if vector["minutes"]:
        assert calendar.elapsed(start, due - timedelta(microseconds=1), pauses(vector)) < vector["minutes"] * 60


@pytest.mark.parametrize("vector", VECTORS["due_seconds"], ids=named)
def test_work_is_due_to_the_second(vector: dict[str, Any]) -> None:
    assert ready(vector["calendar"]).due(instant(vector["start"]), vector["seconds"]) == instant(vector["due"])


@pytest.mark.parametrize("vector", VECTORS["due_shift_start"], ids=named)
def test_a_night_shift_belongs_to_the_day_it_starts(vector: dict[str, Any]) -> None:
    calendar = compiled(
        {
            "tz": vector["tz"],
            "weekly": {str(day): [vector["shift"]] for day in vector["start_days"]},
            "holidays": vector["holidays"],
            "holiday_scope": vector["holiday_scope"],
        }
    )
    assert calendar.due(instant(vector["start"]), vector["minutes"] * 60) == instant(vector["due"])


@pytest.mark.parametrize("vector", VECTORS["elapsed"], ids=named)
def test_so_many_minutes_are_worked_between(vector: dict[str, Any]) -> None:
    seconds = ready(vector["calendar"]).elapsed(instant(vector["start"]), instant(vector["end"]), pauses(vector))
    assert seconds == vector["minutes"] * 60


@pytest.mark.parametrize("name", VECTORS["calendars"])
def test_each_calendar_opens_on_the_days_it_says(name: str) -> None:
    sent, calendar = VECTORS["calendars"][name], ready(name)
    zone = parse_calendar(sent).tz
    for ordinal in range(date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        hours = sent["overrides"].get(
            str(day), [] if str(day) in sent["holidays"] else sent["weekly"][str(day.weekday())]
        )
        assert (worked_on(calendar, day, zone) > 0) == bool(hours), day


@pytest.mark.parametrize("day", VECTORS["cn_days"]["makeup_workdays"])
def test_a_make_up_day_is_worked_eight_hours_in_china(day: str) -> None:
    assert worked_on(ready("cn_9_12_13_18"), date.fromisoformat(day), "Asia/Shanghai") == 8 * 3600


@pytest.mark.parametrize("day", VECTORS["cn_days"]["weekday_holidays"])
def test_a_holiday_on_a_weekday_is_not_worked_in_china(day: str) -> None:
    assert worked_on(ready("cn_9_12_13_18"), date.fromisoformat(day), "Asia/Shanghai") == 0


@pytest.mark.parametrize("year", VECTORS["cn_days"]["workdays_per_year"])
def test_a_year_in_china_has_so_many_working_days(year: str) -> None:
    days = (date(int(year), 1, 1) + timedelta(days=n) for n in range(366))
    worked = [day for day in days if worked_on(ready("cn_9_12_13_18"), day, "Asia/Shanghai") and day.year == int(year)]
    assert len(worked) == VECTORS["cn_days"]["workdays_per_year"][year]


def worked_on(calendar: CompiledCalendar, day: date, zone: str) -> float:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    next_day = day + timedelta(days=1)
    return calendar.elapsed(midnight, datetime(next_day.year, next_day.month, next_day.day, tzinfo=ZoneInfo(zone)))
