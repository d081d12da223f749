"""What happens is seen at once, and nothing is missed: not across a reconnect, not across a restart."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psutil
import pytest

from tests.patience import becomes, in_time
from tests.running import RunningDesk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    desk = RunningDesk(tmp_path_factory.mktemp("live"), demo=False)
    desk.start()
    desk.settings["token"] = desk.set_up()
    yield desk
    desk.stop()


@pytest.fixture
async def maya(desk: RunningDesk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.client(desk.settings["token"]) as client:
        yield client


class Screen:
    """An open event stream that remembers what it saw."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.last_id = ""
        self.open = asyncio.Event()

    async def watch(self, client: httpx.AsyncClient) -> None:
        headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
        async with client.stream("GET", "/events", headers=headers, timeout=None) as stream:
            kind = ""
            async for line in stream.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    self.last_id = value
                elif name == "event":
                    kind = value
                elif name == "data" and kind == "fact":
                    self.seen.append(json.loads(value))
                self.open.set()

    @asynccontextmanager
    async def on(self, client: httpx.AsyncClient) -> AsyncIterator[None]:
        self.open.clear()
        task = asyncio.create_task(self.watch(client))
        async with in_time():
            await self.open.wait()
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
                await task

    def opened(self) -> list[int]:
        return [fact["ticket_id"] for fact in self.seen if fact["kind"] == "TicketOpened"]

    async def wait_for(self, ticket_id: int) -> None:
        async def is_shown() -> bool:
            return ticket_id in self.opened()

        await becomes(is_shown)


async def write(client: httpx.AsyncClient) -> int:
    body = {"body": "在吗?", "requester": {"email": "li@example.com"}}
    for _ in range(1000):
        try:
            answer = await client.post("/tickets", json=body, headers={"Idempotency-Key": os.urandom(8).hex()})
            if answer.status_code == 201:
                return int(answer.json()["id"])
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise AssertionError("the desk does not come back")


async def test_two_screens_see_every_change_by_themselves(maya: httpx.AsyncClient) -> None:
    one, two = Screen(), Screen()
    async with one.on(maya), two.on(maya):
        written = []
        for _ in range(5):
            written.append(await write(maya))
            await one.wait_for(written[-1])
            await two.wait_for(written[-1])
    assert one.opened() == two.opened() == written


async def test_a_screen_that_was_away_gets_what_it_missed_once(maya: httpx.AsyncClient) -> None:
    screen = Screen()
    async with screen.on(maya):
        before = await write(maya)
        await screen.wait_for(before)
    missed = [await write(maya) for _ in range(20)]
    async with screen.on(maya):
        after = await write(maya)
        await screen.wait_for(after)
    assert [t for t in screen.opened() if t in {before, *missed, after}] == [before, *missed, after]


async def test_nothing_is_missed_when_the_web_process_is_killed(desk: RunningDesk, maya: httpx.AsyncClient) -> None:
    screen = Screen()
    async with screen.on(maya):
        before = await write(maya)
        await screen.wait_for(before)
    assert desk.process is not None
    for child in psutil.Process(desk.process.pid).children():  # not the backends, which come and go
        if "serve" in child.cmdline():
            child.send_signal(signal.SIGKILL)
    missed = [await write(maya) for _ in range(5)]
    async with screen.on(maya):
        after = await write(maya)
        await screen.wait_for(after)
    assert [t for t in screen.opened() if t in {before, *missed, after}] == [before, *missed, after]


async def test_an_odd_last_event_id_starts_from_now(maya: httpx.AsyncClient) -> None:
    for odd in ("x", "1", "-1.2", "9" * 40 + ".1"):
        screen = Screen()
        screen.last_id = odd
        async with screen.on(maya):
            ticket = await write(maya)
            await screen.wait_for(ticket)
            assert screen.opened() == [ticket]
