"""The nouns of being at work."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CAPACITY = 8


class Status(StrEnum):
    """在线状态. Only `online` is given tickets."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class Source(StrEnum):
    """Who keeps a status. The console's own lapses when the console falls silent; the others stay until changed."""

    CONSOLE = "console"
    API = "api"
    DEMO = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A colleague who can be given tickets. `wanted` is what they last chose, taken up again after a lost connection;
    `seen_at` the last sign of life of any of their consoles; `load` their tickets that are new or open."""

    person_id: int
    active: bool = True
    status: Status = Status.OFFLINE
    wanted: Status = Status.OFFLINE
    status_since: datetime
    seen_at: datetime | None = None
    source: Source = Source.CONSOLE
    capacity: int = CAPACITY
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Someone has a ticket open. `typing_since` is set while they write; `typed_at` is when they last did."""

    ticket_id: int
    person_id: int
    started_at: datetime
    seen_at: datetime
    typing_since: datetime | None = None
    typed_at: datetime | None = None
