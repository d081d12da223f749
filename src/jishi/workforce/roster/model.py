"""The nouns of a roster."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=25)  # a whole day, also the one on which the clocks go back
AHEAD = timedelta(weeks=8)  # weeks that repeat are rows so far ahead
EVERY_DAY = frozenset(range(7))


class Source(StrEnum):
    """Where a shift came from."""

    DRAWN = "drawn"
    PATTERN = "pattern"
    COPIED = "copied"
    IMPORTED = "imported"
    DEMO = "demo"


class LeaveState(StrEnum):
    """Only an approved leave takes anybody from the roster."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SwapState(StrEnum):
    """`accepted`: the colleague agreed, a supervisor has not yet. `done`: the shifts have changed hands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Somebody's stretch at work. `pattern_id` and `day` while it is as its pattern made it."""

    id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime
    name: str = ""
    note: str = ""
    source: Source = Source.DRAWN
    pattern_id: int | None = None
    day: date | None = None
    entered_at: datetime

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A week that repeats, on the wall clock of a zone. A shift that does not close after it opens closes on the next
    day. `every`: in every so many-th week, counted from that of the first day."""

    id: int
    person_id: int
    weekdays: frozenset[int]
    opens: time
    closes: time
    every: int = 1
    first_day: date
    last_day: date | None = None
    zone: str
    name: str = ""
    note: str = ""
    skipped: frozenset[date] = frozenset()
    filled_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime
    reason: str = ""
    state: LeaveState
    asked_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None
    answer: str = ""

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """`from_id` asks `to_id` to take a shift, perhaps for one of theirs in return."""

    id: int
    shift_id: int
    from_id: int
    to_id: int
    return_id: int | None = None
    note: str = ""
    state: SwapState = SwapState.ASKED
    asked_at: datetime
    answered_at: datetime | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the journal knows of somebody: on duty since when, or not; looked at up to `told_until`."""

    person_id: int
    on_since: datetime | None = None
    told_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSettings:
    """`least`: how many people on duty are enough in an hour in which the desk is open. `presence_follows`: whose
    shift is over is offline after `presence_grace` seconds, unless a console of theirs is open."""

    swaps_need_approval: bool = False
    least: int = 1
    presence_follows: bool = True
    presence_grace: int = 900
