"""The roster as a page: the shifts of everybody or of a team, and where too few are there while the desk is open."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter, QueryParameter

from jishi.clock.standards import standards
from jishi.clock.working_time import around_the_clock
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.workforce.roster.shapes import (
    LeaveView,
    PatternView,
    RosterSettingsView,
    ShiftView,
    leave_view,
    pattern_view,
    settings_view,
    shift_view,
)
from jishi.workforce.roster.show import Row, Week, show_week

First = Annotated[date | None, QueryParameter(name="from", description="The first day; else Monday of this week.")]
Days = Annotated[int, Parameter(ge=1, le=42)]
Team = Annotated[int | None, Parameter(ge=1, le=2**63 - 1, description="Only its members.")]
READ = [requires(Permission.PEOPLE_READ)]


class RosterRow(msgspec.Struct, kw_only=True):
    """`seconds` on duty within the days shown, leave taken out. Who does not work by roster (`rostered`) is on
    duty whenever they are online; `PUT /roster/rostered` says who does."""

    id: int
    name: str
    team_ids: list[int]
    seconds: int
    rostered: bool
    shifts: list[ShiftView]
    leaves: list[LeaveView]


class RosterHour(msgspec.Struct, kw_only=True):
    """`people`: the fewest on duty at any moment of it. `gap`: the desk is `open` and they are too few."""

    at: datetime
    people: int
    open: bool
    gap: bool


class RosterGap(msgspec.Struct, kw_only=True):
    starts_at: datetime
    ends_at: datetime
    people: int


class Roster(msgspec.Struct, kw_only=True):
    """`zone` is the workspace's, on whose wall clock the days begin."""

    first: date = msgspec.field(name="from")
    days: int
    zone: str
    people: list[RosterRow]
    patterns: list[PatternView]
    hours: list[RosterHour]
    gaps: list[RosterGap]
    settings: RosterSettingsView


@get("/roster", guards=READ, tags=["roster"])
async def get_roster(tx: Transaction, caller: Caller, first: First = None, days: Days = 7, team: Team = None) -> Roster:
    """People by days: shifts, leave, and how many are on duty hour by hour."""
    known = await standards(tx)
    hours = known.calendars.get(known.default_calendar or 0) or around_the_clock()
    week = await show_week(
        tx, first=first, days=days, team_id=team, is_open=lambda start, end: hours.elapsed(start, end) > 0
    )
    return _view(week, caller)


def _view(week: Week, caller: Caller) -> Roster:
    return Roster(
        first=week.first,
        days=week.days,
        zone=week.zone.key,
        people=[_row(row, week, caller) for row in week.rows],
        patterns=[pattern_view(pattern) for pattern in week.patterns],
        hours=[RosterHour(at=h.at, people=h.people, open=h.is_open, gap=h.is_gap) for h in week.hours],
        gaps=[RosterGap(starts_at=span.start, ends_at=span.end, people=people) for span, people in week.gaps],
        settings=settings_view(week.settings),
    )


def _row(row: Row, week: Week, caller: Caller) -> RosterRow:
    open_ = row.id == caller.person_id or caller.may(Permission.WORKFORCE_MANAGE)
    return RosterRow(
        id=row.id,
        name=row.name,
        team_ids=list(row.team_ids),
        seconds=round(sum((span.end - span.start).total_seconds() for span in row.duty)),
        rostered=row.rostered,
        shifts=[shift_view(shift, week.zone) for shift in row.shifts],
        leaves=[leave_view(leave, {row.id: row.name}, open_=open_) for leave in row.leaves],
    )


routes = [get_roster]
