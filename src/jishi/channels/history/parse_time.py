"""Instants as other systems write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

TIME = r"(?P<H>\d{1,2})[:时点](?P<M>\d{2})(?:[:分](?P<S>\d{2})(?:[.,](?P<f>\d{1,6})\d*)?)?[分秒]?\s*(?P<p>[AaPp][Mm])?"
LATER = rf"(?:[ T]+{TIME})?"
# Forms by name, in the order in which they are tried. Those with the year first cannot be mistaken.
FORMS = {
    name: re.compile(form)
    for name, form in {
        "iso": r"(?P<Y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + LATER,
        "Y/m/d H:M": r"(?P<Y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})" + LATER,
        "Y年m月d日 H:M": rf"(?P<Y>\d{{4}})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日\s*(?:{TIME})?",
        "d/m/Y H:M": r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<Y>\d{4})" + LATER,
        "m/d/Y H:M": r"(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<Y>\d{4})" + LATER,
        "seconds": r"\d{9,10}(\.\d+)?",
        "milliseconds": r"\d{12,13}",
    }.items()
}
SURE = ("iso", "Y/m/d H:M", "Y年m月d日 H:M", "seconds", "milliseconds")
ISO_WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class Unclear(ValueError):
    """Not an instant, or one that can be read in two ways."""


def time_parser(forms: tuple[str, ...], zone: ZoneInfo) -> Callable[[Any], datetime]:
    """A function from a cell to an instant in UTC. It raises Unclear, whose text says why.

    A time that a zone skips in spring is taken an hour later, one that it repeats in autumn as the first of the two.
    """

    @lru_cache(maxsize=200_000)
    def parse_text(text: str) -> datetime:
        return _instant(_read_any(forms, text), zone)

    def parse(cell: Any) -> datetime:
        if isinstance(cell, datetime):
            return _instant(cell, zone)
        if isinstance(cell, date):
            return _instant(datetime(cell.year, cell.month, cell.day), zone)  # noqa: DTZ001 - the zone follows
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return parse_text(str(cell).strip())

    return parse


def _read_any(forms: tuple[str, ...], text: str) -> datetime:
    tried = forms or SURE
    read = next((read for form in tried if (read := _read(form, text)) is not None), None)
    if read is not None:
        return read
    if not forms and any(_read(form, text) for form in ("d/m/Y H:M", "m/d/Y H:M")):
        raise Unclear("day first or month first? Say so with dates=d/m/Y H:M or dates=m/d/Y H:M")
    raise Unclear(f"this is no time in the form {' or '.join(tried)}")


def _read(form: str, text: str) -> datetime | None:
    """`text` in that form, without a zone when it names none; None when it is not in it."""
    found = FORMS[form].fullmatch(text)
    try:
        if form == "iso" and found is None:
            return datetime.fromisoformat(text) if ISO_WITH_ZONE.match(text) else None
        if found is None:
            return None
        if form == "seconds":
            return datetime.fromtimestamp(float(text), UTC)
        if form == "milliseconds":
            return datetime.fromtimestamp(int(text) / 1000, UTC)
        return _date_of(found)
    except ValueError:
        return None


def _date_of(found: re.Match[str]) -> datetime:
    part = {name: int(value) for name, value in found.groupdict().items() if value and name not in {"p", "f"}}
    hour = part.get("H", 0)
    if half := found["p"]:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    micro = int(f"{found['f'] or 0:0<6}")
    return datetime(part["Y"], part["m"], part["d"], hour, part.get("M", 0), part.get("S", 0), micro)  # noqa: DTZ001


def _instant(read: datetime, zone: ZoneInfo) -> datetime:
    if read.tzinfo is None:
        read = read.replace(tzinfo=zone)
    instant = read.astimezone(UTC)
    if not instant >= EARLIEST:
        raise Unclear("this is before 1990")
    return instant


def is_form(name: str) -> bool:
    return name in FORMS


def no_later_than(now: datetime) -> datetime:
    """History ends now; a day of tolerance for a zone that was named wrong would hide mistakes, an hour does not."""
    return now + timedelta(hours=1)
