"""Public holidays, for whoever draws a calendar."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock.errors import NoSuchCountry
from jishi.clock.import_days import with_year
from jishi.clock.parse_calendar import calendar_object, parse_calendar
from jishi.clock.public_holidays import announced_until, countries, public_holidays
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
Year = Annotated[int | None, Parameter(ge=1990, le=2100, description="This year when left out.")]


class Countries(msgspec.Struct, kw_only=True):
    items: list[str]
    next: str | None = None


class Holidays(msgspec.Struct, kw_only=True):
    """`off` are days off, `worked` weekend days worked instead; of the years before, in and after `year`, as far as
    they are announced, which `known_until` says. `names`: what each of these days is called."""

    off: list[date]
    worked: list[date]
    names: dict[date, str]
    known_until: int


class DraftHolidays(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The public holidays of a year, of the calendar's own country when none is named."""

    calendar: dict[str, Any]
    year: Annotated[int, Meta(ge=1990, le=2100)]
    country: Annotated[str, Meta(min_length=2, max_length=2)] | None = None


class DraftCalendar(msgspec.Struct, kw_only=True):
    calendar: dict[str, Any]


# The library takes half a second to look around at first: not on the loop that everybody waits for.
@get("/holidays", guards=READ, sync_to_thread=True)
def list_countries() -> Countries:
    """Codes of the countries whose public holidays are known."""
    return Countries(items=list(countries()))


@get("/holidays/{country:str}", guards=READ, sync_to_thread=True)
def show_holidays(caller: Caller, country: str, year: Year = None) -> Holidays:
    """The public holidays of a country, as far as they are announced, with names in your language."""
    if country not in countries():
        raise NoSuchCountry
    middle = datetime.now(UTC).year if year is None else year
    found = public_holidays(country, range(middle - 1, middle + 2), language=caller.language)
    last = announced_until(country)
    return Holidays(
        off=sorted(found.off),
        worked=sorted(found.worked),
        names=found.off | found.worked,
        known_until=middle + 1 if last is None else min(last, middle + 1),
    )


@post("/calendars/holidays", guards=READ, status_code=200)
async def draft_holidays(tx: Transaction, data: DraftHolidays) -> DraftCalendar:
    """A calendar that need not be saved yet, with the public holidays of a year entered."""
    calendar = parse_calendar(data.calendar, path="calendar")
    return DraftCalendar(calendar=calendar_object(await with_year(tx, calendar, year=data.year, country=data.country)))


routes = [list_countries, show_holidays, draft_holidays]
