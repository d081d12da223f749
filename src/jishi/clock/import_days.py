"""Take days off and days worked over into a calendar, from a file or from what countries announce."""

from collections.abc import Collection, Iterable
from datetime import date

from jishi.clock import store
from jishi.clock.calendar import Calendar
from jishi.clock.calendars.errors import NoCountry, NotAnnounced, UnreadableDays
from jishi.clock.calendars.model import Flaw, GivenDays
from jishi.clock.calendars.rules import take_over
from jishi.clock.errors import CalendarMoved, NoSuchCalendar, NoSuchCountry
from jishi.clock.fill_holidays import with_holidays
from jishi.clock.public_holidays import announced_until, countries
from jishi.clock.save_calendar import change_calendar
from jishi.identity import settings
from jishi.storage.transaction import Transaction

MOST_NAMED = 100


async def import_days(
    tx: Transaction,
    calendar_id: int,
    given: GivenDays,
    *,
    leave_out: Collection[date] = (),
    known_until: int | None = None,
    skip_wrong: bool = False,
    seen_version: int | None = None,
) -> int:
    """The version of the calendar with these days. Raises UnreadableDays, unless `skip_wrong`, with every line."""
    if given.flaws and not skip_wrong:
        raise UnreadableDays(named(given.flaws))
    name, calendar = await _seen(tx, calendar_id, seen_version)
    hours = take_over(calendar, given.days, leave_out=leave_out, known_until=known_until)
    return await change_calendar(tx, calendar_id, name=name, hours=hours, seen_version=seen_version)


async def enter_holidays(tx: Transaction, calendar_id: int, *, year: int, country: str | None) -> int:
    """The version of the calendar with the public holidays of a year, of its own country when none is named."""
    name, calendar = await _seen(tx, calendar_id, None)
    hours = await with_year(tx, calendar, year=year, country=country)
    return await change_calendar(tx, calendar_id, name=name, hours=hours)


async def with_year(tx: Transaction, calendar: Calendar, *, year: int, country: str | None) -> Calendar:
    """The calendar with these holidays, named in the workspace's language. Raises NoCountry, NoSuchCountry and
    NotAnnounced."""
    country = country or calendar.country
    if country is None:
        raise NoCountry([("country", NoCountry.__doc__ or "")])
    if country not in countries():
        raise NoSuchCountry
    last = announced_until(country)
    if last is not None and year > last:
        raise NotAnnounced(year=year)
    return with_holidays(calendar, country, [year], language=(await settings.workspace(tx)).language)


def named(flaws: Iterable[Flaw]) -> list[tuple[str, str]]:
    """Flaws as paths and messages."""
    return [(f"lines.{flaw.line}", flaw.why) for flaw in list(flaws)[:MOST_NAMED]]


async def _seen(tx: Transaction, calendar_id: int, seen_version: int | None) -> tuple[str, Calendar]:
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    if seen_version is not None and seen_version != row["version"]:
        raise CalendarMoved
    return row["name"], store.as_calendar(row)
