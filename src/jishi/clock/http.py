"""Clocks of tickets, calendars, policies, and the arithmetic itself."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post, put
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock import holidays_http, store
from jishi.clock.calendar import DAY, Calendar
from jishi.clock.errors import NeverDue, NoSuchCalendar
from jishi.clock.model import Policy, Target
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.save_calendar import add_calendar, change_calendar
from jishi.clock.show import TimerView, show_timers
from jishi.clock.standards import standards
from jishi.clock.summary import summarise
from jishi.clock.working_time import CompiledCalendar, compile_calendar
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Instant = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
MOST_SECONDS = 100 * 366 * DAY
READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]


class Timers(msgspec.Struct, kw_only=True):
    items: list[TimerView]


class AskDue(msgspec.Struct, kw_only=True):
    """`calendar` is an id or a calendar object; pauses are pairs of instants."""

    calendar: int | dict[str, Any]
    start: Instant
    seconds: Annotated[float, Meta(ge=0, le=MOST_SECONDS)]
    pauses: Annotated[list[tuple[Instant, Instant]], Meta(max_length=10_000)] = []


class AskElapsed(msgspec.Struct, kw_only=True):
    calendar: int | dict[str, Any]
    start: Instant
    end: Instant
    pauses: Annotated[list[tuple[Instant, Instant]], Meta(max_length=10_000)] = []


class Due(msgspec.Struct, kw_only=True):
    """The first instant at which so much working time has passed since the start."""

    due: datetime


class Elapsed(msgspec.Struct, kw_only=True):
    """Working time between the two, without the pauses."""

    seconds: float


class CalendarView(msgspec.Struct, kw_only=True):
    id: int
    name: str
    version: int
    calendar: dict[str, Any]
    open_hours_per_week: float
    is_default: bool
    saved_at: datetime


class CalendarPage(msgspec.Struct, kw_only=True):
    items: list[CalendarView]
    next: str | None = None


class CalendarGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """With `version`, saved only if nobody changed the calendar since that version."""

    name: Name
    calendar: dict[str, Any]
    version: int | None = None


class CalendarRef(msgspec.Struct, kw_only=True):
    id: int
    name: str


class ConditionView(msgspec.Struct, kw_only=True):
    trait: str
    among: list[str]


class TargetView(msgspec.Struct, kw_only=True):
    """`hours` is `business` (on `calendar`) or `calendar` (around the clock)."""

    kind: str
    seconds: int
    hours: str
    calendar: CalendarRef | None
    when: list[ConditionView]
    warn: list[float]
    paused_in: list[str]


class PolicyView(msgspec.Struct, kw_only=True):
    id: int
    name: str
    version: int
    position: int
    active: bool
    always: bool
    condition: list[ConditionView]
    targets: list[TargetView]
    summary_zh: list[str]
    summary_en: list[str]


class PolicyPage(msgspec.Struct, kw_only=True):
    items: list[PolicyView]
    next: str | None = None


@get("/tickets/{ticket_id:int}/timers", guards=[requires(Permission.TICKETS_READ)])
async def list_timers(tx: Transaction, caller: Caller, ticket_id: Id) -> Timers:
    """All clocks the ticket has or had."""
    await check_scope(tx, caller, ticket_id)
    await find(tx, ticket_id)
    return Timers(items=await show_timers(tx, ticket_id))


@post("/clock/due", guards=[requires()], status_code=200)
async def find_due(tx: Transaction, data: AskDue) -> Due:
    """When so many seconds of working time have passed since `start`."""
    hours = await _hours(tx, data.calendar, data.start, data.start)
    due = hours.due(data.start, data.seconds, data.pauses)
    if due is None:
        raise NeverDue(errors=[("seconds", NeverDue.__doc__ or "")])
    return Due(due=due)


@post("/clock/elapsed", guards=[requires()], status_code=200)
async def measure_elapsed(tx: Transaction, data: AskElapsed) -> Elapsed:
    """How much working time lies between `start` and `end`."""
    hours = await _hours(tx, data.calendar, min(data.start, data.end), max(data.start, data.end))
    return Elapsed(seconds=hours.elapsed(data.start, data.end, data.pauses))


@get("/calendars", guards=READ)
async def list_calendars(tx: Transaction) -> CalendarPage:
    """The workspace's calendars, the default one first."""
    return CalendarPage(items=[_view(row) for row in await store.calendars(tx)])


