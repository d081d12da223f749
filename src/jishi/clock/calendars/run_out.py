"""Say in time that nobody has entered the public holidays of the year to come."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jishi.clock import store
from jishi.clock.calendar import Calendar
from jishi.clock.calendars.users import users_of
from jishi.clock.facts import CalendarRunsOut
from jishi.clock.public_holidays import announced_until
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction

ALARM = "clock.calendar_runs_out"
LEADS = tuple(timedelta(days=days) for days in (42, 14, 3, 0))
"""How long before the unknown year administrators hear of it. China announces the next year in November."""


def watch(tx: Transaction, calendar_id: int, calendar: Calendar, *, is_new: bool = False) -> None:
    """Look again when it is next time to say something; at once for a new calendar whose time is near already."""
    starts = unknown_at(calendar)
    if starts is None:
        forget(tx, calendar_id)
        return
    to_come = [starts - lead for lead in LEADS if starts - lead > tx.now]
    if is_new and len(to_come) < len(LEADS):
        tx.set_alarm(ALARM, tx.now, key=str(calendar_id))
    elif to_come:
        tx.set_alarm(ALARM, to_come[0], key=str(calendar_id))
    else:
        forget(tx, calendar_id)


def forget(tx: Transaction, calendar_id: int) -> None:
    tx.clear_alarm(ALARM, key=str(calendar_id))


async def calendar_runs_out(tx: Transaction, alarm: Alarm) -> None:
    """ALARM: tell it, if it is still so and anybody counts on this calendar."""
    row = await store.calendar(tx, int(alarm.key))
    if row is None:
        return
    calendar = store.as_calendar(row)
    starts = unknown_at(calendar)
    if starts is None or tx.now < starts - LEADS[0]:
        return
    if row["is_default"] or (await users_of(tx, row["id"])).names:
        await tx.record(_said(tx, row, calendar))
    watch(tx, row["id"], calendar)


def unknown_at(calendar: Calendar) -> datetime | None:
    """The instant at which the unknown year begins where the calendar is."""
    starts = calendar.unknown_from
    if starts is None:
        return None
    return datetime.combine(starts, time(), tzinfo=ZoneInfo(calendar.tz)).astimezone(UTC)


def years_to_fill(calendar: Calendar, this_year: int) -> list[int]:
    """Years not entered yet, up to the next, whose public holidays the desk knows by now."""
    if calendar.country is None or calendar.known_until is None:
        return []
    last = announced_until(calendar.country)
    until = this_year + 1 if last is None else min(last, this_year + 1)
    return list(range(calendar.known_until + 1, until + 1))


def _said(tx: Transaction, row: Mapping[str, Any], calendar: Calendar) -> CalendarRunsOut:
    starts, first = unknown_at(calendar), calendar.unknown_from
    assert starts is not None
    assert first is not None
    return CalendarRunsOut(
        at=tx.now,
        calendar_id=row["id"],
        name=row["name"],
        unknown_from=first,
        days_left=max(0, -(-(starts - tx.now) // timedelta(days=1))),
        announced=first.year in years_to_fill(calendar, tx.now.year),
    )
