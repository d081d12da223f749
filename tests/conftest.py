"""A real PostgreSQL for every test that stores something, one per test process; a workspace for each test."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from hypothesis import HealthCheck, settings

from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import Database, open_database
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.storage.migrate import prepare
from jishi.web.app import create_app
from tests.cast import MONDAY, Clock, Desk, a_desk
from tests.share_out import ByFile, in_good_order

# Whether an example took 200 ms says more about what else runs on the machine than about the rule it tries.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Called only when the tests are shared out among processes."""
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        in_good_order(items)


def pytest_collection_finish() -> None:
    """Seven thousand tests, and all that they import, stay to the end: no collection of garbage need look at them."""
    gc.freeze()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database."""
    directory: Path = tmp_path_factory.mktemp("postgres")
    with EmbeddedPostgres(directory, settings={"fsync": "off", "full_page_writes": "off"}) as server:
        url = server.url()
        asyncio.run(prepare(url))
        yield url


@pytest.fixture(scope="session")
async def database(database_url: str) -> AsyncIterator[Database]:
    """The desk's own way in, with its reactions."""
    database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def clock() -> Clock:
    """The time at the shared desk. Each story begins on the same Monday, so that none depends on those before it."""
    return Clock()


@pytest.fixture(scope="session")
async def http(database_url: str, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """The whole application over ASGI, with a clock that stands still."""

    async def opens() -> Database:
        database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
        database.clock = clock
        return database

    app = create_app(opens, live=False)
    up, down = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        # In one task from beginning to end: what the framework opens must be closed where it was opened.
        async with app.lifespan():
            up.set()
            await down.wait()

    life = asyncio.create_task(live())
    done, _ = await asyncio.wait([life, asyncio.create_task(up.wait())], return_when=asyncio.FIRST_COMPLETED)
    if life in done:
        life.result()
    transport = httpx.ASGITransport(cast("Any", app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        client.app = app  # type: ignore[attr-defined]
        yield client
    down.set()
    await life


@pytest.fixture
async def desk(http: httpx.AsyncClient, clock: Clock) -> AsyncIterator[Desk]:
    """A desk of its own for one story, with the story's people."""
    database: Database = http.app.state.database  # type: ignore[attr-defined]
    clock.now = MONDAY
    async with a_desk(database, http, clock) as made:
        yield made
