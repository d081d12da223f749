"""Once an hour, throw away what has served its time. docs/operations.md says what is kept for how long."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from jishi.channels.purge_junk import purge_junk
from jishi.dispatch.forget_decisions import forget_decisions, forget_reassignments, forget_refusals
from jishi.identity.forget_entries import NOBODYS, forget_attempts, forget_sessions
from jishi.notify.forget_notices import forget_notices
from jishi.storage.database import Database
from jishi.storage.forget_answers import forget_answers
from jishi.storage.lost import lost
from jishi.storage.transaction import Transaction

log = logging.getLogger(__name__)
PAUSE = 3600.0  # seconds
Sweep = Callable[[Transaction], Awaitable[int]]

OF_EVERY_WORKSPACE: Sequence[Sweep] = (
    forget_answers, forget_notices, forget_decisions, forget_reassignments, forget_refusals, forget_sessions,
    purge_junk,
)  # fmt: skip


async def tidy(database: Database) -> int:
    """In every workspace; how many rows went."""
    gone = await _sweep(database, NOBODYS, forget_attempts)
    for row in await database.across("SELECT workspace_id FROM all_workspaces()"):
        for sweep in OF_EVERY_WORKSPACE:
            gone += await _sweep(database, row["workspace_id"], sweep)
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


async def _sweep(database: Database, workspace_id: int, sweep: Sweep) -> int:
    """A small batch at a time, each in a transaction of its own, until nothing is left. Where it goes wrong, the others
    go on; only without a database they do not."""
    gone = 0
    try:
        while True:
            async with database.job(workspace_id) as tx:
                count = await sweep(tx)
            if not count:
                return gone
            gone += count
    except Exception as error:
        if lost(error) and not isinstance(error, OSError):  # that would be the files of attachments
            raise
        log.exception("tidying failed", extra={"workspace_id": workspace_id, "sweep": sweep.__name__})
        return gone
