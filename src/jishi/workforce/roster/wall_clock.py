"""From a zone's wall clock to instants and back. Monotone: a shift never ends before it begins."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=20_000)
def instant(zone: ZoneInfo, day: date, at: time) -> datetime:
    """When the wall clock first shows that. An hour that never comes gives the moment the clocks jump over it."""
    early = datetime.combine(day, at, zone)
    found = early.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == early.replace(tzinfo=None):
        return found
    return _jump(zone, low=early.replace(fold=1).astimezone(UTC), high=found)


def local(zone: ZoneInfo, at: datetime) -> datetime:
    """What the wall clock shows."""
    return at.astimezone(zone)


def midnight(zone: ZoneInfo, day: date) -> datetime:
    """When the day begins."""
    return instant(zone, day, time())


def _jump(zone: ZoneInfo, *, low: datetime, high: datetime) -> datetime:
    """The first instant after `low` with the offset of `high`."""
    after = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high
