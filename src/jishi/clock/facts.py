"""What happens to promises. `at` is the true instant; `noticed_at`, where there is one, when the desk found out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFact(Fact):
    ticket_id: int
    timer_id: int
    timer_kind: str  # `kind` is what the journal calls the fact itself
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningReached(TimerFact):
    """So much of the time is used that someone should hear of it."""

    noticed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBroken(TimerFact):
    """The time ran out and what was promised was not done."""

    noticed_at: datetime


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
class TimersStarted(Fact):
    """`timers` have id, kind, due_at, target_seconds, promise; `policy` and `because` say why these."""

    ticket_id: int
    timers: tuple[dict[str, Any], ...]
    policy: str | None = None
    because: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersStopped(Fact):
    """Promises that nobody has to keep any more."""

    ticket_id: int
    timer_ids: tuple[int, ...]
    why: str


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

    `subject` is team, customer or workspace, `subject_id` that one's id.
    """

    subject: str
    subject_id: int
    calendar_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRetired(Fact):
    """Nobody used it any more, and it was put away. What was judged by it keeps it."""

    calendar_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRunsOut(Fact):
    """From this date on nobody has entered the public holidays. `announced`: the desk knows them and can fill them in."""

    calendar_id: int
    name: str
    unknown_from: date
    days_left: int
    announced: bool
