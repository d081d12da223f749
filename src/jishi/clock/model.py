"""Promises about time, and the timers that run against them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jishi.kernel.conditions import Condition


class Kind(StrEnum):
    """What is promised."""

    DISPATCH = "dispatch"  # someone owns the ticket
    FIRST_RESPONSE = "first_response"  # the first human answer
    NEXT_RESPONSE = "next_response"  # the answer to what the customer said since
    UPDATE = "update"  # word of progress, again and again
    RESOLUTION = "resolution"  # the ticket is solved
    ASK = "ask"  # another department answers a colleague
    RECOVERY = "recovery"  # someone calls a customer who was let down


class TimerState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BROKEN = "broken"  # for good, also once what was promised is done
    CANCELLED = "cancelled"


WAITING = ("pending", "on_hold")
"""The ticket's states in which a promise about solving it stands still, unless its policy says otherwise."""


TRAITS = ("level", "type", "tier", "channel", "team", "tag", "complexity", "language")
"""What a condition may ask about, besides `field.NAME`, a field of the ticket; a team goes by its id, in digits."""


class Moment(StrEnum):
    """When a step of a ladder is taken."""

    BEFORE = "before"
    AT = "at"  # the due instant
    AFTER = "after"
    UNOPENED = "unopened"  # nobody it was given to has opened it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder: who is told of a promise, when, and how.

    `seconds` are so long before or after the due instant, in the promise's own time, or after the ticket was given to
    somebody who has not opened it. `share` is for BEFORE instead: that share of the time is used. `kinds` empty means
    every promise. `to`: owner, team, lead, supervisors, managers, administrators, followers, `person:12`,
    `on_shift:supervisor`. `by`: screen, push, email. `every` so many seconds AT and AFTER are repeated, `times` in all
    at most, until someone acknowledges it or nobody has to keep the promise any more.
    """

    moment: Moment
    share: float | None = None
    seconds: int = 0
    kinds: tuple[Kind, ...] = ()
    to: tuple[str, ...]
    by: tuple[str, ...] = ("screen",)
    every: int | None = None
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Within how long a policy promises something, to the tickets it matches that also meet `when`.

    `seconds` run while the calendar is open, or around the clock if not `business`. Warnings come when a share of them
    is used, and so many of them before the end. `paused_in` are the ticket's states that stop the clock.
    """

    kind: Kind
    seconds: int
    business: bool = True
    calendar_id: int | None = None  # the policy's when it says nothing
    when: tuple[Condition, ...] = ()
    warn_shares: tuple[float, ...] = (0.8,)
    warn_before: tuple[int, ...] = ()
    paused_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A set of targets, for the tickets that meet every condition.

    Without conditions it matches nothing, because a form left blank is a mistake more often than a wish: the policy for
    all tickets says `always`. Several targets of a kind stand in order, and the first whose `when` is met counts.
    `note_answers`: a note that the customer can see counts as an answer.
    """

    id: int = 0  # until it is stored
    name: str
    targets: tuple[Target, ...]
    when: tuple[Condition, ...] = ()
    always: bool = False
    calendar_id: int | None = None  # the workspace's when it says nothing
    note_answers: bool = False
    ladder: tuple[Rung, ...] = ()
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a policy may ask about a ticket. `fields` are those of the ticket's that some policy asks about."""

    level: str
    tier: str
    channel: str
    type: str | None = None
    team: str | None = None
    tags: tuple[str, ...] = ()
    complexity: str | None = None
    language: str | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def of(self, trait: str) -> tuple[str, ...]:
        """The ticket's values of a trait; none of one it lacks, or that this version of the desk does not know."""
        if trait == "tag":
            return self.tags
        if trait.startswith("field."):
            return tuple(value for name, value in self.fields if name == trait[6:])
        value = getattr(self, trait) if trait in TRAITS else None
        return () if value is None else (value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The policy that counts for a ticket, its targets there, and the traits for which it was chosen."""

    policy: Policy
    targets: tuple[Target, ...]
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a policy demands of one promise: all of a timer that an edit of policies or calendars can change."""

    target_seconds: int
    warn_after: tuple[float, ...] = ()
    paused_in: tuple[str, ...] = ()
    note_answers: bool = False
    promise: str
    policy_id: int
    policy_version: int
    calendar_id: int | None  # None runs around the clock
    calendar_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Time used before a change of calendar: so many seconds of that one, since the change before or the start."""

    until: datetime
    seconds: float
    calendar_id: int | None
    calendar_version: int | None


@dataclass(frozen=True, kw_only=True)  # without slots, which would make changed copies slow: see kernel/replace.py
class Timer:
    """One promise, kept or not, to one customer.

    `due_at` is None when the calendar never opens again; while paused it says what it was when the pause began.
    `warn_after` are the seconds of use after which to warn, `warn_at` the instants of the warnings still to come,
    `warned_after` the use that was last warned of. `planned_at` is when the present due instant was set: nothing that
    follows from it can have happened before. `cause` says why it was set anew, `cancelled_why` why nobody has to keep
    the promise any more. `ref` names what is promised when a ticket can have several of a kind, such as an ask.
    """

    id: int
    ticket_id: int
    kind: Kind
    state: TimerState = TimerState.RUNNING
    started_at: datetime
    target_seconds: int
    due_at: datetime | None
    warn_after: tuple[float, ...] = ()
    warn_at: tuple[datetime, ...] = ()
    warned_at: datetime | None = None
    met_at: datetime | None = None
    broken_at: datetime | None = None
    cancelled_at: datetime | None = None
    paused_at: datetime | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused_in: tuple[str, ...] = ()
    planned_at: datetime
    promise: str
    policy_id: int
    policy_version: int
    calendar_id: int | None  # None runs around the clock
    calendar_version: int | None
    note_answers: bool = False
    carried: tuple[Carried, ...] = ()
    warned_after: float | None = None
    cause: str = ""
    cancelled_why: str = ""
    ref: int | None = None

    @property
    def soon_at(self) -> datetime | None:
        """From when on it is about to be late: the warning that was reached, else the first to come."""
        return self.warned_at or (self.warn_at[0] if self.warn_at else None)
