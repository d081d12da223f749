"""Choose the private directory of the server's socket."""

import contextlib
import os
import zlib
from pathlib import Path
from urllib.parse import quote

from jishi.storage.embedded.demote import Account
from jishi.storage.embedded.settle import is_private

SOCKET = ".s.PGSQL.5432"
LONGEST = 103  # bytes of a socket's whole path: 103 on macOS, 107 on Linux
SUPERUSER = "postgres"


class Listening:
    """Where the server listens: `path` as clients say it, `setting` as the server is told."""

    def __init__(self, directory: Path, account: Account | None) -> None:
        self._account = account
        beside = directory / "run"
        self.path = beside if fits(beside) else make_short(directory, account)
        # The server stands in its cluster: said from there, no name on the way to it can be too long or closed.
        self.setting = "../run" if self.path == beside else str(self.path)

    def open(self) -> None:
        """Make the directory, the account's alone, without what an earlier server left in it."""
        self.path.mkdir(mode=0o700, exist_ok=True)
        if self._account:
            os.chown(self.path, *self._account, follow_symlinks=False)
        self.path.chmod(0o700)
        self._clear()

    def url(self, database: str) -> str:
        """Return the address of a database, as asyncpg, libpq and SQLAlchemy read it."""
        return f"postgresql://{SUPERUSER}@/{quote(database)}?host={quote(str(self.path))}&port=5432"

    def remove(self) -> None:
        """Take away a directory that stands in a common place."""
        if self.setting != "../run":
            self._clear()
            with contextlib.suppress(OSError):
                self.path.rmdir()

    def _clear(self) -> None:
        for name in (SOCKET, f"{SOCKET}.lock"):
            (self.path / name).unlink(missing_ok=True)


def fits(directory: Path) -> bool:
    """Say whether the path of a socket in that directory is short enough for every system.

    A comma or a colon in it would be read as a list of hosts, or a port.
    """
    path = os.fsencode(directory / SOCKET)
    return len(path) <= LONGEST and not {*b",:"} & {*path}


def make_short(directory: Path, account: Account | None) -> Path:
    """Return a short private directory, the same for the same home unless someone sits on that name."""
    owner = account[0] if account else os.geteuid()
    places = [] if account else [os.environ.get("XDG_RUNTIME_DIR", "")]
    name = f"jishi-{zlib.crc32(os.fsencode(directory)):08x}"
    for place in filter(os.path.isdir, [*places, "/tmp"]):  # noqa: S108  # private below it, or refused
        for path in (Path(place, name), Path(place, f"{name}-{os.urandom(4).hex()}")):
            with contextlib.suppress(FileExistsError):
                path.mkdir(mode=0o700)
                return path
            if is_private(path, owner) or is_private(path, os.geteuid()):
                return path
    raise FileNotFoundError("no short directory for the server's socket")
