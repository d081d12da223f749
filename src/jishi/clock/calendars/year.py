"""A calendar drawn day by day: when each date is open, for how long, and why."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from jishi.clock.calendar import Calendar
from jishi.clock.compile import Table, compile_table
from jishi.clock.instants import MICRO, instant
from jishi.clock.wall_time import first_midnight

_A_DAY = timedelta(days=1)


class Why(StrEnum):
    """What decides the hours of a date."""

    WEEKLY = "weekly"
    HOLIDAY = "holiday"
    OVERRIDE = "override"
    MAKE_UP = "make_up"  # worked, though its weekday is not
    UNKNOWN = "unknown"  # follows its weekday because nobody has entered the holidays of its year


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`open` is what the wall clock shows between this midnight and the next, also the end of the night before;
    `seconds` is what a clock counts then: on the day that the clocks change, an hour more or less."""

    date: date
    open: tuple[tuple[str, str], ...]
    seconds: int
    why: Why
    name: str | None


def draw(calendar: Calendar, first: date, last: date) -> list[Day]:
    """Each date from `first` to before `last`, as the arithmetic has it: nothing is worked out anew here."""
    table = compile_table(calendar, first, last)
    zone = ZoneInfo(calendar.tz)
    days = []
    for number in range((last - first).days):
        day = first + number * _A_DAY
        low, high = first_midnight(zone, day) * MICRO, first_midnight(zone, day + _A_DAY) * MICRO
        stretches = _within(table, low, high)
        days.append(
            Day(
                date=day,
                open=tuple((_clock(zone, a, low, high), _clock(zone, b, low, high)) for a, b in stretches),
                seconds=sum(b - a for a, b in stretches) // MICRO,
                why=why(calendar, day),
                name=calendar.names.get(day),
            )
        )
    return days


def why(calendar: Calendar, day: date) -> Why:
    usual = calendar.weekly[day.weekday()]
    if day in calendar.overrides:
        return Why.MAKE_UP if calendar.overrides[day] and not usual else Why.OVERRIDE
    if day in calendar.holidays:
        return Why.HOLIDAY
    unknown = calendar.unknown_from
    return Why.UNKNOWN if unknown is not None and day >= unknown else Why.WEEKLY


def _within(table: Table, low: int, high: int) -> list[tuple[int, int]]:
    """The parts of its stretches between two instants."""
    first, last = bisect_right(table.closes, low), bisect_left(table.opens, high)
    return [(max(table.opens[n], low), min(table.closes[n], high)) for n in range(first, last)]


def _clock(zone: ZoneInfo, at: int, low: int, high: int) -> str:
    """What the wall shows; midnight ends a day as 24:00 and begins it as 00:00, even where the zone skipped it."""
    if at == high:
        return "24:00"
    if at == low:
        return "00:00"
    shown = instant(at).astimezone(zone)
    return f"{shown:%H:%M:%S}" if shown.second else f"{shown:%H:%M}"
