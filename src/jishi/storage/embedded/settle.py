"""Settle in a directory: make it, make sure it is ours, and keep every other Jishi out of it."""

import errno
import fcntl
import os
import re
import stat
import time
from pathlib import Path

from jishi.storage.embedded.demote import name_of
from jishi.storage.embedded.errors import BelongsToAnother, CannotWrite, DiskFull, NotOurs, ServedAlready

OURS = re.compile(r"cluster|cluster\.new-.*|run|lock|url(\.new)?|server\.log(\.\d)?|lost\+found|\.\w+")
ROOM_FOR_A_CLUSTER = 128  # MB: 48 once made, and the journal grows before it is recycled
QUICK_CHANGE = 1.0  # seconds to wait for the lock: a look at who runs here holds it for an instant


class Home:
    """The directory of one embedded server and what stands in it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.cluster = self.directory / "cluster"
        self.log = self.directory / "server.log"
        self.url = self.directory / "url"
        self.lock = self.directory / "lock"
        self._lock: int | None = None

    def settle(self) -> None:
        """Make the directory if need be and claim it; raises what says why it cannot be ours."""
        if self._lock is not None:
            return
        try:
            self._make()
            self._refuse_strangers()
            # Root's directory is open to walk through, so that the lesser account reaches its own part of it.
            if self.directory.stat().st_uid == os.geteuid():
                self.directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
            self._claim()
        except OSError as wrong:
            raise refusal(wrong, self.directory) from wrong

    def half_made(self) -> list[Path]:
        """Return the clusters whose making was cut short."""
        return sorted(self.directory.glob(f"{self.cluster.name}.new-*"))

    def publish(self, url: str) -> None:
        """Let other processes of ours find the server."""
        fresh = self.url.with_name("url.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{url}\n")
        fresh.replace(self.url)

    def leave(self) -> None:
        """Let another Jishi in."""
        if self._lock is not None:
            self.url.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def check_room(self) -> None:
        """Refuse to make a cluster on a disk that cannot hold one."""
        room = os.statvfs(self.directory)
        if room.f_bavail * room.f_frsize < ROOM_FOR_A_CLUSTER << 20:
            raise DiskFull(directory=self.directory, megabytes=ROOM_FOR_A_CLUSTER)

    def sync(self) -> None:
        """Make the names in the directory survive a power cut."""
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _make(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = self.directory.stat().st_uid
        if os.geteuid() not in {0, owner}:
            raise BelongsToAnother(directory=self.directory, owner=name_of(owner), me=name_of(os.geteuid()))

    def _refuse_strangers(self) -> None:
        if self.cluster.exists():
            return  # a home already; what a person left beside it is theirs
        strangers = sorted(path.name for path in self.directory.iterdir() if not OURS.fullmatch(path.name))
        if strangers:
            raise NotOurs(directory=self.directory, found=strangers[0])

    def _claim(self) -> None:
        lock = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            if not take_lock(lock, fcntl.LOCK_EX, QUICK_CHANGE):
                pid = os.read(lock, 20).decode(errors="replace").strip() or "?"
                raise ServedAlready(directory=self.directory, pid=pid)
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
            self.url.unlink(missing_ok=True)  # of one that was killed
        except BaseException:
            os.close(lock)
            raise
        self._lock = lock


def running_url(directory: Path) -> str | None:
    """Return the address of the server that another process of ours runs on that directory, if one does."""
    home = Home(directory)
    try:
        lock = os.open(home.lock, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            return None if take_lock(lock, fcntl.LOCK_SH, 0) else home.url.read_text().strip()
        finally:
            os.close(lock)
    except FileNotFoundError:
        return None


def take_lock(lock: int, kind: int, seconds: float) -> bool:
    """Say whether the lock could be had in time. It goes with the process, also by kill -9."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)
        else:
            return True


def refusal(wrong: OSError, directory: Path) -> DiskFull | CannotWrite:
    """Return what to tell a person when the system refused a write there."""
    if wrong.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(directory=directory, megabytes=ROOM_FOR_A_CLUSTER)
    return CannotWrite(directory=wrong.filename or directory, reason=wrong.strerror or str(wrong))


def is_private(path: Path, owner: int) -> bool:
    """Say whether `path` is a real directory of that owner and closed to everyone else."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == owner and not status.st_mode & 0o077
