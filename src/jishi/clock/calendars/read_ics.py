"""Days off and days worked from a calendar file (ICS, RFC 5545), such as one subscribes to."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar

from jishi.clock.calendars.come_again import comes_again
from jishi.clock.calendars.model import Flaw, GivenDay, GivenDays
from jishi.clock.calendars.read_csv import TOO_MANY, WRONG_DATE
from jishi.clock.calendars.rules import gather
from jishi.clock.parse_calendar import LONGEST_NAME, MOST_DATES

NO_CALENDAR = "This is no calendar file."
NOT_WHOLE = "Only events of whole days can be taken over."
NOT_FOLLOWED = "This event comes again in a way that is not followed: only yearly ones are."
LONGEST = 366
MOST_YEARLY = 200

# Chinese lists mark a worked weekend as 国庆节（班） or 国庆节补班; Apple's have a field of their own for it.
_WORKED = re.compile(r"补班|调休上班|上班$|[（(\[【]班[)）\]】]|\bmake-?up\b|\bwork(?:ing)?[ -]?day\b", re.IGNORECASE)
_MARK = re.compile(r"\s*[（(\[【][休班][)）\]】]\s*$")
Event = Any  # the library's, whose fields may hold thirty kinds of value
_A_DAY = timedelta(days=1)


def read_ics(text: str, *, first: date, last: date) -> GivenDays:
    """Every event of whole days; one that comes every year as often as it does from `first` to `last`."""
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    if len(lines) > MOST_DATES:
        return GivenDays(days=(), flaws=(Flaw(line=lines[MOST_DATES], what="", why=TOO_MANY),))
    try:
        events: list[Event] = list(Calendar.from_ical(text).walk("VEVENT"))
    except (ValueError, IndexError, KeyError):
        return GivenDays(days=(), flaws=(Flaw(line=1, what=text[:80].strip(), why=NO_CALENDAR),))
    days: list[GivenDay] = []
    flaws: list[Flaw] = []
    yearly = 0
    for number, event in enumerate(events):
        line = lines[number] if number < len(lines) else number + 1
        yearly += "RRULE" in event
        if len(days) > MOST_DATES or len(flaws) > MOST_DATES or yearly > MOST_YEARLY:
            return GivenDays(days=(), flaws=(Flaw(line=line, what="", why=TOO_MANY),))
        found = _days(event, first, last)
        if isinstance(found, str):
            flaws.append(Flaw(line=line, what=_name(event)[:80], why=found))
        else:
            hours = None if _is_worked(event) else ()
            name = _MARK.sub("", _name(event)) or None
            days.extend(GivenDay(line=line, day=day, name=name, hours=hours) for day in found)
    return gather(days, flaws)


def _days(event: Event, first: date, last: date) -> list[date] | str:
    """The dates of an event, or why they cannot be told."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return []
    try:
        whole = _whole_days(event)
    except (ValueError, OverflowError):  # the library's own InvalidCalendar and IncompleteComponent are the former
        return WRONG_DATE
    if whole is None:
        return NOT_WHOLE
    start, length = whole
    starts = _starts(event, start, first, last)
    if isinstance(starts, str) or len(starts) * length > MOST_DATES:
        return starts if isinstance(starts, str) else TOO_MANY
    try:
        return [begin + n * _A_DAY for begin in starts for n in range(length)]
    except OverflowError:  # the calendar ends with the year 9999
        return WRONG_DATE


def _starts(event: Event, start: date, first: date, last: date) -> list[date] | str:
    """The days on which it begins, each once."""
    again = _yearly(event, start, first, last) if "RRULE" in event else [start]
    if again is None:
        return NOT_FOLLOWED
    without = set(_dates(event, "EXDATE"))
    return [begin for begin in dict.fromkeys([*again, *_dates(event, "RDATE")]) if begin not in without]


def _whole_days(event: Event) -> tuple[date, int] | None:
    """Its first day and how many there are; None for one with times of day."""
    start, end = event.start, event.end
    if isinstance(start, datetime):
        # Some programs write a whole day as midnight to midnight.
        if start.time() != time() or not isinstance(end, datetime) or end.time() != time():
            return None
        start, end = start.date(), end.date()
    length = max((end - start).days, 1)
    return (start, length) if length <= LONGEST else None


def _yearly(event: Event, start: date, first: date, last: date) -> list[date] | None:
    """When it comes again; None when it does so in another way than yearly."""
    rule = event["RRULE"]
    return None if isinstance(rule, list) else comes_again(rule, start, first, last)


def _dates(event: Event, name: str) -> Iterator[date]:
    given: Any = event.get(name, [])
    lists: Sequence[Any] = given if isinstance(given, list) else [given]
    for each in lists:
        for value in getattr(each, "dts", []):
            at = value.dt
            if isinstance(at, datetime):
                yield at.date()
            elif isinstance(at, date):
                yield at


def _is_worked(event: Event) -> bool:
    marked = str(event.get("X-APPLE-SPECIAL-DAY", "")).upper()
    if marked in {"ALTERNATE-WORKDAY", "WORK-HOLIDAY"}:
        return marked == "ALTERNATE-WORKDAY"
    return _WORKED.search(_name(event)) is not None


def _name(event: Event) -> str:
    said = "".join(letter for letter in str(event.get("SUMMARY", "")) if letter.isprintable())
    return said.strip()[:LONGEST_NAME]
