"""Run a PostgreSQL server of our own as a child of this process."""

import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from jishi.storage.embedded.create import DATABASE, address, create_cluster, environment
from jishi.storage.embedded.demote import choose_account
from jishi.storage.embedded.errors import ServerSlow
from jishi.storage.embedded.explain import explain, is_passing
from jishi.storage.embedded.launch import Leash, command
from jishi.storage.embedded.listen import Listening
from jishi.storage.embedded.locate import binary, runnable_by
from jishi.storage.embedded.progress import Progress, heard
from jishi.storage.embedded.recognise import recognise
from jishi.storage.embedded.settle import Home, refusal
from jishi.storage.embedded.sweep import sweep
from jishi.storage.embedded.tend import Tended
from jishi.storage.embedded.tune import tune

PATIENCE = 600.0  # seconds until ready: after a crash the server first replays its journal
CLEAN = 30.0  # seconds for a clean stop
FAST, AT_ONCE = signal.SIGINT, signal.SIGQUIT  # as PostgreSQL reads them


class EmbeddedPostgres:
    """One server on one directory, alive at most as long as this process."""

    name = "database"
    binary = staticmethod(binary)

    def __init__(
        self, directory: Path, *, settings: Mapping[str, str] | None = None, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """`say` is called with a `Progress` for each thing a person may have to wait for."""
        self._home = Home(Path(directory))
        self._settings = tune(settings or {})
        self._say = say
        self._server: Tended | None = None
        self._listening: Listening | None = None
        self._accepts = False

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.running

    @property
    def serves(self) -> bool:
        """Whether it takes connections now."""
        return self.running and self._accepts and is_ready(self._home.cluster, self.pid)

    @property
    def pid(self) -> int | None:
        """The number of the server's first process, also after its end."""
        return self._server.pid if self._server else None

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database of a server that was started; a restart keeps it."""
        assert self._listening, "not started"
        return self._listening.url(database)

    def start(self) -> str:
        """Start the server unless it runs, wait until it serves, and return its address."""
        if not self.running:
            try:
                self._prepare()
                self._launch()
                self._wait_ready()
                self._home.publish(self.url())
            except OSError as wrong:
                self.stop()
                raise refusal(wrong, self._home.directory) from wrong
            except BaseException:
                self.stop()
                raise
        return self.url()

    @property
    def ending(self) -> str:
        """Why it ended, for a person to read."""
        return self._server.ending if self._server else ""

    def stop(self, seconds: float | None = None) -> None:
        """Stop cleanly; after that many seconds (30), at once: the next start then replays the journal.

        Interrupted, it can be called again.
        """
        if self._server and not self._stop_cleanly(self._server, CLEAN if seconds is None else seconds):
            for number in (AT_ONCE, signal.SIGKILL):
                self._server.signal(number)
                if self._server.wait(6.0):  # the server itself kills after five what does not quit
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

    def _prepare(self) -> None:
        home = self._home
        home.settle()
        sweep(home, say=self._say)
        self._account = choose_account([home.cluster, home.directory])
        self._programs = runnable_by(self._account, say=self._say) / "bin"
        if not recognise(home, self._account):
            self._say(Progress.MAKING)
            durable = self._settings["fsync"] == "on"
            create_cluster(home, programs=self._programs, account=self._account, durable=durable)
        self._say(Progress.STARTING)
        self._listening = self._listening or Listening(home.directory, self._account)
        self._listening.open()

    def _launch(self) -> None:
        assert self._listening
        settings = {**self._settings, "unix_socket_directories": self._listening.setting}
        words = [str(self._programs / "postgres"), "-D", address(self._home.cluster, self._account)]
        for name, value in settings.items():
            words += ["-c", f"{name}={value}"]
        leash = Leash()
        # Without us it quits at once, which never waits for anything; the next start replays the journal.
        argv = command(words, dying=AT_ONCE, directory=self._home.cluster, account=self._account, leash=leash)
        self._server = Tended(argv, leash=leash, log=self._home.log, env=environment())
        self._accepts = False
        self._server.start(self._hear)

    def _wait_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.serves:
            assert self._server
            if self._server.wait(0.01):
                words = list(self._server.last_words)
                if not is_passing(words) or time.monotonic() > until:
                    raise explain(words, self._home)
                time.sleep(0.2)
                self._launch()
            if time.monotonic() > until:
                raise ServerSlow(seconds=int(PATIENCE), log=self._home.log)

    def _stop_cleanly(self, server: Tended, seconds: float) -> bool:
        server.signal(FAST)
        until = time.monotonic() + seconds
        while not server.wait(0.1):
            # Asked to stop while it replays its journal, PostgreSQL 18 may wait for ever, for a checkpointer that
            # nobody has told to end; and there is nothing yet that a clean end would save.
            if time.monotonic() > until or not self._accepts:
                return False
        return True

    def _hear(self, line: str) -> None:
        if "reinitializing" in line or "ready to accept connections" in line:
            self._accepts = "reinitializing" not in line
        if told := heard(line):
            self._say(told)


def is_ready(cluster: Path, pid: int | None) -> bool:
    """Say whether that process serves the cluster, by the file PostgreSQL keeps for it."""
    try:
        lines = (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"
