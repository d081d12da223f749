"""Give birth to the server's process and keep its log."""

import contextlib
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from jishi.storage.embedded.explain import find_reason
from jishi.storage.embedded.launch import Leash

LARGEST_LOG = 10 << 20  # bytes; two older ones are kept


class Tended:
    """A process whose last words are remembered and whose whole output goes to a log that does not grow for ever."""

    def __init__(self, argv: Sequence[str], *, leash: Leash, log: Path, env: Mapping[str, str]) -> None:
        self.last_words: deque[str] = deque(maxlen=60)
        self._argv = argv
        self._leash = leash
        self._log = log
        self._env = dict(env)
        self._born = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._wrong: OSError | None = None
        self._thread: threading.Thread | None = None

    def start(self, hear: Callable[[str], None]) -> None:
        """Start the process; `hear` is called with each line it says, from another thread."""
        # The death signal comes when the *thread* that gave birth ends, so the birth belongs to a thread that
        # stays as long as the child; a worker thread of the caller would take the server with it.
        self._thread = threading.Thread(target=self._tend, args=(hear,), name="embedded", daemon=True)
        self._thread.start()
        self._born.wait()
        if self._wrong:
            raise self._wrong

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def ending(self) -> str:
        """How it ended: by which signal, or with which last words."""
        code = self._process.returncode if self._process else None
        return find_reason(self.last_words) if code and code > 0 else describe_end(code)

    def signal(self, number: signal.Signals) -> None:
        if self._thread:
            self._born.wait()  # whoever was interrupted while it was being born can still end it
        if self._process:
            self._process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Say whether the process has ended within that time; its last words are then complete."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._process:
                self._process.wait(seconds)
            if self._thread:
                self._thread.join(timeout=1)
            return True
        return False

    def _tend(self, hear: Callable[[str], None]) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own words, no shell
                self._argv,
                env=self._env,
                pass_fds=self._leash.kept,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the desk, which stops its database last
            )
        except OSError as wrong:
            self._wrong = wrong
            self._leash.slip()
            return
        finally:
            self._leash.hand_over()
            self._born.set()
        assert self._process.stdout
        with self._process.stdout as words:
            self._write_down(words, hear)
        self._process.wait()
        self._leash.slip()

    def _write_down(self, words: IO[bytes], hear: Callable[[str], None]) -> None:
        log = open_log(self._log)
        for line in words:
            text = line.decode(errors="replace").rstrip()
            self.last_words.append(text)
            with contextlib.suppress(Exception):  # whoever listens must not end the thread that the server hangs on
                hear(text)
            with contextlib.suppress(OSError):  # nor must a full disk: the server would wait for its reader
                log.write(line)
                if log.tell() > LARGEST_LOG:
                    log.close()
                    log = open_log(self._log)
        log.close()


def describe_end(code: int | None) -> str:
    """Return how a process ended, as a person would say it."""
    if code is None:
        return "not ended"
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def open_log(path: Path) -> IO[bytes]:
    """Open the log to append to, with the full one moved aside; somewhere else if it cannot be."""
    try:
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            older = path.with_name(f"{path.name}.1")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.2"))
            path.replace(older)
        return path.open("ab", buffering=0)
    except OSError:
        return Path(os.devnull).open("ab", buffering=0)
