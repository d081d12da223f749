"""Leave, over HTTP: asked for by colleagues, decided by supervisors."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from litestar import delete, get, post, put

from jishi.identity import settings as workspace_settings
from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import After, Id, Limit
from jishi.kernel import cursors
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store
from jishi.workforce.roster.errors import NotYourLeave
from jishi.workforce.roster.model import Leave, LeaveState, Span
from jishi.workforce.roster.shapes import Decision, LeaveAsked, LeaveView, leave_view
from jishi.workforce.roster.take_leave import ask_leave, decide_leave, find_leave, withdraw_leave
from jishi.workforce.roster.wall_clock import instant, midnight

OWN = [requires(Permission.PRESENCE_OWN)]
MANAGE = [requires(Permission.WORKFORCE_MANAGE)]
TAGS = ["roster"]
BACK, AHEAD = timedelta(days=31), timedelta(days=400)


class Leaves(msgspec.Struct, kw_only=True):
    items: list[LeaveView]
    next: str | None = None


@get("/leaves", guards=OWN, tags=TAGS)
async def list_leaves(tx: Transaction, caller: Caller, limit: Limit = 50, after: After = None) -> Leaves:
    """From a month ago on, by when they begin: everybody's for who decides, else the caller's own."""
    found = await store.leaves(
        tx,
        tx.now - BACK,
        tx.now + AHEAD,
        states=list(LeaveState),
        person_ids=None if caller.may(Permission.WORKFORCE_MANAGE) else [caller.person_id],
        after=cursors.decode(after) if after else None,
        limit=limit + 1,
    )
    more, found = len(found) > limit, found[:limit]
    return Leaves(
        items=await views(tx, caller, found),
        next=cursors.encode(found[-1].starts_at, found[-1].id) if more else None,
    )


@post("/leaves", guards=OWN, tags=TAGS)
async def post_leave(tx: Transaction, caller: Caller, data: LeaveAsked) -> LeaveView:
    """Ask to be away; a supervisor decides. Who may decide takes it at once, also for others."""
    person_id = data.person_id or caller.person_id
    manages = caller.may(Permission.WORKFORCE_MANAGE)
    if person_id != caller.person_id and not manages:
        raise NotYourLeave
    zone = ZoneInfo((await workspace_settings.workspace(tx)).zone)
    span = _span(zone, data.first_day, data.last_day, data.opens, data.closes)
    leave = await ask_leave(
        tx,
        person_id=person_id,
        starts_at=span.start,
        ends_at=span.end,
        reason=data.reason,
        decided_by=caller.person_id if manages else None,
    )
    return (await views(tx, caller, [leave]))[0]


@put("/leaves/{leave_id:int}/decision", guards=MANAGE, tags=TAGS)
async def decide_leave_route(tx: Transaction, caller: Caller, leave_id: Id, data: Decision) -> LeaveView:
    """Approve or refuse."""
    leave = await decide_leave(tx, leave_id, approve=data.approve, answer=data.answer, by=caller.person_id)
    return (await views(tx, caller, [leave]))[0]


@delete("/leaves/{leave_id:int}", guards=OWN, tags=TAGS, status_code=200)
async def delete_leave(tx: Transaction, caller: Caller, leave_id: Id) -> LeaveView:
    """Take it back. One that has begun ends now."""
    leave = await find_leave(tx, leave_id)
    if leave.person_id != caller.person_id and not caller.may(Permission.WORKFORCE_MANAGE):
        raise NotYourLeave
    return (await views(tx, caller, [await withdraw_leave(tx, leave_id)]))[0]


async def views(tx: Transaction, caller: Caller, leaves: Sequence[Leave]) -> list[LeaveView]:
    names = await names_of(tx, {key for leave in leaves for key in (leave.person_id, leave.decided_by) if key})
    manages = caller.may(Permission.WORKFORCE_MANAGE)
    return [leave_view(leave, names, open_=manages or leave.person_id == caller.person_id) for leave in leaves]


def _span(zone: ZoneInfo, first: date, last: date, opens: str | None, closes: str | None) -> Span:
    """Whole days where no times are given."""
    start = instant(zone, first, time.fromisoformat(opens)) if opens else midnight(zone, first)
    end = instant(zone, last, time.fromisoformat(closes)) if closes else midnight(zone, last + timedelta(days=1))
    return Span(start, end)


routes = [list_leaves, post_leave, decide_leave_route, delete_leave]
