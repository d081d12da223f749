"""A program that runs the embedded server until it is told to stop, or killed. It says how its start went."""

import json
import signal
import sys
from pathlib import Path

from jishi.kernel.errors import JishiError
from jishi.storage.embedded import launch
from jishi.storage.embedded.run import EmbeddedPostgres


def main() -> None:
    directory, *options = sys.argv[1:]
    if "--pipe" in options:
        launch.HAS_DEATH_SIGNAL = False  # type: ignore[misc]  # as on a system without one
    settings = next((json.loads(option) for option in options if option.startswith("{")), None)
    server = EmbeddedPostgres(Path(directory), settings=settings, say=lambda line: tell("say", line))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        tell("url", server.start(), server.pid)
        signal.pause()
    except JishiError as wrong:
        tell("wrong", type(wrong).__name__, wrong)
    finally:
        server.stop()


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
