"""Over a real socket: who sends too much still hears why it was refused."""

import asyncio
import http.client
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
import uvicorn

from jishi.storage.database import Database, open_database
from jishi.web.app import create_app
from tests.patience import PATIENCE

MEGABYTE = 1_000_000


@asynccontextmanager
async def serving(database_url: str) -> AsyncIterator[int]:
    """The desk on a port of its own."""

    async def opens() -> Database:
        return await open_database(database_url, at_once={}, afterwards={})

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # whoever comes before it serves waits here
        app = create_app(opens, live=False)
        server = uvicorn.Server(uvicorn.Config(app, http="httptools", ws="none", log_config=None, lifespan="on"))
        task = asyncio.create_task(server.serve([listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await task


def send(port: int, body: bytes, *, chunked: bool) -> tuple[int, dict[str, object]]:
    """As the simplest clients do: the whole body first, then the answer, and the connection is closed after it."""
    headers = {"Connection": "close", "Content-Type": "application/json"}
    parts = (body[at : at + MEGABYTE] for at in range(0, len(body), MEGABYTE))
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("POST", "/api/v1/session", parts if chunked else body, headers, encode_chunked=chunked)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.mark.parametrize("chunked", [False, True])
async def test_who_sends_too_much_is_told_so(database_url: str, chunked: bool) -> None:
    body = json.dumps({"workspace": "x", "email": "a@example.com", "password": "x" * 10 * MEGABYTE}).encode()
    async with serving(database_url) as port:
        status, said = await asyncio.to_thread(send, port, body, chunked=chunked)
    assert status == 413
    assert said["status"] == 413


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/v1/nothing", 404), ("PATCH", "/api/v1/session", 405)]
)
async def test_what_has_no_route_is_answered_with_a_request_id_and_in_ones_language(
    database_url: str, method: str, path: str, status: int
) -> None:
    async with serving(database_url) as port:

        def ask() -> tuple[int, dict[str, object], str | None, str | None]:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
                connection.request(method, path, headers={"Accept-Language": "zh-CN"})
                answer = connection.getresponse()
                said, get = json.loads(answer.read()), answer.getheader
                return answer.status, said, get("X-Request-ID"), get("X-Content-Type-Options")

        found, said, number, sniffing = await asyncio.to_thread(ask)
    assert found == status
    assert number
    assert said["request_id"] == number
    assert sniffing == "nosniff"
    assert not str(said["detail"]).isascii()
