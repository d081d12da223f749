"""What should have become of a promise, worked out a second time: whole microseconds, day by day, nothing of the desk's
own code. Slower and simpler than what it judges."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MICRO = 1_000_000
DAY = 86_400 * MICRO
EAST = 8 * 3_600 * MICRO  # Shanghai has kept to UTC+8 since 1992

Spans = Sequence[tuple[int, int]]  # a day's hours, in wall-clock seconds


def micros(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


class OpenTime:
    """How much open time has passed since a day in Shanghai, and when a given amount has."""

    def __init__(self, hours_on: Callable[[date], Spans], first: date, days: int) -> None:
        self.since = micros(datetime(first.year, first.month, first.day, tzinfo=UTC)) - EAST
        self.days = [
            [(opens * MICRO, closes * MICRO) for opens, closes in hours_on(first + timedelta(days=n))]
            for n in range(days)
        ]
        self.until_day = [0]
        for spans in self.days:
            self.until_day.append(self.until_day[-1] + sum(closes - opens for opens, closes in spans))

    def until(self, at: int) -> int:
        day, of_day = divmod(at - self.since, DAY)
        return self.until_day[day] + sum(
            min(max(of_day - opens, 0), closes - opens) for opens, closes in self.days[day]
        )

    def when(self, amount: int) -> int:
        """The first instant at which so much has passed; the amount is more than nothing."""
        day = bisect_right(self.until_day, amount - 1) - 1
        left = amount - self.until_day[day]
        for opens, closes in self.days[day]:
            if left <= closes - opens:
                return self.since + day * DAY + opens + left
            left -= closes - opens
        raise AssertionError("the day had less than it said")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a clock ran, on one calendar and with one target; or an instant at which it stood still and the
    promise was called kept, which is a lie if its time was over."""

    since: int
    until: int
    hours: OpenTime
    target: int  # microseconds


def late_at(stretches: Iterable[Stretch]) -> int | None:
    """From when on the promise is broken: it is once more than the target's time has run. None if that never is."""
    used, before = 0, 0
    for run in stretches:
        left = run.target - used
        passed = run.hours.until(run.until) - run.hours.until(run.since)
        if left <= 0:
            if run.until > run.since or left < 0 or run.since > before:
                return run.since
        elif passed >= left:
            due = run.hours.when(run.hours.until(run.since) + left)
            if run.until > due:
                return due
        used += passed
        before = run.until
    return None
