"""The nouns of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

WHOLE_DESK = 0  # stands for a team where no team takes the ticket: everybody may


class WhyNot(StrEnum):
    """Why somebody cannot be given a ticket."""

    DEACTIVATED = "deactivated"
    ELSEWHERE = "elsewhere"  # not in the team
    OFFLINE = "offline"
    AWAY = "away"
    DECLINED = "declined"  # gave this very ticket back
    FULL = "full"


class Why(StrEnum):
    """What settled a decision. The sentences stand in `explain`."""

    ONLY = "only"  # nobody else was eligible
    PREVIOUS = "previous"  # served this customer last
    LIGHTEST = "lightest"
    IDLE = "idle"  # waited longest for a ticket
    ORDER = "order"  # equal in everything that matters
    NO_MEMBERS = "no_members"
    NOBODY_ONLINE = "nobody_online"
    ALL_FULL = "all_full"
    NOBODY_FREE = "nobody_free"  # for more than one reason
    BY_HAND = "by_hand"
    TAKEN = "taken"
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"
    MOVED = "moved"


class Routed(StrEnum):
    """What settled the team."""

    ASKED = "asked"  # somebody said so
    TYPE = "type"
    DEFAULT = "default"
    NO_TEAM = "no_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A ticket as the dispatcher sees it. `previous` served its customer last; `declined` gave it back lately;
    `routed` says that its team was chosen by rule, so a rule may change it; `queued` why it waits already, and in which
    team's queue; `weight` the load it makes."""

    ticket_id: int
    type: str | None = None
    level: str = "normal"
    tier: str = "regular"
    channel: str = "form"
    team_id: int | None = None
    routed: bool = False
    queued: Why | None = None
    queued_in: int | None = None
    created_at: datetime
    due_at: datetime | None = None
    previous: int | None = None
    declined: frozenset[int] = frozenset()
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could be given a ticket. `idle_since`: last given a ticket, or online since, whichever is later."""

    id: int
    name: str
    active: bool = True
    status: str = "online"
    capacity: int = 8
    load: int = 0
    idle_since: datetime
    team_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Merit:
    """One reason to prefer somebody: less is better. The first that differs settles it."""

    why: Why
    value: float


@dataclass(frozen=True, slots=True)
class Rank:
    """How a strategy sees a candidate: merits in their order of importance, and a score to show, more is better."""

    merits: tuple[Merit, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What a decision saw of one candidate."""

    id: int
    why_not: WhyNot | None = None
    load: int
    capacity: int
    idle_since: datetime
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who is given the ticket, or None and why it waits. `params` fill the sentence."""

    agent_id: int | None
    why: Why
    params: Mapping[str, object] = field(default_factory=dict)
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The team whose members are considered, and why that one."""

    team_id: int | None
    why: Routed
