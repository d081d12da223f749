"""Keep a calendar. Every change is a new version; what was judged by an older one keeps it."""

from dataclasses import replace

from jishi.clock import store
from jishi.clock.calendar import Calendar
from jishi.clock.calendars import run_out
from jishi.clock.calendars import store as calendars_store
from jishi.clock.errors import CalendarMoved, NoSuchCalendar
from jishi.clock.facts import CalendarSaved
from jishi.identity import settings
from jishi.storage.transaction import Transaction


async def add_calendar(tx: Transaction, *, name: str, hours: Calendar, is_default: bool = False) -> int:
    """A new calendar; its id."""
    calendar_id = tx.new_id()
    await store.add_calendar(tx, id=calendar_id, version=1, name=name, hours=hours, is_default=is_default)
    run_out.watch(tx, calendar_id, hours, is_new=True)
    await _say(tx, calendar_id, name, 1)
    return calendar_id


async def change_calendar(
    tx: Transaction, calendar_id: int, *, name: str, hours: Calendar, seen_version: int | None = None
) -> int:
    """The next version of a calendar; its number. With `seen_version`, only if nobody changed it since that."""
    row = await calendars_store.hold(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    if seen_version is not None and seen_version != row["version"]:
        raise CalendarMoved
    if store.as_calendar(row) == hours_like(hours, row["version"]) and row["name"] == name:
        return int(row["version"])
    version = int(row["version"]) + 1
    await store.add_calendar(tx, id=calendar_id, version=version, name=name, hours=hours, is_default=row["is_default"])
    run_out.watch(tx, calendar_id, hours)
    await _say(tx, calendar_id, name, version)
    return version


def hours_like(hours: Calendar, version: int) -> Calendar:
    return replace(hours, version=version)


async def _say(tx: Transaction, calendar_id: int, name: str, version: int) -> None:
    settings.renew(tx)
    await tx.record(CalendarSaved(at=tx.now, by=tx.by, calendar_id=calendar_id, name=name, version=version))