@get("/calendars/{calendar_id:int}", guards=READ)
async def get_calendar(tx: Transaction, calendar_id: Id) -> CalendarView:
    return await _one(tx, calendar_id)


@post("/calendars", guards=MANAGE)
async def make_calendar(tx: Transaction, data: CalendarGiven) -> CalendarView:
    """A new calendar."""
    hours = parse_calendar(data.calendar, path="calendar")
    return await _one(tx, await add_calendar(tx, name=data.name, hours=hours))


@put("/calendars/{calendar_id:int}", guards=MANAGE)
async def save_calendar(tx: Transaction, calendar_id: Id, data: CalendarGiven) -> CalendarView:
    """A new version of a calendar. Clocks that run keep the version they started with."""
    hours = parse_calendar(data.calendar, path="calendar")
    await change_calendar(tx, calendar_id, name=data.name, hours=hours, seen_version=data.version)
    return await _one(tx, calendar_id)


@get("/policies", guards=READ)
async def list_policies(tx: Transaction) -> PolicyPage:
    """What is promised to whom, in the order in which policies are tried."""
    names = {row["id"]: row["name"] for row in await store.calendars(tx)}
    rows = await store.policies(tx)
    default = (await standards(tx)).default_calendar
    views = [_policy(store.as_policy(row), row["position"], names, default) for row in rows]
    return PolicyPage(items=views)


async def _hours(tx: Transaction, given: int | dict[str, Any], since: datetime, until: datetime) -> CompiledCalendar:
    if isinstance(given, dict):
        return compile_calendar(parse_calendar(given, path="calendar"), since, until)
    row = await store.calendar(tx, given) if 0 < given < 2**63 else None
    if row is None:
        raise NoSuchCalendar
    return compile_calendar(store.as_calendar(row), since, until)


async def _one(tx: Transaction, calendar_id: int) -> CalendarView:
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    return _view(row)


def _view(row: Any) -> CalendarView:
    return CalendarView(
        id=row["id"],
        name=row["name"],
        version=row["version"],
        calendar=row["hours"],
        open_hours_per_week=_open_hours(store.as_calendar(row)),
        is_default=row["is_default"],
        saved_at=row["saved_at"],
    )


def _open_hours(calendar: Calendar) -> float:
    return sum(span.closes - span.opens for hours in calendar.weekly for span in hours) / 3600


def _policy(policy: Policy, position: int, names: dict[int, str], default: int | None) -> PolicyView:
    return PolicyView(
        id=policy.id,
        name=policy.name,
        version=policy.version,
        position=position,
        active=policy.active,
        always=policy.always,
        condition=[ConditionView(trait=c.trait, among=list(c.among)) for c in policy.when],
        targets=[_target(policy, target, names, default) for target in policy.targets],
        summary_zh=summarise(policy, "zh-CN"),
        summary_en=summarise(policy, "en"),
    )


def _target(policy: Policy, target: Target, names: dict[int, str], default: int | None) -> TargetView:
    on = next((c for c in (target.calendar_id, policy.calendar_id, default) if c in names), None)
    return TargetView(
        kind=target.kind,
        seconds=target.seconds,
        hours="business" if target.business else "calendar",
        calendar=CalendarRef(id=on, name=names[on]) if target.business and on is not None else None,
        when=[ConditionView(trait=c.trait, among=list(c.among)) for c in target.when],
        warn=list(target.warn_shares),
        paused_in=list(target.paused_in),
    )


routes = [
    list_timers, find_due, measure_elapsed, list_calendars, get_calendar, make_calendar, save_calendar, list_policies,
    *holidays_http.routes,
]  # fmt: skip
