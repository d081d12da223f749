"""A supervisor for the tests to signal and to kill, and the small programs it looks after.

python -m supervised desk '[{"name": …, "does": …}, …]' JOURNAL DIRECTORY
"""

import functools
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from types import FrameType

from jishi.kernel.errors import JishiError
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.web import supervise, supervise_patience
from jishi.web.supervise_child import Child, Errand, answers, listen

HOUR = 3600.0  # seconds


def desk(wanted: list[dict[str, str]], journal: Path, directory: Path) -> int:
    """Supervise what is wanted; everything it says is a line of the journal."""
    # On a busy machine everything may take long, and none of it counts but what a test is about.
    supervise_patience.FIRST_DELAY, supervise_patience.QUICK, supervise.READY_SECONDS = 0.02, HOUR, HOUR
    if any(one["does"] == "slow" for one in wanted):
        supervise.ECHO = HOUR
    listener = listen("127.0.0.1", 0)
    charges: list[supervise.Charge] = []
    for one in wanted:
        argv = [sys.executable, "-m", "supervised", one["does"], one["name"], str(journal), str(listener.fileno())]
        if one["does"] == "database":
            charges.append(EmbeddedPostgres(directory))
        elif one["does"] in {"succeed", "fail"}:
            charges.append(Errand(name=one["name"], argv=argv))
        else:
            started = functools.partial(has_started, one["name"], journal)
            ready = {"answer": lambda: answers(listener), "unready": lambda: False}.get(one["does"], started)
            kind = Watched if one["does"] == "watched" else Child
            charges.append(kind(name=one["name"], argv=argv, ready=ready, fds=[listener.fileno()], stop_seconds=HOUR))

    def serving() -> None:
        port = listener.getsockname()[1]
        url = next((charge.url() for charge in charges if isinstance(charge, EmbeddedPostgres)), "-")
        write(journal, "desk", "serving", port, url)

    return supervise.supervise(charges, on_serving=serving, say=lambda notice: write(journal, "desk", "says", notice))


class Watched(Child):
    """Told to stop in the midst of a look at it: whoever looks holds a lock then."""

    @property
    def running(self) -> bool:
        found = super().running
        journal = Path(self.argv[5])
        if "desk serving" in journal.read_text() and "looked" not in journal.read_text():
            os.kill(os.getpid(), signal.SIGHUP)
            write(journal, self.name, "looked")
        return found


def has_started(name: str, journal: Path) -> bool:
    return f"{name} started" in journal.read_text()


def write(journal: Path, *words: object) -> None:
    with journal.open("a") as file:
        file.write(" ".join(map(str, words)) + "\n")


def wait(name: str, journal: Path, manner: str) -> None:
    """Run until told to stop: at once, after a while, or never."""

    def stop(number: int, frame: FrameType | None) -> None:
        write(journal, name, "told", signal.Signals(number).name)
        if manner == "slow":
            time.sleep(0.7)
            write(journal, name, "stopped")
        if manner != "deaf":
            sys.exit()

    signal.signal(signal.SIGTERM, stop)
    write(journal, name, "started", os.getpid())
    while True:
        time.sleep(60)


def answer(name: str, journal: Path, fd: int) -> None:
    """Answer every request on the socket with 200 and our number."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    write(journal, name, "started", os.getpid())
    listener = socket.socket(fileno=fd)
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(f"HTTP/1.1 200 OK\r\n\r\n{os.getpid()}".encode())


def main() -> int:
    does, *rest = sys.argv[1:]
    if does == "desk":
        return desk(json.loads(rest[0]), Path(rest[1]), Path(rest[2]))
    name, journal = rest[0], Path(rest[1])
    if does in {"wait", "slow", "deaf", "unready", "watched"}:
        wait(name, journal, does)
    if does == "answer":
        answer(name, journal, int(rest[2]))
    write(journal, name, "started", os.getpid())
    return 0 if does == "succeed" else 3


if __name__ == "__main__":
    try:
        sys.exit(main())
    except JishiError as wrong:
        sys.exit(str(wrong))
