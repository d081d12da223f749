"""A calendar as JSON, read with every wrong field found at once, and written again.

`{"tz": IANA name, "weekly": {"0": [["09:00", "12:00"], …], … "6": []}, "holidays": [date, …],
"overrides": {date: [[from, to], …]}, "holiday_scope": "civil" | "shift_start", "names": {date: text}, "country": "CN",
"known_until": 2026}`. 0 is Monday; a day left out is closed.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TypeGuard
from zoneinfo import available_timezones

from jishi.clock.calendar import Calendar, HolidayScope, Hours
from jishi.clock.errors import InvalidCalendar, NeverOpens
from jishi.clock.parse_hours import MOST_INTERVALS, Wrong, parse_hours, written

MOST_DATES = 4_000

# The last four say nothing about hours; they let a calendar that was read from the desk be sent back whole.
_KNOWN = {"tz", "weekly", "holidays", "overrides", "holiday_scope", "names", "country", "known_until"} | {
    "id", "name", "note", "version",
}  # fmt: skip
LONGEST_NAME = 120
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def parse_calendar(sent: object, *, path: str = "", version: int = 1) -> Calendar:
    """The calendar that was sent; `path` says where it stood. Raises InvalidCalendar or NeverOpens."""
    if not isinstance(sent, dict):
        raise InvalidCalendar([(path, "A calendar is an object.")])
    wrong: Wrong = []
    _refuse_keys(sent.keys() - _KNOWN, "", "There is no such field.", wrong)
    calendar = Calendar(
        tz=_zone(sent.get("tz"), wrong),
        weekly=_weekly(sent.get("weekly", {}), wrong),
        holidays=frozenset(_holidays(sent.get("holidays", []), wrong)),
        overrides=dict(_overrides(sent.get("overrides", {}), wrong)),
        holiday_scope=_scope(sent.get("holiday_scope", "civil"), wrong),
        names=_names(sent.get("names", {}), wrong),
        country=_country(sent.get("country"), wrong),
        known_until=_known_until(sent.get("known_until"), wrong),
        version=version,
    )
    if wrong:
        raise InvalidCalendar([(_join(path, where), why) for where, why in wrong])
    if not calendar.ever_opens:
        raise NeverOpens([(_join(path, "weekly"), "This calendar never opens.")])
    return calendar


def calendar_object(calendar: Calendar) -> dict[str, object]:
    """The JSON object that `parse_calendar` reads back as the same calendar."""
    return {
        "tz": calendar.tz,
        "weekly": {str(day): written(hours) for day, hours in enumerate(calendar.weekly)},
        "holidays": [day.isoformat() for day in sorted(calendar.holidays)],
        "overrides": {day.isoformat(): written(hours) for day, hours in sorted(calendar.overrides.items())},
        "holiday_scope": calendar.holiday_scope.value,
        "names": {day.isoformat(): name for day, name in sorted(calendar.names.items())},
        "country": calendar.country,
        "known_until": calendar.known_until,
    }


def _zone(sent: object, wrong: Wrong) -> str:
    if isinstance(sent, str) and sent in _zones():
        return sent
    wrong.append(("tz", "There is no such time zone." if sent is not None else "A calendar needs a time zone."))
    return "UTC"


@cache
def _zones() -> frozenset[str]:
    # A list, because asking ZoneInfo for what a stranger sent would open files by that name.
    return frozenset(available_timezones())


def _weekly(sent: object, wrong: Wrong) -> tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]:
    if not isinstance(sent, dict):
        wrong.append(("weekly", "Weekly hours are an object of weekdays."))
        sent = {}
    _refuse_keys(sent.keys() - set("0123456"), "weekly", "Weekdays are 0 (Monday) to 6 (Sunday).", wrong)
    monday, *rest = (parse_hours(sent.get(day, []), f"weekly.{day}", wrong) for day in "0123456")
    tuesday, wednesday, thursday, friday, saturday, sunday = rest
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _holidays(sent: object, wrong: Wrong) -> Iterable[date]:
    if not isinstance(sent, list):
        wrong.append(("holidays", "Holidays are a list of dates."))
    elif len(sent) > MOST_DATES:
        wrong.append(("holidays", "There are too many dates."))
    else:
        for n, day in enumerate(sent):
            read = _date(day)
            if read is None:
                wrong.append((f"holidays.{n}", "A date is written as 2026-01-31."))
            else:
                yield read


def _overrides(sent: object, wrong: Wrong) -> Iterable[tuple[date, Hours]]:
    if not isinstance(sent, dict):
        wrong.append(("overrides", "Overrides are an object of dates."))
    elif len(sent) > MOST_DATES:
        wrong.append(("overrides", "There are too many dates."))
    else:
        _refuse_keys(
            {day for day in sent if _date(day) is None}, "overrides", "A date is written as 2026-01-31.", wrong
        )
        for day, hours in sent.items():
            read = _date(day)
            if read is not None:
                yield read, parse_hours(hours, f"overrides.{day}", wrong)


def _scope(sent: object, wrong: Wrong) -> HolidayScope:
    for scope in HolidayScope:
        if sent == scope.value:
            return scope
    wrong.append(("holiday_scope", "Holidays close the date (civil) or the shifts that start on it (shift_start)."))
    return HolidayScope.CIVIL


def _names(sent: object, wrong: Wrong) -> dict[date, str]:
    names: dict[date, str] = {}
    if not isinstance(sent, dict):
        wrong.append(("names", "Names are an object of dates."))
    elif len(sent) > MOST_DATES:
        wrong.append(("names", "There are too many dates."))
    else:
        _refuse_keys({day for day in sent if _date(day) is None}, "names", "A date is written as 2026-01-31.", wrong)
        for day, name in sent.items():
            if (read := _date(day)) is None:
                continue
            if is_name(name):
                names[read] = name.strip()
            else:
                wrong.append((f"names.{day}", "A name is a short text, up to 120 characters."))
    return names


def is_name(sent: object) -> TypeGuard[str]:
    """Whether a date can be called so."""
    return isinstance(sent, str) and 0 < len(sent.strip()) <= LONGEST_NAME and sent.isprintable()


def _country(sent: object, wrong: Wrong) -> str | None:
    if sent is None or (isinstance(sent, str) and _COUNTRY.fullmatch(sent)):
        return sent
    wrong.append(("country", "A country is two capital letters, such as CN."))
    return None


def _known_until(sent: object, wrong: Wrong) -> int | None:
    if sent is None or (type(sent) is int and 1990 <= sent <= 2190):
        return sent
    wrong.append(("known_until", "A year is a number, such as 2026."))
    return None


def _date(sent: object) -> date | None:
    try:
        return date.fromisoformat(sent) if isinstance(sent, str) and _DATE.fullmatch(sent) else None
    except ValueError:
        return None


def _refuse_keys(keys: set[object], path: str, why: str, wrong: Wrong) -> None:
    # Keys are the sender's words and come back in the answer: only so many, only so long, and only what UTF-8 can say.
    named = sorted(str(key)[:40].encode(errors="replace").decode() for key in keys)
    wrong.extend((_join(path, key), why) for key in named[:MOST_INTERVALS])


def _join(path: str, where: str) -> str:
    return f"{path}.{where}" if path and where else path or where
