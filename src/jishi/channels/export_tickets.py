"""Export tickets as the tracking table, in exactly its columns, for spreadsheets."""

import csv
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import xlsxwriter

from jishi.channels.guard_formula import guard_formula
from jishi.channels.history import store
from jishi.identity import settings
from jishi.identity.model import Settings
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction

COLUMNS = (
    "工单号", "客户ID", "联系渠道", "问题类型", "发起时间", "首次响应时间", "响应人", "解决时间", "解决人",
    "客户满意度(1-5分)", "备注",
)  # fmt: skip
CHANNELS = {
    "form": "网页表单",
    "portal": "门户",
    "chat": "在线客服",
    "email": "电子邮件",
    "phone": "电话",
    "wechat": "微信公众号",
    "wechat_kf": "微信客服",
    "wecom": "企业微信",
    "feishu": "飞书",
    "dingtalk": "钉钉",
    "social": "社交媒体",
    "api": "接口",
}
WIDTHS = (16, 12, 12, 14, 20, 20, 14, 20, 14, 18, 60)
PAGE = 2000
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
Row = list[str | int | None]


class UnknownEnding(Invalid):
    """Name the file .csv or .xlsx."""


class Sheet(Protocol):
    def write(self, row: Row) -> None: ...
    def close(self) -> None: ...


async def export_table2(
    tx: Transaction,
    path: Path,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the tickets opened from `since` until before `until` to a .csv or .xlsx file; how many they were.

    Times stand in the workspace's zone. A page at a time is in memory, whatever the number of tickets.
    """
    workspace = await settings.workspace(tx)
    zone, count = ZoneInfo(workspace.zone), 0
    with closing(_sheet(path)) as sheet:
        sheet.write(list(COLUMNS))
        async for ticket in _tickets(tx, since or BEGINNING, until):
            sheet.write(_row(ticket, zone, workspace.settings))
            count += 1
            if progress is not None and count % PAGE == 0:
                progress(count)
    return count


async def _tickets(tx: Transaction, since: datetime, until: datetime | None) -> AsyncGenerator[Any, None]:
    after = (since, -1)
    while rows := await store.export_rows(tx, after=after, until=until, limit=PAGE):
        for row in rows:
            yield row
        after = (rows[-1]["created_at"], rows[-1]["id"])


def _row(ticket: Mapping[str, Any], zone: ZoneInfo, of: Settings) -> Row:
    types = {choice.key: choice.zh for choice in of.types}
    remarks = [part for part in (ticket["outcome"], ticket["comment"]) if part]
    return [
        ticket["number"],
        ticket["customer_id"],
        CHANNELS.get(ticket["channel"], ticket["channel"]),
        types.get(ticket["type"], ticket["type"]),
        _time(ticket["received_at"], zone),
        _time(ticket["first_answered_at"], zone),
        ticket["answered_by"],
        _time(ticket["solved_at"], zone),
        ticket["solved_by"],
        ticket["score"],
        "；".join(remarks),
    ]


def _time(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if instant is not None else None


def _sheet(path: Path) -> Sheet:
    if path.suffix.lower() == ".xlsx":
        return _Excel(path)
    if path.suffix.lower() == ".csv":
        return _Csv(path)
    raise UnknownEnding(errors=[("file", UnknownEnding.__doc__ or "")])


class _Csv:
    """With the mark in front by which Excel knows UTF-8."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, row: Row) -> None:
        self._writer.writerow([guard_formula(cell) if isinstance(cell, str) else cell for cell in row])

    def close(self) -> None:
        self._file.close()


class _Excel:
    """Text is written as text, so nothing in it is ever computed."""

    def __init__(self, path: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet("工单")
        self._heading = self._book.add_format({"bold": True, "bottom": 1})
        self._sheet.freeze_panes(1, 0)
        for column, width in enumerate(WIDTHS):
            self._sheet.set_column(column, column, width)
        self._next = 0

    def write(self, row: Row) -> None:
        heading = self._heading if self._next == 0 else None
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                self._sheet.write_number(self._next, column, cell, heading)
            elif cell is not None:
                self._sheet.write_string(self._next, column, cell[:32_000], heading)
        self._next += 1

    def close(self) -> None:
        self._book.close()
