"""Keep the desk's programs running: start in order, start again what dies, stop in reverse order."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from jishi.kernel.errors import JishiError, Unavailable
from jishi.web.supervise_patience import Patience

TICK = 1.0  # seconds between looks when nothing wakes us: a dead child does, by SIGCHLD
READY_TICK = 0.05
READY_SECONDS = 120.0
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Charge(Protocol):
    """What a supervisor looks after: a `Child`, or an `EmbeddedPostgres`."""

    @property
    def name(self) -> str: ...
    @property
    def running(self) -> bool: ...
    @property
    def ready(self) -> bool: ...
    def start(self) -> object: ...
    def stop(self, seconds: float = ...) -> None: ...
