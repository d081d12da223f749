"""The nouns of an account of time. Instants and amounts are whole microseconds here, so that sums are exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """What a stretch of a ticket's time was spent on."""

    CHANNEL = "channel"  # the channel had it, and the desk had not fetched it yet
    DISPATCH = "dispatch"  # nobody had been asked yet
    QUEUE = "queue"  # it waited, and nobody was free
    OFF_SHIFT = "off_shift"  # nobody of the team was at work, nor the owner
    OWNER = "owner"  # somebody had it
    HAND_OVER = "hand_over"  # let go by one, not yet with another
    CUSTOMER = "customer"  # the customer was to say something
    COLLABORATION = "collaboration"  # somebody was to do something who is not the customer
    SOLVED = "solved"  # the desk held it for done
    OTHER = "other"  # in nobody's sight: among the junk


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact as the journal keeps it: its kind by name, so that an account also reads facts of packages above."""

    kind: str
    at: datetime
    by: str
    data: Mapping[str, Any]  # the fact's own fields; instants among them are text


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who was at work. For a person, and for a team, the instants at which that changed, and to what; before the first
    they were not. Team None is the whole desk. `filed_at` is when the desk had the ticket, which is later than the
    channel did."""

    people: Mapping[int, Sequence[tuple[int, bool]]]
    teams: Mapping[int | None, Sequence[tuple[int, bool]]]
    filed_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a ticket stands. `queued` says why nobody could take it, `reason` why it waits for somebody."""

    state: str = "new"
    owner_id: int | None = None
    team_id: int | None = None
    queued: str | None = None
    owned_before: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """From `since` until `until` a ticket stood like this, and its time went there."""

    since: int
    until: int
    part: Part
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So much of a promise's time was spent on one thing. `paused`: the clock stood still meanwhile."""

    part: Part
    owner_id: int | None = None
    team_id: int | None = None
    micros: int
    paused: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the time between two instants went: the shares sum to `whole`, and `closed` lies beside, when the calendar
    was closed. Of the whole, `paused` did not count."""

    whole: int
    closed: int
    shares: tuple[Share, ...]

    @property
    def paused(self) -> int:
        return sum(share.micros for share in self.shares if share.paused)

    @property
    def used(self) -> int:
        return self.whole - self.paused


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Why a promise was broken: where its time went until then, and afterwards until it was kept after all."""

    timer_id: int
    ticket_id: int
    kind: str
    due_at: datetime | None
    broken_at: datetime
    met_at: datetime | None
    cause: str
    before: Account
    after: Account | None
