"""`jishi up` a second time until it serves, and what our own processes then hold while nothing happens."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benches.desk import JISHI, ROOT, answers, wait_for

SECONDS, MEGABYTES = 5.0, 350.0


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        first, _ = start(folder, rest=1)
        second, held = start(folder, rest=3 if quick else 15)
    return [
        {"name": "start", "what": f"jishi up, second time, to serving (first: {first:.1f} s)",
         "value": round(second, 2), "unit": "s", "limit": SECONDS, "better": "less", "ok": second <= SECONDS},
        {"name": "memory", "what": "our own processes at rest (PSS), the demo being lively", "value": round(held),
         "unit": "MB", "limit": MEGABYTES, "better": "less", "ok": held <= MEGABYTES},
    ]  # fmt: skip


def start(folder: Path, *, rest: float) -> tuple[float, float]:
    """Seconds until it serves; megabytes of its Python processes after a rest."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    env = {**os.environ, "JISHI_DATA": str(folder / "var"), "JISHI_PORT": str(port), "JISHI_HOST": "127.0.0.1"}
    env.pop("JISHI_DATABASE_URL", None)
    with (folder / "up.log").open("ab") as log:
        began = time.perf_counter()
        running = subprocess.Popen([*JISHI, "up"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(port), lambda: (folder / "up.log").read_text()[-2000:], seconds=300)
        took = time.perf_counter() - began
        time.sleep(rest)
        return took, memory(running.pid) / 1e6
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def memory(pid: int) -> int:
    """Bytes of a process tree, without the database: what is its own, and its share of what it shares."""
    root = psutil.Process(pid)
    ours = [each for each in [root, *root.children(recursive=True)] if Path(each.exe()).name != "postgres"]
    return sum(int(each.memory_full_info().pss) for each in ours)


if __name__ == "__main__":
    for row in measure(quick="--quick" in sys.argv):
        print(row)
