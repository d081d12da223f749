"""The first request after a start is not the one that waits for everything to be loaded."""

import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from jishi.identity.create_workspace import create_workspace
from jishi.storage.database import Database
from jishi.storage.migrate import prepare
from jishi.web.app import create_app
from jishi.web.reach import open_desk
from jishi.web.supervise_child import Child
from jishi.web.warm_up import warm_up
from tests.patience import until
from tests.web.databases import empty_database

STORED = (
    "SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM tickets), (SELECT count(*) FROM customers),"
    " (SELECT count(*) FROM outbox), (SELECT last_value FROM ticket_numbers_{})"
)
LATE = """
import pathlib, sys, time
from jishi.web.say_ready import say_ready
while not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)
say_ready()
time.sleep(60)
"""
LISTENS = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'"
)


@pytest.fixture
async def url(database_url: str) -> AsyncIterator[str]:
    """A desk with one workspace and no process of its own."""
    async with empty_database(database_url) as url:
        await prepare(url)
        database = await open_desk(url, size=2)
        me = {"admin_name": "Maya", "admin_email": "maya@example.com", "admin_password": None}
        await create_workspace(database, name="Warm", slug="warm", **me)  # type: ignore[arg-type]
        await database.close()
        yield url


async def asked(url: str, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url, server_settings={"search_path": "jishi"})
    try:
        return list(await connection.fetch(sql))
    finally:
        await connection.close()


async def test_a_web_process_is_warm_before_it_serves_and_has_stored_nothing(url: str) -> None:
    async def opens() -> Database:
        return await open_desk(url, size=3)

    [workspace] = await asked(url, "SELECT workspace_id AS id FROM all_workspaces()")
    before = await asked(url, STORED.format(workspace["id"]))
    app = create_app(opens)
    async with app.lifespan():
        known = {key[0] for key in app.state.database.memory if isinstance(key, tuple)}
    assert {"triage", "standards", "rulebook"} <= known
    assert await asked(url, STORED.format(workspace["id"])) == before


async def test_a_warm_up_that_fails_keeps_nobody_out(url: str, caplog: pytest.LogCaptureFixture) -> None:
    await asked(url, "ALTER TABLE customer_handles RENAME TO gone")
    database = await open_desk(url, size=2)
    try:
        with caplog.at_level(logging.WARNING):
            await warm_up(database)
    finally:
        await database.close()
    assert "the desk could not warm up" in caplog.text


def test_a_program_that_says_when_it_is_ready_is_waited_for(tmp_path: Path) -> None:
    sign = tmp_path / "now"
    child = Child(name="late", argv=[sys.executable, "-c", LATE, str(sign)], says_ready=True)
    child.start()
    try:
        assert child.running
        assert not child.serves
        sign.touch()
        until(lambda: child.serves)
    finally:
        child.stop(0)


def test_a_program_that_ends_without_a_word_was_never_ready() -> None:
    child = Child(name="mute", argv=[sys.executable, "-c", "pass"], says_ready=True)
    child.start()
    until(lambda: not child.running)
    assert not child.serves
    child.stop(0)


async def test_a_worker_hears_the_bell_once_it_says_that_it_is_ready(url: str, tmp_path: Path) -> None:
    env = {"JISHI_DATABASE_URL": url, "JISHI_DATA": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    child = Child(name="worker", argv=[sys.executable, "-m", "jishi.web.cli", "work"], env=env, says_ready=True)
    child.start()
    try:
        until(lambda: child.serves or not child.running)
        assert child.running
        assert await asked(url, LISTENS)
    finally:
        child.stop(10)
