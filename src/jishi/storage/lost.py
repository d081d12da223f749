"""Whether the database went away, rather than what was asked of it being wrong."""

import asyncpg

from jishi.kernel.errors import Unavailable

AWAY = (
    ConnectionError,
    asyncpg.InterfaceError,
    # The driver's word for being asked between the server's last words and the end of the line: "cannot switch to
    # state …". It is of no other kind, and whoever did not expect it never heard of the database again.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)
LOST = (Unavailable, OSError, *AWAY)  # where nothing but the database is asked, so that no other file can be missing


def lost(error: BaseException) -> bool:
    """Then the same is tried again, and nobody is to blame."""
    return isinstance(error, LOST)
