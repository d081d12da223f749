"""The demo desk, made once for all tests that look at it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import Database, open_database
from jishi.storage.migrate import prepare
from jishi.web.make_demo import make_demo
from tests.web.databases import empty_database

PASSWORD = "demo-k7w2mx"


@dataclass
class Demo:
    """A demo whose present is `now`: nothing happens in it but what a test does."""

    database: Database
    url: str
    workspace_id: int
    now: datetime


@pytest.fixture(scope="session")
async def demo(database_url: str) -> AsyncIterator[Demo]:
    async with empty_database(database_url) as url:
        await prepare(url)
        database = await open_database(url, at_once=AT_ONCE, afterwards=AFTERWARDS, size=4)
        now = datetime.now(UTC)
        database.clock = lambda: now
        assert await make_demo(database, PASSWORD)
        [workspace] = await database.across("SELECT workspace_id FROM all_workspaces()")
        yield Demo(database, url, workspace["workspace_id"], now)
        await database.close()
