"""Hear what somebody is still sending before they are refused."""

import asyncio
import contextlib

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

SMALL = 60_000  # bytes that fit into a socket's buffer: they have arrived, whether anybody reads them or not
MOST = 100_000_000  # bytes that are read only to be thrown away
PATIENCE = 20.0  # seconds that they may take
CONTINUE = (b"expect", b"100-continue")  # waits to be asked for its body, and hears a refusal without sending it


class HearOut:
    """Pure ASGI. An answer that comes before the whole body was read, to an upload that is too large for instance,
    would end in a connection reset while the other side still sends: it would never see why it was refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not sends_much(scope):
            await self.app(scope, receive, send)
            return
        heard = False

        async def hear() -> ReceiveMessage:
            nonlocal heard
            message = await receive()
            heard = message["type"] != "http.request" or not message["more_body"]
            return message

        async def throw_away() -> None:
            left = MOST
            while not heard and left > 0:
                message = await hear()
                left -= len(message["body"]) if message["type"] == "http.request" else left

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and not heard:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(throw_away(), PATIENCE)
            await send(message)

        await self.app(scope, hear, answer)


def sends_much(scope: Scope) -> bool:
    """Whether a body comes that may not have arrived yet."""
    much = False
    for name, value in scope["headers"]:
        if (name, value.lower()) == CONTINUE:
            return False
        if name == b"content-length":
            much = len(value) > len(str(SMALL)) or (value.isdigit() and int(value) > SMALL)
        elif name == b"transfer-encoding":
            much = True
    return much
