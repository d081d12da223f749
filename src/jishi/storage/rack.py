"""Connections at hand: the driver's pool, without its ceremony for each request."""

from typing import Any

import asyncpg


class Rack:
    """Keeps what comes back well for whoever is next. The pool makes them, mends them, and lets people wait their turn.

    Giving one back to the pool takes a task and several turns of the loop, a twentieth of what an intake costs.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._spare: list[Any] = []
        self._waiting = 0
        self._closing = False

    async def take(self) -> Any:
        while self._spare:
            connection = self._spare.pop()
            if not is_closed(connection):
                return connection
            await self._pool.release(connection)
        self._waiting += 1
        try:
            return await self._pool.acquire()
        finally:
            self._waiting -= 1

    async def give(self, connection: Any, *, well: bool) -> None:
        """One that may still be busy, or that somebody waits for, goes through the pool."""
        if well and not self._waiting and not self._closing and not is_closed(connection):
            self._spare.append(connection)
        else:
            await self._pool.release(connection)

    async def close(self) -> None:
        """Waits for those in use: what comes back from now on must not be kept, or the pool waits for it for ever."""
        self._closing = True
        while self._spare:
            await self._pool.release(self._spare.pop())
        await self._pool.close()


def is_closed(connection: Any) -> bool:
    """Also of one that the pool has taken back because it was lost: asking such a one is an error of its own."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True
