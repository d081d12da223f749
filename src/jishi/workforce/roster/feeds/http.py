"""One's own shifts as a calendar: a file, and a private link for a phone to follow."""

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec
from litestar import Response, delete, get, post

from jishi.identity import settings as workspace_settings
from jishi.identity.guards import public, requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store as roster
from jishi.workforce.roster.feeds import store
from jishi.workforce.roster.feeds.make_feed import end_feed, make_feed, owner_of
from jishi.workforce.roster.feeds.write_ics import write_ics
from jishi.workforce.roster.model import LeaveState

OWN = [requires(Permission.PRESENCE_OWN)]
TAGS = ["roster"]
BACK, AHEAD = timedelta(days=31), timedelta(days=400)
FILE = {"Content-Disposition": 'attachment; filename="shifts.ics"'}
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


class ShiftFeed(msgspec.Struct, kw_only=True):
    """`hint`: the last letters of the link's secret; null, like `made_at`, where there is none."""

    hint: str | None = None
    made_at: datetime | None = None


class NewShiftFeed(ShiftFeed):
    """`path`: of the link, on this desk. It is never shown again, and null when the request was made before."""

    SHOWN_ONCE: ClassVar[str] = "path"
    path: str | None = None


@get("/roster/mine.ics", guards=OWN, tags=TAGS)
async def get_my_shifts(tx: Transaction, caller: Caller) -> Response[bytes]:
    """The caller's shifts from a month ago on, leave taken out, as a calendar file."""
    return await _calendar(tx, caller.person_id, caller.language)


@get("/roster/feed", guards=OWN, tags=TAGS)
async def get_shift_feed(tx: Transaction, caller: Caller) -> ShiftFeed:
    """Whether there is a link by which a calendar follows the caller's shifts."""
    feed = await store.feed(tx, caller.person_id)
    return ShiftFeed() if feed is None else ShiftFeed(hint=feed.hint, made_at=feed.made_at)


@post("/roster/feed", guards=OWN, tags=TAGS)
async def make_shift_feed(tx: Transaction, caller: Caller) -> NewShiftFeed:
    """A new link. Whoever has it sees these shifts and nothing else; the one before leads nowhere from now on."""
    feed, token = await make_feed(tx, caller.person_id)
    return NewShiftFeed(hint=feed.hint, made_at=feed.made_at, path=f"/c/{token}")


@delete("/roster/feed", guards=OWN, tags=TAGS)
async def delete_shift_feed(tx: Transaction, caller: Caller) -> None:
    """The link leads nowhere from now on."""
    await end_feed(tx, caller.person_id)


@get("/c/{token:str}", guards=[public], include_in_schema=False)
async def follow_feed(tx: Transaction, token: str) -> Response[bytes]:
    """What a calendar fetches every now and then."""
    owner = await owner_of(tx, token)
    return await _calendar(tx, owner.person_id, owner.language)


async def _calendar(tx: Transaction, person_id: int, language: str | None) -> Response[bytes]:
    workspace = await workspace_settings.workspace(tx)
    start, end = tx.now - BACK, tx.now + AHEAD
    shifts = await roster.shifts(tx, start, end, person_ids=[person_id])
    leaves = await roster.leaves(tx, start, end, states=[LeaveState.APPROVED], person_ids=[person_id])
    content = write_ics(
        shifts,
        [leave.span for leave in leaves],
        workspace=workspace.name,
        desk=workspace.slug,
        language=language or workspace.language,
        now=tx.now,
    )
    return Response(content, media_type="text/calendar", headers={**FILE, **PRIVATE})


routes = [get_my_shifts, get_shift_feed, make_shift_feed, delete_shift_feed]
pages = [follow_feed]
