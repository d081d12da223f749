"""The machine and the installation."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator

from jishi.web.checks.model import Finding, bad, good, mind
from jishi.web.config import Config
from jishi.web.console import FOLDER as CONSOLE
from jishi.web.keep_secret import NAME, VARIABLE

OLDEST_PYTHON = (3, 11)
LITTLE, SCARCE = 2 << 30, 256 << 20  # bytes free on the disk of the data


def look(config: Config) -> Iterator[Finding]:
    """Needs no database."""
    yield _python()
    yield from _data(config)
    yield _console()
    yield _secret(config)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return bad(f"Python {version} is too old", "install Python 3.11 or newer and run make up again")
    return good(f"Python {version}")


def _data(config: Config) -> Iterator[Finding]:
    folder = config.data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield bad(
            f"{folder} cannot be written ({error.strerror})", "make it writable, or set JISHI_DATA to another folder"
        )
        return
    free = shutil.disk_usage(folder).free
    room = f"{folder} is writable, {free / 1e9:,.1f} GB are free"
    if free < SCARCE:
        yield bad(room, "free some space now: without any, nothing more can be stored")
    elif free < LITTLE:
        yield mind(room, "free some space soon")
    else:
        yield good(room)


def _console() -> Finding:
    if (CONSOLE / "index.html").exists():
        return good("The console is built")
    return bad("The console is not built", "run make console")


def _secret(config: Config) -> Finding:
    if os.environ.get(VARIABLE):
        return good(f"The desk's secret comes from {VARIABLE}")
    path = config.data / NAME
    if not path.exists():
        return mind("The desk has no secret yet", "it is made at the first start")
    if path.stat().st_mode & 0o077:
        return bad(f"{path} can be read by others", f"chmod 600 {path}")
    return good("The desk's secret is private")
