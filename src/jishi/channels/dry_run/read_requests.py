"""Past requests from a table, by whatever names its columns have. What cannot be read is named, row by row."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jishi.channels.dry_run.errors import NoSuchColumn, UnreadableRequests
from jishi.channels.history.guess import guess
from jishi.channels.history.model import Columns
from jishi.channels.history.parse_time import Unclear, time_parser
from jishi.channels.history.read_rows import UnreadableFile, read_rows
from jishi.identity import rules
from jishi.identity.model import Requester, Settings
from jishi.kernel import workbook
from jishi.tickets.model import CHANNELS, Level
from jishi.tickets.receive import Incoming

MOST_ROWS = 5000
LONGEST = 20_000  # characters of a text
USED = (
    "body", "subject", "type", "level", "channel", "language", "tags", "tier", "opened_at", "requester_name",
    "requester_email", "requester_phone", "requester_external_id",
)  # fmt: skip
LEVELS = {
    "紧急": "urgent", "特急": "urgent", "critical": "urgent", "p1": "urgent",
    "重要": "important", "高": "important", "high": "important", "p2": "important",
    "一般": "normal", "普通": "normal", "低": "normal", "中": "normal", "medium": "normal", "low": "normal",
}  # fmt: skip
CALLED = {
    "表单": "form", "网页表单": "form", "自助门户": "portal", "在线聊天": "chat", "在线客服": "chat", "邮件": "email",
    "邮箱": "email", "e-mail": "email", "mail": "email", "电话": "phone", "公众号": "wechat", "微信": "wechat_kf",
    "微信客服": "wechat_kf", "企业微信": "wecom", "飞书": "feishu", "钉钉": "dingtalk", "社交媒体": "social",
    "接口": "api", "web": "form", "self-service": "portal", "telephone": "phone",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRow:
    """`row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str | None
    why: str


@dataclass(slots=True, kw_only=True)
class Requests:
    """What a table says. `columns` maps our names to the file's; `unknown` are words that were passed over, with how
    often; `more`: there are more rows than a dry run takes."""

    header: list[str]
    columns: dict[str, str]
    found: list[tuple[int, Incoming, datetime]] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    more: bool = False

    @property
    def has_text(self) -> bool:
        return not {"body", "subject"}.isdisjoint(self.columns)


def read_requests(content: bytes, asked: Mapping[str, str], *, of: Settings, zone: str, now: datetime) -> Requests:
    """`asked` are columns that somebody has named; of the others the header's words tell. Raises UnreadableRequests,
    NoSuchColumn."""
    if workbook.is_excel(content) and not workbook.is_harmless(content):
        raise UnreadableRequests(errors=[("file", UnreadableRequests.__doc__ or "")])
    if content[:2] == workbook.GZIP and not workbook.is_small_enough(content):
        raise UnreadableRequests(errors=[("file", UnreadableRequests.__doc__ or "")])
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            with read_rows(Path(file.name)) as table:
                found = Requests(header=table.header, columns=_columns(table.header, asked))
                if found.has_text:
                    _read(found, table.rows, of=of, zone=zone, now=now)
                return found
        except UnreadableFile as unreadable:
            raise UnreadableRequests(errors=[("file", UnreadableRequests.__doc__ or "")]) from unreadable


def _columns(header: Sequence[str], asked: Mapping[str, str]) -> dict[str, str]:
    wrong = [name for name, column in asked.items() if name not in USED or (column and column not in header)]
    if wrong:
        raise NoSuchColumn(errors=[(f"columns.{name}", NoSuchColumn.__doc__ or "") for name in wrong])
    guessed = {name: column for name, column in guess(header).items() if name in USED and name not in asked}
    return {name: column for name, column in {**guessed, **asked}.items() if column}


def _read(found: Requests, rows: Iterable[tuple[int, list[Any]]], *, of: Settings, zone: str, now: datetime) -> None:
    places = {name: found.header.index(column) for name, column in found.columns.items()}
    time_of, missing = time_parser((), ZoneInfo(zone)), Columns(source="").missing
    for number, cells in rows:
        if found.rows == MOST_ROWS:
            found.more = True
            return
        found.rows += 1
        raw = {name: cells[n] for name, n in places.items() if n < len(cells)}
        said = {name: text for name, cell in raw.items() if (text := _text(cell)) not in missing}
        if "body" not in said and "subject" not in said:
            found.wrong.append(WrongRow(row=number, column=found.columns.get("body"), why="Nothing is asked here."))
            continue
        try:
            at = time_of(raw["opened_at"]) if "opened_at" in said else now
        except Unclear:
            column = found.columns["opened_at"]
            found.wrong.append(WrongRow(row=number, column=column, why="This is not a time that can be read."))
            continue
        found.found.append((number, _incoming(said, of, found.unknown), at))


def _incoming(said: Mapping[str, str], of: Settings, unknown: Counter[str]) -> Incoming:
    def known(name: str, key: str | None) -> str | None:
        if name in said and key is None:
            unknown[f"{name}: {said[name][:80]}"] += 1
        return key

    level = known("level", _key(said.get("level"), Level, LEVELS))
    return Incoming(
        channel=known("channel", _key(said.get("channel"), CHANNELS, CALLED)) or "form",
        body=(said.get("body") or said["subject"])[:LONGEST],
        subject=said.get("subject", "")[:500] or None,
        requester=Requester(
            name=said.get("requester_name"),
            email=said.get("requester_email"),
            phone=said.get("requester_phone"),
            external_id=said.get("requester_external_id"),
            tier=known("tier", rules.key_of(of.tiers, said["tier"]) if "tier" in said else None),
        ),
        type=known("type", rules.key_of(of.types, said["type"]) if "type" in said else None),
        level=None if level is None else Level(level),
        tags=tuple(dict.fromkeys(tag for tag in _tags(said.get("tags", "")) if tag)),
        language=said.get("language", "")[:20] or None,
    )


def _key(text: str | None, own: Iterable[str], called: Mapping[str, str]) -> str | None:
    if text is None:
        return None
    said = text.casefold()
    return next((str(word) for word in own if said == word), called.get(said))


def _tags(text: str) -> list[str]:
    for mark in ",;，；、|":
        text = text.replace(mark, "\n")
    return [tag.strip()[:60] for tag in text.split("\n")]


def _text(cell: Any) -> str:
    """A cell of a spreadsheet, which knows no whole numbers."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
