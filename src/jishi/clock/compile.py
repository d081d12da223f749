"""From hours as written to a table in which any stretch of working time is two look-ups."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from jishi.clock.calendar import DAY, Calendar, HolidayScope
from jishi.clock.instants import MICRO
from jishi.clock.wall_time import days, first_instant, first_midnight

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Table:
    """The working time from `first` to `last`, both at midnight, in microseconds since 1970 UTC.

    The n-th stretch is `[opens[n], closes[n])`, and `before[n]` is the working time between `since` and its opening;
    `before` has one entry more, the whole. Stretches are sorted, apart and never empty.
    """

    first: date
    last: date
    since: int
    until: int
    opens: list[int]
    closes: list[int]
    before: list[int]

    def due(self, start: int, amount: int) -> int | None:
        """When `amount` is worked, counting from `start`; None where the table does not reach."""
        if amount <= 0:
            return start
        n = bisect_right(self.closes, start)
        if start < self.since or n == len(self.opens):
            return None
        need = self.before[n] + amount
        if start > self.opens[n]:
            need += start - self.opens[n]
        if need > self.before[n + 1]:
            n = bisect_left(self.before, need, n + 2) - 1
            if n == len(self.opens):
                return None
        return self.opens[n] + need - self.before[n]

    def worked(self, until: int) -> int:
        """The working time from the table's beginning until an instant within it."""
        n = bisect_right(self.opens, until) - 1
        return self.before[n] + min(until, self.closes[n]) - self.opens[n] if n >= 0 else 0


def compile_table(calendar: Calendar, first: date, last: date) -> Table:
    """The calendar's working time from midnight on `first` to midnight on `last`, both in its zone."""
    zone = ZoneInfo(calendar.tz)
    low, high = first_midnight(zone, first) * MICRO, first_midnight(zone, last) * MICRO
    opens: list[int] = []
    closes: list[int] = []
    # A shift of the day before may reach into the first day.
    for opening, closing in sorted(_stretches(calendar, zone, first - _ONE_DAY, last)):
        start, end = max(opening, low), min(closing, high)
        if start >= end:
            continue
        if closes and start <= closes[-1]:
            closes[-1] = max(closes[-1], end)
        else:
            opens.append(start)
            closes.append(end)
    lengths = (end - start for start, end in zip(opens, closes, strict=True))
    return Table(first, last, low, high, opens, closes, list(accumulate(lengths, initial=0)))


def _stretches(calendar: Calendar, zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[int, int]]:
    for day, midnight, offset in days(zone, first, last):
        for opens, closes in _shifts(calendar, day):
            start, end = midnight + opens, midnight + closes
            if offset is None:
                yield first_instant(zone, start) * MICRO, first_instant(zone, end) * MICRO
            else:
                yield (start - offset) * MICRO, (end - offset) * MICRO


def _shifts(calendar: Calendar, day: date) -> list[tuple[int, int]]:
    hours = calendar.hours_on(day)
    longest = max((span.closes for span in hours), default=0)
    if longest <= DAY or calendar.holiday_scope is HolidayScope.SHIFT_START:
        return [(span.opens, span.closes) for span in hours]
    tomorrow_closed = calendar.is_closed_by_exception(day + _ONE_DAY)
    return [(span.opens, min(span.closes, DAY) if tomorrow_closed else span.closes) for span in hours]
