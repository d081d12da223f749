"""Once an hour, throw away what has served its time."""

import asyncio
import logging

from jishi.storage.database import Database
from jishi.storage.forget_answers import forget_answers
from jishi.web.worker import lost

log = logging.getLogger(__name__)
PAUSE = 3600.0  # seconds


async def tidy(database: Database) -> int:
    """In every workspace; how many rows went."""
    gone = 0
    for row in await database.across("SELECT workspace_id FROM all_workspaces()"):
        more = True
        while more:
            async with database.job(row["workspace_id"]) as tx:
                more = bool(count := await forget_answers(tx))
            gone += count
    return gone


async def keep_tidy(database: Database) -> None:
    """Until cancelled. Any number of workers may do it at once."""
    while True:
        try:
            await tidy(database)
        except Exception as error:
            if not lost(error):
                log.exception("tidying failed")
        await asyncio.sleep(PAUSE)
