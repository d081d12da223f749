"""Tables of tickets, as desks export them: any encoding, any form of date, Chinese and English headers, Excel."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from jishi.channels.export_tickets import COLUMNS, export_table2
from jishi.channels.history.parse_time import Unclear, time_parser
from jishi.channels.history.read_mapping import BadMapping, presets, read_mapping
from jishi.channels.history.read_rows import UnreadableFile, read_rows
from jishi.channels.import_history import Wishes, describe
from tests.channels.history import Archive

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = [
    "工单号",
    "创建时间",
    "状态",
    "客户姓名",
    "手机号",
    "主题",
    "问题描述",
    "组",
    "负责人",
    "首次响应时间",
    "解决时间",
    "满意度",
]
ROW = ["A-1", "2026-01-05 09:00", "closed", "李雷", "13800138000", "退款", "请退款\n谢谢", "售后组", "王芳",
       "2026/1/5 9:12", "2026年1月6日 10:00", "5"]  # fmt: skip


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI).astimezone(UTC)  # type: ignore[misc, arg-type]


async def test_a_chinese_table_is_understood_by_its_header(archive: Archive) -> None:
    report = await archive.take_rows([HEADER, ROW])
    assert (report.tickets, report.rows_refused, report.unmapped_columns) == (1, 0, ())
    ticket = (await archive.tickets())["A-1"]
    assert (ticket["number"], ticket["subject"], ticket["state"], ticket["score"]) == (
        "20260105001",
        "退款",
        "closed",
        5,
    )
    assert ticket["created_at"] == shanghai(2026, 1, 5, 9)
    assert ticket["first_answered_at"] == shanghai(2026, 1, 5, 9, 12)
    assert ticket["solved_at"] == ticket["closed_at"] == shanghai(2026, 1, 6, 10)
    [message, answer] = await archive.fetch("SELECT * FROM messages WHERE workspace_id = $1 ORDER BY received_at")
    assert (message["body"], message["author_kind"]) == ("请退款\n谢谢", "customer")
    assert (answer["author_kind"], answer["author_name"]) == ("agent", "王芳")
    kinds = [fact["kind"] for fact in await archive.facts("A-1")]
    assert kinds == [
        "TicketOpened", "MessageReceived", "TicketMovedToTeam", "TicketAssigned", "ReplySent", "TicketSolved",
        "TicketClosed", "SourceStateChanged", "TicketConfirmed", "TicketImported",
    ]  # fmt: skip


async def test_the_same_customer_is_recognised_by_phone(archive: Archive) -> None:
    second = ["A-2", "2026-01-07 09:00", "open", "李雷", "+86 138 0013 8000", "", "又来了", "", "", "", "", ""]
    report = await archive.take_rows([HEADER, ROW, second])
    assert report.customers == 1
    assert (await archive.tickets())["A-2"]["state"] == "new"


async def test_a_colleague_who_is_here_keeps_their_own_history(archive: Archive) -> None:
    rows = [
        ["number", "opened at", "state", "owner"],
        ["1", "2026-01-05 09:00", "open", "Maya!"],
        ["2", "2026-01-05 10:00", "open", "MAYA@example.com"],
    ]
    report = await archive.take_rows(rows, "people.Maya!=maya@example.com")
    [maya] = await archive.fetch("SELECT id FROM people WHERE workspace_id = $1 AND email = 'maya@example.com'")
    assert report.people == 0
    assert {ticket["owner_id"] for ticket in (await archive.tickets()).values()} == {maya["id"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_any_usual_encoding_and_delimiter_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(f'工单号{delimiter}描述\r\n1{delimiter}"多行\r\n文字"\r\n2{delimiter}x\r\n'.encode(encoding))
    with read_rows(path) as table:
        assert (table.header, list(table.rows)) == (["工单号", "描述"], [(2, ["1", "多行\r\n文字"]), (3, ["2", "x"])])


async def test_an_excel_file_is_read_with_its_own_dates_and_numbers(archive: Archive) -> None:
    path = archive.folder / "table.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, dates = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for column, name in enumerate(["工单号", "创建时间", "状态", "问题描述"]):
        sheet.write(0, column, name)
    sheet.write(1, 0, 4711)
    sheet.write_datetime(1, 1, datetime(2026, 1, 5, 9, 30), dates)  # noqa: DTZ001 - Excel has no zones
    sheet.write(1, 2, "new")
    sheet.write(1, 3, "=SUM(A1)")
    book.close()
    await archive.take(path, Wishes())
    ticket = (await archive.tickets())["4711"]
    assert ticket["created_at"] == shanghai(2026, 1, 5, 9, 30)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "2026-01-05 09:00", "new", "x"], "must not be empty"),
        (["1", "", "new", "x"], "there is no time here"),
        (["1", "yesterday", "new", "x"], "no time in the form"),
        (["1", "3/4/2026 09:00", "new", "x"], "day first or month first?"),
        (["1", "2026-02-30 09:00", "new", "x"], "no time in the form"),
        (["1", "2999-01-01 09:00", "new", "x"], "in the future"),
        (["1", "1889-01-01 09:00", "new", "x"], "before 1990"),
        (["1", "2026-01-05 09:00", "gone", "x"], "no state for this word"),
        (["1", "2026-01-05 09:00", "closed", "x"], "not since when"),
        (["1"], "there is no time here"),
    ],
)
async def test_a_row_that_says_nonsense_is_refused_with_its_reason(
    archive: Archive, row: list[str], reason: str
) -> None:
    good = ["7", "2026-01-05 09:00", "new", "x", "one cell too many"]
    report = await archive.take_rows([["number", "created at", "state", "description"], row, good])
    assert (report.tickets, report.rows_refused) == (1, 1)
    assert [flaw.row for flaw in report.first_flaws] == [2]
    assert reason in report.first_flaws[0].reason


async def test_a_number_that_comes_twice_is_taken_once_and_said(archive: Archive) -> None:
    rows = [["number", "created at"], ["1", "2026-01-05 09:00"], ["1", "2026-01-06 09:00"]]
    report = await archive.take_rows(rows)
    assert (report.tickets, [flaw.row for flaw in report.first_flaws]) == (1, [3])


async def test_an_end_before_the_beginning_is_said_and_survived(archive: Archive) -> None:
    rows = [["number", "created at", "resolved at"], ["1", "2026-01-05 09:00", "2026-01-04 09:00"]]
    report = await archive.take_rows(rows)
    ticket = (await archive.tickets())["1"]
    assert ticket["solved_at"] == ticket["created_at"]
    assert "before the ticket was opened" in report.first_flaws[0].reason


async def test_numbers_of_history_and_of_live_tickets_never_meet(archive: Archive) -> None:
    """Two imports into one day, and a live ticket on a day that has history."""
    rows = [["number", "created at"], *([f"a{n}", f"2026-01-05 {n:02}:00"] for n in range(20))]
    await archive.take_rows(rows, "source=one")
    await archive.take_rows(rows, "source=two")
    numbers = sorted(
        ticket["number"] for ticket in await archive.fetch("SELECT number FROM tickets WHERE workspace_id = $1")
    )
    assert numbers == [f"20260105{n:03}" for n in range(1, 41)]
    now = archive.database.clock().astimezone(SHANGHAI)
    drawn = [
        row["number"]
        for row in await archive.fetch(
            "SELECT draw_ticket_number($1, $2) AS number FROM generate_series(1, 3)", now.date()
        )
    ]
    recent = now - timedelta(minutes=2)
    today = [["number", "created at"], ["now", recent.isoformat()]]
    await archive.take_rows(today, "source=three")
    if recent.date() == now.date():
        found = await archive.fetch(
            "SELECT number FROM tickets WHERE workspace_id = $1 ORDER BY filed_at DESC, number DESC LIMIT 1"
        )
        assert drawn == [f"{now:%Y%m%d}{n:03}" for n in (1, 2, 3)]
        assert found[0]["number"] == f"{now:%Y%m%d}004"


async def test_history_of_a_day_that_had_live_tickets_is_numbered_behind_them(archive: Archive) -> None:
    day, next_day = datetime(2026, 1, 5, tzinfo=SHANGHAI).date(), datetime(2026, 1, 6, tzinfo=SHANGHAI).date()
    draw = "SELECT draw_ticket_number($1, $2) AS number FROM generate_series(1, $3::int)"
    live = [row["number"] for row in await archive.fetch(draw, day, 3)]
    await archive.fetch(draw, next_day, 2)
    await archive.take_rows([["number", "created at"], ["1", "2026-01-05 09:00"], ["2", "2026-01-05 10:00"]])
    assert live == ["20260105001", "20260105002", "20260105003"]
    assert sorted(ticket["number"] for ticket in (await archive.tickets()).values()) == ["20260105004", "20260105005"]
    [late] = await archive.fetch(draw, day, 1)
    assert late["number"] not in {*live, "20260105004", "20260105005"}


async def test_a_mapping_that_cannot_work_says_what_would(archive: Archive) -> None:
    rows = [["Kennung", "Beginn"], ["1", "5.1.2026 09:00"]]
    with pytest.raises(BadMapping, match=r"source_id=COLUMN.*Kennung, Beginn"):
        await archive.take_rows(rows)
    with pytest.raises(BadMapping, match="no column 'Anfang'"):
        await archive.take_rows(rows, "source_id=Kennung", "opened_at=Anfang")
    with pytest.raises(BadMapping, match="no state is called offen"):
        await archive.take_rows(rows, "source_id=Kennung", "opened_at=Beginn", "states.Offen=offen")
    with pytest.raises(BadMapping, match="there is no time zone"):
        await archive.take_rows(rows, "source_id=Kennung", "opened_at=Beginn", "zone=Berlin")
    report = await archive.take_rows(
        rows, "source_id=Kennung", "opened_at=Beginn", "dates=d/m/Y H:M", "zone=Europe/Berlin"
    )
    assert report.tickets == 1
    assert (await archive.tickets())["1"]["created_at"] == datetime(2026, 1, 5, 8, tzinfo=UTC)


async def test_a_mapping_file_is_read_as_toml_or_json(archive: Archive) -> None:
    table = archive.folder / "t.csv"
    table.write_text("Nr,Beginn\n1,2026-01-05 09:00\n")
    (archive.folder / "m.toml").write_text('source = "old"\n[columns]\nsource_id = "Nr"\nopened_at = "Beginn"\n')
    (archive.folder / "m.json").write_text('{"source": "old", "columns": {"source_id": "Nr", "opened_at": "Beginn"}}')
    assert (await archive.take(table, Wishes(file=archive.folder / "m.toml"))).tickets == 1
    assert (await archive.take(table, Wishes(file=archive.folder / "m.json"))).tickets_there == 1
    (archive.folder / "m.toml").write_text("[columns\n")
    with pytest.raises(BadMapping, match=r"m\.toml"):
        await archive.take(table, Wishes(file=archive.folder / "m.toml"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"\x1f\x8bnot gzip"])
async def test_a_file_that_is_none_is_said_to_be_none(archive: Archive, content: bytes) -> None:
    path = archive.folder / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"broken\.csv"):
        await archive.take(path, Wishes())
    with pytest.raises(UnreadableFile):
        await archive.take(archive.folder / "missing.csv", Wishes())


@pytest.mark.parametrize(
    ("text", "forms", "instant"),
    [
        ("2026-01-05T09:00:00+08:00", (), datetime(2026, 1, 5, 1, tzinfo=UTC)),
        ("2026-01-05T01:00:00Z", (), datetime(2026, 1, 5, 1, tzinfo=UTC)),
        ("2026-1-5 9:05", (), datetime(2026, 1, 5, 1, 5, tzinfo=UTC)),
        ("2026/01/05", (), datetime(2026, 1, 4, 16, tzinfo=UTC)),
        ("2026年1月5日 9时05分", (), datetime(2026, 1, 5, 1, 5, tzinfo=UTC)),
        ("1767574800", (), datetime(2026, 1, 5, 1, tzinfo=UTC)),
        ("1767574800000", (), datetime(2026, 1, 5, 1, tzinfo=UTC)),
        ("5/1/2026 9:05 PM", ("d/m/Y H:M",), datetime(2026, 1, 5, 13, 5, tzinfo=UTC)),
        ("1/5/2026 12:05 AM", ("m/d/Y H:M",), datetime(2026, 1, 4, 16, 5, tzinfo=UTC)),
        ("2026-01-05 09:00:01.25", (), datetime(2026, 1, 5, 1, 0, 1, 250_000, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_the_forms_that_desks_write(text: str, forms: tuple[str, ...], instant: datetime) -> None:
    assert time_parser(forms, SHANGHAI)(text) == instant


@pytest.mark.parametrize("text", ["5/1/2026", "2026-13-01", "25:00", "2026-01-05 9am", "nan", ""])
def test_what_can_be_read_in_two_ways_or_none_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        time_parser((), SHANGHAI)(text)


def test_hours_that_a_zone_skips_or_repeats_still_are_instants() -> None:
    parse = time_parser((), ZoneInfo("Europe/Berlin"))
    assert parse("2026-03-29 02:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert parse("2026-10-25 02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


# The columns without which each preset is not taken.
LOG = ["number", "sys_updated_at", "opened_at", "incident_state", "assignment_group", "assigned_to", "sys_updated_by",
       "contact_type", "priority", "category", "caller_id", "resolved_at", "resolved_by", "closed_at",
       "closed_code"]  # fmt: skip


@pytest.mark.parametrize(("header", "preset"), [(LOG, "servicenow-incidents"), (list(COLUMNS), "table-2")])
def test_a_table_with_every_column_of_a_preset_is_read_by_it(header: list[str], preset: str) -> None:
    assert read_mapping([*header, "more"]) == read_mapping(header, preset=preset)
    assert read_mapping(header, options=("source=old desk",)).source == "old desk"
    assert read_mapping(header, options=("source=old desk",)).about
    assert not read_mapping(header[:-1]).about
    assert not read_mapping(header, options=(f"source_id={header[0]}",)).about  # somebody has their own idea


def test_help_names_every_preset() -> None:
    assert presets().keys() >= {"servicenow-incidents", "table-2"}
    assert all(name in describe() for name in presets())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_what_was_exported_is_imported_again(archive: Archive, ending: str) -> None:
    hostile = [
        "A-2",
        "2026-01-07 09:00",
        "closed",
        "x",
        "13800138001",
        "s",
        "=cmd|' /C calc'!A0",
        "",
        "@SUM(A1)",
        "2026-01-07 09:05",
        "2026-01-07 10:00",
        "1",
    ]
    await archive.take_rows([HEADER, ROW, hostile], "outcome=问题描述")
    path = archive.folder / f"out.{ending}"
    async with archive.database.job(archive.workspace_id) as tx:
        assert await export_table2(tx, path) == 2
    with read_rows(path) as table:
        rows = [cells for _, cells in table.rows]
        assert tuple(table.header) == COLUMNS
    assert [str(rows[0][n]) for n in (0, 2, 4, 5, 6, 7, 8)] == [
        "20260105001", "接口", "2026-01-05 09:00:00", "2026-01-05 09:12:00", "王芳", "2026-01-06 10:00:00", "王芳",
    ]  # fmt: skip
    if ending == "csv":
        assert (rows[1][6], rows[1][10][:2]) == ("'@SUM(A1)", "'=")
    again = await archive.take(path, Wishes(preset="table-2"))
    assert (again.tickets, again.rows_refused) == (2, 0)
