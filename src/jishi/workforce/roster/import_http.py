"""Rosters from files, over HTTP, and a file to begin with."""

import asyncio
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get, post

from jishi.identity import settings as workspace_settings
from jishi.identity.guards import requires
from jishi.identity.language import translate
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store
from jishi.workforce.roster.errors import NoRoster, RosterTooLarge
from jishi.workforce.roster.files.model import GivenRoster
from jishi.workforce.roster.files.read_file import read_file
from jishi.workforce.roster.files.template import EXCEL, as_csv, as_excel, template
from jishi.workforce.roster.import_shifts import Plan, Planned, import_shifts, plan_import
from jishi.workforce.roster.shapes import ShiftView, shift_view
from jishi.workforce.roster.wall_clock import local

MANAGE = [requires(Permission.WORKFORCE_MANAGE)]
LARGEST = 2_000_000
TAGS = ["roster"]


class RosterFile(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A file of shifts, CSV, Excel or ICS: its bytes in base64 as `file`, or its `text`. With `instead`, shifts of the
    same people that have not begun, and are not in the file, make room from its first day to its last. With
    `skip_wrong`, lines that cannot be taken over are left out, else nothing is saved. With `dry_run`, nothing is."""

    file: bytes | None = None
    text: str | None = None
    instead: bool = False
    skip_wrong: bool = False
    dry_run: bool = False


class RosterLine(msgspec.Struct, kw_only=True):
    """A shift of the file. `is_known`: the very same one is there already."""

    line: int
    person_id: int
    person: str
    starts_at: datetime
    ends_at: datetime
    day: date
    opens: str
    closes: str
    name: str
    is_known: bool


class WrongRosterLine(msgspec.Struct, kw_only=True):
    line: int
    what: str
    why: str


class RosterImport(msgspec.Struct, kw_only=True):
    """What the file says, what of it is wrong, which shifts make room; `added` is how many were saved."""

    rows: list[RosterLine]
    wrong: list[WrongRosterLine]
    removed: list[ShiftView]
    added: int


@post("/roster/import", guards=MANAGE, tags=TAGS, status_code=200)
async def import_roster(tx: Transaction, caller: Caller, data: RosterFile) -> RosterImport:
    """Take the shifts of a file over, or with `dry_run` say what that would change."""
    zone = ZoneInfo((await workspace_settings.workspace(tx)).zone)
    given = await _read(data, zone, local(zone, tx.now).date())
    if data.dry_run:
        return _view(await plan_import(tx, given, instead=data.instead), 0, zone, caller.language)
    plan, added = await import_shifts(tx, given, instead=data.instead, skip_wrong=data.skip_wrong)
    return _view(plan, added, zone, caller.language)


@get("/roster/template", guards=MANAGE, tags=TAGS)
async def get_template(tx: Transaction, caller: Caller, kind: Literal["csv", "xlsx"] = "xlsx") -> Response[bytes]:
    """A file to fill in: a row for each shift, with the colleagues' names."""
    zone = ZoneInfo((await workspace_settings.workspace(tx)).zone)
    names = [(row["name"], row["email"]) for row in await store.colleagues(tx)]
    rows = template(names, first=local(zone, tx.now).date(), language=caller.language)
    content = as_csv(rows) if kind == "csv" else await asyncio.to_thread(as_excel, rows)
    headers = {"Content-Disposition": f'attachment; filename="roster.{kind}"'}
    return Response(content, media_type="text/csv" if kind == "csv" else EXCEL, headers=headers)


async def _read(data: RosterFile, zone: ZoneInfo, today: date) -> GivenRoster:
    """Beside the loop: a large file takes a second, in which others are answered."""
    content = data.file if data.file is not None else data.text.encode() if data.text is not None else None
    if content is None or not content.strip():
        raise NoRoster([("file", NoRoster.__doc__ or "")])
    if len(content) > LARGEST:
        raise RosterTooLarge
    return await asyncio.to_thread(read_file, content, zone, today=today)


def _view(plan: Plan, added: int, zone: ZoneInfo, language: str) -> RosterImport:
    return RosterImport(
        rows=[_line(row, zone) for row in plan.rows],
        wrong=[
            WrongRosterLine(line=flaw.line, what=flaw.what, why=translate(flaw.why, language)) for flaw in plan.flaws
        ],
        removed=[shift_view(shift, zone) for shift in plan.removed],
        added=added,
    )


def _line(row: Planned, zone: ZoneInfo) -> RosterLine:
    start, end = local(zone, row.given.span.start), local(zone, row.given.span.end)
    times: dict[str, Any] = {"day": start.date(), "opens": f"{start:%H:%M}", "closes": f"{end:%H:%M}"}
    return RosterLine(
        line=row.given.line,
        person_id=row.person_id,
        person=row.name,
        starts_at=row.given.span.start,
        ends_at=row.given.span.end,
        name=row.given.name,
        is_known=row.is_known,
        **times,
    )


routes = [import_roster, get_template]
