"""Enter a country's public holidays into a calendar."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from jishi.clock.calendar import Calendar
from jishi.clock.public_holidays import announced_until, public_holidays


def with_holidays(calendar: Calendar, country: str, years: Iterable[int], *, language: str) -> Calendar:
    """The calendar with the announced ones of these years: days off, and weekends worked for the usual hours.

    What somebody decided for a date by hand, they keep: an override there stays.
    """
    last = announced_until(country)
    wanted = [year for year in sorted(years) if last is None or year <= last]
    found = public_holidays(country, _with_decembers(wanted), language=language)
    ours = {day for day in (found.off | found.worked) if day.year in wanted or _is_new_year(day, calendar)}
    off, worked = found.off.keys() & ours, found.worked.keys() & ours
    names = {day: name for day, name in (found.off | found.worked).items() if day in ours}
    known = max([calendar.known_until or 0, *wanted])
    return replace(
        calendar,
        holidays=calendar.holidays - worked | off,
        overrides={**dict.fromkeys(sorted(worked), calendar.usual_day), **calendar.overrides},
        names={**names, **calendar.names},
        country=country,
        known_until=known or None,
    )


def _with_decembers(years: list[int]) -> list[int]:
    return sorted({*years, *(year - 1 for year in years)})


def _is_new_year(day: date, calendar: Calendar) -> bool:
    """The days around New Year belong to one notice: with the year to come, the end of the one before may change."""
    return day.month == 12 and day.day >= 25 and calendar.known_until == day.year
