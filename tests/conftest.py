"""A real PostgreSQL for every test that stores something, one per test process; a workspace of its own for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import Database, open_database
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.storage.migrate import prepare


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
