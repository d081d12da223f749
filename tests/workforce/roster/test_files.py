"""Rosters in files: what each program writes, and what is wrong with a line."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from jishi.workforce.roster.files.model import GivenRoster, GivenShift
from jishi.workforce.roster.files.read_cells import read_date, read_hours, read_time
from jishi.workforce.roster.files.read_file import read_file
from jishi.workforce.roster.files.template import as_csv, as_excel, template

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 2)


def read(content: bytes | str, zone: ZoneInfo = SHANGHAI) -> GivenRoster:
    return read_file(content.encode() if isinstance(content, str) else content, zone, today=TODAY)


def told(shift: GivenShift, zone: ZoneInfo = SHANGHAI) -> tuple[str, str, str]:
    start, end = shift.span.start.astimezone(zone), shift.span.end.astimezone(zone)
    return shift.who[0], f"{start:%m-%d %H:%M}", f"{end:%m-%d %H:%M}"


def all_told(roster: GivenRoster, zone: ZoneInfo = SHANGHAI) -> list[tuple[str, str, str]]:
    assert roster.flaws == ()
    return [told(shift, zone) for shift in roster.shifts]


def flaws(roster: GivenRoster) -> list[tuple[int, str]]:
    return [(flaw.line, flaw.why) for flaw in roster.flaws]


def test_a_row_is_a_shift_in_chinese_columns() -> None:
    roster = read(
        "姓名,日期,上班,下班,班次,备注\n韩梅梅,2026-03-02,22:00,06:00,夜班,盘点\n李雷,2026/3/3,9:00,18点,早班,\n"
    )
    assert all_told(roster) == [("韩梅梅", "03-02 22:00", "03-03 06:00"), ("李雷", "03-03 09:00", "03-03 18:00")]
    assert (roster.shifts[0].name, roster.shifts[0].note, roster.shifts[0].line) == ("夜班", "盘点", 2)


def test_columns_stand_in_any_order_and_the_address_goes_before_the_name() -> None:
    roster = read("Shift;To;From;Date;Name;Email\nEarly;18:00;09:00;2026-03-02;Anna;anna@example.com\n")
    assert roster.shifts[0].who == ("anna@example.com", "Anna")
    assert told(roster.shifts[0])[1:] == ("03-02 09:00", "03-02 18:00")


def test_hours_may_stand_in_one_cell_and_be_two_shifts_of_a_day() -> None:
    roster = read("name,date,hours\nAnna,2026-03-02,09:00-12:00; 13:30-18:00\nLee,2026-03-02,休\n")
    assert all_told(roster) == [("Anna", "03-02 09:00", "03-02 12:00"), ("Anna", "03-02 13:30", "03-02 18:00")]


def test_a_grid_has_a_row_for_each_person_and_a_column_for_each_day() -> None:
    roster = read("姓名,2026-03-02 周一,2026年3月3日,2026/3/4\n李雷,早 09:00-18:00,休,22:00-06:00\n韩梅梅,,9-18,off\n")
    assert all_told(roster) == [
        ("李雷", "03-02 09:00", "03-02 18:00"),
        ("李雷", "03-04 22:00", "03-05 06:00"),
        ("韩梅梅", "03-03 09:00", "03-03 18:00"),
    ]
    assert roster.shifts[0].name == "早"


def test_every_wrong_row_is_named_with_its_line_and_why() -> None:
    roster = read(
        "name,date,from,to\nAnna,tomorrow,09:00,18:00\n\nLee,2026-03-02,nine,18:00\nLee,2026-02-30,25:00,18:00\n"
    )
    assert flaws(roster) == [
        (2, "A date is written as 2026-01-31."),
        (4, "Times are written as 09:00 and 18:00, or together as 09:00-18:00."),
        (5, "A date is written as 2026-01-31."),
        (5, "Times are written as 09:00 and 18:00, or together as 09:00-18:00."),
    ]


def test_a_wrong_cell_of_a_grid_is_named_with_its_person_and_day() -> None:
    (flaw,) = read("name,2026-03-02,2026-03-03\nAnna,09:00-18:00,早班\n").flaws
    assert (flaw.line, flaw.what) == (2, "Anna, 2026-03-03: 早班")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("date,from,to\n2026-03-02,09:00,18:00\n", "There is no column with people: call it name or email."),
        (
            "name,from,to\nAnna,09:00,18:00\n",
            "There is no column of dates: a row is a shift with its date, or each column is a day.",
        ),
        ("BEGIN:VCALENDAR\nnonsense", "This is no calendar file."),
    ],
)
def test_a_file_without_what_is_needed_says_what(text: str, why: str) -> None:
    assert flaws(read(text)) == [(1, why)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_are_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    roster = read("姓名\t日期\t上班\t下班\n韩梅梅\t2026-03-02\t09:00\t18:00\n".encode(encoding))
    assert all_told(roster) == [("韩梅梅", "03-02 09:00", "03-02 18:00")]


def excel(rows: list[list[object]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        dates, times = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
        for number, row in enumerate(rows, start=2):  # two empty rows above
            for column, cell in enumerate(row):
                form = dates if isinstance(cell, date) else times if isinstance(cell, time) else None
                sheet.write(number, column, cell, form)
    return content.getvalue()


def test_excel_with_its_own_dates_and_times_is_read_and_lines_are_counted_as_on_the_screen() -> None:
    content = excel(
        [
            ["姓名", "日期", "上班", "下班"],
            ["李雷", date(2026, 3, 2), time(9), time(18)],
            ["韩梅梅", "2026-03-02", "22:00", "24:00"],
            ["韩梅梅", "?", "22:00", "24:00"],
        ]
    )
    roster = read(content)
    assert [told(shift) for shift in roster.shifts] == [
        ("李雷", "03-02 09:00", "03-02 18:00"),
        ("韩梅梅", "03-02 22:00", "03-03 00:00"),
    ]
    assert [flaw.line for flaw in roster.flaws] == [6]


def test_what_only_begins_like_excel_is_refused() -> None:
    assert flaws(read(b"PK\x03\x04 not at all")) == [(1, "This file cannot be read.")]


def ics(*events: str) -> str:
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t//EN\n{inner}END:VCALENDAR\n".replace("\n", "\r\n")


def test_a_calendar_file_gives_shifts_to_those_invited_or_named_in_the_title() -> None:
    roster = read(
        ics(
            "UID:1\nSUMMARY:Early\nATTENDEE:mailto:Anna@example.com\nDTSTART:20260302T010000Z\nDTEND:20260302T100000Z",
            "UID:2\nSUMMARY:李雷：夜班\nDTSTART:20260302T220000\nDTEND:20260303T060000",
        )
    )
    assert all_told(roster) == [
        ("anna@example.com", "03-02 09:00", "03-02 18:00"),
        ("李雷：夜班", "03-02 22:00", "03-03 06:00"),
    ]
    assert "李雷" in roster.shifts[1].who
    assert [shift.name for shift in roster.shifts] == ["Early", "夜班"]


def test_an_event_that_comes_again_weekly_is_followed_over_the_change_of_the_clocks_without_its_exceptions() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    roster = read(
        ics(
            "UID:1\nSUMMARY:Anna\nDTSTART;TZID=Europe/Berlin:20260316T090000\nDTEND;TZID=Europe/Berlin:20260316T170000\n"
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=6\nEXDATE;TZID=Europe/Berlin:20260317T090000",
            "UID:1\nSUMMARY:Anna\nRECURRENCE-ID;TZID=Europe/Berlin:20260330T090000\n"
            "DTSTART;TZID=Europe/Berlin:20260330T120000\nDTEND;TZID=Europe/Berlin:20260330T170000",
        ),
        berlin,
    )
    starts = [start for _, start, _ in all_told(roster, berlin)]
    assert starts == ["03-16 09:00", "03-23 09:00", "03-24 09:00", "03-31 09:00", "03-30 12:00"]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("UID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20260302", "An event of whole days is no shift."),
        (
            "UID:1\nSUMMARY:x\nDTSTART:20260302T010000Z\nDTEND:20260302T020000Z\nRRULE:FREQ=SECONDLY",
            "This event comes again in a way that is not followed: only weekly and daily ones are.",
        ),
        (
            "UID:1\nSUMMARY:x\nDTSTART:20260302T010000Z\nDTEND:20260302T020000Z\nRRULE:FREQ=WEEKLY;BYSETPOS=1;BYDAY=MO",
            "This event comes again in a way that is not followed: only weekly and daily ones are.",
        ),
        ("UID:1\nSUMMARY:x\nDTSTART:20260302T010000Z\nDTEND:20260305T020000Z", "A shift is not longer than a day."),
    ],
)
def test_events_that_are_no_shifts_are_named(event: str, why: str) -> None:
    assert flaws(read(ics(event))) == [(4, why)]


def test_a_cancelled_event_is_no_shift() -> None:
    event = "UID:1\nSTATUS:CANCELLED\nSUMMARY:x\nDTSTART:20260302T010000Z\nDTEND:20260302T020000Z"
    assert read(ics(event)) == GivenRoster()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_template_is_read_back_as_it_is_written(language: str) -> None:
    rows = template([("李雷", "li@example.com"), ("Anna", "anna@example.com")], first=TODAY, language=language)
    for content in (as_csv(rows), as_excel(rows)):
        assert all_told(read(content)) == [
            ("li@example.com", "03-09 09:00", "03-09 18:00"),
            ("anna@example.com", "03-09 13:00", "03-09 22:00"),
        ]


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read(f"name,date,from,to\n{text}")
    read(text)


def test_times_and_dates_are_understood_as_people_write_them() -> None:
    written = [
        "09:00",
        "9:00",
        "9",
        "9点",
        "9点30分",
        "09:00:00",
        0.375,
        timedelta(hours=9),
        datetime(2026, 3, 2, 9, tzinfo=UTC),
    ]
    assert {read_time(each) for each in written} == {time(9), time(9, 30)}
    assert (read_time("24:00"), read_time("25:00"), read_time("noon")) == (time(0), None, None)
    assert {read_date(each) for each in ("2026-03-02", "2026/3/2", "2026年3月2日 星期一", date(2026, 3, 2))} == {TODAY}
    assert read_hours("早班") is None
    assert read_hours("09：00～18：00 晚") == [("晚", time(9), time(18))]
