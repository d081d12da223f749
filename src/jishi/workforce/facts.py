"""What people at work did."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceChanged(Fact):
    """`source`: console, api, demo. A lapse is dated when it came true, not when somebody noticed."""

    person_id: int
    status: str
    was: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChanged(Fact):
    person_id: int
    capacity: int
    was: int


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
