"""More work than people, and the end of it."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakBegan(Fact):
    """`team_id` 0 is the whole desk. `why`: by_hand or forecast; `short`: so many people more would keep the target."""

    team_id: int
    why: str
    short: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakEnded(Fact):
    team_id: int
    why: str  # by_hand, forecast, over: its time was, or dissolved: its team is


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogGrew(Fact):
    """A newcomer waits longer than the queue's target allows, or will within half an hour: an early warning."""

    team_id: int
    waiting: int
    wait: int | None  # seconds that a newcomer, now or in half an hour, would wait; null: nobody would come
    target: int
    short: int
