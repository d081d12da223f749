"""The whole desk as one process tree: database, web workers, worker; started in order, stopped in reverse."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable

from jishi.kernel.errors import JishiError
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.web.config import Config
from jishi.web.demo_password import LOG_INS, demo_password
from jishi.web.reach import FOLDER
from jishi.web.supervise import Charge, supervise
from jishi.web.supervise_child import Child, Errand, listen

URL = "JISHI_DATABASE_URL"


def up(config: Config, *, demo: bool) -> int:
    """Run until told to stop; the exit code."""
    listener = listen(config.host, config.port)
    port = listener.getsockname()[1]
    environment = {**os.environ, "JISHI_DATA": str(config.data), "JISHI_PORT": str(port), "JISHI_HOST": config.host}
    charges: list[Charge] = []
    if config.database_url is None:
        charges.append(OwnDatabase(config, environment))
    words = [sys.executable, "-m", "jishi.web.cli"]
    charges.append(
        Errand(name="preparation", argv=[*words, "prepare", *([] if demo else ["--no-demo"])], env=environment)
    )
    for n in range(config.web_workers):
        charges.append(
            Child(
                name=f"web worker {n + 1}",
                argv=[*words, "serve", "--fd", str(listener.fileno())],
                env=environment,
                ready=answers(config.host, port),
                fds=[listener.fileno()],
            )
        )
    charges.append(Child(name="worker", argv=[*words, "work"], env=environment))
    return supervise(charges, on_serving=lambda: greet(config, port, demo=demo), say=warn)


class OwnDatabase(EmbeddedPostgres):
    """The embedded server; those who start after it learn its address."""

    name = "database"

    def __init__(self, config: Config, environment: dict[str, str]) -> None:
        super().__init__(config.data / FOLDER, say=lambda progress: print(f"jishi: {progress}", flush=True))  # noqa: T201
        self._environment = environment

    def start(self) -> str:
        self._environment[URL] = super().start()
        return self._environment[URL]


def answers(host: str, port: int) -> Callable[[], bool]:
    """Whether the desk answers at its door."""
    door = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::', ''} else host}:{port}/readyz"  # noqa: S104

    def ask() -> bool:
        try:
            with urllib.request.urlopen(door, timeout=2) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ask


def greet(config: Config, port: int, *, demo: bool) -> None:
    """Say where the desk is and how to get in."""
    lines = [f"Jishi serves at http://{config.host}:{port}"]
    if demo and (password := demo_password(config)) is not None:
        lines += ["Demo log-ins (workspace demo):", *(f"  {email:18} {password}   {who}" for email, who in LOG_INS)]
    lines.append("Ctrl-C stops everything.")
    print("\n".join(lines), flush=True)  # noqa: T201


def warn(error: JishiError) -> None:
    print(f"jishi: {error}", file=sys.stderr, flush=True)  # noqa: T201
