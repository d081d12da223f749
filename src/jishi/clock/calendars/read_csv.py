"""Days off and days worked from a table: date, name, hours or "off".

The columns may stand in any order and be called in Chinese or English; without a header they are date, name, hours.
A column `until` makes a row a stretch of days; `is_off_day`, as public lists of Chinese holidays have it, is 1 or 0.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from io import StringIO
from itertools import chain

from jishi.clock.calendar import Hours
from jishi.clock.calendars.model import Flaw, GivenDay, GivenDays
from jishi.clock.calendars.rules import gather
from jishi.clock.parse_calendar import LONGEST_NAME, MOST_DATES
from jishi.clock.parse_hours import Wrong, parse_hours

COLUMNS = {
    "date": ("date", "day", "from", "start", "日期", "开始", "开始日期", "起始日期"),
    "until": ("until", "to", "end", "结束", "结束日期", "截止日期"),
    "name": ("name", "holiday", "summary", "title", "名称", "节日", "节假日", "说明", "备注"),
    "hours": ("hours", "open", "type", "kind", "时间", "工作时间", "营业时间", "安排", "类型"),
    "is_off_day": ("is_off_day", "isoffday", "is_off", "是否放假", "是否休息"),
}
OFF = {"", "off", "closed", "holiday", "休", "休息", "放假", "假", "假期", "休假"}
WORKED = {"work", "worked", "open", "workday", "班", "上班", "补班", "调休", "工作日", "调休上班"}
YES, NO = {"1", "true", "yes", "y", "是", "休"}, {"0", "false", "no", "n", "否", "班"}
LONGEST_STRETCH = 366

WRONG_DATE = "A date is written as 2026-01-31."
WRONG_HOURS = "Hours are off, work, or times such as 09:00-12:00; 13:00-18:00."
WRONG_FLAG = "A day off is 1, a day worked is 0."
WRONG_END = "The last day comes after the first, within a year."
NO_DATES = "There is no column of dates."
TOO_MANY = "There are too many dates."

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", re.ASCII)


def read_csv(text: str) -> GivenDays:
    """Every row that can be read, and what is wrong with the others."""
    days: list[GivenDay] = []
    flaws: list[Flaw] = []
    rows = _rows(text)
    line, first = next(rows, (1, []))
    places, is_header = _places(first)
    if "date" not in places:
        return _refused(line, _short(first), NO_DATES)
    for number, row in rows if is_header else chain([(line, first)], rows):
        days.extend(_row(row, places, number, flaws))
        if len(days) > MOST_DATES or len(flaws) > MOST_DATES:
            return _refused(number, "", TOO_MANY)
    return gather(days, flaws)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Those that are not empty, each with the line it ends in."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield rows.line_num, row
    except csv.Error:  # a quotation that never ends would swallow all rows after it
        yield rows.line_num, ["…"]


def _refused(line: int, what: str, why: str) -> GivenDays:
    return GivenDays(days=(), flaws=(Flaw(line=line, what=what, why=why),))


def parse_date(text: str) -> date | None:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in ("\t", ",", ";", "，") if mark in first), ",")


def _places(row: Sequence[str]) -> tuple[dict[str, int], bool]:
    """Which column is what, and whether the first row said so."""
    if row and parse_date(row[0]) is not None:
        return {"date": 0, "name": 1, "hours": 2}, False
    called = {name: column for column, names in COLUMNS.items() for name in names}
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        column = called.get(cell.strip().lower())
        if column is not None:
            found.setdefault(column, place)
    return found, True


def _row(row: Sequence[str], places: Mapping[str, int], line: int, flaws: list[Flaw]) -> Iterator[GivenDay]:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    first, hours = parse_date(cells["date"]), _hours(cells)
    last = parse_date(cells["until"]) if cells.get("until") else first
    if first is None or last is None:
        flaws.append(Flaw(line=line, what=_short(row), why=WRONG_DATE))
    elif not 0 <= (last - first).days < LONGEST_STRETCH:
        flaws.append(Flaw(line=line, what=_short(row), why=WRONG_END))
    elif isinstance(hours, str):
        flaws.append(Flaw(line=line, what=_short(row), why=hours))
    else:
        name = "".join(letter for letter in cells.get("name", "") if letter.isprintable())[:LONGEST_NAME].strip()
        for number in range((last - first).days + 1):
            yield GivenDay(line=line, day=first + timedelta(days=number), name=name or None, hours=hours)


def _hours(cells: Mapping[str, str]) -> Hours | str | None:
    """None for a usual working day; a sentence when it cannot be told."""
    flag = cells.get("is_off_day", "").lower()
    if flag:
        return () if flag in YES else None if flag in NO else WRONG_FLAG
    said = cells.get("hours", "").lower()
    if said in OFF:
        return ()
    if said in WORKED:
        return None
    return _intervals(said)


def _intervals(said: str) -> Hours | str:
    plain = said.replace("：", ":").replace("全天", "00:00-24:00")
    sent = [
        re.split(r"\s*(?:-|–|—|~|～|至|到)\s*", part) for part in re.split(r"[;,；，、/]|\s{2,}", plain) if part.strip()
    ]
    padded = [[time.strip().zfill(5) for time in interval] for interval in sent]
    wrong: Wrong = []
    hours = parse_hours(padded, "", wrong)
    return WRONG_HOURS if wrong or not hours else hours


def _short(row: Sequence[str]) -> str:
    return ", ".join(row)[:80]
