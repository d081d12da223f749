"""Wait for a client to say what it wants, but not for ever, and not for thousands at once."""

import asyncio
import resource
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

ENOUGH_FILES = 65_536
REFUSAL = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Patient(HttpToolsProtocol):
    """The server's own protocol takes heads of any length, and as long as they take: a few clients that send headers
    for ever would fill the memory, a few thousand that send them slowly would use up all connections.
    """

    longest_head = 64 * 1024  # bytes that may come without anything being said by them; trailers count, too
    head_seconds = 20.0  # for saying what is wanted
    pause_seconds = 60.0  # within a body
    slowest = 200.0  # bytes of a body a second, on average
    look_seconds = 5.0
    most_waiting = 2000  # connections that have not said what they want
    waiting: ClassVar[dict["Patient", None]] = {}  # those, the longest first

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._loose = 0
        self._until: float | None = None
        self._await_head()
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        self.waiting.pop(self, None)
        self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._loose += len(data)
        if self._until is None:  # a blank line, too, ends the pause between two requests
            self._await_head()
        super().data_received(data)
        if self._loose > self.longest_head and not self.transport.is_closing():
            if not self._answering:
                self.transport.write(REFUSAL)
            self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.waiting.pop(self, None)
        self._loose = 0
        self._until = self.loop.time() + self.pause_seconds

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._loose = 0
        if self._until is not None:
            self._until = min(self._until + len(body) / self.slowest, self.loop.time() + self.pause_seconds)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._loose = 0
        self._until = None  # now the client waits for us

    @property
    def _answering(self) -> bool:
        cycle: Any = self.cycle  # none before the first request
        return cycle is not None and not cycle.response_complete

    def _await_head(self) -> None:
        if self not in self.waiting:
            self._until = self.loop.time() + self.head_seconds
            self.waiting[self] = None
        if len(self.waiting) > self.most_waiting:
            next(iter(self.waiting)).hang_up()

    def hang_up(self) -> None:
        self.waiting.pop(self, None)
        self.transport.abort()

    def _look_later(self) -> None:
        self._look = self.loop.call_later(self.look_seconds, self._look_now)

    def _look_now(self) -> None:
        ours = self.flow.read_paused or (self._answering and self in self.waiting)
        if self._until is not None and ours:  # it is we who have not come so far
            self._until = max(self._until, self.loop.time() + self.pause_seconds)
        if self._until is not None and self.loop.time() > self._until:
            self.hang_up()
        else:
            self._look_later()


def open_many_files() -> None:
    """A connection is a file to the system, which often allows only a thousand unless asked for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted: Any = ENOUGH_FILES if hard == resource.RLIM_INFINITY else min(ENOUGH_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    else:
        wanted = soft
    Patient.most_waiting = min(Patient.most_waiting, max(wanted // 2, 1))
