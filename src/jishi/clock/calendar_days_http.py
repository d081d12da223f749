"""A calendar day by day, over HTTP: the year drawn, and files of days off."""

import asyncio
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter, QueryParameter
from msgspec import Meta

from jishi.clock import store
from jishi.clock.calendar import Calendar
from jishi.clock.calendars.errors import FileTooLarge, NoDays
from jishi.clock.calendars.model import GivenDay, GivenDays
from jishi.clock.calendars.read_file import read_file
from jishi.clock.calendars.rules import changes, hours_of, take_over
from jishi.clock.calendars.year import Day, draw, why
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.import_days import import_days
from jishi.clock.parse_calendar import calendar_object, parse_calendar
from jishi.clock.parse_hours import written
from jishi.identity.guards import requires
from jishi.identity.language import translate
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
MONTH = r"^(19[0-9]{2}|20[0-9]{2}|21[0-8][0-9])-(0[1-9]|1[0-2])$"
Month = Annotated[
    str | None, QueryParameter(name="from", pattern=MONTH, description="The first month, as 2026-01; else this one.")
]
READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]
LARGEST = 1_000_000
MONTHS = 12
Interval = tuple[str, str]


class CalendarDay(msgspec.Struct, kw_only=True):
    """`open`: what the wall clock shows on that date, the end of a night shift included. `kind`: `weekly`, `holiday`,
    `override` (other hours), `make_up` (worked though its weekday is not), `unknown` (nobody entered its holidays)."""

    date: date
    open: list[Interval]
    seconds: int
    kind: str
    name: str | None


class CalendarYear(msgspec.Struct, kw_only=True):
    """Twelve months, day by day; `seconds` of all of them together."""

    days: list[CalendarDay]
    seconds: int


class DrawYear(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A calendar that need not be saved yet."""

    calendar: dict[str, Any]
    start: Annotated[str, Meta(pattern=MONTH)] | None = msgspec.field(default=None, name="from")


class FileGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A file of days off, CSV or ICS: its bytes in base64 as `file`, or its `text`. Dates of `leave_out` stay as they
    are. With `skip_wrong`, lines that cannot be understood are left out, else nothing is saved. `known_until` says
    that the public holidays are complete up to the end of that year. With `version`, saved only if nobody changed the
    calendar since. With `dry_run`, nothing is saved."""

    file: bytes | None = None
    text: str | None = None
    leave_out: Annotated[list[date], Meta(max_length=4000)] = []
    skip_wrong: bool = False
    known_until: Annotated[int, Meta(ge=1990, le=2190)] | None = None
    version: int | None = None
    dry_run: bool = False


class DraftImport(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The same for a calendar that need not be saved yet."""

    calendar: dict[str, Any]
    file: bytes | None = None
    text: str | None = None
    leave_out: Annotated[list[date], Meta(max_length=4000)] = []
    known_until: Annotated[int, Meta(ge=1990, le=2190)] | None = None


class ImportedDay(msgspec.Struct, kw_only=True):
    """A date of the file: `off` or `work`, with its hours and those it has `now`; `changes` if they are others."""

    line: int
    date: date
    name: str | None
    what: str
    hours: list[Interval]
    now: list[Interval]
    kind_now: str
    changes: bool


class WrongLine(msgspec.Struct, kw_only=True):
    line: int
    what: str
    why: str


class ImportView(msgspec.Struct, kw_only=True):
    """What the file says, and the calendar with it; `version` is the one that was saved, if it was."""

    days: list[ImportedDay]
    wrong: list[WrongLine]
    calendar: dict[str, Any]
    version: int | None = None


@get("/calendars/{calendar_id:int}/year", guards=READ)
async def show_year(tx: Transaction, calendar_id: Id, start: Month = None) -> CalendarYear:
    """Twelve months of a calendar, with the open hours of each day."""
    return _drawn(await _calendar(tx, calendar_id), start or f"{tx.now:%Y-%m}")


@post("/calendars/year", guards=READ, status_code=200)
async def draw_year(tx: Transaction, data: DrawYear) -> CalendarYear:
    """The same of a calendar that is being written."""
    return _drawn(parse_calendar(data.calendar, path="calendar"), data.start or f"{tx.now:%Y-%m}")


@post("/calendars/import", guards=READ, status_code=200)
async def try_calendar_file(tx: Transaction, caller: Caller, data: DraftImport) -> ImportView:
    """What a file of days off would make of a calendar that is being written. Saves nothing."""
    calendar = parse_calendar(data.calendar, path="calendar")
    given = await _read(data, tx.now.date())
    after = take_over(calendar, given.days, leave_out=data.leave_out, known_until=data.known_until)
    return _view(given, calendar, after, caller.language)


@post("/calendars/{calendar_id:int}/import", guards=MANAGE, status_code=200)
async def import_calendar_file(tx: Transaction, caller: Caller, calendar_id: Id, data: FileGiven) -> ImportView:
    """Take the days of a file over into a calendar, or with `dry_run` say what that would change."""
    calendar = await _calendar(tx, calendar_id)
    given = await _read(data, tx.now.date())
    after = take_over(calendar, given.days, leave_out=data.leave_out, known_until=data.known_until)
    view = _view(given, calendar, after, caller.language)
    if not data.dry_run:
        view.version = await import_days(
            tx,
            calendar_id,
            given,
            leave_out=data.leave_out,
            known_until=data.known_until,
            skip_wrong=data.skip_wrong,
            seen_version=data.version,
        )
    return view


async def _calendar(tx: Transaction, calendar_id: int) -> Calendar:
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    return store.as_calendar(row)


def _drawn(calendar: Calendar, month: str) -> CalendarYear:
    first = date.fromisoformat(f"{month}-01")
    days = draw(calendar, first, first.replace(year=first.year + MONTHS // 12))
    return CalendarYear(days=[_day(day) for day in days], seconds=sum(day.seconds for day in days))


def _day(day: Day) -> CalendarDay:
    return CalendarDay(date=day.date, open=list(day.open), seconds=day.seconds, kind=day.why.value, name=day.name)


async def _read(data: FileGiven | DraftImport, today: date) -> GivenDays:
    """Beside the loop: a large file takes a second, in which others are answered."""
    content = data.file if data.file is not None else data.text.encode() if data.text is not None else None
    if content is None or not content.strip():
        raise NoDays([("file", NoDays.__doc__ or "")])
    if len(content) > LARGEST:
        raise FileTooLarge
    return await asyncio.to_thread(read_file, content, today=today)


def _view(given: GivenDays, before: Calendar, after: Calendar, language: str) -> ImportView:
    return ImportView(
        days=[_imported(day, before) for day in given.days],
        wrong=[WrongLine(line=flaw.line, what=flaw.what, why=translate(flaw.why, language)) for flaw in given.flaws],
        calendar=calendar_object(after),
    )


def _imported(day: GivenDay, calendar: Calendar) -> ImportedDay:
    return ImportedDay(
        line=day.line,
        date=day.day,
        name=day.name,
        what="off" if day.is_off else "work",
        hours=_pairs(written(hours_of(day, calendar))),
        now=_pairs(written(calendar.hours_on(day.day))),
        kind_now=why(calendar, day.day).value,
        changes=changes(day, calendar),
    )


def _pairs(hours: list[list[str]]) -> list[Interval]:
    return [(opens, closes) for opens, closes in hours]


routes = [show_year, draw_year, try_calendar_file, import_calendar_file]
