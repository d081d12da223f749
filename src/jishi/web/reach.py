"""Reach the database: the one named, the one already running on our data, or one started for the moment."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from jishi.kernel.errors import Unavailable
from jishi.storage import migrate
from jishi.storage.database import Database, open_database
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.storage.embedded.settle import running_url
from jishi.web.config import Config

# What is wrong with the server or with our rights there; anything else would be a mistake of ours.
REFUSALS = (
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
)


class RefusedByDatabase(Unavailable):
    """The database refuses: {reason}."""


class NotPrepared(Unavailable):
    """The database is not as this version needs it (schema {found}, needed {known}). Run: jishi migrate"""


@contextmanager
def reach_ready(config: Config) -> Iterator[str]:
    """The address of a database with the schema of this version, for those who only work on it."""
    with reach(config) as url:
        asyncio.run(check_ready(url))
        yield url


async def check_ready(url: str) -> None:
    """One clear error now rather than whatever the first statement happens to meet."""
    found, known = await migrate.current(url), migrate.head()
    if found is not None and found > known:
        raise migrate.NewerSchema(found=found, known=known)
    if found != known:
        raise NotPrepared(found=found or "none", known=known)


@contextmanager
def reach(config: Config) -> Iterator[str]:
    """The database's address, for as long as the block runs."""
    url = config.database_url or running_url(config.cluster)
    try:
        if url is not None:
            yield url
        else:
            with EmbeddedPostgres(config.cluster) as server:
                yield server.url()
    except REFUSALS as wrong:
        raise RefusedByDatabase(reason=str(wrong)) from wrong


async def open_desk(url: str, *, size: int = 10) -> Database:
    """The database with the desk's reactions."""
    # They are most of the desk: whoever only looks whether there is something to do would load it all for nothing.
    from jishi.reactions import AFTERWARDS, AT_ONCE  # noqa: PLC0415

    return await open_database(url, at_once=AT_ONCE, afterwards=AFTERWARDS, size=size)
