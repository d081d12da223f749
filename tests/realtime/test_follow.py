"""The reader of the journal, on which every screen of a process hangs."""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from jishi.realtime.follow import follow
from jishi.realtime.hub import Hub
from tests.cast import Desk
from tests.patience import PATIENCE, in_time


@pytest.mark.parametrize(
    "failure",
    [
        # What the driver says between the server's last words and the end of the line, when the database was killed.
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        KeyError("a fact that cannot be read"),
    ],
)
async def test_screens_hear_again_whatever_stopped_their_reader(
    desk: Desk, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, real, failed = Hub(), desk.database.across, asyncio.Event()
    listener = hub.join(desk.workspace_id)

    async def across(sql: str, *args: object) -> Any:
        if "live_facts" in sql and not failed.is_set():
            failed.set()
            raise failure
        return await real(sql, *args)

    monkeypatch.setattr(desk.database, "across", across)
    reader = asyncio.create_task(follow(desk.database, hub))
    async with in_time():
        await failed.wait()
        ticket = await desk.write()
        while True:
            event = await listener.next(PATIENCE)
            if event is not None and (event.kind, event.ticket_id) == ("TicketOpened", ticket["id"]):
                break
    reader.cancel()
    with suppress(asyncio.CancelledError):
        await reader
