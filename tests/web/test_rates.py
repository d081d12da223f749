"""What may be tried how often is counted over all web processes, not in each."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from jishi.identity.create_workspace import create_workspace
from jishi.identity.session_http import sign_in_rate
from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import open_database
from jishi.storage.migrate import prepare
from tests.patience import PATIENCE
from tests.web.databases import empty_database

BURST, PER_SECOND = 40, 0.2
WANG = "wang@example.test"


@pytest.fixture(scope="module")
async def two_processes(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[list[httpx.Client]]:
    """Two web processes on one database, each on a port of its own."""
    async with empty_database(database_url) as url:
        await prepare(url)
        database = await open_database(url, at_once=AT_ONCE, afterwards=AFTERWARDS)
        await create_workspace(
            database,
            name="Wide",
            slug="wide",
            admin_name="Wang",
            admin_email=WANG,
            admin_password="plum rain over Suzhou",
        )
        await database.close()
        with ExitStack() as running:
            yield [running.enter_context(web_process(url, tmp_path_factory.mktemp("data"))) for _ in range(2)]


@contextmanager
def web_process(url: str, data: Path) -> Iterator[httpx.Client]:
    environment = {**os.environ, "JISHI_DATABASE_URL": url, "JISHI_DATA": str(data), "JISHI_SECRET": "x" * 40}
    with socket.create_server(("127.0.0.1", 0)) as listening:
        words = [sys.executable, "-m", "jishi.web.cli", "serve", "--fd", str(listening.fileno())]
        running = subprocess.Popen(words, env=environment, pass_fds=[listening.fileno()], stderr=subprocess.DEVNULL)
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", trust_env=False, timeout=PATIENCE
            ) as client:
                client.get("/readyz").raise_for_status()  # the socket listens already: it answers when it can
                yield client
        finally:
            running.terminate()
            running.wait(PATIENCE)


def test_wrong_passwords_lock_an_email_whichever_process_hears_them(two_processes: list[httpx.Client]) -> None:
    here, there = two_processes
    guesses = [guess(process, WANG) for process in (here, there, here, there, here, there)]
    assert guesses == [401] * 6
    assert [guess(here, WANG), guess(there, WANG)] == [429, 429]


def test_an_address_is_slowed_down_whichever_process_hears_it(two_processes: list[httpx.Client]) -> None:
    assert (sign_in_rate._most.total_seconds() * PER_SECOND, sign_in_rate._each.total_seconds()) == (BURST, 5)
    began = time.monotonic()
    answers = [
        guess(process, f"nobody-{n}@example.test")
        for n, process in zip(range(2 * BURST), cycle(two_processes), strict=False)
    ]
    heard = answers.count(401)
    assert set(answers) == {401, 429}
    assert heard <= BURST + PER_SECOND * (time.monotonic() - began) + 1


def guess(process: httpx.Client, email: str) -> int:
    return process.post("/api/v1/session", json={"email": email, "password": "a guess"}).status_code
