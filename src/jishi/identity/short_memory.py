"""Remember an answer for a moment, in this process."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
MOST = 10_000
DISTRUST = 30.0  # seconds, longer than any request


class ShortMemory(Generic[Key, Value]):
    """Answers about something, kept for `seconds`. Other processes learn of a change when that time is over, this one
    at once.
    """

    def __init__(self, seconds: float, *, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._kept: dict[Key, tuple[Value, Hashable, float]] = {}
        self._distrusted: dict[Hashable, float] = {}

    def recall(self, key: Key) -> Value | None:
        kept = self._kept.get(key)
        if kept is None or kept[2] <= self._now() or self._is_distrusted(kept[1]):
            return None
        return kept[0]

    def keep(self, key: Key, value: Value, *, about: Hashable) -> None:
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = (value, about, self._now() + self._seconds)

    def forget(self, about: Hashable) -> None:
        """Trust nothing known about this, nor anything learnt for a while: who changes it has not committed yet, so a
        look at the database could still find the old.
        """
        now = self._now()
        self._distrusted = {key: until for key, until in self._distrusted.items() if until > now}
        self._distrusted[about] = now + DISTRUST

    def _is_distrusted(self, about: Hashable) -> bool:
        until = self._distrusted.get(about)
        return until is not None and until > self._now()
