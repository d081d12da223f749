"""Between two instants, day by day: when the clock ran, and which days were closed. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jishi.clock.calendar import DAY, Calendar
from jishi.clock.compile import compile_table
from jishi.clock.instants import MICRO, instant, micros
from jishi.clock.pause import Pause, merge

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one date of the calendar gave: the stretches in which the clock ran, in order and apart. `special` when an
    exception made it what it is: a holiday, a half day, a make-up working day; `name` is what it is called."""

    date: date
    begins: datetime
    stretches: tuple[tuple[int, int], ...]
    open: bool  # whether the calendar opens on it at all; a pause may have taken it whole
    special: bool
    name: str | None = None

    @property
    def worked(self) -> int:
        return sum(end - start for start, end in self.stretches)


def days_between(calendar: Calendar, since: datetime, until: datetime, pauses: Sequence[Pause]) -> list[Day]:
    """Every date from the first instant to the last, as the calendar's zone has them. A shift belongs to the date on
    which it begins, so the first date is the day before when the night before still lasts."""
    zone = ZoneInfo(calendar.tz)
    first, last = since.astimezone(zone).date(), max(since, until).astimezone(zone).date()
    table = compile_table(calendar, first - _A_DAY, last + 2 * _A_DAY)
    ran: dict[date, list[tuple[int, int]]] = {}
    for opens, closes in zip(table.opens, table.closes, strict=True):
        for on, start, end in _by_date(opens, closes, zone):
            for a, b in _without(max(start, micros(since)), min(end, micros(until)), merge(pauses)):
                ran.setdefault(on, []).append((a, b))
    dates = _dates(min(first, *ran) if ran else first, last)
    return [_day(calendar, on, datetime.combine(on, time.min, zone), tuple(ran.get(on, ()))) for on in dates]


def around_the_clock(since: datetime, until: datetime, pauses: Sequence[Pause]) -> list[tuple[int, int]]:
    """The stretches of a clock that only pauses stop."""
    return list(_without(micros(since), micros(until), merge(pauses)))


def _day(calendar: Calendar, on: date, begins: datetime, stretches: tuple[tuple[int, int], ...]) -> Day:
    usual, hours = calendar.weekly[on.weekday()], calendar.hours_on(on)
    return Day(
        date=on,
        begins=begins.astimezone(UTC),
        stretches=stretches,
        open=bool(hours),
        special=usual != hours,
        name=calendar.names.get(on),
    )


def _by_date(opens: int, closes: int, zone: ZoneInfo) -> Iterator[tuple[date, int, int]]:
    """A shift past midnight is one day's; where the hours never end, each date has its own."""
    on = instant(opens).astimezone(zone).date()
    while closes - opens > DAY * MICRO:
        midnight = micros(datetime.combine(on + _A_DAY, time.min, zone))
        yield on, opens, midnight
        opens, on = midnight, on + _A_DAY
    yield on, opens, closes


def _dates(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _A_DAY


def _without(start: int, end: int, pauses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for paused, resumed in pauses:
        if resumed > start and paused < end:
            if paused > start:
                yield start, paused
            start = max(start, resumed)
    if start < end:
        yield start, end


def seconds(amount: int) -> float:
    return amount / MICRO
