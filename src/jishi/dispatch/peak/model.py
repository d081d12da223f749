"""The nouns of a peak."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    BY_HAND = "by_hand"
    FORECAST = "forecast"
    OVER = "over"  # of an end: its time was
    DISSOLVED = "dissolved"  # of an end: there is no such team any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """More work than people, at one team or, for 0, at the whole desk. `until` None: until somebody ends it."""

    team_id: int
    began_at: datetime
    by: str
    why: str
    short: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When a queue's lead was last warned that it grows, and when a person last ended a peak there."""

    warned_at: datetime | None = None
    ended_at: datetime | None = None
