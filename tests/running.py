"""A real desk in its own processes, as `make up` runs it."""

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.patience import PATIENCE, until


@dataclass
class RunningDesk:
    """`jishi up` on a data directory and a free port."""

    data: Path
    demo: bool = True
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    password: str = ""
    said: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it says where it serves. A second start keeps the port."""
        self.said = self.data / "said.log"
        self.data.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ, **self.settings, "JISHI_DATA": str(self.data), "JISHI_PORT": str(self.port),
            "JISHI_HOST": "127.0.0.1",
        }  # fmt: skip
        environment.pop("JISHI_DATABASE_URL", None)
        words = [sys.executable, "-m", "jishi.web.cli", "up", *([] if self.demo else ["--no-demo"])]
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(words, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            until(lambda: self._port() or self._has_ended())
        except AssertionError:
            self.stop()
        assert self._port(), f"the desk does not serve:\n{self.words()}"
        self.port = self._port()
        if password := re.search(r"demo-[a-z0-9]{6}", self.words()):
            self.password = password[0]

    def stop(self) -> int:
        """Stop it as Ctrl-C does; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def words(self) -> str:
        return self.said.read_text(errors="replace")

    def _port(self) -> int:
        """Where it says that it serves; 0 while it does not."""
        found = re.search(r"serves at http://\S+?:(\d+)", self.words())
        return int(found[1]) if found else 0

    def _has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def token(self, email: str = "admin@demo.test", workspace: str = "demo") -> str:
        """An API token, made on the command line beside the running desk."""
        environment = {**os.environ, "JISHI_DATA": str(self.data)}
        words = [sys.executable, "-m", "jishi.web.cli", "token", "--workspace", workspace, "--email", email]
        return subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout.strip()

    def set_up(self) -> str:
        """Make the first workspace, `test`, with its administrator; a token of theirs."""
        me = {
            "workspace": "Test", "slug": "test", "name": "Maya", "email": "maya@example.com",
            "password": "correct horse battery staple",
        }  # fmt: skip
        httpx.post(f"{self.url}/api/v1/setup", json=me, trust_env=False, timeout=PATIENCE).raise_for_status()
        return self.token("maya@example.com", "test")

    def client(self, token: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=PATIENCE,
            trust_env=False,
        )
