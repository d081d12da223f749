"""Run a PostgreSQL server of our own as a child of this process."""

import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from jishi.storage.embedded.create import DATABASE, address, create_cluster, environment
from jishi.storage.embedded.demote import Account, choose_account
from jishi.storage.embedded.errors import ServerSlow
from jishi.storage.embedded.explain import explain
from jishi.storage.embedded.launch import command
from jishi.storage.embedded.listen import Listening
from jishi.storage.embedded.locate import binary, runnable_by
from jishi.storage.embedded.settle import Home
from jishi.storage.embedded.tend import Tended
from jishi.storage.embedded.tune import tune

PATIENCE = 600.0  # seconds until ready: after a crash the server first replays its journal
FAST, AT_ONCE = signal.SIGINT, signal.SIGQUIT  # as PostgreSQL reads them


def silence(_: str) -> None:
    """Say nothing."""


class EmbeddedPostgres:
    """One server on one directory, alive at most as long as this process."""

    binary = staticmethod(binary)

    def __init__(
        self, directory: Path, *, settings: Mapping[str, str] | None = None, say: Callable[[str], None] = silence
    ) -> None:
        self._home = Home(Path(directory))
        self._settings = tune(settings or {})
        self._say = say
        self._server: Tended | None = None
        self._listening: Listening | None = None
        self._account: Account | None = None

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.running

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server else None

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database of a server that was started."""
        assert self._listening, "not started"  # noqa: S101
        return self._listening.url(database)

    def start(self) -> str:
        """Start the server unless it runs, wait until it serves, and return its address."""
        if not self.running:
            try:
                self._launch()
                self._wait_ready()
            except BaseException:
                self.stop()
                raise
        return self.url()

    def stop(self, seconds: float = 30.0) -> None:
        """Stop cleanly; after that many seconds, at once (the next start then replays the journal)."""
        if self._server:
            for number, patience in ((FAST, seconds), (AT_ONCE, 5.0), (signal.SIGKILL, 5.0)):
                self._server.signal(number)
                if self._server.wait(patience):
                    break
            self._server = None
        if self._listening:
            self._listening.remove()
        self._home.leave()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _launch(self) -> None:
        home = self._home
        home.settle()
        self._account = choose_account([home.cluster, home.directory])
        programs = runnable_by(self._account) / "bin"
        if not home.cluster.exists():
            self._say("Making a new database")
            durable = self._settings["fsync"] == "on"
            create_cluster(home, programs=programs, account=self._account, durable=durable)
        self._listening = self._listening or Listening(home.directory, self._account)
        settings = {**self._settings, "unix_socket_directories": self._listening.setting}
        words = [programs / "postgres", "-D", address(home.cluster, self._account)]
        for name, value in settings.items():
            words += ["-c", f"{name}={value}"]
        argv = command(words, dying=FAST, directory=home.cluster, account=self._account)
        self._server = Tended(argv, log=home.log, hear=silence, env=environment())

    def _wait_ready(self) -> None:
        assert self._server  # noqa: S101
        until = time.monotonic() + PATIENCE
        while not is_ready(self._home.cluster, self._server.pid):
            if self._server.wait(0.01):
                raise explain(self._server.last_words, self._home)
            if time.monotonic() > until:
                raise ServerSlow(seconds=int(PATIENCE), log=self._home.log)


def is_ready(cluster: Path, pid: int) -> bool:
    """Say whether that process serves the cluster, by the file PostgreSQL keeps for it."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"
