"""Give birth to the server's process and keep its log."""

import contextlib
import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from jishi.storage.embedded.launch import Leash

LARGEST_LOG = 10 << 20  # bytes; two older ones are kept


class Tended:
    """A process whose last words are remembered and whose whole output goes to a log that does not grow for ever."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        leash: Leash,
        log: Path,
        hear: Callable[[str], None],
        env: Mapping[str, str],
    ) -> None:
        self.last_words: deque[str] = deque(maxlen=60)
        self._leash = leash
        self._log = log
        self._hear = hear
        self._born = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._wrong: OSError | None = None
        # The death signal comes when the *thread* that gave birth ends, so the birth belongs to a thread that
        # stays as long as the child; a worker thread of the caller would take the server with it.
        self._thread = threading.Thread(target=self._tend, args=(argv, dict(env)), name="embedded", daemon=True)
        self._thread.start()
        self._born.wait()
        if self._wrong:
            raise self._wrong

    @property
    def pid(self) -> int:
        return self._alive.pid

    @property
    def running(self) -> bool:
        return self._alive.poll() is None

    def signal(self, number: int) -> None:
        self._alive.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Say whether the process has ended within that time; its last words are then complete."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._alive.wait(seconds)
            self._thread.join(timeout=1)
            return True
        return False

    @property
    def _alive(self) -> subprocess.Popen[bytes]:
        assert self._process is not None  # noqa: S101  # the constructor raises otherwise
        return self._process

    def _tend(self, argv: Sequence[str], env: dict[str, str]) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own words, no shell
                argv,
                env=env,
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
        assert self._process.stdout  # noqa: S101
        with self._process.stdout as words:
            self._write_down(words)
        self._process.wait()
        self._leash.slip()

    def _write_down(self, words: IO[bytes]) -> None:
        log = open_log(self._log)
        for line in words:
            text = line.decode(errors="replace").rstrip()
            self.last_words.append(text)
            with contextlib.suppress(Exception):  # whoever listens must not end the thread that the server hangs on
                self._hear(text)
            with contextlib.suppress(OSError):  # nor must a full disk: the server would wait for its reader
                log.write(line)
                if log.tell() > LARGEST_LOG:
                    log.close()
                    log = open_log(self._log)
        log.close()


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
