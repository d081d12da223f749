"""Read a roster, whatever program wrote it: Excel and calendar files are known by how they begin, the rest is CSV."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

from python_calamine import CalamineError, CalamineWorkbook

from jishi.kernel import workbook
from jishi.workforce.roster.files.model import GivenRoster, refused
from jishi.workforce.roster.files.read_ics import read_ics
from jishi.workforce.roster.files.read_table import Row, read_table
from jishi.workforce.roster.model import AHEAD

BACK = timedelta(days=31)  # in which an event that comes again is followed
UNREADABLE = "This file cannot be read."


def read_file(content: bytes, zone: ZoneInfo, *, today: date) -> GivenRoster:
    """What it says, and what is wrong with the rest of it."""
    if workbook.is_excel(content):
        if not workbook.is_harmless(content):
            return refused(1, "", UNREADABLE)
        try:
            return read_table(_excel(content), zone)
        except CalamineError:
            return refused(1, "", UNREADABLE)
    text = decode(content)
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        return read_ics(text, zone, first=today - BACK, last=today + AHEAD)
    return read_table(_csv(text), zone)


def decode(content: bytes) -> str:
    """Chinese spreadsheets write GB 18030, or UTF-8 with a mark at the beginning; others UTF-16 with one."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _csv(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t,;，", key=first.count)
    rows = csv.reader(StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error:  # a quotation that never ends would swallow all rows after it
        yield rows.line_num, ["…"]


def _excel(content: bytes) -> Iterator[Row]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    if book.sheet_names:
        yield from enumerate(book.get_sheet_by_index(0).iter_rows(), start=1)
