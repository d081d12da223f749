"""The nouns of being at work."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CAPACITY = 12  # places: a phone call fills them, three chats do, a dozen mails
GRADES = range(1, 6)  # newcomer to veteran


class Status(StrEnum):
    """在线状态. Only `online` is given tickets."""

    ONLINE = "online"
    AWAY = "away"
    BREAK = "break"
    WRAP_UP = "wrap_up"
    OFFLINE = "offline"


class Source(StrEnum):
    """Who keeps a status. The console's own lapses when the console falls silent; the others stay until changed, or
    until a while after the shift."""

    CONSOLE = "console"
    API = "api"
    DEMO = "demo"
    DISPATCH = "dispatch"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A colleague who can be given tickets. `wanted` is what they last chose, taken up again after a lost connection;
    `until` when an absence ends by itself; `seen_at` the last sign of life of any of their consoles; `off_at`: the
    shift is over, and they are offline from then on unless a console of theirs is open; `load` the places that their
    new and open tickets take."""

    person_id: int
    active: bool = True
    status: Status = Status.OFFLINE
    wanted: Status = Status.OFFLINE
    status_since: datetime
    until: datetime | None = None
    seen_at: datetime | None = None
    off_at: datetime | None = None
    source: Source = Source.CONSOLE
    capacity: int = CAPACITY
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a ticket of a channel takes of a person, in places. `idle_after` so many seconds without a word since an
    answer it takes `idle_weight`; `wrap_up` is how many seconds follow a ticket before the next is given."""

    channel: str
    weight: int = 1
    idle_after: int | None = None
    idle_weight: int = 0
    wrap_up: int = 0


CHATS = ("chat", "wechat", "wechat_kf", "wecom", "feishu", "dingtalk")
OTHERS = ("email", "form", "portal", "social", "api")
TALKS = ("phone", *CHATS)  # in which two people are there at once
WEIGHTS = (
    Weight(channel="phone", weight=12, idle_after=300, idle_weight=1),
    *(Weight(channel=channel, weight=4, idle_after=600) for channel in CHATS),
    *(Weight(channel=channel) for channel in OTHERS),
)
"""Those of a desk that has not set its own; the same as the SQL function `default_channel`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something that tickets need and people have, each with a grade from 1 (newcomer) to 5 (veteran)."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Someone has a ticket open. `typing_since` is set while they write; `typed_at` is when they last did."""

    ticket_id: int
    person_id: int
    started_at: datetime
    seen_at: datetime
    typing_since: datetime | None = None
    typed_at: datetime | None = None
