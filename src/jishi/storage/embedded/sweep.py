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
# A server is asked to end cleanly, and has a minute for its last checkpoint; then it must only be gone.
STEPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def sweep(home: Home, *, say: Callable[[str], None]) -> None:
    """Leave the home as a clean stop would have, but for the journal that the server replays itself.

    Only the holder of the home's lock may sweep: then no process here can belong to anyone alive.
    """
    clusters = [home.cluster, *home.half_made()]
    end_survivors(clusters, say=say)
    for cluster in clusters[1:]:
        shutil.rmtree(cluster, ignore_errors=True)
    # PostgreSQL refuses to start when the process number in it is alive again as something else, or when it is empty.
    (home.cluster / "postmaster.pid").unlink(missing_ok=True)


def end_survivors(clusters: list[Path], *, say: Callable[[str], None]) -> None:
    """Wait for the servers of an earlier run to end, then make them."""
    survivors = find_survivors(clusters)
    if not survivors:
        return
    say(Progress.WAITING)
    for number, seconds in STEPS:
        send(number, survivors)
        until = time.monotonic() + seconds
        while survivors := find_survivors(clusters):
            if time.monotonic() > until or (number == signal.SIGINT and not any(survivors.values())):
                break  # too long, or without its first process nobody is left to end the others cleanly
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
    standing = [entry for entry in PROC.iterdir() if entry.name.isdigit() and identity(entry / "cwd") in places]
    parents = {int(entry.name): parent for entry in standing if (parent := parent_of(entry)) is not None}
    # By its title the first process cannot be told from a child that has only just been born.
    first = {*parents.values(), *(recorded(cluster) for cluster in clusters)}
    return {pid: pid in first for pid in parents}


def parent_of(entry: Path) -> int | None:
    """Return the parent of a server's process, or None of what is not one or has ended."""
    try:
        name, _, rest = (entry / "stat").read_text(errors="replace").rpartition(")")
    except OSError:
        return None
    state, parent, *_ = rest.split()
    return int(parent) if name.partition("(")[2] in {"postgres", "initdb"} and state not in "ZX" else None


def recorded(cluster: Path) -> int | None:
    """Return the number of the first process as the server's own file has it, right or wrong."""
    try:
        return int((cluster / "postmaster.pid").read_text(errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def identity(directory: Path) -> tuple[int, int] | None:
    """Return what makes the directory that one and no other."""
    try:
        status = directory.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def named_in(clusters: list[Path]) -> dict[int, bool]:
    """Find the first process by the server's own file, where there is no /proc.

    What such a server leaves behind is met by PostgreSQL's own check of its shared memory.
    """
    told = {recorded(cluster): cluster for cluster in clusters}
    return {pid: True for pid, cluster in told.items() if pid is not None and told_of(pid, cluster)}


def told_of(pid: int, cluster: Path) -> bool:
    """Say whether that process is a server that was told to serve this very cluster."""
    ps = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
    words = subprocess.run(ps, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return re.search(rf"\bpostgres -D {re.escape(str(cluster))}(\s|$)", words) is not None
