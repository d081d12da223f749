"""Working time counted minute by minute: slow, plain, and independent of the code it judges.

The wall clock is taken from instants, never instants from the wall clock. Where it runs backwards it is held at the
latest reading so far, which is what "an hour that comes twice counts by its first coming" means to someone who looks
at a clock.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from jishi.clock.calendar import Calendar, HolidayScope

MINUTE = timedelta(minutes=1)
DAYS = 10


@cache
def wall_clock(zone: str, middle: date) -> tuple[datetime, list[tuple[date, int]]]:
    """The first minute of the grid, and what the wall clock reads at each."""
    begin = datetime(middle.year, middle.month, middle.day, tzinfo=UTC) - timedelta(days=DAYS / 2)
    place, latest, readings = ZoneInfo(zone), (begin - 2 * timedelta(days=DAYS)).replace(tzinfo=None), []
    # The grid starts two days early, so that a reading held from before it is known.
    for n in range(-2880, DAYS * 1440):
        latest = max(latest, (begin + n * MINUTE).astimezone(place).replace(tzinfo=None))
        readings.append(latest)
    return begin, [(reading.date(), reading.hour * 60 + reading.minute) for reading in readings[2880:]]


def open_minutes(calendar: Calendar, today: date) -> list[bool]:
    """For each minute of a date, as the wall clock shows it, whether the calendar is open."""
    minutes = [False] * 1440
    excepted = today in calendar.holidays or today in calendar.overrides
    if calendar.holiday_scope is HolidayScope.SHIFT_START or calendar.hours_on(today) or not excepted:
        for span in calendar.hours_on(today - timedelta(days=1)):
            for minute in range(span.closes // 60 - 1440):
                minutes[minute] = True
    for span in calendar.hours_on(today):
        for minute in range(span.opens // 60, min(span.closes // 60, 1440)):
            minutes[minute] = True
    return minutes


class Grid:
    """Whether each minute counts, on a calendar, without the minutes of the pauses (on whole minutes)."""

    def __init__(
        self, calendar: Calendar, middle: date, pauses: Sequence[tuple[datetime, datetime | None]] = ()
    ) -> None:
        self.calendar, self.pauses = calendar, pauses
        self.begin, self.readings = wall_clock(calendar.tz, middle)

    @cached_property
    def counts(self) -> list[bool]:
        days = {day: open_minutes(self.calendar, day) for day in {day for day, _ in self.readings}}
        counts = [days[day][minute] for day, minute in self.readings]
        for start, end in self.pauses:
            first, last = self.index(start), len(counts) if end is None else self.index(end)
            counts[first:last] = [False] * max(0, last - first)
        return counts

    def index(self, at: datetime) -> int:
        return (at - self.begin) // MINUTE

    def elapsed(self, start: datetime, end: datetime) -> int:
        return 60 * sum(self.counts[self.index(start) : self.index(end)])

    def due(self, start: datetime, minutes: int) -> datetime | None:
        """The end of the minute that uses up the last; None if the grid ends before."""
        if minutes == 0:
            return start
        for n in range(self.index(start), len(self.counts)):
            minutes -= self.counts[n]
            if minutes == 0:
                return self.begin + (n + 1) * MINUTE
        return None
