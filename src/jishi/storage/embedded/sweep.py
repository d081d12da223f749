"""Clear away what an earlier run left: processes first, then the files that speak of them."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from jishi.storage.embedded.errors import StillRunning
from jishi.storage.embedded.progress import Progress
from jishi.storage.embedded.settle import Home

PROC = Path("/proc")


def sweep(home: Home, *, say: Callable[[str], None], patience: float = 60.0) -> None:
    """Leave the home as a clean stop would have, but for the journal that the server replays itself.

    Only the holder of the home's lock may sweep: then no process here can belong to anyone alive.
    """
    clusters = [home.cluster, *home.half_made()]
    end_survivors(clusters, say=say, patience=patience)
    for cluster in clusters[1:]:
        shutil.rmtree(cluster, ignore_errors=True)
    # PostgreSQL refuses to start when the process number in it is alive again as something else, or when it is empty.
    (home.cluster / "postmaster.pid").unlink(missing_ok=True)


def end_survivors(clusters: list[Path], *, say: Callable[[str], None], patience: float) -> None:
    """Wait for the servers of an earlier run to end, then make them."""
    survivors = find_survivors(clusters)
    if not survivors:
        return
    say(Progress.WAITING)
    # A server ends cleanly. One without its first process has lost: what is left of it must only be gone.
    for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        send(number, find_survivors(clusters))
        until = time.monotonic() + seconds
        while survivors := find_survivors(clusters):
            if time.monotonic() > until or (number == signal.SIGINT and not any(survivors.values())):
                break
            time.sleep(0.02)
        else:
            return
    raise StillRunning(pid=min(survivors))


def send(number: signal.Signals, survivors: dict[int, bool]) -> None:
    """Signal the first processes, or every process once asking them nicely is over."""
    for pid, first in survivors.items():
        if first or number != signal.SIGINT:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
            except PermissionError:
                raise StillRunning(pid=pid) from None


def find_survivors(clusters: list[Path]) -> dict[int, bool]:
    """Return the server processes on these clusters: number → whether it is the first of its server."""
    if (PROC / "self/cwd").exists():
        return stand_in(clusters)
    return named_in(clusters)


def stand_in(clusters: list[Path]) -> dict[int, bool]:
    """Find them by where they stand: every process of a server stands in its cluster, whoever its parent is."""
    places = {identity(cluster) for cluster in clusters} - {None}
    found = {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit() or identity(entry / "cwd") not in places:
            continue
        try:
            name = (entry / "comm").read_text().strip()
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue  # it has just ended
        if name in {"postgres", "initdb"} and words:  # one that is dead and not yet buried has no words
            found[int(entry.name)] = not words.startswith(b"postgres: ")
    return found


def identity(directory: Path) -> tuple[int, int] | None:
    """Return what makes the directory that one and no other."""
    try:
        status = directory.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def named_in(clusters: list[Path]) -> dict[int, bool]:
    """Find the first process by the server's own file; it must also have been told this very cluster.

    Where there is no /proc. What such a server leaves behind is met by PostgreSQL's own check of its shared memory.
    """
    found = {}
    for cluster in clusters:
        try:
            pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            continue
        ps = ["ps", "-ww", "-o", "command=", "-p", str(abs(pid))]
        words = subprocess.run(ps, capture_output=True, text=True, check=False).stdout  # noqa: S603
        if re.search(rf"\bpostgres\b.*{re.escape(str(cluster))}(\s|$)", words):
            found[pid] = True
    return found
