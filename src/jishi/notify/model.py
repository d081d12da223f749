"""The nouns of telling."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from jishi.clock.model import Rung


class NoticeKind(StrEnum):
    """Of what somebody is told."""

    WARNING = "warning"  # a promise will soon be late
    BROKEN = "broken"  # it is late
    REPEATED = "repeated"  # it is still late, and nobody said that they see to it
    UNOPENED = "unopened"  # whoever it was given to has not opened it
    CUSTOMER_WROTE = "customer_wrote"
    COLLABORATOR_ANSWERED = "collaborator_answered"
    ASSIGNED = "assigned"  # it is yours now
    OFFERED = "offered"  # it may be yours, if you take it in time
    UNASSIGNED = "unassigned"  # nobody could take it
    BACKLOG = "backlog"  # a queue grows faster than it is worked
    PEAK = "peak"  # more work than people
    LEAVE_ASKED = "leave_asked"  # somebody asks, and you may decide
    LEAVE_DECIDED = "leave_decided"
    SWAP_ASKED = "swap_asked"  # a swap of shifts needs your word
    SWAP_DECIDED = "swap_decided"
    CALENDAR_RUNS_OUT = "calendar_runs_out"  # the holidays of a year to come are not known


class Medium(StrEnum):
    SCREEN = "screen"
    PUSH = "push"
    EMAIL = "email"


URGENT = frozenset({NoticeKind.BROKEN, NoticeKind.REPEATED, NoticeKind.UNOPENED})
"""What should be seen at once, whatever else is on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One person told of one thing, once: nobody has two of the same `key`.

    `media` is how they are to be told; every notice stands in their notice centre, whatever it says. `data` is what the
    sentence needs. Of a ticket: `number`, `subject`, `level`, `owner` (a name, or null). Of a promise besides:
    `timer_kind`, `promise` (the policy's name), `due_at`, `round` (from 0, of a repetition), `at_work` (the names of
    those who were at the ticket). Of an assignment: `by` (a name, or null for the dispatcher) and `reason`. Of an
    offer: `reason`, `until`, and in how many `seconds` it has to be answered. Of a message: `from` (a name),
    `message_id`. Of a ticket nobody could take: `why`, `reason` and `more`, how many others wait in the same queue. Of
    one not opened: `seconds`, `given_at`. Of a queue: `team_id`, `team` (a name, or null for the whole desk), `short`;
    of one that grows besides `waiting`, and `wait` (null: nobody would come) and `target` in seconds; of a peak `why`,
    `by`, `until`. Of a calendar: `calendar_id`, `calendar`, `from` (a date). Of leave
    and swaps: `starts_at`, `ends_at`, `from` (a name), `approved` when it is decided, `to` (a name) when a swap needs
    approval.
    """

    id: int
    person_id: int
    ticket_id: int | None = None
    timer_id: int | None = None
    kind: NoticeKind
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    media: tuple[str, ...] = (Medium.SCREEN,)
    at: datetime
    seen_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rung of a ladder at the instant at which it is taken. `name` is its place there, or a word for one
    that holds where the ladder has none."""

    rung: Rung
    name: str
    round: int = 0
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who may have to be told, as seen from one ticket."""

    id: int
    name: str
    role: str
    online: bool = False
    in_team: bool = False
    leads: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Somebody sees to a promise. It holds for the due instant of which it was said."""

    timer_id: int
    due_at: datetime | None
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """To whom a ticket was given last, and when; since when it is their turn, which begins anew when the ticket has
    waited for somebody else; and whether they did anything on it since it is theirs: opened it or wrote."""

    ticket_id: int
    person_id: int
    at: datetime
    since: datetime
    has_acted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A ticket as far as telling people of it goes: what the notice says, and who is around."""

    ticket_id: int
    number: str
    subject: str
    level: str
    state: str
    owner_id: int | None
    team_id: int | None = None
    requester: str = ""
    people: tuple[Colleague, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()

    def name_of(self, person_id: int | None) -> str | None:
        return next((person.name for person in self.people if person.id == person_id), None)
