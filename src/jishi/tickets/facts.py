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
    """`at` is when the channel received the first message; `opened_by` is `customer` or `agent`.

    `spoken`: a colleague was talking with the customer while opening it. `automatic`: a machine wrote the message.
    `discarded`: from a blocked sender, so it went straight to the junk.
    """

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
    spoken: bool = False
    automatic: bool = False
    discarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(TicketFact):
    """The customer said something. `opened` when it opened the ticket; `waiting` when it is the first unanswered.

    `automatic`: their machine said it (an auto-reply, a bounce), so nobody waits for an answer.
    """

    message_id: int
    customer_id: int | None
    channel: str
    opened: bool = False
    waiting: bool = True
    owner_id: int | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySent(TicketFact):
    """A public message of the desk. Only `author_kind` agent satisfies a promise to answer.

    `spoken`: it was said on the telephone, and `message_id` is the note of the call.
    """

    message_id: int
    author_kind: str
    person_id: int | None
    channel: str
    first: bool = False
    owner_id: int | None = None
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(TicketFact):
    """Said among colleagues. `public`: the customer can read it too; whether it answers them, their policy says."""

    message_id: int
    author_kind: str
    person_id: int | None
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyWrote(TicketFact):
    """Somebody who is neither the customer nor a colleague said something: it starts no wait and ends none."""

    message_id: int
    name: str
    email: str | None
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDiscarded(TicketFact):
    """A message came for a ticket in the junk, and stays there with it."""

    message_id: int
    customer_id: int
    channel: str
    opened: bool = False


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
    """Work goes on: the wait for the customer or for somebody else is over.

    `why`: asked, customer_wrote, merged, time.
    """

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
    """`why`: customer_wrote, not_satisfied, merged, asked."""

    owner_id: int | None
    was: str
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed(TicketFact):
    """`why`: confirmed, no_objection, merged, asked."""

    owner_id: int | None
    was: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMerged(TicketFact):
    """It goes on as part of another ticket. TicketClosed, for the reason `merged`, follows unless it was closed."""

    into_id: int
    into_number: str
    owner_id: int | None
    was: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAbsorbed(TicketFact):
    """Another ticket goes on as part of this one. `waiting_since` is the oldest unanswered message of both, and
    `was_waiting_since` what it was here before."""

    from_id: int
    from_number: str
    waiting_since: datetime | None
    was_waiting_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSplit(TicketFact):
    """The ticket was made of messages of another. It starts at its TicketOpened, the moment of the split;
    `received_at` is when the oldest of the messages had come, for reports."""

    from_id: int
    from_number: str
    received_at: datetime
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesSplitOff(TicketFact):
    """Messages of this ticket go on in a new one, too."""

    into_id: int
    into_number: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDiscarded(TicketFact):
    """Thrown away. `why`: spam, deleted, blocked (its sender was, before it came)."""

    why: str
    was: str
    owner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRestored(TicketFact):
    """Taken back out of the junk, to the `state` it had. `why`: asked, customer_wrote."""

    state: str
    was_discarded: str  # why it had been
    owner_id: int | None = None
    why: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPurged(TicketFact):
    """It lay in the junk for a month. So many messages were taken away, with their files, its subject and fields."""

    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfServed(TicketFact):
    """The owner of the ticket is the very person who asked (`own`), so that nobody waits for an answer; or no more."""

    own: bool


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
