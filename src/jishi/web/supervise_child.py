"""A program under the supervisor, and the socket that the programs share."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jishi.kernel.errors import Unavailable
from jishi.storage.embedded.launch import Leash, command
from jishi.storage.embedded.tend import describe_end
from jishi.web.say_ready import ReadyPipe

BACKLOG = 2048  # connections that wait in the kernel while a web worker starts again
RELEASE = 5.0  # seconds that the web workers of a killed desk may take to let go of the port


class CannotListen(Unavailable):
    """The desk cannot listen on {host} port {port} ({reason}); set JISHI_HOST or JISHI_PORT to another."""


@dataclass(kw_only=True)
class Child:
    """One program. It dies with the supervisor, also by kill -9.

    Without `ready` it counts as ready as soon as it runs, or as soon as it says so when it `says_ready`. `fds` are
    passed on under the same numbers.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = None
    ready: Callable[[], bool] | None = None
    says_ready: bool = False
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    fds: Sequence[int] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _leash: Leash | None = field(default=None, init=False, repr=False)
    _pipe: ReadyPipe | None = field(default=None, init=False, repr=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def serves(self) -> bool:
        return self.running and (self._pipe is None or self._pipe.heard) and (self.ready is None or self.ready())

    @property
    def ending(self) -> str:
        """How it ended, as a person would say it."""
        return describe_end(self._process.returncode if self._process else None)

    def start(self) -> None:
        """Start the program."""
        self._slip()
        self._leash = Leash()
        self._pipe = ReadyPipe() if self.says_ready else None
        self._process = subprocess.Popen(  # noqa: S603  # our own words, no shell
            # Whoever killed the supervisor took the database with it, so there is nothing left to finish in peace.
            command(self.argv, dying=signal.SIGKILL, leash=self._leash),
            env=self._pipe.env(self.env) if self._pipe else self.env,
            pass_fds=[*self.fds, *self._leash.kept, *(self._pipe.kept if self._pipe else ())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the others in order
        )
        self._leash.hand_over()
        if self._pipe:
            self._pipe.hand_over()

    def stop(self, seconds: float | None = None) -> None:
        """Ask it to stop; after that many seconds make it. Interrupted, it can be called again."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.send_signal(self.stop_signal)
            self._process.wait(self.stop_seconds if seconds is None else seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)  # also what it started and did not end
        self._process.wait()
        self._slip()

    def _slip(self) -> None:
        if self._leash:
            self._leash.slip()
            self._leash = None
        if self._pipe:
            self._pipe.close()
            self._pipe = None


class Errand(Child):
    """A program that has to end well before what comes after it may start, such as a migration."""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() in {None, 0}

    @property
    def serves(self) -> bool:
        return self._process is not None and self._process.poll() == 0


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket that children can be given; port 0 takes any free one.

    The supervisor holds it, so connections made while a web worker starts again wait instead of being refused.
    """
    until = time.monotonic() + RELEASE
    while True:
        try:
            return bind(host, port)
        except OSError as wrong:
            if wrong.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise CannotListen(host=host, port=port, reason=wrong.strerror) from wrong
            time.sleep(0.1)


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket on the first address of the host."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def answers(listener: socket.socket, path: str = "/readyz", *, seconds: float = 1.0) -> bool:
    """Say whether a web worker behind the socket answers 200 there."""
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # asked, not opened
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((reachable, port), timeout=seconds) as connection:
            connection.sendall(request.encode())
            return connection.recv(64).split(b" ", 2)[1:2] == [b"200"]
    except OSError:
        return False
