"""On which days an event of a calendar file comes again: weekly and daily rules, which is how shifts are repeated."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
FOLLOWED = {"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"}
MOST_COUNTED = 2000
LONG_AGO = timedelta(days=3660)  # before `first`; every day since then is looked at where they are counted
Rule = Any  # the library's: a mapping of names to lists


def comes_again(rule: Rule, start: date, *, first: date, last: date) -> list[date] | None:
    """From `first` to `last`; None when it does so in a way that is not followed."""
    freq = str(_one(rule, "FREQ", "")).upper()
    days = [str(day).upper() for day in rule.get("BYDAY", [])]
    interval, count = _one(rule, "INTERVAL", 1), _one(rule, "COUNT", None)
    if set(rule) - FOLLOWED or freq not in {"WEEKLY", "DAILY"} or not set(days) <= WEEKDAYS.keys():
        return None
    if not isinstance(interval, int) or interval < 1 or (count is not None and not 0 < int(count) <= MOST_COUNTED):
        return None
    until = _one(rule, "UNTIL", None)
    if until is not None:
        last = min(last, until.date() if isinstance(until, datetime) else until)
    weekdays = {WEEKDAYS[day] for day in days} or ({start.weekday()} if freq == "WEEKLY" else set(range(7)))
    if count is None:
        return list(_days(start, max(start, first), last, weekdays, interval, weekly=freq == "WEEKLY"))
    if first - start > LONG_AGO:
        return None
    counted = islice(_days(start, start, last, weekdays, interval, weekly=freq == "WEEKLY"), int(count))
    return [day for day in counted if day >= first]


def _days(start: date, first: date, last: date, weekdays: set[int], interval: int, *, weekly: bool) -> Iterator[date]:
    monday = start - timedelta(days=start.weekday())
    day = first
    while day <= last:
        passed = (day - monday).days // 7 if weekly else (day - start).days
        if day.weekday() in weekdays and passed % interval == 0:
            yield day
        day += timedelta(days=1)


def _one(rule: Rule, name: str, default: Any) -> Any:
    found = rule.get(name, [default])
    return found[0] if isinstance(found, list) else found
