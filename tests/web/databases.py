"""Databases of their own on the tests' server, for what needs a whole desk to itself."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

_numbers = itertools.count(1)


@asynccontextmanager
async def empty_database(beside: str, *, like: str = "template0") -> AsyncIterator[str]:
    """The address of a new database on the server of that address; it is dropped afterwards.

    `like` names one that is copied, which nobody may be connected to.
    """
    name = f"whole_desk_{next(_numbers)}"
    server = await asyncpg.connect(beside)
    try:
        await server.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield urlunsplit(urlsplit(beside)._replace(path=f"/{name}"))
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await server.close()
