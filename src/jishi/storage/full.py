"""Whether there is no room left: for the database's rows, or for a file of ours."""

import errno
import sqlite3

import asyncpg

from jishi.kernel.errors import Unavailable

SAYS = {errno.ENOSPC, errno.EDQUOT}


class NoRoomLeft(Unavailable):
    """There is no room left on the disk of the desk."""

    seconds = 60


def full(error: BaseException) -> bool:
    """Then nothing is wrong with what was asked: it works again when somebody has made room."""
    if isinstance(error, OSError):
        return error.errno in SAYS
    if isinstance(error, sqlite3.Error):
        return error.sqlite_errorcode == sqlite3.SQLITE_FULL
    return isinstance(error, asyncpg.DiskFullError)
