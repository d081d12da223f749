"""The bell: "something was committed, look at the journal". A hint only, rung outside every transaction."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from jishi.storage.lost import LOST

log = logging.getLogger(__name__)
CHANNEL = "jishi"
GATHER = 0.02  # seconds: rings closer together become one


class Bell:
    """Rings are gathered and sent on a connection of their own: NOTIFY inside a hot transaction serialises commits."""

    def __init__(self, connect: Callable[[], Awaitable[Any]]) -> None:
        self._connect = connect
        self._rung = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def ring(self) -> None:
        self._rung.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        connection = None
        try:
            connection = await self._connect()
            while True:
                await self._rung.wait()
                await asyncio.sleep(GATHER)
                self._rung.clear()
                await connection.execute(f"NOTIFY {CHANNEL}")
        except (asyncpg.PostgresError, *LOST) as error:
            # Listeners also look by themselves every second, so a lost ring costs a second and nothing else.
            log.warning("bell lost its connection", extra={"error": str(error)})
        finally:
            if connection is not None:
                with contextlib.suppress(Exception):
                    connection.terminate()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


class Ear:
    """Waits for the bell."""

    def __init__(self, connect: Callable[[], Awaitable[Any]]) -> None:
        self._connect = connect
        self._connection: Any = None
        self._heard = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return when the bell was rung since the last call, or after `seconds`."""
        await self.listen()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), seconds)
        self._heard.clear()

    async def listen(self) -> None:
        """From now on no ring is missed, as long as the connection lives."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._connect()
            await self._connection.add_listener(CHANNEL, lambda *_: self._heard.set())

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
