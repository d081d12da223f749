"""Shifts from a table: a row for each shift, or a row for each person with a column for each day.

Columns may stand in any order and be called in Chinese or English.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

from jishi.workforce.roster.files.model import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST,
    NO_PERSON,
    NO_TIMES,
    TOO_MANY,
    WRONG_DATE,
    WRONG_TIME,
    Flaw,
    GivenRoster,
    GivenShift,
    plain,
    refused,
)
from jishi.workforce.roster.files.read_cells import Cell, read_date, read_hours, read_time
from jishi.workforce.roster.rules import flaws_of, shift_of

COLUMNS = {
    "email": ("email", "e-mail", "mail", "address", "邮箱", "邮件", "电子邮箱"),
    "person": ("person", "name", "agent", "colleague", "who", "姓名", "名字", "员工", "客服", "人员", "同事"),
    "day": ("date", "day", "日期"),
    "opens": ("from", "start", "starts", "begin", "opens", "上班", "开始", "开始时间", "上班时间", "起"),
    "closes": ("to", "end", "ends", "until", "closes", "下班", "结束", "结束时间", "下班时间", "止"),
    "hours": ("hours", "time", "times", "时间", "时段", "上班时段"),
    "name": ("shift", "shift name", "班次", "班", "班别"),
    "note": ("note", "notes", "remark", "comment", "备注", "说明"),
}
CALLED = {name: column for column, names in COLUMNS.items() for name in names}
Row = tuple[int, Sequence[Cell]]


def read_table(rows: Iterable[Row], zone: ZoneInfo) -> GivenRoster:
    """Every row that can be read, and what is wrong with the others. `rows` are line numbers and cells."""
    filled = ((line, row) for line, row in rows if any(str(cell).strip() for cell in row))
    line, header = next(filled, (1, ()))
    places = _places(header)
    days = {place: day for place, cell in enumerate(header) if (day := read_date(cell)) is not None}
    if not {"person", "email"} & places.keys():
        if not days or 0 in days:
            return refused(line, _short(header), NO_PERSON)
        places["person"] = 0
    if days:
        return _gather(_grid(filled, places, days), zone)
    if "day" not in places or not ({"opens", "closes"} <= places.keys() or "hours" in places):
        return refused(line, _short(header), NO_TIMES)
    return _gather(_list(filled, places), zone)


Read = tuple[int, Sequence[Cell], tuple[str, ...], date, str, time, time, str] | Flaw


def _gather(found: Iterable[Read], zone: ZoneInfo) -> GivenRoster:
    shifts: list[GivenShift] = []
    flaws: list[Flaw] = []
    for each in found:
        if len(shifts) + len(flaws) >= MOST:
            return refused(each.line if isinstance(each, Flaw) else each[0], "", TOO_MANY)
        if isinstance(each, Flaw):
            flaws.append(each)
            continue
        line, row, who, day, name, opens, closes, note = each
        span = shift_of(zone, day, opens, closes)
        why = flaws_of(span)
        if why is not None:
            flaws.append(Flaw(line=line, what=_short(row), why=why))
        else:
            said = {"name": plain(name, LONGEST_NAME), "note": plain(note, LONGEST_NOTE)}
            shifts.append(GivenShift(line=line, what=_short(row), who=who, span=span, **said))
    return GivenRoster(shifts=tuple(shifts), flaws=tuple(flaws))


def _list(rows: Iterable[Row], places: Mapping[str, int]) -> Iterator[Read]:
    for line, row in rows:
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        day, name, note = read_date(cells["day"]), str(cells.get("name", "")), str(cells.get("note", ""))
        told = _told(cells)
        if day is None:
            yield Flaw(line=line, what=_short(row), why=WRONG_DATE)
        if told is None:
            yield Flaw(line=line, what=_short(row), why=WRONG_TIME)
        if day is None or told is None:
            continue
        for label, opens, closes in told:
            yield line, row, _who(cells), day, name or label, opens, closes, note


def _told(cells: Mapping[str, Cell]) -> list[tuple[str, time, time]] | None:
    if str(cells.get("opens", "")).strip() or str(cells.get("closes", "")).strip():
        opens, closes = read_time(cells.get("opens", "")), read_time(cells.get("closes", ""))
        return None if opens is None or closes is None else [("", opens, closes)]
    return read_hours(cells["hours"]) if "hours" in cells else None


def _grid(rows: Iterable[Row], places: Mapping[str, int], days: Mapping[int, date]) -> Iterator[Read]:
    for line, row in rows:
        who = _who({name: row[place] if place < len(row) else "" for name, place in places.items()})
        for place, day in days.items():
            cell = row[place] if place < len(row) else ""
            told = read_hours(cell)
            if told is None:
                yield Flaw(line=line, what=f"{who[0] if who else ''}, {day}: {cell}"[:80], why=WRONG_TIME)
                continue
            for name, opens, closes in told:
                yield line, [*who, day, cell], who, day, name, opens, closes, ""


def _who(cells: Mapping[str, Cell]) -> tuple[str, ...]:
    said = (str(cells.get(column, "")).strip() for column in ("email", "person"))
    return tuple(each for each in said if each)


def _places(header: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        column = CALLED.get(str(cell).strip().lower())
        if column is not None:
            found.setdefault(column, place)
    return found


def _short(row: Sequence[Cell]) -> str:
    return ", ".join(str(cell) for cell in row if str(cell).strip())[:80]
