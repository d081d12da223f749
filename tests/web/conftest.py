"""The demo desk, made once for all tests that look at it: one by day, one by night."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import Database, open_database
from jishi.storage.migrate import prepare
from jishi.web.make_demo import make_demo
from tests.web.databases import empty_database

PASSWORD = "demo-k7w2mx"
# Customers come half as often by night, so a demo made at the real hour would pass by day and fail by night.
BY_DAY = datetime(2026, 3, 18, 2, 30, tzinfo=UTC)  # half past ten in Shanghai
BY_NIGHT = datetime(2026, 3, 17, 19, 0, tzinfo=UTC)  # three in the morning there


@dataclass
class Demo:
    """A demo whose present is `now`: nothing happens in it but what a test does."""

    database: Database
    url: str
    workspace_id: int
    now: datetime


@pytest.fixture(scope="session")
async def demo(database_url: str) -> AsyncIterator[Demo]:
    async with a_demo(database_url, BY_DAY) as made:
        yield made


@pytest.fixture(scope="session")
async def demo_by_night(database_url: str) -> AsyncIterator[Demo]:
    async with a_demo(database_url, BY_NIGHT) as made:
        yield made


@pytest.fixture(params=["by day", "by night"])
def at_any_hour(request: pytest.FixtureRequest, demo: Demo, demo_by_night: Demo) -> Demo:
    return demo if request.param == "by day" else demo_by_night


@asynccontextmanager
async def a_demo(beside: str, now: datetime) -> AsyncIterator[Demo]:
    async with empty_database(beside) as url:
        await prepare(url)
        database = await open_database(url, at_once=AT_ONCE, afterwards=AFTERWARDS, size=4)
        database.clock = lambda: now
        assert await make_demo(database, PASSWORD)
        [workspace] = await database.across("SELECT workspace_id FROM all_workspaces()")
        yield Demo(database, url, workspace["workspace_id"], now)
        await database.close()
