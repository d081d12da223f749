"""A push service: takes what is sent to its endpoints and says what a test wishes."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.patience import in_time


@dataclass(frozen=True)
class Pushed:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """`answers` maps a path to the statuses that its next requests get; 201 when there are none."""

    port: int = 0
    pushed: list[Pushed] = field(default_factory=list)
    answers: dict[str, deque[int]] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def endpoint(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/push/{name}"

    def answer(self, name: str, *statuses: int) -> None:
        self.answers[f"/push/{name}"] = deque(statuses)

    async def until(self, many: int) -> None:
        """So many requests have come."""
        async with in_time():
            while len(self.pushed) < many:
                self.arrived.clear()
                await self.arrived.wait()

    def of(self, name: str) -> list[Pushed]:
        return [each for each in self.pushed if each.path == f"/push/{name}"]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
            body = await reader.readexactly(int(headers["content-length"]))
            assert method == "POST"
            self.pushed.append(Pushed(path, headers, body))
            self.arrived.set()
            waiting = self.answers.get(path)
            status = waiting.popleft() if waiting else 201
            writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\n".encode())
            writer.write(b"location: http://127.0.0.1:1/\r\n\r\n" if 300 <= status < 400 else b"\r\n")
            await writer.drain()
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """Serve on this machine until the block ends."""
    service = PushService()
    server = await asyncio.start_server(service.talk, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()
