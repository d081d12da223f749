"""Shifts from a calendar file (ICS, RFC 5545). Whose they are: the attendees, or what the title begins with."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from jishi.workforce.roster.files.come_again import comes_again
from jishi.workforce.roster.files.model import (
    LONGEST_NAME,
    MOST,
    NO_CALENDAR,
    NOT_FOLLOWED,
    TOO_MANY,
    WHOLE_DAY,
    WRONG_DATE,
    Flaw,
    GivenRoster,
    GivenShift,
    plain,
    refused,
)
from jishi.workforce.roster.model import Span
from jishi.workforce.roster.rules import flaws_of

Event = Any  # the library's, whose fields may hold thirty kinds of value
_TITLE = re.compile(r"\s*(?:[:：|]|\s[-–—]\s|[（(])\s*")


def read_ics(text: str, zone: ZoneInfo, *, first: date, last: date) -> GivenRoster:
    """Every event with times of day; one that comes again as often as it does from `first` to `last`."""
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    if len(lines) > MOST:
        return refused(lines[MOST], "", TOO_MANY)
    try:
        events: list[Event] = list(Calendar.from_ical(text).walk("VEVENT"))
        moved = _moved(events)
    except (ValueError, IndexError, KeyError):
        return refused(1, plain(text, 80), NO_CALENDAR)
    shifts: list[GivenShift] = []
    flaws: list[Flaw] = []
    for line, event in zip(lines, events, strict=False):
        try:
            found = _shifts(event, line, zone, moved, first=first, last=last)
        except (ValueError, OverflowError):  # a broken property, which the library tells when it is looked at
            found = Flaw(line=line, what=plain(str(event.get("SUMMARY", "")), 80), why=WRONG_DATE)
        if isinstance(found, Flaw):
            flaws.append(found)
        else:
            shifts.extend(found)
        if len(shifts) > MOST:
            return refused(line, "", TOO_MANY)
    return GivenRoster(shifts=tuple(shifts), flaws=tuple(flaws))


def _shifts(
    event: Event, line: int, zone: ZoneInfo, moved: set[tuple[str, date]], *, first: date, last: date
) -> list[GivenShift] | Flaw:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return []
    title = plain(str(event.get("SUMMARY", "")), 200)
    try:
        start, end = event.start, event.end
    except (ValueError, OverflowError):  # the library's InvalidCalendar and IncompleteComponent are the former
        return Flaw(line=line, what=title[:80], why=WRONG_DATE)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return Flaw(line=line, what=title[:80], why=WHOLE_DAY)
    days = _days(event, start.date(), moved, first=first, last=last)
    if days is None:
        return Flaw(line=line, what=title[:80], why=NOT_FOLLOWED)
    who, name = _whose(event, title)
    spans = [_span(start, end, day - start.date(), zone) for day in days]
    why = next((why for span in spans if (why := flaws_of(span)) is not None), None)
    if why is not None:
        return Flaw(line=line, what=title[:80], why=why)
    return [GivenShift(line=line, what=title[:80], who=who, span=span, name=name) for span in spans]


def _days(event: Event, day: date, moved: set[tuple[str, date]], *, first: date, last: date) -> list[date] | None:
    """The days on which it begins; None when it comes again in a way that is not followed."""
    if "RRULE" not in event:
        return [day]
    rule = event["RRULE"]
    days = None if isinstance(rule, list) else comes_again(rule, day, first=first, last=last)
    if days is None:
        return None
    without = {*_dates(event, "EXDATE"), *(at for uid, at in moved if uid == str(event.get("UID", "")))}
    return [each for each in days if each not in without]


def _moved(events: list[Event]) -> set[tuple[str, date]]:
    """The days of events that come again of which another event says that they are at another time."""
    return {
        (str(event.get("UID", "")), day)
        for event in events
        if "RECURRENCE-ID" in event and (day := _date_of(event["RECURRENCE-ID"].dt)) is not None
    }


def _dates(event: Event, name: str) -> Iterator[date]:
    given: Any = event.get(name, [])
    for each in given if isinstance(given, list) else [given]:
        for value in getattr(each, "dts", []):
            if (day := _date_of(value.dt)) is not None:
                yield day


def _date_of(at: object) -> date | None:
    if isinstance(at, datetime):
        return at.date()
    return at if isinstance(at, date) else None


def _span(start: datetime, end: datetime, later: timedelta, zone: ZoneInfo) -> Span:
    """On the event's own wall clock, or on the workspace's where it has none."""
    return Span(_instant(start, later, zone), _instant(end, later, zone))


def _instant(at: datetime, later: timedelta, zone: ZoneInfo) -> datetime:
    return (at + later).replace(tzinfo=at.tzinfo or zone).astimezone(UTC)


def _whose(event: Event, title: str) -> tuple[tuple[str, ...], str]:
    """Whom it may be about, the likeliest first, and what the shift is called."""
    given: Any = event.get("ATTENDEE", [])
    invited = [str(each).lower().removeprefix("mailto:") for each in (given if isinstance(given, list) else [given])]
    before, _, after = _split(title)
    name = after.strip(" )）") if after else title if invited else ""
    return tuple(each for each in (*invited, title, before, after.strip(" )）")) if each), name[:LONGEST_NAME]


def _split(title: str) -> tuple[str, str, str]:
    found = _TITLE.search(title)
    return (title, "", "") if found is None else (title[: found.start()], found.group(), title[found.end() :])
