"""Makes .venv with the locked packages, on a machine that has only Python and a package index.

    python3 build/bootstrap.py run    what it takes to build the console and to run the desk
    python3 build/bootstrap.py all    that, and what it takes to test and to release

Runs under the system's Python, whichever it is: no syntax newer than 3.7 here, or the one clear line about an old
Python becomes a SyntaxError.
"""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

UV = "uv==0.13.9"
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CANONICAL = "https://pypi.org/simple"
GROUPS = {"run": ["--no-default-groups", "--group", "console"], "all": []}


def bootstrap(what: str) -> None:
    """Bring .venv up to date with uv.lock."""
    _check_python()
    python = VENV / "bin" / "python"
    if not python.exists():
        print("Making .venv …", flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    _run([str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", UV])
    print("Installing the locked packages …", flush=True)
    index = _other_index()
    if index:
        _install_from(index, what)
    else:
        # A person who tests also runs: never take away what the other target has installed.
        _uv("sync", "--locked", "--quiet", *_unless_all(what, "--inexact"), *GROUPS[what])


def _install_from(index: str, what: str) -> None:
    # `uv sync` downloads from the addresses in the lock. Behind a mirror these may be out of reach, so ask the
    # mirror for the same versions, and hold what it sends against the same hashes.
    with tempfile.TemporaryDirectory() as folder:
        locked = str(Path(folder) / "locked.txt")
        _uv("export", "--frozen", "--quiet", "--no-emit-project", "--output-file", locked, *GROUPS[what])
        _uv("pip", "install", "--quiet", "--require-hashes", "--default-index", index, "--requirement", locked)
    _uv("pip", "install", "--quiet", "--no-deps", "--default-index", index, "--editable", ".")


def _other_index() -> str:
    """The index that this machine uses in place of the canonical one, as pip or uv were told; else nothing."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    listed = subprocess.run(
        [str(VENV / "bin" / "python"), "-m", "pip", "config", "list"], stdout=subprocess.PIPE, check=True
    )
    settings = dict(line.split("=", 1) for line in listed.stdout.decode().splitlines() if "=" in line)
    for scope in (":env:", "install", "global"):
        index = settings.get(scope + ".index-url", "").strip("'\"").rstrip("/")
        if index:
            return "" if index == CANONICAL else index
    return ""


def _uv(*arguments: str) -> None:
    environment = dict(os.environ, VIRTUAL_ENV=str(VENV), UV_PROJECT_ENVIRONMENT=str(VENV))
    environment.setdefault("UV_NO_PROGRESS", "1")
    # Once, here: where Python keeps no compiled files, each program of the desk would compile for seconds at its start.
    environment.setdefault("UV_COMPILE_BYTECODE", "1")
    if "PIP_CERT" in environment:
        environment.setdefault("SSL_CERT_FILE", environment["PIP_CERT"])
    _run([str(VENV / "bin" / "uv"), *arguments], environment)


def _run(command: "list[str]", environment: "dict[str, str] | None" = None) -> None:
    subprocess.run(command, cwd=str(ROOT), env=environment, check=True)


def _unless_all(what: str, option: str) -> "list[str]":
    return [] if what == "all" else [option]


def _check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (the very question that is asked here)
        found = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(f"Jishi needs Python 3.11 or newer; {sys.executable} is {found}. Say which: make PYTHON=python3.12 …")
    if not (find_spec("venv") and find_spec("ensurepip")):
        sys.exit(
            "Python's venv module is missing: install it (Debian, Ubuntu: apt-get install python3-venv), then again."
        )


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in GROUPS:
        sys.exit(__doc__)
    try:
        bootstrap(sys.argv[1])
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Could not install: {' '.join(failure.cmd[:4])} ended with {failure.returncode}.")
