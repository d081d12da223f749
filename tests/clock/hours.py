"""Calendars and instants as tests like to write them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.working_time import CompiledCalendar, compile_calendar

SHANGHAI = "Asia/Shanghai"
OFFICE = [["09:00", "18:00"]]


def weekdays(hours: list[list[str]]) -> dict[str, Any]:
    return {str(day): hours for day in range(5)}


def every_day(hours: list[list[str]]) -> dict[str, Any]:
    return {str(day): hours for day in range(7)}


def compiled(weekly: dict[str, Any] | None = None, *, tz: str = SHANGHAI, **rest: object) -> CompiledCalendar:
    """Monday to Friday, nine to six in Shanghai, unless told; ready for 2026."""
    calendar = parse_calendar({"tz": tz, "weekly": weekdays(OFFICE) if weekly is None else weekly, **rest})
    return compile_calendar(calendar, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def local(text: str, tz: str = SHANGHAI, *, fold: int = 0) -> datetime:
    """The instant at which a zone's wall clock reads so; Shanghai's unless told."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz), fold=fold).astimezone(UTC)


def day(text: str) -> datetime:
    """A moment of the week of Monday 2 March 2026, as "Tue 09:30" or, the week after, "next Mon 09:30"."""
    *later, name, time = text.split()
    number = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(name) + 7 * len(later)
    return local(f"{date(2026, 3, 2) + timedelta(days=number)}T{time}")


def hours(count: float) -> float:
    """So many hours, in the seconds that the clock counts."""
    return count * 3600


def minutes(count: float) -> float:
    return count * 60
