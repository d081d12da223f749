"""A day's hours as JSON, `[["09:00", "12:00"], ["13:00", "18:00"]]`, read and written.

"24:00" is the midnight that ends the day. An interval that ends before it begins ends on the next day.
"""

import re

from jishi.clock.calendar import DAY, Hours, Span

MOST_INTERVALS = 24

Wrong = list[tuple[str, str]]
"""Dotted paths and what is wrong there, gathered while reading."""

_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


def parse_hours(sent: object, path: str, wrong: Wrong) -> Hours:
    """The day's spans, as many as could be read; what is wrong with the others is added to `wrong`."""
    if not isinstance(sent, list):
        wrong.append((path, "Hours are a list of intervals."))
        return ()
    if len(sent) > MOST_INTERVALS:
        wrong.append((path, "A day has at most 24 intervals."))
        return ()
    read = (_span(interval, f"{path}.{n}", wrong) for n, interval in enumerate(sent))
    return tuple(span for span in read if span is not None)


def written(hours: Hours) -> list[list[str]]:
    return [[_clock(span.opens), _clock(span.closes if span.closes <= DAY else span.closes - DAY)] for span in hours]


def _span(sent: object, path: str, wrong: Wrong) -> Span | None:
    if not isinstance(sent, list | tuple) or len(sent) != 2:
        wrong.append((path, "An interval is two times, from and to."))
        return None
    opens, closes = _time(sent[0], f"{path}.0", wrong), _time(sent[1], f"{path}.1", wrong)
    if opens is None or closes is None:
        return None
    if opens == DAY:
        wrong.append((f"{path}.0", "An interval begins before 24:00."))
        return None
    if opens == closes:
        wrong.append((path, "An interval ends at another time than it begins."))
        return None
    return Span(opens=opens, closes=closes if closes > opens else closes + DAY)


def _time(sent: object, path: str, wrong: Wrong) -> int | None:
    read = _TIME.fullmatch(sent) if isinstance(sent, str) else None
    if read is not None:
        hour, minute, second = (int(part or 0) for part in read.groups())
        seconds = hour * 3600 + minute * 60 + second
        if seconds <= DAY:
            return seconds
    wrong.append((path, "A time is written as 09:00, up to 24:00."))
    return None


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hours_and_minutes = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{hours_and_minutes}:{second:02}" if second else hours_and_minutes
