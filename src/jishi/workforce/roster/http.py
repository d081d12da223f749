"""Shifts and weeks that repeat, over HTTP."""

from datetime import date, time
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from litestar import delete, get, patch, post, put
from msgspec import Meta

from jishi.identity import settings as workspace_settings
from jishi.identity.find import find_team
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import Id
from jishi.identity.session_http import given
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import draw, repeat, store
from jishi.workforce.roster.copy_days import MOST_DAYS, copy_days
from jishi.workforce.roster.errors import NobodyNamed
from jishi.workforce.roster.model import Shift
from jishi.workforce.roster.set_rules import set_rules
from jishi.workforce.roster.shapes import (
    Key,
    NewPattern,
    NewShift,
    PatternChange,
    PatternKept,
    RosterSettingsView,
    SettingsWish,
    ShiftChange,
    ShiftView,
    pattern_view,
    settings_view,
    shift_view,
    span_of,
)
from jishi.workforce.roster.state_rostered import state_rostered

MANAGE = [requires(Permission.WORKFORCE_MANAGE)]
READ = [requires(Permission.PEOPLE_READ)]
TAGS = ["roster"]


class Copy(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Copy the shifts of some days, a week unless told otherwise, to as many days from another on."""

    source: date = msgspec.field(name="from")
    target: date = msgspec.field(name="to")
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)] = 7
    person_ids: Annotated[list[Key], Meta(max_length=1000)] | None = None


class Rostering(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Whether these people, or all of a team, work by roster. `rostered` null: nobody says so, and they do once they
    have had a shift. Who joins the team later is not among them."""

    rostered: bool | None
    person_ids: Annotated[list[Key], Meta(max_length=1000)] = msgspec.field(default_factory=list)
    team_id: Key | None = None


class Rostered(msgspec.Struct, kw_only=True):
    """`changed`: those of whom something else was said before. `by_roster`: who of those named works by roster now."""

    changed: list[int]
    by_roster: list[int]


class Copied(msgspec.Struct, kw_only=True):
    """`left_out`: shifts for which there was no room, since the person already has one then."""

    copied: int
    left_out: list[ShiftView]


@post("/shifts", guards=MANAGE, tags=TAGS)
async def post_shift(tx: Transaction, data: NewShift) -> ShiftView:
    """Draw a shift."""
    zone = await _zone(tx)
    span = span_of(zone, data.day, data.opens, data.closes)
    shift = await draw.draw_shift(
        tx, person_id=data.person_id, starts_at=span.start, ends_at=span.end, name=data.name, note=data.note
    )
    return shift_view(shift, zone)


@patch("/shifts/{shift_id:int}", guards=MANAGE, tags=TAGS)
async def patch_shift(tx: Transaction, shift_id: Id, data: ShiftChange) -> ShiftView:
    """Change a shift. One that has begun can only end at another time; one that is over stays as it was."""
    zone = await _zone(tx)
    sent = given(data)
    before = shift_view(await draw.find(tx, shift_id), zone)
    moves = {"day", "opens", "closes"} & sent.keys()
    span = None
    if moves:
        day, opens, closes = (sent.get(name, getattr(before, name)) for name in ("day", "opens", "closes"))
        span = span_of(zone, day, opens, closes)
    shift = await draw.change_shift(
        tx,
        shift_id,
        person_id=sent.get("person_id"),
        span=span,
        name=sent.get("name"),
        note=sent.get("note"),
    )
    return shift_view(shift, zone)


@delete("/shifts/{shift_id:int}", guards=MANAGE, tags=TAGS)
async def delete_shift(tx: Transaction, shift_id: Id) -> None:
    """Take a shift away. One that has begun ends now."""
    await draw.remove_shift(tx, shift_id)


@post("/shift-patterns", guards=MANAGE, tags=TAGS)
async def post_pattern(tx: Transaction, data: NewPattern) -> PatternKept:
    """Repeat a shift every week. It is drawn eight weeks ahead."""
    pattern, left_out = await repeat.repeat(
        tx,
        person_id=data.person_id,
        weekdays=data.weekdays,
        opens=time.fromisoformat(data.opens),
        closes=time.fromisoformat(data.closes),
        first_day=data.first_day,
        last_day=data.last_day,
        every=data.every,
        name=data.name,
        note=data.note,
    )
    return PatternKept(pattern=pattern_view(pattern), left_out=left_out)


@patch("/shift-patterns/{pattern_id:int}", guards=MANAGE, tags=TAGS)
async def patch_pattern(tx: Transaction, pattern_id: Id, data: PatternChange) -> PatternKept:
    """Change it from now on. Shifts that somebody changed by hand stay as they are."""
    sent = given(data)
    for name in ("opens", "closes"):
        if name in sent:
            sent[name] = time.fromisoformat(sent[name])
    if "weekdays" in sent:
        sent["weekdays"] = frozenset(sent["weekdays"])
    pattern, left_out = await repeat.change_pattern(tx, pattern_id, **sent)
    return PatternKept(pattern=pattern_view(pattern), left_out=left_out)


@delete("/shift-patterns/{pattern_id:int}", guards=MANAGE, tags=TAGS)
async def delete_pattern(tx: Transaction, pattern_id: Id) -> None:
    """Repeat it no more. Shifts that have begun stay."""
    await repeat.end_pattern(tx, pattern_id)


@post("/roster/copy", guards=MANAGE, tags=TAGS, status_code=200)
async def copy_roster(tx: Transaction, data: Copy) -> Copied:
    """Copy days of the roster, such as a week to the next."""
    copied, left_out = await copy_days(
        tx, source=data.source, target=data.target, days=data.days, person_ids=data.person_ids
    )
    return Copied(copied=len(copied), left_out=await _views(tx, left_out))


@put("/roster/rostered", guards=MANAGE, tags=TAGS)
async def put_rostered(tx: Transaction, data: Rostering) -> Rostered:
    """Say who works by roster. Whoever does is off duty without a shift, however long; whoever does not is on duty
    whenever they are online."""
    people = set(data.person_ids)
    if data.team_id is not None:
        people |= {row["id"] for row in await store.colleagues(tx, (await find_team(tx, data.team_id)).id)}
    if not people and data.team_id is None:
        raise NobodyNamed([(name, NobodyNamed.__doc__ or "") for name in ("person_ids", "team_id")])
    changed = await state_rostered(tx, people, data.rostered)
    return Rostered(changed=list(changed), by_roster=sorted(await store.rostered(tx, people)))


@get("/roster/settings", guards=READ, tags=TAGS)
async def get_roster_settings(tx: Transaction) -> RosterSettingsView:
    """The rules of the roster."""
    return settings_view(await store.settings(tx))


@put("/roster/settings", guards=MANAGE, tags=TAGS)
async def put_roster_settings(tx: Transaction, data: SettingsWish) -> RosterSettingsView:
    """How many people are enough, whether a swap needs a supervisor, and whether presence follows shifts."""
    return settings_view(await set_rules(tx, **given(data)))


async def _zone(tx: Transaction) -> ZoneInfo:
    return ZoneInfo((await workspace_settings.workspace(tx)).zone)


async def _views(tx: Transaction, shifts: list[Shift]) -> list[ShiftView]:
    zone = await _zone(tx)
    return [shift_view(shift, zone) for shift in shifts]


routes = [
    post_shift,
    patch_shift,
    delete_shift,
    post_pattern,
    patch_pattern,
    delete_pattern,
    copy_roster,
    put_rostered,
    get_roster_settings,
    put_roster_settings,
]
