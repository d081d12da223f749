"""What happens to tickets. `owner_id` is the owner at that moment, `was` the state before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFact(Fact):
    ticket_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOpened(TicketFact):
    """`at` is when the channel received the first message; `opened_by` is `customer` or `agent`."""

    number: str
    channel: str
    type: str | None
    level: str
    tier: str
    team_id: int | None = None
    customer_id: int
    tags: tuple[str, ...] = ()
    language: str | None = None
    fields: dict[str, Any] | None = None
    opened_by: str = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(TicketFact):
    """The customer said something. `opened` when it opened the ticket; `waiting` when it is the first unanswered."""

    message_id: int
    customer_id: int | None
    channel: str
    opened: bool = False
    waiting: bool = True
    owner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySent(TicketFact):
    """A public message of the desk. Only `author_kind` agent satisfies a promise to answer."""

    message_id: int
    author_kind: str
    person_id: int | None
    channel: str
    first: bool = False
    owner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(TicketFact):
    message_id: int
    author_kind: str
    person_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAssigned(TicketFact):
    """Someone owns the ticket now. `state` is its state after."""

    agent_id: int
    team_id: int | None
    from_agent_id: int | None = None
    state: str
    was: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMovedToTeam(TicketFact):
    team_id: int
    from_team_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReturned(TicketFact):
    """Back in the queue, nobody owns it."""

    from_agent_id: int | None
    team_id: int | None
    state: str
    was: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPended(TicketFact):
    owner_id: int | None
    was: str
    until: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHeld(TicketFact):
    owner_id: int | None
    was: str
    until: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketResumed(TicketFact):
    """Work goes on: the wait for the customer or for somebody else is over. `why`: asked, customer_wrote, time."""

    owner_id: int | None
    was: str
    state: str
    why: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSolved(TicketFact):
    owner_id: int | None
    was: str
    outcome: str | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketConfirmed(TicketFact):
    """The customer's word on the solution."""

    satisfied: bool
    score: int | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReopened(TicketFact):
    """`why`: customer_wrote, not_satisfied, asked."""

    owner_id: int | None
    was: str
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed(TicketFact):
    """`why`: confirmed, no_objection, asked."""

    owner_id: int | None
    was: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagAdded(TicketFact):
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRemoved(TicketFact):
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanged(TicketFact):
    level: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeChanged(TicketFact):
    type: str | None
    was: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChanged(TicketFact):
    subject: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsChanged(TicketFact):
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFollowed(TicketFact):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnfollowed(TicketFact):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketImported(TicketFact):
    """History of another system: kept, counted, never escalated."""

    source: str
    source_id: str
