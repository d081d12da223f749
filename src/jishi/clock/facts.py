"""What happens to promises. `at` is the true instant; `noticed_at`, where there is one, when the desk found out."""

from dataclasses import dataclass
from datetime import date, datetime

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFact(Fact):
    ticket_id: int
    timer_id: int
    timer_kind: str  # `kind` is what the journal calls the fact itself
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningReached(TimerFact):
    """So much of the time is used that someone should hear of it: `used_seconds`, one of the timer's `warn_after`."""

    noticed_at: datetime
    used_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBroken(TimerFact):
    """The time ran out and what was promised was not done. `cause` is not empty when it was a change of the terms that
    made it late: `reprioritised`, `policy_changed`, `calendar_changed` …"""

    noticed_at: datetime
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept(TimerFact):
    """What was promised was done in time."""

    met_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMetLate(TimerFact):
    """What was promised was done after all. It stays broken."""

    met_at: datetime
    broken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTimer:
    """One timer as it was started or planned anew, with all that is needed to make it again. `again`: it had been
    cancelled, and runs again with these pauses."""

    id: int
    kind: str
    due_at: datetime | None
    was_due_at: datetime | None = None
    warn_at: datetime | None = None
    started_at: datetime | None = None
    paused_at: datetime | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    target_seconds: int
    warn_after: tuple[float, ...] = ()
    paused_in: tuple[str, ...] = ()
    note_answers: bool = False
    promise: str
    calendar_id: int | None = None
    calendar_version: int | None = None
    ref: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersStarted(Fact):
    """Promises that have to be kept from now on; `policy` and `because` say why these. `why` is not empty when the
    ticket was there before and its terms changed."""

    ticket_id: int
    timers: tuple[PlannedTimer, ...]
    policy: str | None = None
    because: tuple[tuple[str, str], ...] = ()
    policy_id: int = 0
    policy_version: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersReplanned(Fact):
    """Other terms hold for promises that run or stand still. `why`: reprioritised, retyped, moved, tagged,
    fields_changed, policy_changed, calendar_changed, reopened, restored."""

    ticket_id: int
    timers: tuple[PlannedTimer, ...]
    why: str
    policy: str | None = None
    because: tuple[tuple[str, str], ...] = ()
    policy_id: int = 0
    policy_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersStopped(Fact):
    """Promises, of these `kinds`, that nobody has to keep any more.

    `why`: solved, closed, merged, spam, deleted, blocked, self_served, bot_answered, no_policy, not_promised.
    """

    ticket_id: int
    timer_ids: tuple[int, ...]
    why: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSaved(Fact):
    calendar_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySaved(Fact):
    policy_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarGiven(Fact):
    """A team's, a customer's or the whole workspace's clocks run on this calendar from now on; None takes it away.

    `subject` is team, customer or workspace, `subject_id` that one's id and `whose` its name; `name` is the calendar's.
    """

    subject: str
    subject_id: int
    calendar_id: int | None
    whose: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRetired(Fact):
    """Nobody used it any more, and it was put away. What was judged by it keeps it."""

    calendar_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRunsOut(Fact):
    """From this date on nobody has entered the public holidays. `announced`: the desk knows them and can enter them."""

    calendar_id: int
    name: str
    unknown_from: date
    days_left: int
    announced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDeactivated(Fact):
    """It is for no ticket any more."""

    policy_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesOrdered(Fact):
    """They are tried in another order; `was` is the one before."""

    policy_ids: tuple[int, ...]
    was: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetImported(Fact):
    """Policies were made after a set that comes with the desk."""

    preset: str
    policy_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksReplanned(Fact):
    """All clocks that run follow the policies and calendars as they are now."""

    replanning_id: int
    why: str
    total: int
    changed: int
    broken: int
