"""When a yearly event of a calendar file comes again (RRULE of RFC 5545).

Counted by ourselves, year by year and to a last one: a rule from a file may never come true, or step on by no year at
all, and whoever follows such a rule until it does is not heard of again.
"""

import calendar
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

FOLLOWED = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"}
EARLIEST = 1900  # years
LONGEST_COUNT = 60  # years through which what comes is counted
MOST_PARTS = 62  # of each of a rule's lists: all days of a month, from its beginning and from its end
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(rf"([+-]?[1-9]\d?)?({'|'.join(WEEKDAYS)})", re.ASCII)
Rule = Mapping[str, Sequence[Any]]
Asked = list[tuple[int, int]]  # which one, 0 for every, of which weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """In these months, on these days of the month (-1 is the last), on these weekdays; on every one where none is."""

    months: tuple[int, ...]
    days: tuple[int, ...]
    weekdays: tuple[tuple[int, int], ...]
    within_months: bool  # whether the n-th weekday is the month's, or the year's


def comes_again(rule: Rule, start: date, first: date, last: date) -> list[date] | None:
    """Its days from `first` to `last`; None of a rule that is not followed, or makes no sense."""
    yearly = _understood(rule, start)
    interval, count = _number(rule, "INTERVAL", 1), _number(rule, "COUNT", 0)
    if yearly is None or interval is None or count is None or start.year < EARLIEST:
        return None
    years = range(start.year, min(last, _until(rule, last)).year + 1, interval)
    if count and start.year < first.year - LONGEST_COUNT:
        return None
    if not count:  # what comes before `first` concerns nobody, unless it is counted
        years = years[max(0, (first.year - start.year) // interval) :]
    comes: Iterator[date] = (day for year in years for day in _in_year(yearly, year) if day >= start)
    counted = itertools.islice(comes, count) if count else comes
    end = min(last, _until(rule, last))
    return [day for day in counted if first <= day <= end]


def _in_year(yearly: Yearly, year: int) -> Iterator[date]:
    for month in yearly.months:
        length = calendar.monthrange(year, month)[1]
        for number in _days(yearly.days, length):
            day = date(year, month, number)
            if not yearly.weekdays or any(_is_weekday(day, each, yearly) for each in yearly.weekdays):
                yield day


def _days(days: tuple[int, ...], length: int) -> Sequence[int]:
    if not days:
        return range(1, length + 1)
    return sorted({n for day in days if 1 <= (n := day if day > 0 else length + 1 + day) <= length})


def _is_weekday(day: date, asked: tuple[int, int], yearly: Yearly) -> bool:
    which, weekday = asked
    if day.weekday() != weekday or which == 0:
        return day.weekday() == weekday
    begin = day.replace(day=1) if yearly.within_months else date(day.year, 1, 1)
    month = day.month if yearly.within_months else 12
    end = date(day.year, month, calendar.monthrange(day.year, month)[1])
    return which == (day - begin) // timedelta(days=7) + 1 or which == -((end - day) // timedelta(days=7) + 1)


def _understood(rule: Rule, start: date) -> Yearly | None:
    """None when it is not yearly or names what there is not."""
    if rule.keys() - FOLLOWED or list(map(str, rule.get("FREQ", ()))) != ["YEARLY"]:
        return None
    months = _numbers(rule, "BYMONTH", lambda month: 1 <= month <= 12)
    days = _numbers(rule, "BYMONTHDAY", lambda day: 1 <= abs(day) <= 31)
    weekdays = _weekdays(rule)
    if months is None or days is None or weekdays is None:
        return None
    if not days and not weekdays:
        months, days = months or [start.month], [start.day]
    return Yearly(
        months=tuple(sorted(set(months))) or tuple(range(1, 13)),
        days=tuple(days),
        weekdays=tuple(weekdays),
        within_months=bool(months),
    )


def _weekdays(rule: Rule) -> Asked | None:
    found = [_WEEKDAY.fullmatch(str(each).upper()) for each in rule.get("BYDAY", ())]
    if len(found) > MOST_PARTS or None in found:
        return None
    return [(int(each[1] or 0), WEEKDAYS.index(each[2])) for each in found if each is not None]


def _numbers(rule: Rule, name: str, is_one: Callable[[int], bool]) -> list[int] | None:
    given = rule.get(name, ())
    try:
        numbers = [int(each) for each in given]
    except (TypeError, ValueError):
        return None
    return numbers if len(numbers) <= MOST_PARTS and all(map(is_one, numbers)) else None


def _number(rule: Rule, name: str, otherwise: int) -> int | None:
    """One that is more than nothing; None when something else is said."""
    numbers = _numbers(rule, name, lambda number: number > 0)
    if name not in rule:
        return otherwise
    return numbers[0] if numbers is not None and len(numbers) == 1 else None


def _until(rule: Rule, otherwise: date) -> date:
    """The last day, as it is written, whatever zone that is said in."""
    for until in rule.get("UNTIL", ()):
        if isinstance(until, date):
            return date(until.year, until.month, until.day)
    return otherwise
