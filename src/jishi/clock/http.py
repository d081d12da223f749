"""Clocks of tickets, and the arithmetic itself."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from litestar import get, post
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock import calendars_http, holidays_http, policies_http, presets_http, store, tester_http
from jishi.clock.account import http as account_http
from jishi.clock.board import http as board_http
from jishi.clock.calendar import DAY
from jishi.clock.errors import NeverDue, NoSuchCalendar
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.replanning import http as replannings
from jishi.clock.show import TimerView, show_timers
from jishi.clock.working_time import CompiledCalendar, compile_calendar
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Instant = Annotated[datetime, Meta(tz=True)]
MOST_SECONDS = 100 * 366 * DAY
ENDS_BEFORE = "The end is before the beginning."


class Timers(msgspec.Struct, kw_only=True):
    items: list[TimerView]
    next: str | None = None


def calendar_flaws(given: object, path: str) -> list[tuple[str, str]]:
    """What is wrong with a calendar that stands beside other wrong fields, so that all are named at once."""
    try:
        if isinstance(given, dict):
            parse_calendar(given, path=path)
    except Invalid as error:
        return error.errors
    return []


class AskDue(msgspec.Struct, kw_only=True):
    """`calendar` is an id or a calendar object; pauses are pairs of instants. Whatever else is said is passed over."""

    LOOKS_INTO: ClassVar = {"calendar": calendar_flaws}

    calendar: int | dict[str, Any]
    start: Instant
    seconds: Annotated[float, Meta(ge=0, le=MOST_SECONDS)]
    pauses: Annotated[list[tuple[Instant, Instant]], Meta(max_length=10_000)] = []


class AskElapsed(msgspec.Struct, kw_only=True):
    LOOKS_INTO: ClassVar = {"calendar": calendar_flaws}

    calendar: int | dict[str, Any]
    start: Instant
    end: Instant
    pauses: Annotated[list[tuple[Instant, Instant]], Meta(max_length=10_000)] = []


def check_pauses(pauses: list[tuple[datetime, datetime]]) -> None:
    """Raises Invalid, with every pause that ends before it begins."""
    if flaws := [(f"pauses.{place}", ENDS_BEFORE) for place, (since, until) in enumerate(pauses) if until < since]:
        raise Invalid(errors=flaws)


class Due(msgspec.Struct, kw_only=True):
    """The first instant at which so much working time has passed since the start."""

    due: datetime


class Elapsed(msgspec.Struct, kw_only=True):
    """Working time between the two, without the pauses."""

    seconds: float


@get("/tickets/{ticket_id:int}/timers", guards=[requires(Permission.TICKETS_READ)])
async def list_timers(tx: Transaction, caller: Caller, ticket_id: Id) -> Timers:
    """All clocks the ticket has or had."""
    await check_scope(tx, caller, ticket_id)
    await find(tx, ticket_id)
    return Timers(items=await show_timers(tx, ticket_id))


@post("/clock/due", guards=[requires()], status_code=200)
async def find_due(tx: Transaction, data: AskDue) -> Due:
    """When so many seconds of working time have passed since `start`."""
    check_pauses(data.pauses)
    hours = await _hours(tx, data.calendar, data.start, data.start)
    due = hours.due(data.start, data.seconds, data.pauses)
    if due is None:
        raise NeverDue(errors=[("seconds", NeverDue.__doc__ or "")])
    return Due(due=due)


@post("/clock/elapsed", guards=[requires()], status_code=200)
async def measure_elapsed(tx: Transaction, data: AskElapsed) -> Elapsed:
    """How much working time lies between `start` and `end`."""
    check_pauses(data.pauses)
    hours = await _hours(tx, data.calendar, min(data.start, data.end), max(data.start, data.end))
    return Elapsed(seconds=hours.elapsed(data.start, data.end, data.pauses))


async def _hours(tx: Transaction, given: int | dict[str, Any], since: datetime, until: datetime) -> CompiledCalendar:
    if isinstance(given, dict):
        return compile_calendar(parse_calendar(given, path="calendar"), since, until)
    row = await store.calendar(tx, given) if 0 < given < 2**63 else None
    if row is None:
        raise NoSuchCalendar
    return compile_calendar(store.as_calendar(row), since, until)


routes = [
    list_timers,
    find_due,
    measure_elapsed,
    *calendars_http.routes,
    *holidays_http.routes,
    *policies_http.routes,
    *tester_http.routes,
    *presets_http.routes,
    *replannings.routes,
    *account_http.routes,
    *board_http.routes,
]
