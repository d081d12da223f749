"""A worker that stops when nothing is left to do, or is killed. It is told what time it is."""

import asyncio
import sys
from datetime import datetime

from jishi.reactions import AFTERWARDS, ALARMS, AT_ONCE
from jishi.storage.database import open_database
from jishi.web.worker import Worker


async def main(url: str, now: str) -> None:
    database = await open_database(url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    database.clock = lambda: datetime.fromisoformat(now)
    await Worker(database, dict(ALARMS)).drain()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
