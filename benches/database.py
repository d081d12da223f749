"""How soon the embedded database serves: started a second time, and killed while the desk is kept running."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benches.desk import ROOT, wait_for
from jishi.storage.embedded.locate import binary
from jishi.storage.embedded.run import EmbeddedPostgres

STARTED, BACK = 1.0, 2.0  # seconds
SUPERVISED = """
import sys
from pathlib import Path
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.web.supervise import supervise
server = EmbeddedPostgres(Path(sys.argv[1]))
sys.exit(supervise([server], on_serving=lambda: print(server.url(), flush=True)))
"""


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    tries = 3 if quick else 9
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as name:
        home = Path(name) / "postgres"
        Path(name).chmod(0o755)
        with EmbeddedPostgres(home) as server:
            ask(server.url(), "CREATE TABLE kept AS SELECT 42 AS answer")
        started = [seconds_to_start(home) for _ in range(tries)]
        back = []
        for _ in range(3):  # each time by another supervisor: what is killed often is started less and less soon
            with supervised(home) as url:
                back.append(seconds_to_come_back(home, url))
    return [
        row("database_start", "the embedded database, started again, to serving (median)", median(started), STARTED),
        row("database_back", "the embedded database, killed, until it answers again (worst)", max(back), BACK),
    ]


def row(name: str, what: str, value: float, limit: float) -> dict[str, object]:
    return {"name": name, "what": what, "value": round(value, 3), "unit": "s", "limit": limit, "better": "less",
            "ok": value <= limit}  # fmt: skip


def seconds_to_start(home: Path) -> float:
    server = EmbeddedPostgres(home)
    began = time.perf_counter()
    server.start()
    took = time.perf_counter() - began
    server.stop()
    return took


@contextmanager
def supervised(home: Path) -> Iterator[str]:
    """The database as `jishi up` keeps it, in a process of its own; its address."""
    words = [sys.executable, "-c", SUPERVISED, str(home)]
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout
        yield running.stdout.readline().strip()
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def seconds_to_come_back(home: Path, url: str) -> float:
    os.kill(int((home / "cluster" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    began = time.perf_counter()
    wait_for(lambda: ask(url, "SELECT answer FROM kept") == "42", lambda: "it does not come back")
    return time.perf_counter() - began


def ask(url: str, question: str) -> str:
    """What the database answers, or nothing."""
    words: list[str | Path] = [binary("psql"), "-X", "-q", "-A", "-t", url, "-c", question]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    for found in measure(quick="--quick" in sys.argv):
        print(found)
