"""The nouns of a decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

WHOLE_DESK = 0  # stands for a team where no team takes the ticket: everybody may
DEFAULT_HANDLING = 600.0  # seconds somebody works on a ticket, while nothing was learned yet
UNPROMISED = 8 * 3600.0  # seconds that stand for the target of a ticket without a clock


class WhyNot(StrEnum):
    """Why somebody cannot be given a ticket."""

    DEACTIVATED = "deactivated"
    ELSEWHERE = "elsewhere"  # not in the team
    OFF_SHIFT = "off_shift"
    OFFLINE = "offline"
    BREAK = "break"
    AWAY = "away"
    WRAP_UP = "wrap_up"  # finishing the notes of a call
    UNSKILLED = "unskilled"
    LANGUAGE = "language"
    DECLINED = "declined"  # gave this very ticket back, refused its offer or let it lapse
    FULL = "full"


class Why(StrEnum):
    """What settled a decision. The sentences stand in `explain`."""

    ONLY = "only"  # nobody else was eligible
    WISHED = "wished"  # has what was wished for, and no longer waited for
    PREVIOUS = "previous"  # served this customer last
    EXPERT = "expert"  # the highest grade, for a complex one
    NEWCOMER = "newcomer"  # the lowest grade that suffices, for a simple one
    FEWEST_SKILLS = "fewest_skills"  # keeps those who can do more free for what needs more
    LIGHTEST = "lightest"
    IDLE = "idle"  # waited longest for a ticket
    TURN = "turn"  # whose turn it is
    ORDER = "order"  # equal in everything that matters
    NO_MEMBERS = "no_members"
    NOBODY_ONLINE = "nobody_online"
    NOBODY_SKILLED = "nobody_skilled"
    ALL_FULL = "all_full"
    NOBODY_FREE = "nobody_free"  # for more than one reason
    TO_PULL = "to_pull"  # the queue is worked by who takes the next
    BY_HAND = "by_hand"
    TAKEN = "taken"
    PULLED = "pulled"  # with the button for the next one
    ACCEPTED = "accepted"
    OFFERED = "offered"
    REFUSED = "refused"
    LAPSED = "lapsed"  # offered, and not answered in time
    OVERFLOWED = "overflowed"
    PEAK = "peak"
    ABSENT = "absent"  # the owner went off shift or away
    LEFT = "left"
    OVER_CAPACITY = "over_capacity"
    BEST_FIT = "best_fit"  # for many tickets together, not for each in turn
    REASSIGNED = "reassigned"  # one of many at once
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"
    MOVED = "moved"


class Routed(StrEnum):
    """What settled the team."""

    ASKED = "asked"  # somebody said so
    RULE = "rule"
    TYPE = "type"
    DEFAULT = "default"
    NO_TEAM = "no_team"


class Strategy(StrEnum):
    """How a queue finds who, and which. What each does stands in `strategies`."""

    INDEX = "index"  # what being late costs
    LEAST_LOAD = "least_load"
    ROUND_ROBIN = "round_robin"
    LONGEST_IDLE = "longest_idle"
    PULL = "pull"


class Mode(StrEnum):
    """Whether somebody is asked first."""

    PUSH = "push"
    OFFER = "offer"


class Dropped(StrEnum):
    """Why something wished for was let go."""

    WAITED = "waited"
    NOBODY = "nobody"  # none of those considered has it
    PEAK = "peak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A skill a ticket asks for. A wished one is let go after `drop_after` seconds of waiting; None: only when nobody
    has it."""

    skill_id: int
    name: str = ""
    grade: int = 1
    required: bool = True
    drop_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """Who else may take what has waited `after` seconds. No team: the whole desk."""

    after: int
    team_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSettings:
    """How one team's queue is worked. `last_given` is whose turn it was last; graces are seconds; with `peak_widens`
    the whole desk may take from it at a peak, where no overflow says who."""

    team_id: int = WHOLE_DESK
    strategy: Strategy = Strategy.INDEX
    mode: Mode = Mode.PUSH
    offer_seconds: int = 20
    overflow: tuple[Overflow, ...] = ()
    grace_off_shift: int = 300
    grace_away: int = 600
    auto_peak: bool = False
    peak_widens: bool = True
    last_given: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much a ticket of a kind counts against the others, when it is late. What is not named counts once."""

    levels: Mapping[str, float] = field(default_factory=lambda: {"urgent": 4.0, "important": 2.0, "normal": 1.0})
    best_tier: float = 2.0
    moods: Mapping[str, float] = field(default_factory=lambda: {"angry": 1.5})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A ticket as the dispatcher sees it. `previous` served its customer last; `declined` gave it back lately;
    `routed` says that its team was chosen by rule, so a rule may change it; `queued` why it waits already, and in which
    team's queue; `weight` what it takes of a person; `open_to` the teams that may take it (with 0 in it: everybody),
    none named: its own; `since` when it began to wait; `waited` the seconds used of its answer promise, `target` the
    seconds promised, None without a clock; `rule` the routing rule that sorted it."""

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
    customer_id: int | None = None
    language: str | None = None
    language_need: str = "wished"  # required, wished or ignored
    mood: str | None = None
    complexity: str | None = None
    needs: tuple[Need, ...] = ()
    open_to: frozenset[int] = frozenset()
    since: datetime | None = None
    waited: float = 0.0
    target: float | None = None
    peak: bool = False
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could be given a ticket. `idle_since`: last given a ticket, or online since, whichever is later;
    `skills` grades by skill; no `languages`: not said, no hurdle; `rostered` works by roster, so that no shift now
    means off; `handling` the seconds they work on a type, under "" on any."""

    id: int
    name: str
    active: bool = True
    status: str = "online"
    capacity: int = 8
    load: int = 0
    idle_since: datetime
    team_ids: frozenset[int] = frozenset()
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    rostered: bool = False
    shift_until: datetime | None = None
    lead: bool = False
    handling: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What surrounds a decision: the instant, what the workspace laid down, and its queues by team (0: whole desk).
    `tiers` are the best first."""

    now: datetime
    tiers: tuple[str, ...] = ()
    weights: Weights = field(default_factory=Weights)
    queues: Mapping[int, QueueSettings] = field(default_factory=dict)
    zone: str = "Asia/Shanghai"

    def queue(self, asked: Asked) -> QueueSettings:
        """The settings of the queue that a ticket stands in."""
        team_id = asked.team_id or WHOLE_DESK
        return self.queues.get(team_id) or QueueSettings(team_id=team_id)


