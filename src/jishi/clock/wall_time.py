"""From a zone's wall clock to instants, without ever running backwards."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jishi.clock.calendar import DAY

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, not an instant


def first_instant(zone: ZoneInfo, wall: int) -> int:
    """The first Unix second at which the zone's wall clock reads `wall` or later.

    `wall` counts seconds since 1970-01-01 00:00 on that wall. An hour that comes twice gives its first coming, an
    hour that never comes gives the moment the clocks jump: the map is monotone, so hours never get a negative
    length and neighbouring spans tile.
    """
    reading = _EPOCH + timedelta(seconds=wall)
    before = _offset(zone, reading, fold=0)
    after = _offset(zone, reading, fold=1)
    if before >= after:
        return wall - before
    return _jump(zone, wall, low=wall - after, high=wall - before)


def first_midnight(zone: ZoneInfo, day: date) -> int:
    """The Unix second at which a date begins in the zone."""
    return first_instant(zone, (day.toordinal() - _EPOCH.toordinal()) * DAY)


def days(zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[date, int, int | None]]:
    """Each date from `first` to `last`, its midnight on the wall, and its zone offset where one offset holds.

    One offset holds when the zone reads the same at three midnights running, which covers a shift that ends on the
    next day; no zone has ever changed its clocks and changed them back within three days. It is worth knowing: ten
    years of hours then need 3,650 look-ups in the zone instead of one for each opening and closing.
    """
    number = first.toordinal()
    wall = (number - _EPOCH.toordinal()) * DAY
    today, tomorrow = _midnight_offset(zone, wall), _midnight_offset(zone, wall + DAY)
    for ordinal in range(number, last.toordinal() + 1):
        following = _midnight_offset(zone, wall + 2 * DAY)
        yield date.fromordinal(ordinal), wall, today if today == tomorrow == following else None
        today, tomorrow, wall = tomorrow, following, wall + DAY


def _jump(zone: ZoneInfo, wall: int, *, low: int, high: int) -> int:
    """The instant between `low` and `high` at which the wall clock skips over `wall`."""
    while low < high:
        middle = (low + high) // 2
        if middle + _offset_at(zone, middle) >= wall:
            high = middle
        else:
            low = middle + 1
    return low


def _midnight_offset(zone: ZoneInfo, wall: int) -> int:
    return _offset(zone, _EPOCH + timedelta(seconds=wall), fold=0)


def _offset(zone: ZoneInfo, reading: datetime, *, fold: int) -> int:
    offset = reading.replace(tzinfo=zone, fold=fold).utcoffset()
    return 0 if offset is None else offset.days * DAY + offset.seconds


def _offset_at(zone: ZoneInfo, instant: int) -> int:
    local = zone.fromutc((_EPOCH + timedelta(seconds=instant)).replace(tzinfo=zone))
    offset = local.utcoffset()
    return 0 if offset is None else offset.days * DAY + offset.seconds
