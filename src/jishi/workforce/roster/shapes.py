"""Shifts, leave and swaps as the API shows them, and as it takes them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from jishi.workforce.roster.model import Leave, Pattern, RosterSettings, Shift, Span, Swap
from jishi.workforce.roster.rules import shift_of
from jishi.workforce.roster.wall_clock import local

Key = Annotated[int, Meta(ge=1, le=2**63 - 1)]
WallTime = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
Name = Annotated[str, Meta(max_length=60)]
Note = Annotated[str, Meta(max_length=500)]
Weekdays = Annotated[list[Annotated[int, Meta(ge=0, le=6)]], Meta(min_length=1, max_length=7)]
Weeks = Annotated[int, Meta(ge=1, le=8)]


class ShiftView(msgspec.Struct, kw_only=True):
    """`day`, `opens` and `closes` are on the workspace's wall clock; a shift that does not close after it opens closes
    on the next day. `pattern_id`: it repeats, and nobody has changed this one."""

    id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime
    day: date
    opens: str
    closes: str
    name: str
    note: str
    source: str
    pattern_id: int | None


class PatternView(msgspec.Struct, kw_only=True):
    """A week that repeats. `weekdays`: 0 is Monday. `every`: 2 is every other week."""

    id: int
    person_id: int
    weekdays: list[int]
    opens: str
    closes: str
    every: int
    first_day: date
    last_day: date | None
    zone: str
    name: str
    note: str


class PatternKept(msgspec.Struct, kw_only=True):
    """`left_out`: days on which the person already has a shift then."""

    pattern: PatternView
    left_out: list[date]


class LeaveView(msgspec.Struct, kw_only=True):
    """`state`: asked, approved, refused, withdrawn. Why is shown to the person and to who decides."""

    id: int
    person_id: int
    person: str
    starts_at: datetime
    ends_at: datetime
    state: str
    reason: str
    answer: str
    asked_at: datetime
    decided_by: str | None


class SwapView(msgspec.Struct, kw_only=True):
    """`state`: asked, accepted (a supervisor must still approve), done, refused, withdrawn. `moved`: one of the shifts
    is no longer what it was."""

    id: int
    from_id: int
    from_name: str
    to_id: int
    to_name: str
    shift: ShiftView | None
    in_return: ShiftView | None
    note: str
    state: str
    moved: bool
    asked_at: datetime
    decided_by: str | None


class RosterSettingsView(msgspec.Struct, kw_only=True):
    """`least`: fewer people than this on duty in an hour in which the desk is open are a gap. `presence_follows`: whose
    shift is over is offline `presence_grace` seconds later, unless a console of theirs is open."""

    swaps_need_approval: bool
    least: int
    presence_follows: bool
    presence_grace: int


class SettingsWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How presence follows shifts stays as it is where it is left out."""

    swaps_need_approval: bool
    least: Annotated[int, Meta(ge=0, le=1000)]
    presence_follows: bool | UnsetType = UNSET
    presence_grace: Annotated[int, Meta(ge=0, le=86400)] | UnsetType = UNSET


class NewShift(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person_id: Key
    day: date
    opens: WallTime
    closes: WallTime
    name: Name = ""
    note: Note = ""


class ShiftChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    person_id: Key | UnsetType = UNSET
    day: date | UnsetType = UNSET
    opens: WallTime | UnsetType = UNSET
    closes: WallTime | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    note: Note | UnsetType = UNSET


class NewPattern(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`last_day` left out: until further notice."""

    person_id: Key
    weekdays: Weekdays
    opens: WallTime
    closes: WallTime
    first_day: date
    last_day: date | None = None
    every: Weeks = 1
    name: Name = ""
    note: Note = ""


class PatternChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays. Shifts that have begun stay too."""

    weekdays: Weekdays | UnsetType = UNSET
    opens: WallTime | UnsetType = UNSET
    closes: WallTime | UnsetType = UNSET
    first_day: date | UnsetType = UNSET
    last_day: date | UnsetType | None = UNSET
    every: Weeks | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    note: Note | UnsetType = UNSET


class LeaveAsked(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Whole days from `first_day` to `last_day`, or from a time of the first to a time of the last. Without `person_id`
    it is the caller's own."""

    first_day: date
    last_day: date
    opens: WallTime | None = None
    closes: WallTime | None = None
    reason: Note = ""
    person_id: Key | None = None


class Decision(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    approve: bool
    answer: Note = ""


class SwapAsked(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A colleague is asked to take a shift; `return_id` is one of theirs that the caller takes for it."""

    shift_id: Key
    to_id: Key
    return_id: Key | None = None
    note: Note = ""


class Answer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    accept: bool


def shift_view(shift: Shift, zone: ZoneInfo) -> ShiftView:
    start, end = local(zone, shift.starts_at), local(zone, shift.ends_at)
    return ShiftView(
        id=shift.id,
        person_id=shift.person_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        day=start.date(),
        opens=f"{start:%H:%M}",
        closes=f"{end:%H:%M}",
        name=shift.name,
        note=shift.note,
        source=shift.source,
        pattern_id=shift.pattern_id,
    )


def pattern_view(pattern: Pattern) -> PatternView:
    return PatternView(
        id=pattern.id,
        person_id=pattern.person_id,
        weekdays=sorted(pattern.weekdays),
        opens=f"{pattern.opens:%H:%M}",
        closes=f"{pattern.closes:%H:%M}",
        every=pattern.every,
        first_day=pattern.first_day,
        last_day=pattern.last_day,
        zone=pattern.zone,
        name=pattern.name,
        note=pattern.note,
    )


def leave_view(leave: Leave, names: Mapping[int, str], *, open_: bool) -> LeaveView:
    """`open_`: whoever looks may read why."""
    return LeaveView(
        id=leave.id,
        person_id=leave.person_id,
        person=names.get(leave.person_id, ""),
        starts_at=leave.starts_at,
        ends_at=leave.ends_at,
        state=leave.state,
        reason=leave.reason if open_ else "",
        answer=leave.answer if open_ else "",
        asked_at=leave.asked_at,
        decided_by=names.get(leave.decided_by or 0),
    )


def swap_view(swap: Swap, names: Mapping[int, str], shifts: Mapping[int, Shift], zone: ZoneInfo) -> SwapView:
    given, back = shifts.get(swap.shift_id), shifts.get(swap.return_id or 0)
    stays = given is not None and given.person_id == swap.from_id
    if swap.return_id is not None:
        stays = stays and back is not None and back.person_id == swap.to_id
    return SwapView(
        id=swap.id,
        from_id=swap.from_id,
        from_name=names.get(swap.from_id, ""),
        to_id=swap.to_id,
        to_name=names.get(swap.to_id, ""),
        shift=shift_view(given, zone) if given else None,
        in_return=shift_view(back, zone) if back else None,
        note=swap.note,
        state=swap.state,
        moved=not stays and swap.state in {"asked", "accepted"},
        asked_at=swap.asked_at,
        decided_by=names.get(swap.decided_by or 0),
    )


def settings_view(settings: RosterSettings) -> RosterSettingsView:
    return msgspec.convert(settings, RosterSettingsView, from_attributes=True)


def span_of(zone: ZoneInfo, day: date, opens: str, closes: str) -> Span:
    return shift_of(zone, day, time.fromisoformat(opens), time.fromisoformat(closes))