class Merit(NamedTuple):
    """One reason to prefer somebody: less is better. The first that differs settles it."""

    why: Why
    value: float


@dataclass(frozen=True, slots=True)
class Rank:
    """How a strategy sees a candidate: merits in their order of importance, and a score to show, more is better."""

    merits: tuple[Merit, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Considered:
    """What a decision saw of one candidate: everything a rule looked at."""

    candidate: Candidate
    why_not: WhyNot | None = None
    rank: Rank | None = None

    @property
    def id(self) -> int:
        return self.candidate.id

    @property
    def load(self) -> int:
        return self.candidate.load

    @property
    def capacity(self) -> int:
        return self.candidate.capacity

    @property
    def idle_since(self) -> datetime:
        return self.candidate.idle_since

    @property
    def score(self) -> float | None:
        return self.rank.score if self.rank else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who is given the ticket, or None and why it waits. `params` fill the sentence."""

    agent_id: int | None
    why: Why
    params: Mapping[str, object] = field(default_factory=dict)
    considered: tuple[Considered, ...] = ()
    strategy: Strategy = Strategy.INDEX


@dataclass(frozen=True, slots=True)
class Route:
    """The team whose members are considered, and why that one. `rule` is the routing rule, when one settled it."""

    team_id: int | None
    why: Routed
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A strategy: how it ranks who could be given a ticket, and how pressing a ticket is for somebody who is free,
    more first."""

    who: Callable[[Asked, Candidate, Scene], Rank]
    which: Callable[[Asked, Candidate, Scene], float]
