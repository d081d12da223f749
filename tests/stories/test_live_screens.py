"""What happens is seen at once, and nothing is missed: not across a reconnect, not across a restart."""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psutil
import pytest

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
    """An open event stream that remembers what it saw, and when."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, dict[str, Any]]] = []
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
                    self.seen.append((time.monotonic(), json.loads(value)))
                self.open.set()

    @asynccontextmanager
    async def on(self, client: httpx.AsyncClient) -> AsyncIterator[None]:
        self.open.clear()
        task = asyncio.create_task(self.watch(client))
        await asyncio.wait_for(self.open.wait(), 20)
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
                await task

    def opened(self) -> list[int]:
        return [fact["ticket_id"] for _, fact in self.seen if fact["kind"] == "TicketOpened"]

    async def wait_for(self, ticket_id: int, seconds: float = 10) -> float:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for at, fact in self.seen:
                if fact["kind"] == "TicketOpened" and fact["ticket_id"] == ticket_id:
                    return at
            await asyncio.sleep(0.02)
        raise AssertionError(f"ticket {ticket_id} was not shown")


async def write(client: httpx.AsyncClient) -> int:
    body = {"body": "在吗?", "requester": {"email": "li@example.com"}}
    for _ in range(100):
        try:
            answer = await client.post("/tickets", json=body, headers={"Idempotency-Key": os.urandom(8).hex()})
            if answer.status_code == 201:
                return int(answer.json()["id"])
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise AssertionError("the desk does not come back")


async def test_two_screens_see_a_change_within_a_second(maya: httpx.AsyncClient) -> None:
    one, two = Screen(), Screen()
    async with one.on(maya), two.on(maya):
        delays = []
        for _ in range(5):
            sent = time.monotonic()
            ticket = await write(maya)
            delays += [await one.wait_for(ticket) - sent, await two.wait_for(ticket) - sent]
    assert sorted(delays)[len(delays) // 2] < 1


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
