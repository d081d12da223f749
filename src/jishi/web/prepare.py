"""Before the desk serves: the schema, and on the very first start the demo."""

import asyncio

from jishi.storage.migrate import prepare as migrate
from jishi.web.config import Config
from jishi.web.demo_password import make_password
from jishi.web.reach import open_desk, reach


def prepare(config: Config, *, demo: bool) -> None:
    """Quick when there is nothing to do."""
    with reach(config) as url:
        if asyncio.run(migrate(url)):
            print("jishi: the database is ready", flush=True)  # noqa: T201
        if demo:
            asyncio.run(_demo(config, url))


async def _demo(config: Config, url: str) -> None:
    database = await open_desk(url, size=4)
    try:
        if not await database.across("SELECT 1 FROM all_workspaces() LIMIT 1"):
            from jishi.web.make_demo import Announce, make_demo  # noqa: PLC0415 - once in a desk's life

            print("jishi: filling the demo desk with tickets", flush=True)  # noqa: T201
            await make_demo(database, make_password(config), say=Announce())
    finally:
        await database.close()
