"""A person's shifts as a calendar file (ICS, RFC 5545)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from jishi.identity.language import translate
from jishi.workforce.roster import rules
from jishi.workforce.roster.model import Shift, Span

CALLED = "Shift"
EVERY = timedelta(hours=1)  # a calendar asks again after


def write_ics(
    shifts: Iterable[Shift], leaves: Sequence[Span], *, workspace: str, desk: str, language: str, now: datetime
) -> bytes:
    """Times in UTC, which every calendar shows on its own wall. Leave is taken out of a shift, which may leave several
    parts of it; `desk` makes the events' names unlike those of other desks."""
    called = translate(CALLED, language)
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Jishi//Roster//EN")
    calendar.add("X-WR-CALNAME", f"{workspace} · {called}")
    calendar.add("REFRESH-INTERVAL", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", EVERY)
    for shift in shifts:
        for number, part in enumerate(rules.on_duty([shift.span], leaves)):
            calendar.add_component(_event(shift, part, f"{shift.id}-{number}@{desk}", shift.name or called, now))
    return bytes(calendar.to_ical())


def _event(shift: Shift, part: Span, uid: str, title: str, now: datetime) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", now)
    event.add("DTSTART", part.start)
    event.add("DTEND", part.end)
    event.add("SUMMARY", title)
    if shift.note:
        event.add("DESCRIPTION", shift.note)
    return event
