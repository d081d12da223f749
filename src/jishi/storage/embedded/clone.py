"""Copy a cluster made once, for tests and benches that need many new ones."""

import fcntl
import shutil
from pathlib import Path

from jishi.storage.embedded.create import create_cluster
from jishi.storage.embedded.demote import choose_account, give
from jishi.storage.embedded.locate import full_version, runnable_by
from jishi.storage.embedded.settle import Home

# For what is thrown away afterwards: a third faster, and a power cut may take it all.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum_naptime": "60s"}


def clone(cache: Path, directory: Path) -> None:
    """Put a new cluster into `directory`, ready to start there; `cache` keeps the one that is copied.

    Any number of processes may call it at once with the same cache.
    """
    home = Home(directory)
    if home.cluster.exists():
        return
    original = template(cache)
    home.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = home.directory / f"{home.cluster.name}.new-copy"
    shutil.copytree(original, fresh, symlinks=True)
    give(fresh, choose_account([original]))
    fresh.rename(home.cluster)


def template(cache: Path) -> Path:
    """Return a cluster of this version that was made and never started."""
    home = Home(cache / f"postgresql-{full_version()}")
    home.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home.settle()
        try:
            if not home.cluster.exists():
                account = choose_account([home.directory])
                programs = runnable_by(account, say=lambda _: None) / "bin"
                create_cluster(home, programs=programs, account=account, durable=False)
        finally:
            home.leave()
    return home.cluster
