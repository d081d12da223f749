"""Working calendars over HTTP."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post, put
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock import store
from jishi.clock.calendar import Calendar
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.save_calendar import add_calendar, change_calendar
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]


class CalendarView(msgspec.Struct, kw_only=True):
    id: int
    name: str
    version: int
    calendar: dict[str, Any]
    open_hours_per_week: float
    is_default: bool
    saved_at: datetime


class CalendarPage(msgspec.Struct, kw_only=True):
    items: list[CalendarView]
    next: str | None = None


class CalendarGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """With `version`, saved only if nobody changed the calendar since that version."""

    name: Name
    calendar: dict[str, Any]
    version: int | None = None


@get("/calendars", guards=READ)
async def list_calendars(tx: Transaction) -> CalendarPage:
    """The workspace's calendars, the default one first."""
    return CalendarPage(items=[_view(row) for row in await store.calendars(tx)])


@get("/calendars/{calendar_id:int}", guards=READ)
async def get_calendar(tx: Transaction, calendar_id: Id) -> CalendarView:
    return await _one(tx, calendar_id)


@post("/calendars", guards=MANAGE)
async def make_calendar(tx: Transaction, data: CalendarGiven) -> CalendarView:
    """A new calendar."""
    hours = parse_calendar(data.calendar, path="calendar")
    return await _one(tx, await add_calendar(tx, name=data.name, hours=hours))


@put("/calendars/{calendar_id:int}", guards=MANAGE)
async def save_calendar(tx: Transaction, calendar_id: Id, data: CalendarGiven) -> CalendarView:
    """A new version of a calendar. Clocks that run keep the version they started with."""
    hours = parse_calendar(data.calendar, path="calendar")
    await change_calendar(tx, calendar_id, name=data.name, hours=hours, seen_version=data.version)
    return await _one(tx, calendar_id)


async def _one(tx: Transaction, calendar_id: int) -> CalendarView:
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    return _view(row)


def _view(row: Any) -> CalendarView:
    return CalendarView(
        id=row["id"],
        name=row["name"],
        version=row["version"],
        calendar=row["hours"],
        open_hours_per_week=_open_hours(store.as_calendar(row)),
        is_default=row["is_default"],
        saved_at=row["saved_at"],
    )


def _open_hours(calendar: Calendar) -> float:
    return sum(span.closes - span.opens for hours in calendar.weekly for span in hours) / 3600


routes = [list_calendars, get_calendar, make_calendar, save_calendar]
