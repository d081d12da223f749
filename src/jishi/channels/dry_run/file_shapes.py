"""What a dry run says of a file, as the API gives it."""

from typing import Annotated

import msgspec
from msgspec import Meta


class PastRequests(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A table of requests, CSV or Excel: its bytes in base64 as `file`, or its `text`. `columns` says which column is
    what (body, subject, type, level, channel, language, tags, tier, opened_at, requester_name, requester_email,
    requester_phone, requester_external_id); an empty name passes one over. Of what is not named, the header tells."""

    file: bytes | None = None
    text: str | None = None
    columns: dict[Annotated[str, Meta(max_length=40)], Annotated[str, Meta(max_length=200)]] = {}


class Counted(msgspec.Struct, kw_only=True):
    """How many rows. `key` is null for those without: no rule, no type, nothing promised."""

    key: str | None
    name: str | None
    count: int


class WrongRowSeen(msgspec.Struct, kw_only=True):
    """A row that cannot be read. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str | None
    why: str


class RowSeen(msgspec.Struct, kw_only=True):
    """What would become of one row. `reason` is why it would wait, if nobody could take it."""

    row: int
    subject: str
    type: str | None
    level: str
    rule: str | None
    team: str | None
    policy: str | None
    owner: str | None
    reason: str | None


class FileRun(msgspec.Struct, kw_only=True):
    """`rows` were looked at and `read` of them could be read; `more`: the file has more than a dry run takes. Without a
    column for the text (`body` or `subject` in `columns`) nothing is. `unknown` are words of columns that this desk
    has none for, passed over. `by_agent`: who would get how many, if everybody were at work and had room; `waiting`
    why the others would wait. `first` are the first rows, one by one."""

    header: list[str]
    columns: dict[str, str]
    rows: int
    read: int
    more: bool
    refused: int
    wrong: list[WrongRowSeen]
    unknown: list[Counted]
    blocked: int
    by_rule: list[Counted]
    by_team: list[Counted]
    by_type: list[Counted]
    by_level: list[Counted]
    by_policy: list[Counted]
    by_agent: list[Counted]
    waiting: list[Counted]
    first: list[RowSeen]
