"""Public holidays of countries, as far as they are announced."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count

import holidays

# The library goes on by the rule, but the days that are swapped with weekends are in no rule: somebody announces them,
# year by year. China's State Council does since 2007, in November for the next year, and every notice had some.
FIRST_ANNOUNCED = {"CN": 2007}
LOOKED_AT = 60  # years from the first on: asked for at once, because the library takes its time to begin
LANGUAGES = {"zh-CN": "zh_CN", "en": "en_US"}
MAKE_UP = {"zh-CN": "调休上班", "en": "Make-up working day"}

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announced:
    """Days off with their names, and weekend days worked instead."""

    off: dict[date, str]
    worked: dict[date, str]


def public_holidays(country: str, years: Iterable[int], *, language: str = "en") -> Announced:
    """The days of these years. A year not yet announced is left open rather than guessed."""
    last = announced_until(country)
    wanted = [year for year in years if last is None or year <= last]
    if not wanted:
        return Announced({}, {})
    known = holidays.country_holidays(country, years=wanted, language=_language(country, language))
    worked = dict.fromkeys(sorted(_worked(known)), MAKE_UP.get(language, MAKE_UP["en"]))
    off = {day: name for day, name in sorted(known.items()) if day not in worked}
    if country in FIRST_ANNOUNCED:
        off = _with_weekends(off, worked)
    return Announced(*({day: days[day] for day in sorted(days) if day.year in wanted} for days in (off, worked)))


@cache
def announced_until(country: str) -> int | None:
    """The last year that was announced when the library was released; None where every year follows a rule."""
    first = FIRST_ANNOUNCED.get(country)
    if first is None:
        return None
    known = holidays.country_holidays(country, years=range(first, first + LOOKED_AT))
    announced = {day.year for day in _worked(known)}
    return next(year for year in count(first) if year not in announced) - 1


@cache
def countries() -> tuple[str, ...]:
    """Two-letter codes of the countries whose holidays are known."""
    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


def _worked(known: holidays.HolidayBase) -> set[date]:
    return set(getattr(known, "weekend_workdays", ()))


@cache
def _language(country: str, language: str) -> str | None:
    """The library's name of a language, where it has the country's holidays in it; else the country's own. Left to
    itself it would take that of the machine."""
    wanted, known = LANGUAGES.get(language, language), holidays.country_holidays(country)
    return wanted if wanted in known.supported_languages else known.default_language


def _with_weekends(off: dict[date, str], worked: Container[date]) -> dict[date, str]:
    """A Saturday or Sunday beside a day off is part of that holiday. The library leaves it out, because nobody works
    then; but a desk that is open on weekends is as closed on the third day of the National Day week as on the first."""
    found = dict(off)
    beside = list(off)
    while beside:
        day = beside.pop()
        for near in (day - _A_DAY, day + _A_DAY):
            if near.weekday() >= 5 and near not in worked and near not in found:
                found[near] = found[day]
                beside.append(near)
    return found
