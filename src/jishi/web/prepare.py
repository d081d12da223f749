"""Before the desk serves: the schema, and on the very first start the demo."""

import asyncio

from jishi.storage.database import open_database
from jishi.storage.migrate import prepare as migrate
from jishi.web.config import Config
from jishi.web.demo_password import make_password
from jishi.web.reach import open_desk, reach


def prepare(config: Config, *, demo: bool) -> None:
    """Quick when there is nothing to do."""
    with reach(config) as url:
        if asyncio.run(migrate(url)):
            print("jishi: the database is ready", flush=True)  # noqa: T201
        if demo and asyncio.run(_is_empty(url)):
            asyncio.run(_demo(config, url))


async def _is_empty(url: str) -> bool:
    database = await open_database(url, size=1)
    try:
        return not await database.across("SELECT 1 FROM all_workspaces() LIMIT 1")
    finally:
        await database.close()


async def _demo(config: Config, url: str) -> None:
    from jishi.web.make_demo import Announce, make_demo  # noqa: PLC0415 - once in a desk's life

    database = await open_desk(url, size=4)
    try:
        print("jishi: filling the demo desk with tickets", flush=True)  # noqa: T201
        await make_demo(database, make_password(config), say=Announce())
    finally:
        await database.close()
