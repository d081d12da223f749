"""Follow the journal and tell the hub: one reader for all screens of a process."""

import asyncio
import logging
from typing import Any

import msgspec

from jishi.realtime.hub import Hub
from jishi.realtime.model import Cursor, Event
from jishi.storage.database import Database
from jishi.storage.lost import lost

log = logging.getLogger(__name__)
BATCH = 1000
GATHER = 0.1  # seconds between two looks when much happens
LONGEST_SILENCE = 1.0  # seconds without a bell before looking anyway
PERSONAL = frozenset({"NoticeGiven", "NoticesSeen"})  # whose `person_id` alone hears of them


async def follow(database: Database, hub: Hub) -> None:
    """Runs until cancelled. A lost connection loses nothing: the cursor stays where it was."""
    ear = database.ear()
    cursor: Cursor | None = None
    try:
        while True:
            try:
                cursor = cursor or await head(database)
                await ear.wait(LONGEST_SILENCE)
                cursor = await _tell(database, hub, cursor)
            except Exception as error:  # whatever it was: without this reader every screen of the process stands still
                log.warning("the journal cannot be followed", extra={"error": repr(error)}, exc_info=not lost(error))
                await asyncio.sleep(LONGEST_SILENCE)
    finally:
        await ear.close()


async def head(database: Database) -> Cursor:
    """Where the journal ends now."""
    rows = await database.across("SELECT xact, id FROM journal_head()")
    return Cursor(rows[0]["xact"], rows[0]["id"]) if rows else Cursor(0, 0)


async def missed(database: Database, workspace_id: int, since: Cursor, *, most: int) -> list[Event]:
    """What a workspace's screens have not seen since a cursor, oldest first."""
    rows = await database.across("SELECT * FROM missed_facts($1, $2, $3, $4)", workspace_id, since.xact, since.id, most)
    return [event_of(row) for row in rows]


def event_of(row: Any) -> Event:
    kind, _, number = row["by"].partition(":")
    fact = {
        **row["data"],
        "id": row["id"],
        "kind": row["kind"],
        "at": row["at"],
        "by": {"kind": kind, "id": int(number) if number.isdecimal() else None, "name": row["by_name"]},
        "ticket_id": row["ticket_id"],
    }
    only = row["data"].get("person_id") if row["kind"] in PERSONAL else None
    return Event(Cursor(row["xact"], row["id"]), row["kind"], row["ticket_id"], msgspec.json.encode(fact), only)


async def _tell(database: Database, hub: Hub, cursor: Cursor) -> Cursor:
    if not hub.listening:
        ahead = await head(database)
        if not hub.listening:  # a screen that has just come wants what happened since, from the old place
            return ahead
    while True:
        rows = await database.across("SELECT * FROM live_facts($1, $2, $3)", cursor.xact, cursor.id, BATCH)
        for row in rows:
            event = event_of(row)
            hub.publish(row["workspace_id"], event)
            cursor = event.cursor
        if rows:
            await asyncio.sleep(GATHER)
        if len(rows) < BATCH:
            return cursor
