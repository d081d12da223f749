"""Keep the demo desks lively: customers come and answer, colleagues work, day and night."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from jishi.storage.database import Database
from jishi.storage.lost import lost
from jishi.web.stage import store
from jishi.web.stage.fill import chance
from jishi.web.stage.play import Play

log = logging.getLogger(__name__)
LOOK = 5.0  # seconds between two looks at a demo
REST = 60.0  # seconds before looking whether there is a demo, when there was none
STAND_BY = 20.0  # seconds before trying again to be the one who plays


async def visit(database: Database) -> None:
    """Until cancelled. Of all workers one does it; whatever goes wrong here is logged and harms no other work."""
    while True:
        try:
            async with alone(database) as stage:
                if stage is not None:
                    await _perform(database, stage)
        except Exception as error:  # a play that fails must not take the worker with it
            log.warning("the demo could not play", extra={"error": repr(error)}, exc_info=not lost(error))
        await asyncio.sleep(STAND_BY)


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[Any]:
    """A connection that holds the stage until it ends; None when somebody else has it."""
    connection = await database.connect()
    try:
        yield connection if await store.take_the_stage(connection) else None
    finally:
        with contextlib.suppress(Exception):
            connection.terminate()


async def _perform(database: Database, stage: Any) -> None:
    plays: dict[int, Play] = {}
    while not stage.is_closed():
        demos = await store.demos(database)
        for workspace_id in demos:
            play = plays.setdefault(workspace_id, Play(database, workspace_id, chance()))
            await play.go_on()
        await asyncio.sleep(LOOK if demos else REST)
