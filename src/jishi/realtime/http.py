"""The stream of events."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import msgspec
from litestar import Request, get
from litestar.response import Stream

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.realtime.follow import head, missed
from jishi.realtime.hub import FellBehind, Hub, Listener
from jishi.realtime.model import Cursor, Event
from jishi.storage.database import Database
from jishi.tickets.errors import NoSuchTicket
from jishi.tickets.scope import check_scope, for_guest, is_guest, scope_of

HEARTBEAT = 15.0  # seconds
MISSED_AT_MOST = 5000
FOR_EVERYONE = frozenset({"PresenceChanged"})  # of the facts that are about no ticket
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@get("/events", guards=[requires(Permission.TICKETS_READ)], media_type="text/event-stream")
async def stream_events(request: Request[Any, Any, Any], caller: Caller, database: Database) -> Stream:
    """Facts as they happen (SSE). `Last-Event-ID` goes on where a connection broke; `event: reset` says that too much
    was missed and the screen has to load afresh."""
    since = Cursor.parse(request.headers.get("last-event-id", ""))
    hub: Hub = request.app.state.hub
    events = _events(database, hub, caller, since)
    return Stream(events, media_type="text/event-stream", headers=HEADERS)


async def _events(database: Database, hub: Hub, caller: Caller, since: Cursor | None) -> AsyncIterator[bytes]:
    listener = hub.join(caller.workspace_id)
    try:
        seen = since or await head(database)
        yield b"retry: 1000\nid: %s\nevent: hello\ndata: {}\n\n" % str(seen).encode()
        late = await missed(database, caller.workspace_id, since, most=MISSED_AT_MOST + 1) if since else []
        if len(late) > MISSED_AT_MOST:
            late, seen = [], await head(database)
            yield b"id: %s\nevent: reset\ndata: {}\n\n" % str(seen).encode()
        async for event in _one_by_one(listener, late, seen):
            if event is None:
                yield b": still here\n\n"
            elif await _may_see(database, caller, event):
                yield _guest_wire(event) if is_guest(caller) else event.wire
    except FellBehind:
        return  # the browser reconnects with its last id and gets the rest from the journal
    finally:
        hub.leave(caller.workspace_id, listener)


def _guest_wire(event: Event) -> bytes:
    told = for_guest(event.kind, msgspec.json.decode(event.data))
    return replace(event, data=msgspec.json.encode(told)).wire


async def _one_by_one(listener: Listener, late: list[Event], seen: Cursor) -> AsyncIterator[Event | None]:
    """What was missed, then what is heard beyond it; None for a silence."""
    for event in late:
        seen = event.cursor
        yield event
    while True:
        heard = await listener.next(HEARTBEAT)
        if heard is None:
            yield None
        elif heard.cursor > seen:
            seen = heard.cursor
            yield heard


async def _may_see(database: Database, caller: Caller, event: Event) -> bool:
    if event.only is not None:
        return event.only == caller.person_id
    if event.ticket_id is None:
        return event.kind in FOR_EVERYONE or Permission.OPERATIONS in caller.permissions
    if scope_of(caller) is None:
        return True
    try:
        async with database.job(caller.workspace_id) as tx:
            await check_scope(tx, caller, event.ticket_id)
    except NoSuchTicket:
        return False
    return True


routes = [stream_events]
