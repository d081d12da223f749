"""Working calendars over HTTP."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import delete, get, post, put
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock import calendar_days_http, calendar_effect_http, calendar_users_http, store
from jishi.clock.calendar import Calendar
from jishi.clock.calendars import store as kept
from jishi.clock.calendars.give import make_default
from jishi.clock.calendars.retire import retire_calendar
from jishi.clock.calendars.run_out import LEADS, unknown_at, years_to_fill
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.import_days import enter_holidays
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.public_holidays import announced_until
from jishi.clock.save_calendar import add_calendar, change_calendar
from jishi.identity.audit_http import person_of
from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Before = Annotated[int | None, Parameter(ge=1, le=2**31 - 1, description="`next` of the page before.")]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]
VERSIONS = 50


class CalendarProblem(msgspec.Struct, kw_only=True):
    """`why`: `unknown_year` (nobody has entered the public holidays from `date` on; `urgent` some weeks before), or
    `ends` (there are no weekly hours, and no date with hours after `date`)."""

    why: str
    date: date
    urgent: bool


class CalendarView(msgspec.Struct, kw_only=True):
    """`unknown_from`: the first day of the year whose holidays nobody has entered. `years_to_fill`: years that the desk
    knows by now and that `PUT …/holidays` enters."""

    id: int
    name: str
    version: int
    calendar: dict[str, Any]
    open_hours_per_week: float
    is_default: bool
    saved_at: datetime
    unknown_from: date | None = None
    years_to_fill: list[int] = []
    problems: list[CalendarProblem] = []


class CalendarPage(msgspec.Struct, kw_only=True):
    items: list[CalendarView]
    next: str | None = None


class CalendarVersion(msgspec.Struct, kw_only=True):
    """What the calendar was, since when and by whose hand: a colleague's name, or nothing for the desk itself."""

    version: int
    name: str
    calendar: dict[str, Any]
    saved_at: datetime
    saved_by: str | None


class CalendarVersions(msgspec.Struct, kw_only=True):
    items: list[CalendarVersion]
    next: int | None = None


class CalendarGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """With `version`, saved only if nobody changed the calendar since that version."""

    name: Name
    calendar: dict[str, Any]
    version: int | None = None


class HolidaysGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The public holidays of a year, of the calendar's own country when none is named."""

    year: Annotated[int, Meta(ge=1990, le=2100)]
    country: Annotated[str, Meta(min_length=2, max_length=2)] | None = None


@get("/calendars", guards=READ)
async def list_calendars(tx: Transaction) -> CalendarPage:
    """The workspace's calendars, the default one first."""
    rows = await store.calendars(tx)
    await _look_up_countries(rows)
    return CalendarPage(items=[_view(row, tx.now) for row in rows])


@get("/calendars/{calendar_id:int}", guards=READ)
async def get_calendar(tx: Transaction, calendar_id: Id) -> CalendarView:
    """One calendar as it is now, with its hours and days off."""
    return await _one(tx, calendar_id)


@post("/calendars", guards=MANAGE)
async def make_calendar(tx: Transaction, data: CalendarGiven) -> CalendarView:
    """A new calendar."""
    hours = parse_calendar(data.calendar, path="calendar")
    return await _one(tx, await add_calendar(tx, name=data.name, hours=hours))


@put("/calendars/{calendar_id:int}", guards=MANAGE)
async def save_calendar(tx: Transaction, calendar_id: Id, data: CalendarGiven) -> CalendarView:
    """A new version of a calendar. Running clocks keep the time they have used and go on by the new hours."""
    hours = parse_calendar(data.calendar, path="calendar")
    await change_calendar(tx, calendar_id, name=data.name, hours=hours, seen_version=data.version)
    return await _one(tx, calendar_id)


@delete("/calendars/{calendar_id:int}", guards=MANAGE)
async def retire_calendar_route(tx: Transaction, calendar_id: Id) -> None:
    """Put a calendar away that nobody uses. What was judged by it keeps it."""
    await retire_calendar(tx, calendar_id)


@put("/calendars/{calendar_id:int}/default", guards=MANAGE)
async def set_default_calendar(tx: Transaction, calendar_id: Id) -> CalendarView:
    """Clocks run on it wherever neither the policy nor the customer nor the team has another."""
    await make_default(tx, calendar_id)
    return await _one(tx, calendar_id)


@put("/calendars/{calendar_id:int}/holidays", guards=MANAGE)
async def fill_calendar_year(tx: Transaction, calendar_id: Id, data: HolidaysGiven) -> CalendarView:
    """Enter the public holidays of a year, as announced. What somebody decided for a date by hand stays."""
    await enter_holidays(tx, calendar_id, year=data.year, country=data.country)
    return await _one(tx, calendar_id)


@get("/calendars/{calendar_id:int}/versions", guards=READ)
async def list_calendar_versions(tx: Transaction, calendar_id: Id, after: Before = None) -> CalendarVersions:
    """Everything that the calendar was, the newest first."""
    rows = await kept.versions(tx, calendar_id, before=after, limit=VERSIONS + 1)
    if not rows and after is None:
        raise NoSuchCalendar
    names = await names_of(tx, {who for row in rows if (who := person_of(row["saved_by"])) is not None})
    items = [
        CalendarVersion(
            version=row["version"],
            name=row["name"],
            calendar=row["hours"],
            saved_at=row["saved_at"],
            saved_by=names.get(person_of(row["saved_by"]) or 0),
        )
        for row in rows[:VERSIONS]
    ]
    return CalendarVersions(items=items, next=items[-1].version if len(rows) > VERSIONS else None)


async def _one(tx: Transaction, calendar_id: int) -> CalendarView:
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    await _look_up_countries([row])
    return _view(row, tx.now)


async def _look_up_countries(rows: Sequence[Any]) -> None:
    """The library takes half a second to look around at first: not on the loop that everybody waits for."""
    for country in {row["hours"].get("country") for row in rows} - {None}:
        await asyncio.to_thread(announced_until, country)


def _view(row: Any, now: datetime) -> CalendarView:
    calendar = store.as_calendar(row)
    return CalendarView(
        id=row["id"],
        name=row["name"],
        version=row["version"],
        calendar=row["hours"],
        open_hours_per_week=_open_hours(calendar),
        is_default=row["is_default"],
        saved_at=row["saved_at"],
        unknown_from=calendar.unknown_from,
        years_to_fill=years_to_fill(calendar, now.year),
        problems=_problems(calendar, now),
    )


def _problems(calendar: Calendar, now: datetime) -> list[CalendarProblem]:
    found = []
    starts = unknown_at(calendar)
    if starts is not None and calendar.unknown_from is not None:
        found.append(CalendarProblem(why="unknown_year", date=calendar.unknown_from, urgent=now >= starts - LEADS[0]))
    if calendar.final_day is not None:
        found.append(CalendarProblem(why="ends", date=calendar.final_day, urgent=True))
    return found


def _open_hours(calendar: Calendar) -> float:
    return sum(span.closes - span.opens for hours in calendar.weekly for span in hours) / 3600


routes = [
    list_calendars, get_calendar, make_calendar, save_calendar, retire_calendar_route, set_default_calendar,
    fill_calendar_year, list_calendar_versions,
    *calendar_days_http.routes, *calendar_effect_http.routes, *calendar_users_http.routes,
]  # fmt: skip
