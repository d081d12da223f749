"""What people at work did."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceChanged(Fact):
    """`source`: console, api, demo, dispatch, shift. A lapse is dated when it came true, not when somebody noticed.
    `until`: when it ends by itself."""

    person_id: int
    status: str
    was: str
    source: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChanged(Fact):
    person_id: int
    capacity: int
    was: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadEased(Fact):
    """A ticket of theirs takes fewer places than before: nobody has said anything on it for a while."""

    ticket_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelWeightsChanged(Fact):
    """By channel: `[weight, idle_after, idle_weight, wrap_up]`. Only those that differ from before."""

    weights: dict[str, list[int | None]]
    was: dict[str, list[int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillAdded(Fact):
    skill_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRenamed(Fact):
    skill_id: int
    name: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRemoved(Fact):
    """Nobody has it any more. `name` is what it was called."""

    skill_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadsRecounted(Fact):
    """Loads were counted anew, and these people have more room than was said."""

    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsChanged(Fact):
    """What a colleague can do, as `{id of the skill: grade}`."""

    person_id: int
    skills: dict[str, int]
    was: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagesChanged(Fact):
    person_id: int
    languages: tuple[str, ...]
    was: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStarted(Fact):
    """Someone opened the ticket. Several tabs are one piece of work."""

    ticket_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLeft(Fact):
    """`at` is the last instant they were truly there."""

    ticket_id: int
    person_id: int
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTyped(Fact):
    """Someone began to write. Once per stretch of writing, however many keys."""

    ticket_id: int
    person_id: int
