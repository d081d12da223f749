"""Run the benches that stand beside the source, one process each, and print what they found against its limit."""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jishi
from jishi.kernel.errors import Invalid, NotFound

ROOT = Path(__file__).resolve().parents[3]
ORDER = (
    "due_at", "match", "start", "database", "live", "timers", "firing", "replan", "arrival", "burst", "notices",
    "alarms", "sustained", "races", "intake", "bulk", "inbox", "dispatch_sim",
)  # fmt: skip
ONE = (
    "import importlib, json, sys;"
    " print(json.dumps(importlib.import_module(sys.argv[1]).measure(quick=sys.argv[2] == '1')))"
)


class NoBenches(NotFound):
    """The benches are part of the source checkout: clone it and run `make bench` there."""


class NoSuchBench(Invalid):
    """There is no bench called {name}. There are: {names}."""


class BenchFailed(Invalid):
    """The bench {name} did not run to its end: {error}"""


def run_benches(only: Sequence[str], json_file: Path | None, *, quick: bool = False) -> int:
    """0 when every limit holds, 1 when one does not. The figures stay in `json_file`, or in benches/results."""
    if not (ROOT / "benches" / "desk.py").exists():
        raise NoBenches
    for name in only:
        if name not in ORDER:
            raise NoSuchBench(name=name, names=", ".join(ORDER))
    rows: list[dict[str, Any]] = []
    print(line("", "what", "measured", "limit"))
    for name in only or ORDER:
        for row in run_one(name, quick=quick):
            rows.append(row)
            print(show(row), flush=True)
            if not row["ok"] and "why" in row:
                print(f"{'':<7}{row['why']}")
    keep(rows, json_file, quick=quick)
    missed = [row["name"] for row in rows if not row["ok"]]
    print(f"Missed: {', '.join(missed)}" if missed else "Every limit holds.")
    return 1 if missed else 0


def run_one(name: str, *, quick: bool) -> list[dict[str, Any]]:
    """In a process of its own, so that no bench finds what another has left in memory."""
    began = time.monotonic()
    command = [sys.executable, "-c", ONE, f"benches.{name}", "1" if quick else "0"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if said.returncode != 0:
        raise BenchFailed(name=name, error=said.stderr.strip()[-1500:])
    rows: list[dict[str, Any]] = json.loads(said.stdout.strip().splitlines()[-1])
    return [{**row, "took": round(time.monotonic() - began, 1)} for row in rows]


def show(row: dict[str, Any]) -> str:
    sign = "≥" if row["better"] == "more" else "≤"
    unit = f" {row['unit']}".rstrip()
    mark = "ok" if row["ok"] else "MISSED"
    return line(mark, row["what"], f"{row['value']:,}{unit}", f"{sign} {row['limit']:,}{unit}")


def line(mark: str, what: str, measured: str, limit: str) -> str:
    return f"{mark:<7}{what:<86}{measured:>18}{limit:>20}"


def keep(rows: list[dict[str, Any]], json_file: Path | None, *, quick: bool) -> None:
    now = datetime.now(UTC)
    path = json_file or ROOT / "benches" / "results" / f"{now:%Y%m%dT%H%M%SZ}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    found = {"at": now.isoformat(), "version": jishi.__version__, "quick": quick, "machine": machine, "benches": rows}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(f"Kept in {path}")
