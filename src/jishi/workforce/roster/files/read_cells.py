"""Dates and times as people and spreadsheets write them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = Any  # text from CSV; also numbers, dates and times from Excel

OFF = {"", "-", "—", "/", "off", "rest", "休", "休息", "休假", "轮休", "公休", "x", "×"}

_DATE = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?!\d)")
_TIME = re.compile(r"(\d{1,2})(?:\s*[:：.点时]\s*([0-5]\d)?\s*分?)?(?:[:：]00)?", re.ASCII)
_HOURS = re.compile(
    r"(\d{1,2}(?:[:：][0-5]\d)?)\s*(?:-|–|—|~|～|至|到|to)\s*(次日|\+)?\s*(\d{1,2}(?:[:：][0-5]\d)?)", re.IGNORECASE
)


def read_date(cell: Cell) -> date | None:
    """Also with a weekday or a time behind it, as in 2026-03-02 周一."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DATE.match(str(cell))
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def read_time(cell: Cell) -> time | None:
    """24:00 is the midnight that ends the day, which is how a shift that closes then is kept."""
    match cell:
        case datetime():
            return cell.time().replace(second=0, microsecond=0)
        case time():
            return cell.replace(second=0, microsecond=0)
        case timedelta():
            return _of_minutes(round(cell.total_seconds() / 60))
        case float() if 0 <= cell <= 1:  # Excel counts in days
            return _of_minutes(round(cell * 24 * 60))
    found = _TIME.fullmatch(str(cell).strip())
    if found is None:
        return None
    return _of_minutes(int(found.group(1)) * 60 + int(found.group(2) or 0))


def read_hours(cell: Cell) -> list[tuple[str, time, time]] | None:
    """The shifts that one cell tells, each with its name: `早 09:00-18:00`, or two of them. None when it cannot be
    told."""
    text = str(cell).strip()
    if text.lower() in OFF:
        return []
    found = list(_HOURS.finditer(text))
    shifts = []
    for hours in found:
        opens, closes = read_time(hours.group(1)), read_time(hours.group(3))
        if opens is None or closes is None:
            return None
        shifts.append((opens, closes))
    name = _HOURS.sub(" ", text).strip(" ;；,，、()（）\n\t")
    return [(name, opens, closes) for opens, closes in shifts] or None


def _of_minutes(minutes: int) -> time | None:
    return time(minutes // 60 % 24, minutes % 60) if 0 <= minutes <= 24 * 60 else None
