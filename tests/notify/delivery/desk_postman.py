"""A postman in a process of his own, to be killed: `URL INSTANT`, the time at which his clock stands."""

import asyncio
import sys
from datetime import datetime

from jishi.notify.delivery.postman import Postman
from jishi.storage.database import open_database


async def main(url: str, now: datetime) -> None:
    database = await open_database(url, size=3)
    database.clock = lambda: now
    await Postman(database).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
