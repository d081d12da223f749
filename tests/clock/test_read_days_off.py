"""Files of days off, as programs and people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.clock.calendar import Span
from jishi.clock.calendars.model import GivenDays
from jishi.clock.calendars.read_file import decode, read_file
from tests.clock.china import FILE, named_days

TODAY = date(2026, 11, 22)
NINE_TO_NOON = (Span(opens=32_400, closes=43_200),)


def read(text: str | bytes) -> GivenDays:
    return read_file(text.encode() if isinstance(text, str) else text, today=TODAY)


def said(text: str | bytes) -> list[tuple[str, str | None, object]]:
    """Date, name, and "off", "work" or the hours; nothing may be wrong."""
    found = read(text)
    assert found.flaws == ()
    return [
        (day.day.isoformat(), day.name, "off" if day.is_off else "work" if day.hours is None else day.hours)
        for day in found.days
    ]


def wrong(text: str | bytes) -> list[tuple[int, str]]:
    return [(flaw.line, flaw.why) for flaw in read(text).flaws]


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])


def ics(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *events, "END:VCALENDAR", ""])


# Tables


def test_a_table_says_dates_names_and_hours() -> None:
    assert said("date,name,hours\n2027-01-01,New Year,off\n2027-01-02,Swap,work\n2027-02-05,Eve,09:00-12:00\n") == [
        ("2027-01-01", "New Year", "off"),
        ("2027-01-02", "Swap", "work"),
        ("2027-02-05", "Eve", NINE_TO_NOON),
    ]


def test_a_table_in_chinese_says_the_same() -> None:
    assert said(
        "名称\t日期\t安排\n元旦\t2027年1月1日\t休\n补班\t2027/1/2\t班\n除夕\t2027.02.05\t9：00－12：00\n".replace(
            "－", "-"
        )
    ) == [
        ("2027-01-01", "元旦", "off"),
        ("2027-01-02", "补班", "work"),
        ("2027-02-05", "除夕", NINE_TO_NOON),
    ]


def test_a_table_without_a_header_is_dates_names_and_hours() -> None:
    assert said("20270101;元旦\n20270102;;班\n") == [("2027-01-01", "元旦", "off"), ("2027-01-02", None, "work")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_are_divided_as_programs_divide_them(mark: str) -> None:
    assert said(mark.join(["date", "name"]) + "\n" + mark.join(["2027-01-01", "x"])) == [("2027-01-01", "x", "off")]


def test_a_row_can_be_a_stretch_of_days() -> None:
    found = said("date,until,name\n2027-10-01,2027-10-07,国庆节\n")
    assert [day for day, _, _ in found] == [f"2027-10-0{n}" for n in range(1, 8)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_the_encoding_it_has(encoding: str) -> None:
    assert said("日期,名称\n2027-01-01,元旦\n".encode(encoding)) == [("2027-01-01", "元旦", "off")]


def test_several_intervals_and_nights_are_hours() -> None:
    assert said("2027-01-01,x,09:00-12:00; 22:00-02:00")[0][2] == (
        Span(opens=32_400, closes=43_200),
        Span(opens=79_200, closes=93_600),
    )
    assert said("2027-01-01,x,全天")[0][2] == (Span(opens=0, closes=86_400),)


def test_the_public_list_of_chinese_holidays_is_read_whole() -> None:
    found = read(FILE.read_bytes())
    off, worked = named_days()
    assert found.flaws == ()
    assert {day.day for day in found.days if day.is_off} == off
    assert {day.day for day in found.days if day.hours is None} == worked
    assert {day.name for day in found.days} >= {"元旦", "春节", "国庆节"}


def test_every_wrong_row_is_named_and_the_others_are_read() -> None:
    rows = ["2027-02-30,,a,off", "", "2027-03-01,2027-02-01,b,off", "2027-03-02,,c,9 to 5", "2027-03-03,,d,"]
    text = "\n".join(["date,until,name,hours", *rows])
    assert wrong(text) == [
        (2, "A date is written as 2026-01-31."),
        (4, "The last day comes after the first, within a year."),
        (5, "Hours are off, work, or times such as 09:00-12:00; 13:00-18:00."),
    ]
    assert [day.day for day in read(text).days] == [date(2027, 3, 3)]


@pytest.mark.parametrize("text", ["", "\n\n", "name,what\nx,y\n", "hello", "\x00\x01\x02", '"' + "x" * 200_000])
def test_a_file_without_dates_says_so(text: str) -> None:
    assert [why for _, why in wrong(text)] == ["There is no column of dates."]


def test_a_quotation_without_end_is_a_wrong_row() -> None:
    assert [line for line, _ in wrong('2027-01-01,"x\n' + "y" * 200_000)] != []
    assert [line for line, _ in wrong('2027-01-01,"x\n2027-01-02,y\n')] != []


def test_a_date_that_stands_twice_is_wrong_only_if_it_says_something_else() -> None:
    assert wrong("2027-01-01,a,off\n2027-01-01,b,off\n") == []
    assert wrong("2027-01-01,a,off\n2027-01-01,b,work\n") == [(2, "This date stands twice, with other hours.")]


def test_a_flag_is_one_or_nought() -> None:
    assert wrong("date,is_off_day\n2027-01-01,maybe\n") == [(2, "A day off is 1, a day worked is 0.")]


def test_an_absurd_number_of_dates_is_refused_in_one_line() -> None:
    rows = "\n".join(f"{date(1900, 1, 1) + timedelta(days=n)},x,off" for n in range(4_100))
    assert [why for _, why in wrong(rows)] == ["There are too many dates."]
    assert read(rows).days == ()


# Calendar files


def test_events_of_whole_days_are_days_off() -> None:
    text = ics(
        event("SUMMARY:国庆节（休）", "DTSTART;VALUE=DATE:20271001", "DTEND;VALUE=DATE:20271004"),
        event("SUMMARY:元旦", "DTSTART;VALUE=DATE:20270101"),
    )
    assert said(text) == [
        ("2027-01-01", "元旦", "off"),
        ("2027-10-01", "国庆节", "off"),
        ("2027-10-02", "国庆节", "off"),
        ("2027-10-03", "国庆节", "off"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:春节", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
        ("SUMMARY:春节（班）",),
        ("SUMMARY:春节 [班]",),
        ("SUMMARY:春节补班",),
        ("SUMMARY:Make-up working day",),
    ],
)
def test_a_weekend_worked_instead_is_told_by_its_mark(lines: tuple[str, ...]) -> None:
    assert said(ics(event(*lines, "DTSTART;VALUE=DATE:20270206")))[0][2] == "work"


@pytest.mark.parametrize(
    "lines",
    [("SUMMARY:上班族的节日", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"), ("SUMMARY:Workers' day",), ("SUMMARY:班禅节",)],
)
def test_a_holiday_is_not_taken_for_a_working_day(lines: tuple[str, ...]) -> None:
    assert said(ics(event(*lines, "DTSTART;VALUE=DATE:20270206")))[0][2] == "off"


def test_a_yearly_event_comes_every_year_that_can_be_seen_from_here() -> None:
    text = ics(event("SUMMARY:Founding day", "DTSTART;VALUE=DATE:20150607", "RRULE:FREQ=YEARLY"))
    assert [day for day, _, _ in said(text)] == [f"{year}-06-07" for year in range(2025, 2031)]


def test_the_fourth_thursday_of_november_and_its_exceptions_are_followed() -> None:
    text = ics(
        event(
            "SUMMARY:Thanksgiving",
            "DTSTART;VALUE=DATE:20241128",
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20281231T235959Z",
            "EXDATE;VALUE=DATE:20271125",
        )
    )
    assert [day for day, _, _ in said(text)] == ["2025-11-27", "2026-11-26", "2028-11-23"]


def test_midnight_to_midnight_is_a_whole_day() -> None:
    text = ics(event("SUMMARY:x", "DTSTART:20270101T000000", "DTEND:20270103T000000"))
    assert [day for day, _, _ in said(text)] == ["2027-01-01", "2027-01-02"]


def test_a_cancelled_event_is_nothing() -> None:
    assert said(ics(event("SUMMARY:x", "DTSTART;VALUE=DATE:20270101", "STATUS:CANCELLED"))) == []


def test_every_wrong_event_is_named_by_its_line_and_the_others_are_read() -> None:
    text = ics(
        event("SUMMARY:meeting", "DTSTART:20270101T090000Z", "DTEND:20270101T100000Z"),
        event("SUMMARY:weekly", "DTSTART;VALUE=DATE:20270102", "RRULE:FREQ=WEEKLY"),
        event("SUMMARY:no date"),
        event("SUMMARY:good", "DTSTART;VALUE=DATE:20270103"),
        event("SUMMARY:backwards", "DTSTART;VALUE=DATE:20270105", "DTEND;VALUE=DATE:20270104"),
    )
    found = read(text)
    assert [(flaw.line, flaw.what) for flaw in found.flaws][:3] == [(4, "meeting"), (10, "weekly"), (16, "no date")]
    assert date(2027, 1, 3) in {day.day for day in found.days}


@pytest.mark.parametrize(
    "text",
    ["BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "BEGIN:VCALENDAR garbage"],
)
def test_a_broken_calendar_file_says_so(text: str) -> None:
    assert read(text).days == ()
    assert read(text).flaws != () or "garbage" not in text


def test_a_rule_that_never_comes_true_ends_soon() -> None:
    text = ics(
        *[
            event(f"SUMMARY:{n}", "DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
            for n in range(3)
        ]
    )
    assert said(text) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;INTERVAL=0"],  # the very same day, for ever
        ["DTSTART;VALUE=DATE:99991231"],
        ["DTSTART;VALUE=DATE:20260101", "DURATION:P999999999D"],
        ["DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20261231", f"RDATE;VALUE=DATE:{'20270101,' * 20}20280101"]
        + [f"RDATE;VALUE=DATE:2026{month:02}{day:02}" for month in range(1, 13) for day in range(1, 29)],
    ],
)
def test_an_event_without_end_or_measure_is_told_as_wrong(lines: list[str]) -> None:
    assert [flaw.what for flaw in read(ics(event("SUMMARY:x", *lines))).flaws] == ["x"]


def test_more_events_than_a_calendar_has_dates_are_not_even_read() -> None:
    found = read(ics(*[event("DTSTART;VALUE=DATE:20260101")] * 4001))
    assert [flaw.why for flaw in found.flaws] == ["There are too many dates."]


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    for head in (b"", b"BEGIN:VCALENDAR\r\n", b"date,name,hours\n2027-01-01,"):
        found = read(head + content)
        assert all(flaw.line >= 0 and len(flaw.what) <= 80 for flaw in found.flaws)


@given(st.text(max_size=200))
def test_no_event_breaks_the_reader(text: str) -> None:
    read(ics(event(f"SUMMARY:{text}", f"DTSTART;VALUE=DATE:{text}", f"RRULE:{text}")))


def test_what_no_encoding_explains_is_still_text() -> None:
    assert isinstance(decode(b"\xff\xff\xff\x80"), str)
