"""Connections kept at hand."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from jishi.storage.database import Database, open_database
from tests.patience import in_time

LILIES = 7_005


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[Database]:
    """A database with two connections."""
    database = await open_database(database_url, size=2)
    yield database
    await database.close()


async def backend(database: Database) -> int:
    async with database.job(LILIES) as tx:
        found: int = await tx.fetch_value("SELECT pg_backend_pid()")
    return found


async def test_the_same_connection_serves_one_request_after_another(narrow: Database) -> None:
    assert len({await backend(narrow) for _ in range(5)}) == 1


async def test_more_requests_than_connections_wait_their_turn(narrow: Database) -> None:
    async def one() -> int:
        async with narrow.job(LILIES) as tx:
            await tx.execute("SELECT pg_sleep(0.005)")
            found: int = await tx.fetch_value("SELECT pg_backend_pid()")
            return found

    async with in_time():
        assert len(set(await asyncio.gather(*(one() for _ in range(40))))) == 2


async def test_a_lost_connection_is_replaced(narrow: Database) -> None:
    lost = await backend(narrow)
    async with narrow.job(LILIES) as tx:
        connection = await tx._connection()
        connection.terminate()
    assert await backend(narrow) != lost


async def test_a_cancelled_request_leaves_nothing_behind(narrow: Database) -> None:
    for _ in range(6):
        under_way = asyncio.Event()
        task = asyncio.create_task(_sleep(narrow, under_way))
        await under_way.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with in_time():
        await asyncio.gather(*(backend(narrow) for _ in range(6)))


async def _sleep(database: Database, under_way: asyncio.Event) -> None:
    async with database.job(LILIES) as tx:
        await tx.execute("SELECT 1")
        under_way.set()
        await tx.execute("SELECT pg_sleep(30)")


async def test_closing_ends_though_somebody_gives_a_connection_back_meanwhile(database_url: str) -> None:
    database = await open_database(database_url, size=2)
    held = await database.hold()
    closing = asyncio.create_task(database.close())
    for _ in range(5):
        await asyncio.sleep(0)  # it waits for the one that is in use
    assert not closing.done()
    await held.release(well=True)
    async with in_time():
        await closing
