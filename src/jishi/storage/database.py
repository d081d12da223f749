"""The pool of connections, and everything a transaction needs of its surroundings."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
import msgspec

from jishi.kernel.errors import Unavailable
from jishi.kernel.facts import Fact
from jishi.storage.bell import Bell, Ear
from jishi.storage.ids import IdBlocks
from jishi.storage.journal import Follower
from jishi.storage.rack import Rack, is_closed
from jishi.storage.transaction import Reaction, Reactions, Transaction

SETTINGS = {"search_path": "jishi", "role": "jishi_app", "timezone": "UTC", "jit": "off"}


class DatabaseAway(Unavailable):
    """The database cannot be reached right now. Try again shortly."""


@dataclass(slots=True)
class Held:
    """A connection in use."""

    rack: Rack
    connection: Any

    async def release(self, *, well: bool = False) -> None:
        """`well`: its last statement has ended, as it should."""
        if not is_closed(self.connection) and self.connection.is_in_transaction():
            # A cancelled request may leave one open; such a connection must not serve another workspace.
            self.connection.terminate()
        await self.rack.give(self.connection, well=well)


class Database:
    """One per process. `afterwards` names reactions by `verb.__module__ + "." + verb.__name__` without the root."""

    def __init__(self, pool: asyncpg.Pool, url: str, *, at_once: Reactions, afterwards: Reactions) -> None:
        self.rack = Rack(pool)
        self.url = url
        self.at_once = at_once
        self.afterwards = {name_of(verb): verb for verbs in afterwards.values() for verb in verbs}
        self.followers: Mapping[type[Fact], Sequence[Follower]] = {
            kind: [Follower(name_of(verb), getattr(verb, "concerned_by", None)) for verb in verbs]
            for kind, verbs in afterwards.items()
        }
        self.ids = IdBlocks(self.next_block)
        self.bell = Bell(self.connect)
        self.memory: dict[object, object] = {}  # what packages keep between transactions, by keys of their own
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def hold(self) -> Held:
        try:
            await self.ids.reserve()
            return Held(self.rack, await self.rack.take())
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError, TimeoutError) as error:
            raise DatabaseAway from error

    def begin(self, workspace_id: int, *, by: str = "system", now: datetime | None = None) -> Transaction:
        """A transaction not yet begun. Whoever calls this also commits it; see `job` for the usual way."""
        return Transaction(self, workspace_id, by=by, now=now or self.clock())

    @asynccontextmanager
    async def job(
        self, workspace_id: int, *, by: str = "system", now: datetime | None = None
    ) -> AsyncIterator[Transaction]:
        """A transaction that commits when the block ends well, and is rolled back when it does not."""
        tx = self.begin(workspace_id, by=by, now=now)
        try:
            yield tx
            await tx.commit()
        except BaseException:
            await asyncio.shield(tx.rollback())
            raise

    async def across(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """Read with one of the functions that look across workspaces (worker, live screens, operator)."""
        held = await self.hold()
        rows: list[asyncpg.Record] | None = None
        try:
            rows = await held.connection.fetch(sql, *args)
        finally:
            await held.release(well=rows is not None)
        return rows

    async def connect(self) -> Any:
        """A connection outside the pool, for listening."""
        return await asyncpg.connect(self.url, server_settings=SETTINGS)

    def ear(self) -> Ear:
        return Ear(self.connect)

    async def close(self) -> None:
        await self.bell.close()
        await self.rack.close()

    async def next_block(self) -> int:
        """The first of a thousand numbers that nobody else is given."""
        connection = await self.rack.take()
        drawn: int | None = None
        try:
            drawn = await connection.fetchval("SELECT nextval('id_blocks')")
        finally:
            await self.rack.give(connection, well=drawn is not None)
        return drawn


async def open_database(
    url: str, *, at_once: Reactions | None = None, afterwards: Reactions | None = None, size: int = 10
) -> Database:
    """Connect. Every connection takes the role `jishi_app`, which cannot bypass row-level security."""
    pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_speak_json,
        reset=_leave_as_is,
        server_settings={**SETTINGS, "application_name": "jishi"},
        max_inactive_connection_lifetime=300,
        statement_cache_size=400,
    )
    database = Database(pool, url, at_once=at_once or {}, afterwards=afterwards or {})
    await database.ids.reserve()
    return database


def name_of(verb: Reaction) -> str:
    return f"{verb.__module__.removeprefix('jishi.')}.{verb.__name__}"


async def _speak_json(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
    )


async def _leave_as_is(_: Any) -> None:
    """asyncpg would reset each connection on release, a round trip; ours only ever change settings locally."""
