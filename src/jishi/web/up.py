"""The whole desk as one process tree: database, worker, web workers; started in order, stopped in reverse."""

import os
import sys

from jishi.kernel.errors import JishiError
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.web.config import Config
from jishi.web.count_together import count_together
from jishi.web.demo_password import LOG_INS, demo_password
from jishi.web.supervise import Charge, supervise
from jishi.web.supervise_child import Child, Errand, answers, listen

URL = "JISHI_DATABASE_URL"


def up(config: Config, *, demo: bool) -> int:
    """Run until told to stop; the exit code."""
    with count_together() as place:
        return _up(config, place, demo=demo)


def _up(config: Config, place: dict[str, str], *, demo: bool) -> int:
    listener = listen(config.host, config.port)
    port = listener.getsockname()[1]
    environment = {
        **os.environ,
        **place,
        "JISHI_DATA": str(config.data),
        "JISHI_PORT": str(port),
        "JISHI_HOST": config.host,
    }
    charges: list[Charge] = []
    if config.database_url is None:
        charges.append(OwnDatabase(config, environment))
    words = [sys.executable, "-m", "jishi.web.cli"]
    charges.append(
        Errand(name="preparation", argv=[*words, "prepare", *([] if demo else ["--no-demo"])], env=environment)
    )
    # Before the web workers: what they take has an owner within a second from the first request on.
    charges.append(Child(name="worker", argv=[*words, "work"], env=environment, says_ready=True))
    charges.extend(
        Child(
            name=f"web worker {n + 1}",
            argv=[*words, "serve", "--fd", str(listener.fileno())],
            env=environment,
            ready=lambda: answers(listener),
            fds=[listener.fileno()],
        )
        for n in range(config.web_workers)
    )
    return supervise(charges, on_serving=lambda: greet(config, port, demo=demo), say=warn)


class OwnDatabase(EmbeddedPostgres):
    """The embedded server; those who start after it learn its address."""

    name = "database"

    def __init__(self, config: Config, environment: dict[str, str]) -> None:
        super().__init__(config.cluster, say=lambda progress: print(f"jishi: {progress}", flush=True))  # noqa: T201
        self._environment = environment

    def start(self) -> str:
        self._environment[URL] = super().start()
        return self._environment[URL]


def greet(config: Config, port: int, *, demo: bool) -> None:
    """Say where the desk is and how to get in."""
    lines = [f"Jishi serves at http://{config.host}:{port}"]
    if demo and (password := demo_password(config)) is not None:
        lines += ["Demo log-ins (workspace demo):", *(f"  {email:18} {password}   {who}" for email, who in LOG_INS)]
    lines.append("Ctrl-C stops everything.")
    print("\n".join(lines), flush=True)  # noqa: T201


def warn(error: JishiError) -> None:
    print(f"jishi: {error}", file=sys.stderr, flush=True)  # noqa: T201
