"""Public holidays of countries, as far as they are announced."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays

# The last year whose holidays and make-up days (调休) the State Council had published when this was released. The
# library goes on by the rule, but the days that are swapped with weekends are not in any rule.
ANNOUNCED = {"CN": 2026}


def public_holidays(country: str, years: Iterable[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Days off, and weekend days worked instead. A year not yet announced is left open rather than guessed."""
    last = ANNOUNCED.get(country)
    off: set[date] = set()
    worked: set[date] = set()
    for year in years:
        if last is None or year <= last:
            days = holidays.country_holidays(country, years=year)
            off |= {day for day in days if day.year == year}
            worked |= {day for day in getattr(days, "weekend_workdays", ()) if day.year == year}
    return frozenset(off - worked), frozenset(worked)


@cache
def countries() -> tuple[str, ...]:
    """Two-letter codes of the countries whose holidays are known."""
    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))
