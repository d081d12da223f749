"""Make the demo workspace: a desk at work, with days of history behind it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from jishi.kernel.errors import Conflict
from jishi.storage.database import Database
from jishi.storage.migrate import prepare
from jishi.web.config import Config
from jishi.web.demo_password import LOG_INS, demo_password, keep_password, make_password
from jishi.web.is_running import is_running
from jishi.web.reach import open_desk, reach
from jishi.web.stage.furnish import furnish, open_the_doors
from jishi.web.stage.read import cast
from jishi.web.stage.rehearse import Rehearsal

FOUNDED = timedelta(days=4)  # before its first visitor
QUARTER = 25


class StopTheDesk(Conflict):
    """The desk is running. Stop it first: it would work off the demo's past as if it were now."""


async def make_demo(database: Database, password: str, *, say: Callable[[int], None] = lambda _: None) -> bool:
    """False when it is there already. No other process of the desk may run meanwhile; `say` hears of percents done."""
    slug = cast()["workspace"]["slug"]
    if await database.across("SELECT 1 FROM find_workspace($1)", slug):
        return False
    clock = database.clock
    now = clock()
    try:
        database.clock = lambda: now - FOUNDED
        workspace_id = await furnish(database, password)
        await Rehearsal(database, workspace_id, now).run(say)
        database.clock = lambda: now
        await open_the_doors(database, workspace_id)
    finally:
        database.clock = clock
    return True


def main(config: Config, password: str | None) -> None:
    """`jishi demo`: make it and say how to get in."""
    with reach(config) as url:
        asyncio.run(_make(config, url, password))
    for email, who in LOG_INS:
        print(f"{email:18} {demo_password(config) or 'its own password'}   {who}")  # noqa: T201


async def _make(config: Config, url: str, password: str | None) -> None:
    if await is_running(url):
        raise StopTheDesk
    await prepare(url)
    database = await open_desk(url, size=4)
    try:
        made = await make_demo(database, password or make_password(config), say=Announce())
    finally:
        await database.close()
    if made and password is not None:
        keep_password(config, password)
    print("The demo is ready." if made else "The demo is there already.")  # noqa: T201


class Announce:
    """Says every quarter once."""

    def __init__(self) -> None:
        self._next = QUARTER

    def __call__(self, percent: int) -> None:
        if percent >= self._next:
            print(f"jishi: the demo desk is {self._next} % filled", flush=True)  # noqa: T201
            self._next += QUARTER
