"""What happens to a roster, and when the shifts turn."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftStarted(Fact):
    """On duty from `at`, as the roster stood then, `until`: shifts that follow on each other are one. Also when a leave
    ends within a shift, or a shift is drawn that has begun."""

    person_id: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEnded(Fact):
    """No longer on duty from `at` on: the shift is over, a leave began, or the roster was changed."""

    person_id: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChanged(Fact):
    """`what`: drawn, changed, removed, repeated, copied, imported. `count` shifts between `first` and `last`."""

    person_ids: tuple[int, ...]
    what: str
    count: int
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRulesChanged(Fact):
    changes: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFeedMade(Fact):
    """Somebody made a private link by which a calendar follows their shifts, in place of any they had. `hint` is how it
    ends."""

    person_id: int
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFeedEnded(Fact):
    """The link leads nowhere any more."""

    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFact(Fact):
    leave_id: int
    person_id: int
    starts_at: datetime
    ends_at: datetime


class LeaveAsked(LeaveFact):
    """Somebody asks to be away; a supervisor decides."""


class LeaveTaken(LeaveFact):
    """It is decided: they are away then, whatever their shifts say."""


class LeaveRefused(LeaveFact):
    """The roster stays as it is."""


class LeaveWithdrawn(LeaveFact):
    """Taken back, or ended early: `ends_at` is when it would have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosteringChanged(Fact):
    """These people work by roster, or no longer; `rostered` none: nobody says so, and their shifts decide."""

    person_ids: tuple[int, ...]
    rostered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapFact(Fact):
    swap_id: int
    shift_id: int
    from_id: int
    to_id: int
    return_id: int | None = None


class SwapAsked(SwapFact):
    """Somebody asks a colleague to take a shift of theirs."""


class SwapAccepted(SwapFact):
    """The colleague agreed; a supervisor must still."""


class SwapRefused(SwapFact):
    """By the colleague or by a supervisor."""


class SwapWithdrawn(SwapFact):
    """By who asked."""


class ShiftSwapped(SwapFact):
    """The shift is the colleague's now, and the one in return, if any, is the other's."""
