"""Make a new cluster: whole or not at all."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from jishi.storage.embedded.demote import Account, give
from jishi.storage.embedded.errors import Nameless
from jishi.storage.embedded.explain import explain
from jishi.storage.embedded.launch import command
from jishi.storage.embedded.listen import SUPERUSER
from jishi.storage.embedded.settle import Home

DATABASE = "jishi"


def create_cluster(home: Home, *, programs: Path, account: Account | None, durable: bool) -> None:
    """Make the cluster beside its place and move it there when it is complete."""
    check_named(account)
    home.check_room()
    fresh = home.directory / f"{home.cluster.name}.new-{os.getpid()}"
    try:
        fresh.mkdir(mode=0o700)
        give(fresh, account)
        fill(fresh, home, programs=programs, account=account, durable=durable)
        fresh.rename(home.cluster)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)  # also to give a full disk its room back
        raise
    if durable:
        home.sync()


def fill(fresh: Path, home: Home, *, programs: Path, account: Account | None, durable: bool) -> None:
    """Make a cluster with the desk's database in an empty directory."""
    where = address(fresh, account)
    words: list[str | Path] = [
        programs / "initdb", "-D", where, "-U", SUPERUSER, "-E", "UTF8", "--no-instructions", "--no-sync",
        # Who reaches the private socket is us; nobody comes by the network, whatever a setting says.
        "--auth-local=trust", "--auth-host=reject",
        # The same order and letters on every machine, whatever its libraries: by code point, all of Unicode.
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    ]  # fmt: skip
    run_there(words, fresh, account, home)
    words = [
        programs / "postgres",
        "--single",
        "-D",
        where,
        "-c",
        "fsync=off",
        "-c",
        "log_checkpoints=off",
        "template1",
    ]
    run_there(words, fresh, account, home, say=f"CREATE DATABASE {DATABASE}\n")
    if durable:  # once, at the end: it is a thousand files, and nobody has them before
        run_there([programs / "initdb", "--sync-only", "-D", where], fresh, account, home)


def check_named(account: Account | None) -> None:
    """Refuse an account without a name, which initdb would refuse less clearly."""
    uid = account[0] if account else os.geteuid()
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise Nameless(uid=uid) from None


def address(cluster: Path, account: Account | None) -> str:
    """Return how the server calls its cluster.

    A lesser account may be unable to walk to it (a checkout under /root), yet stands in it: Linux then lets
    it through that name, and every process of the server stands there too.
    """
    return "/proc/self/cwd" if account and Path("/proc/self/cwd").exists() else str(cluster)


def run_there(
    words: Sequence[str | Path], cluster: Path, account: Account | None, home: Home, *, say: str = ""
) -> None:
    """Run one of the server's programs in the cluster to its end."""
    argv = command(words, dying=signal.SIGKILL, directory=cluster, account=account)
    done = subprocess.run(  # noqa: S603  # our own words, no shell
        argv, input=say, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(), check=False
    )
    with home.log.open("a") as log:
        log.write(done.stdout)
    if done.returncode:
        raise explain(done.stdout.splitlines(), home)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what the server's programs may know of our environment: no PGDATA, PGPORT or the like."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC", **(extra or {})}
