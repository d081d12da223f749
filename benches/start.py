"""`jishi up` a second time until it serves, how long the first requests then wait for an owner, and what our own
processes hold while nothing happens."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
import psutil

from benches.desk import JISHI, ROOT, answers, request, wait_for

SECONDS, MEGABYTES, OWNED = 5.0, 350.0, 1.0
Found = TypeVar("Found")
FIRST = 4  # requests one after the other, the first of which met processes that had just started


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        first, token = start(folder, lambda _: make_token(folder))
        second, (owned, held) = start(folder, lambda running: look(running, token, rest=3 if quick else 15))
    return [
        {"name": "start", "what": f"jishi up, second time, to serving (first: {first:.1f} s)",
         "value": round(second, 2), "unit": "s", "limit": SECONDS, "better": "less", "ok": second <= SECONDS},
        {"name": "first_owner", "what": "the first request after that start, until it has an owner",
         "value": round(owned[0], 3), "unit": "s", "limit": OWNED, "better": "less", "ok": owned[0] <= OWNED,
         "fourth": round(owned[-1], 3)},
        {"name": "memory", "what": "our own processes at rest (PSS), the demo being lively", "value": round(held),
         "unit": "MB", "limit": MEGABYTES, "better": "less", "ok": held <= MEGABYTES},
    ]  # fmt: skip


class Running(NamedTuple):
    pid: int
    port: int


def start(folder: Path, see: Callable[[Running], Found]) -> tuple[float, Found]:
    """Seconds until it serves, and what was seen of it then."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    env = {**environment(folder), "JISHI_PORT": str(port), "JISHI_HOST": "127.0.0.1"}
    with (folder / "up.log").open("ab") as log:
        began = time.perf_counter()
        running = subprocess.Popen([*JISHI, "up"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(port), lambda: (folder / "up.log").read_text()[-2000:], seconds=300)
        took = time.perf_counter() - began
        return took, see(Running(running.pid, port))
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def look(running: Running, token: str, *, rest: float) -> tuple[list[float], float]:
    """Seconds until each of the first requests had an owner; megabytes of its Python processes after a rest."""
    owned = [seconds_to_owner(running.port, token, number) for number in range(FIRST)]
    time.sleep(rest)
    return owned, memory(running.pid) / 1e6


def seconds_to_owner(port: int, token: str, number: int) -> float:
    began = time.perf_counter()
    # By mail, which takes little of a person: nobody is full when the first of them comes.
    asked = request(number, channel="email", type="enquiry", level="normal", external_id=f"start {number}")
    ticket = ask(port, token, "POST", "/tickets", asked)["id"]
    wait_for(lambda: ask(port, token, "GET", f"/tickets/{ticket}")["owner"], lambda: "nobody was found", seconds=30)
    return time.perf_counter() - began


def ask(port: int, token: str, method: str, path: str, body: object = None) -> Any:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        method=method,
        data=None if body is None else msgspec.json.encode(body),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as said:  # noqa: S310
        return msgspec.json.decode(said.read())


def make_token(folder: Path) -> str:
    words = [*JISHI, "token", "--workspace", "demo", "--email", "admin@demo.test"]
    said = subprocess.run(words, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=True)
    return said.stdout.strip()


def environment(folder: Path) -> dict[str, str]:
    around = {**os.environ, "JISHI_DATA": str(folder / "var")}
    around.pop("JISHI_DATABASE_URL", None)
    return around


def memory(pid: int) -> int:
    """Bytes of a process tree, without the database: what is its own, and its share of what it shares."""
    root = psutil.Process(pid)
    ours = [each for each in [root, *root.children(recursive=True)] if Path(each.exe()).name != "postgres"]
    return sum(int(each.memory_full_info().pss) for each in ours)


if __name__ == "__main__":
    for row in measure(quick="--quick" in sys.argv):
        print(row)
