"""Files that are made, or happen, to be too much: none takes the desk down, and what is wrong is said."""

import gzip
import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jishi.channels.dry_run.errors import UnreadableRequests
from jishi.channels.dry_run.read_requests import read_requests
from jishi.identity.model import Settings
from jishi.kernel.workbook import MOST_UNPACKED, is_harmless
from jishi.workforce.roster.files.model import NOT_FOLLOWED, WRONG_DATE, GivenRoster
from jishi.workforce.roster.files.read_file import UNREADABLE, read_file
from jishi.workforce.roster.files.template import as_excel, template

SHANGHAI, TODAY = ZoneInfo("Asia/Shanghai"), date(2026, 3, 2)
CELL = '<c r="{}{}" t="inlineStr"><is><t>x</t></is></c>'


def book(*sheet: str, **parts: bytes) -> bytes:
    """What of an Excel file matters here."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{''.join(sheet)}</sheetData></worksheet>")
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def row(number: int, column: str = "A") -> str:
    return f'<row r="{number}">{CELL.format(column, number)}</row>'


def read(content: bytes) -> GivenRoster:
    return read_file(content, SHANGHAI, today=TODAY)


@pytest.mark.parametrize(
    "content",
    [
        book(row(1), row(1_048_576, "XFD")),
        book(row(1), row(1_048_576, "Z")),
        book('<row r="1048576">' + "<c/>" * 30 + "</row>"),
        book(row(1), shared=b"0" * (MOST_UNPACKED + 1)),
        book(row(1), mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"PK\x03\x04" + b"\0" * 60,
    ],
    ids=["the last cell", "the last row", "cells that say nothing", "a bomb", "two formats", "before 2007", "no file"],
)
def test_an_excel_file_that_would_fill_the_memory_is_not_opened(content: bytes) -> None:
    assert not is_harmless(content)
    assert [flaw.why for flaw in read(content).flaws] == [UNREADABLE]
    with pytest.raises(UnreadableRequests):
        read_requests(content, {}, of=Settings(), zone="Asia/Shanghai", now=datetime(2026, 3, 2, tzinfo=UTC))


def test_an_ordinary_excel_file_is_opened() -> None:
    assert is_harmless(as_excel(template([("Lee", "lee@example.com")], first=TODAY, language="en")))


def test_a_packed_table_that_would_fill_the_memory_is_not_opened() -> None:
    bomb = gzip.compress(b"body\n" + b"0" * MOST_UNPACKED)
    with pytest.raises(UnreadableRequests):
        read_requests(bomb, {}, of=Settings(), zone="Asia/Shanghai", now=datetime(2026, 3, 2, tzinfo=UTC))


def calendar(start: str, rule: str = "") -> bytes:
    return (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:Lee\n"
        f"DTSTART:{start}T010000Z\nDTEND:{start}T090000Z\n{rule}END:VEVENT\nEND:VCALENDAR\n"
    ).encode()


@pytest.mark.parametrize("rule", ["COUNT=abc", "UNTIL=abc", "INTERVAL=99999999999999"])
def test_an_event_with_a_broken_rule_is_named(rule: str) -> None:
    assert [flaw.why for flaw in read(calendar("20260302", f"RRULE:FREQ=WEEKLY;{rule}\n")).flaws] == [WRONG_DATE]


def test_an_event_of_the_year_one_is_not_counted_day_by_day() -> None:
    found = read(calendar("00010101", "RRULE:FREQ=DAILY;INTERVAL=100000;COUNT=2000\n"))
    assert [flaw.why for flaw in found.flaws] == [NOT_FOLLOWED]
