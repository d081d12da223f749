"""Who listens, by workspace."""

import asyncio
from collections import defaultdict

from jishi.realtime.model import Event

ROOM = 2000  # events a slow screen may fall behind before it has to ask the journal again


class FellBehind(Exception):
    """The screen reads slower than the desk works."""


class Listener:
    """One open screen."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[Event] = asyncio.Queue(ROOM)
        self._behind = False

    def hear(self, event: Event) -> None:
        try:
            self._events.put_nowait(event)
        except asyncio.QueueFull:
            self._behind = True

    async def next(self, seconds: float) -> Event | None:
        """The next event, or None after that many seconds of silence."""
        if self._behind:
            raise FellBehind
        try:
            return await asyncio.wait_for(self._events.get(), seconds)
        except TimeoutError:
            return None


class Hub:
    """Passes each event to the screens of its workspace."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[Listener]] = defaultdict(set)

    def publish(self, workspace_id: int, event: Event) -> None:
        for listener in self._listeners.get(workspace_id, ()):
            listener.hear(event)

    def join(self, workspace_id: int) -> Listener:
        listener = Listener()
        self._listeners[workspace_id].add(listener)
        return listener

    def leave(self, workspace_id: int, listener: Listener) -> None:
        self._listeners[workspace_id].discard(listener)
        if not self._listeners[workspace_id]:
            del self._listeners[workspace_id]

    @property
    def listening(self) -> int:
        return sum(map(len, self._listeners.values()))
