"""The arithmetic of rosters: weeks that repeat, shifts that collide, who is on duty, where nobody is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from jishi.workforce.roster.model import EVERY_DAY, LONGEST, Pattern, Span
from jishi.workforce.roster.wall_clock import instant

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


def shift_of(zone: ZoneInfo, day: date, opens: time, closes: time) -> Span:
    """A shift of that day; one that does not close after it opens closes on the next day. It belongs to the day on
    which it starts."""
    ends = day if closes > opens else day + A_DAY
    return Span(instant(zone, day, opens), instant(zone, ends, closes))


def expand(pattern: Pattern, first: date, last: date) -> Iterator[tuple[date, Span]]:
    """The shifts of a week that repeats, from `first` to `last`, both included. A shift that the clocks jump over
    altogether is none."""
    zone = ZoneInfo(pattern.zone)
    day = max(first, pattern.first_day)
    last = last if pattern.last_day is None else min(last, pattern.last_day)
    while day <= last:
        if falls_on(pattern, day) and day not in pattern.skipped:
            span = shift_of(zone, day, pattern.opens, pattern.closes)
            if span.end > span.start:
                yield day, span
        day += A_DAY


def falls_on(pattern: Pattern, day: date) -> bool:
    """Whether the pattern has a shift that day, whoever changed it since."""
    weeks = (_monday(day) - _monday(pattern.first_day)).days // 7
    return day.weekday() in pattern.weekdays and weeks % pattern.every == 0


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few stretches as possible: those that touch are one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.end > span.start:
            merged.append(span)
    return merged


def on_duty(shifts: Iterable[Span], leaves: Iterable[Span]) -> list[Span]:
    """What remains of shifts when leave is taken out of them."""
    away = merge(leaves)
    return [left for span in merge(shifts) for left in _without(span, away)]


def collisions(wanted: Sequence[Span], present: Iterable[Span]) -> list[int]:
    """Which of the wanted overlap one that is there, or one wanted before them. Touching is no collision."""
    taken = sorted(present)
    found = []
    for number, span in enumerate(wanted):
        if any(span.start < other.end and other.start < span.end for other in taken):
            found.append(number)
        else:
            taken.append(span)
    return found


def turns(
    duty: Sequence[Span], *, was_on: bool, since: datetime, until: datetime
) -> list[tuple[datetime, Span | None]]:
    """When somebody came on duty (with that stretch) or went off (None), after `since` up to `until`. Where what was
    told last disagrees with the roster at `since`, the roster was changed: that is a turn at `since`."""
    found: list[tuple[datetime, Span | None]] = []
    now = next((span for span in duty if span.start <= since < span.end), None)
    if was_on != (now is not None):
        found.append((since, now))
    for span in duty:
        if since < span.start <= until:
            found.append((span.start, span))
        if since < span.end <= until:
            found.append((span.end, None))
    return found


def next_turn(duty: Iterable[Span], *, after: datetime) -> datetime | None:
    """The next instant at which somebody comes on duty or goes off."""
    return min((at for span in duty for at in (span.start, span.end) if at > after), default=None)


def coverage(duties: Iterable[Sequence[Span]], hours: Sequence[datetime]) -> list[int]:
    """How many people are on duty in each hour that begins at one of `hours`: the fewest at any moment of it."""
    edges: list[tuple[datetime, int]] = []
    for duty in duties:
        edges += [edge for span in duty for edge in ((span.start, 1), (span.end, -1))]
    edges.sort()  # at one instant, those who go before those who come
    counts, place, here = [], 0, 0
    for hour in hours:
        while place < len(edges) and edges[place][0] <= hour:
            here += edges[place][1]
            place += 1
        counts.append(_fewest(edges, place, here, hour + AN_HOUR))
    return counts


def gaps(duties: Iterable[Sequence[Span]], opens: Iterable[Span], *, least: int) -> list[tuple[Span, int]]:
    """The stretches of `opens` with fewer than `least` people on duty, and how many there are."""
    everyone = [duty for duty in duties if duty]
    found: list[tuple[Span, int]] = []
    for span in merge(opens):
        cuts = {at for duty in everyone for each in duty for at in (each.start, each.end) if span.start < at < span.end}
        edges = sorted({span.start, span.end, *cuts})
        for start, end in pairwise(edges):
            here = sum(any(each.start <= start < each.end for each in duty) for duty in everyone)
            if here < least:
                _add_gap(found, Span(start, end), here)
    return found


def flaws_of(span: Span) -> str | None:
    """Why nobody can work then; an English sentence."""
    if span.end <= span.start:
        return "A shift ends after it begins."
    return "A shift is not longer than a day." if span.end - span.start > LONGEST else None


def is_week(weekdays: frozenset[int]) -> bool:
    return bool(weekdays) and weekdays <= EVERY_DAY


def _add_gap(found: list[tuple[Span, int]], span: Span, here: int) -> None:
    if found and found[-1][0].end == span.start and found[-1][1] == here:
        found[-1] = (Span(found[-1][0].start, span.end), here)
    else:
        found.append((span, here))


def _without(span: Span, away: Iterable[Span]) -> Iterator[Span]:
    start = span.start
    for gone in away:
        if gone.end <= start or gone.start >= span.end:
            continue
        if gone.start > start:
            yield Span(start, gone.start)
        start = max(start, gone.end)
    if start < span.end:
        yield Span(start, span.end)


def _fewest(edges: Sequence[tuple[datetime, int]], place: int, here: int, end: datetime) -> int:
    fewest = here
    while place < len(edges) and edges[place][0] < end:
        at = edges[place][0]
        while place < len(edges) and edges[place][0] == at:  # a hand-over at one instant leaves nobody missing
            here += edges[place][1]
            place += 1
        fewest = min(fewest, here)
    return fewest


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
