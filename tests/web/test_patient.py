"""Clients that never come to the point, at a real server with a little less patience than the desk's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, ClassVar

import pytest
import uvicorn

from jishi.web.patient import Patient

PATIENCE = 60.0  # seconds that a test waits for what must come
Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Brief(Patient):
    """The same, in a hurry."""

    head_seconds = 0.5
    pause_seconds = 0.5
    look_seconds = 0.05
    most_waiting = 20
    waiting: ClassVar[dict[Patient, None]] = {}


async def count_body(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    """Answers with the size of what was sent."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    if scope["path"] == "/slow":
        await asyncio.sleep(1)  # longer than a client may take for its head
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


@asynccontextmanager
async def serving(protocol: type[Patient]) -> AsyncIterator[Callable[[], Awaitable[Talk]]]:
    server = uvicorn.Server(
        uvicorn.Config(count_body, port=0, http=protocol, ws="none", lifespan="off", log_config=None)
    )
    running = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110  # it says so in no other way
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with AsyncExitStack() as stack:

        async def call() -> Talk:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
            return reader, writer

        yield call
    server.should_exit = True
    await running


@pytest.fixture
async def call() -> AsyncIterator[Callable[[], Awaitable[Talk]]]:
    Brief.waiting.clear()
    async with serving(Brief) as made:
        yield made


Call = Callable[[], Awaitable[Talk]]


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What comes until the server hangs up."""
    try:
        return await asyncio.wait_for(reader.read(), PATIENCE)
    except ConnectionError:
        return b""


async def answer(talk: Talk, request: bytes) -> bytes:
    reader, writer = talk
    writer.write(request)
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
    assert b"chunked" in head
    size = int(await reader.readline(), 16)
    body = await reader.readexactly(size)
    await reader.readuntil(b"0\r\n\r\n")
    return head.split(b"\r\n")[0] + b" " + body


async def pour(talk: Talk, start: bytes, piece: bytes) -> bytes:
    """Send `piece` again and again, until the server has had enough; what it says. A gigabyte would be too much."""
    reader, writer = talk
    writer.write(start)
    sent = 0
    try:
        while not reader.at_eof() and not writer.is_closing() and sent < 10**9:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
            await asyncio.sleep(0)
    except ConnectionError:
        pass
    assert sent < 10**9
    return await rest(reader)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-More: " + b"a" * 1000 + b"\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", b"a" * 10_000),
        (b"GET /", b"a" * 10_000),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: " + b"a" * 1000 + b"\r\n"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a" * 10_000),
    ],
    ids=["headers", "one header", "an address", "trailers", "an extension of a chunk"],
)
async def test_who_sends_a_head_without_end_is_hung_up_on(call: Call, start: bytes, piece: bytes) -> None:
    Brief.head_seconds, Brief.pause_seconds = PATIENCE, PATIENCE  # it is the length that counts
    try:
        said = await pour(await call(), start, piece)
    finally:
        Brief.head_seconds, Brief.pause_seconds = 0.5, 0.5
    assert said in {
        b"",
        b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    }


async def test_a_long_head_is_heard(call: Call) -> None:
    long = b"GET /%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n" % (b"a" * 8000, b"b" * 40_000)
    talk = await call()
    for _ in range(3):
        assert await answer(talk, long) == b"HTTP/1.1 200 OK 0"


@pytest.mark.parametrize(
    "start",
    [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
    ids=["nothing", "half a line", "half a head", "half a body"],
)
async def test_who_stops_in_the_midst_is_hung_up_on(call: Call, start: bytes) -> None:
    reader, writer = await call()
    writer.write(start)
    assert await rest(reader) == b""


async def test_who_trickles_a_body_is_hung_up_on(call: Call) -> None:
    """A byte now and then is within the pause and still too slow."""
    reader, writer = await call()
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
    ended = asyncio.create_task(rest(reader))
    for _ in range(int(PATIENCE / 0.1)):
        if ended.done():
            break
        writer.write(b"a")
        await asyncio.sleep(0.1)
    assert await ended == b""


async def test_who_sends_but_a_blank_line_after_an_answer_is_hung_up_on(call: Call) -> None:
    talk = await call()
    assert await answer(talk, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") == b"HTTP/1.1 200 OK 0"
    talk[1].write(b"\r\n")
    assert await rest(talk[0]) == b""


async def test_a_blank_line_too_many_while_the_answer_is_made_does_no_harm(call: Call) -> None:
    reader, writer = talk = await call()
    writer.write(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    await writer.drain()
    assert await answer(talk, b"\r\n") == b"HTTP/1.1 200 OK 0"
    assert not reader.at_eof()


async def test_who_has_asked_may_wait_for_the_answer(call: Call) -> None:
    talk = await call()
    for _ in range(2):
        assert await answer(talk, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") == b"HTTP/1.1 200 OK 0"


async def test_a_large_body_comes_whole(call: Call) -> None:
    size = 5_000_000
    body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (size, b"a" * size)
    assert await answer(await call(), body) == b"HTTP/1.1 200 OK 5000000"


async def test_requests_sent_ahead_are_answered_in_order(call: Call) -> None:
    talk = await call()
    ahead = [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (n, b"a" * n) for n in range(1, 6)]
    first = await answer(talk, b"".join(ahead))
    others = [await answer(talk, b"") for _ in ahead[1:]]
    assert [first, *others] == [b"HTTP/1.1 200 OK %d" % n for n in range(1, 6)]


async def test_of_too_many_that_say_nothing_the_oldest_goes_and_who_speaks_is_served(call: Call) -> None:
    Brief.head_seconds = PATIENCE
    try:
        silent = [await call() for _ in range(Brief.most_waiting + 5)]
        assert await answer(await call(), b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") == b"HTTP/1.1 200 OK 0"
        gone = [await rest(reader) for reader, _ in silent[:5]]
        assert gone == [b""] * 5
        assert await answer(silent[-1], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") == b"HTTP/1.1 200 OK 0"
    finally:
        Brief.head_seconds = 0.5
