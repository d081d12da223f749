"""Adding and measuring working time on a compiled calendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from jishi.clock.calendar import DAY, Calendar, Span
from jishi.clock.compile import Table, compile_table
from jishi.clock.errors import OutOfReach
from jishi.clock.instants import MICRO, instant, micros, utc_date
from jishi.clock.pause import Pause, merge

FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)
"""Where the desk keeps time. Tables end here, so that no question makes one grow without end."""

_THE_BEGINNING, _THE_END = (micros(datetime(day.year, 1, 1, tzinfo=UTC)) for day in (FIRST, LAST))
_A_DAY, _A_YEAR = timedelta(days=1), timedelta(days=366)


def compile_calendar(calendar: Calendar, since: datetime, until: datetime) -> "CompiledCalendar":
    """The calendar made ready for instants between two others; outside them the first question takes longer."""
    _refuse_beyond_reach(micros(since), micros(until))
    first, last = utc_date(micros(since)), utc_date(micros(until))
    return CompiledCalendar(calendar, compile_table(calendar, first - _A_DAY, last + 2 * _A_DAY))


class CompiledCalendar:
    """Working time as sums: `due` and `elapsed` are two binary searches each.

    `due(t, m)` is the first u ≥ t with elapsed(t, u) ≥ m. So work that ends with the day is due at closing time, not
    next morning, and no work at all is due at once, even at night.

    An instant outside the compiled stretch makes the table wider, for good. The wider table replaces the old one in a
    single assignment and says the same where both speak, so threads may share a calendar.
    """

    __slots__ = ("_horizon", "_table", "calendar")

    def __init__(self, calendar: Calendar, table: Table) -> None:
        self.calendar = calendar
        self._table = table
        final = calendar.final_day
        self._horizon = LAST if final is None else min(LAST, final) + 2 * _A_DAY

    def due(self, start: datetime, seconds: float, pauses: Sequence[Pause] = ()) -> datetime | None:
        """When `seconds` of working time have passed since `start`; None if that never happens."""
        began, amount = micros(start), round(seconds * MICRO)
        at = self.due_micros(began, amount, merge(pauses)) if pauses else self._due(began, amount)
        return None if at is None else instant(at)

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> float:
        """The seconds of working time in [start, end); none if it ends before it starts."""
        return self.elapsed_micros(micros(start), micros(end), merge(pauses) if pauses else ()) / MICRO

    def due_micros(self, start: int, amount: int, pauses: Sequence[tuple[int, int]] = ()) -> int | None:
        """As `due`, in microseconds; the pauses merged."""
        for paused, resumed in pauses:
            if resumed <= start or amount <= 0:
                continue
            if paused > start:
                at = self._due(start, amount)
                if at is None or at <= paused:
                    return at
                amount -= self.elapsed_micros(start, paused)
            start = resumed
        return self._due(start, amount)

    def elapsed_micros(self, start: int, end: int, pauses: Sequence[tuple[int, int]] = ()) -> int:
        """As `elapsed`, in microseconds; the pauses merged."""
        if end <= start:
            return 0
        table = self._cover(start, end)
        worked = table.worked(end) - table.worked(start)
        for paused, resumed in pauses:
            if paused < end and resumed > start:
                worked -= table.worked(min(resumed, end)) - table.worked(max(paused, start))
        return worked

    def _due(self, start: int, amount: int) -> int | None:
        at = self._table.due(start, amount)
        return at if at is not None else self._due_elsewhere(start, amount)

    def _due_elsewhere(self, start: int, amount: int) -> int | None:
        if start >= _THE_END:
            return None
        table = self._table if start >= self._table.since else self._cover(start, start)
        while (at := table.due(start, amount)) is None and table.last < self._horizon:
            table = self._lengthen(table)
        return at

    def _cover(self, start: int, end: int) -> Table:
        """A table in which both instants lie."""
        table = self._table
        if table.since <= start and end < table.until:
            return table
        _refuse_beyond_reach(start, end)
        return self._widen(min(table.first, utc_date(start) - _A_DAY), max(table.last, utc_date(end) + 2 * _A_DAY))

    def _lengthen(self, table: Table) -> Table:
        """A table twice as long, so that however far the answer lies, the work is that of the last step."""
        return self._widen(table.first, min(table.last + max(table.last - table.first, _A_YEAR), LAST))

    def _widen(self, first: date, last: date) -> Table:
        table = self._table = compile_table(self.calendar, first, last)
        return table


def _refuse_beyond_reach(*instants: int) -> None:
    if not all(_THE_BEGINNING <= at <= _THE_END for at in instants):
        raise OutOfReach


@cache
def around_the_clock() -> CompiledCalendar:
    """Calendar time: the calendar on which every second counts."""
    day = (Span(opens=0, closes=DAY),)
    always = Calendar(tz="UTC", weekly=(day, day, day, day, day, day, day))
    return compile_calendar(always, datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))
