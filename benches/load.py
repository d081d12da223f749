"""A load of HTTP requests from a process of its own, light enough not to be what is measured.

Reads a `Load` as JSON from its input and prints an `Outcome`. Clients keep their connections; each sends the next
request when it has the last answer, or, with a `rate`, when its turn has come.
"""

import asyncio
import sys
import time
from collections import Counter
from typing import Any, cast

import httptools
import msgspec
import uvloop


class Load(msgspec.Struct, kw_only=True):
    """`requests` are (method, path, body) and are sent round and round for `seconds`, or until `most` were sent."""

    port: int
    token: str
    requests: list[tuple[str, str, str | None]]
    clients: int = 8
    seconds: float = 5.0
    most: int | None = None
    rate: float | None = None  # requests a second of all clients together


class Outcome(msgspec.Struct, kw_only=True):
    """Milliseconds are per request; with a rate they count from the instant it should have been sent."""

    answers: dict[int, int]
    seconds: float
    milliseconds: list[float]
    failures: list[str]  # the first few bodies that did not say 2xx

    @property
    def good(self) -> int:
        return sum(count for status, count in self.answers.items() if status < 300)

    @property
    def per_second(self) -> float:
        return self.good / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


class Client(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answered: asyncio.Future[int] | None = None
        self.body = bytearray()
        self.parser: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own class is none of asyncio's

    def ask(self, request: bytes) -> asyncio.Future[int]:
        assert self.transport is not None
        self.answered = asyncio.get_running_loop().create_future()
        self.parser = httptools.HttpResponseParser(self)
        self.body.clear()
        self.transport.write(request)
        return self.answered

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        if self.answered is not None and not self.answered.done():
            self.answered.set_result(self.parser.get_status_code())

    def connection_lost(self, _: Exception | None) -> None:
        if self.answered is not None and not self.answered.done():
            self.answered.set_exception(ConnectionError("the server closed the connection"))


async def run(load: Load) -> Outcome:
    encoded = [_encode(load, *request) for request in load.requests]
    outcome = Outcome(answers={}, seconds=0.0, milliseconds=[], failures=[])
    counts: Counter[int] = Counter()
    loop, turns = asyncio.get_running_loop(), iter(range(load.most or 1 << 60))
    clients = [(await loop.create_connection(Client, "127.0.0.1", load.port))[1] for _ in range(load.clients)]
    began = time.perf_counter()

    async def drive(client: Client) -> None:
        for turn in turns:
            due = began + turn / load.rate if load.rate else time.perf_counter()
            if due - began >= load.seconds:
                return
            if (ahead := due - time.perf_counter()) > 0:
                await asyncio.sleep(ahead)
            status = await client.ask(encoded[turn % len(encoded)])
            outcome.milliseconds.append((time.perf_counter() - due) * 1000)
            counts[status] += 1
            if status >= 300 and len(outcome.failures) < 3:
                outcome.failures.append(client.body.decode(errors="replace")[:500])

    await asyncio.gather(*(drive(client) for client in clients))
    outcome.seconds = time.perf_counter() - began
    outcome.answers = dict(counts)
    for client in clients:
        assert client.transport is not None
        client.transport.close()
    return outcome


def _encode(load: Load, method: str, path: str, body: str | None) -> bytes:
    content = (body or "").encode()
    head = [
        f"{method} /api/v1{path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {load.token}",
        f"Content-Length: {len(content)}",
        *(["Content-Type: application/json"] if body is not None else []),
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(run(asked))))
