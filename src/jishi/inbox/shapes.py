"""Tickets as the API shows them."""

from datetime import datetime
from typing import Any

import msgspec

from jishi.clock.show import TimerView
from jishi.identity.views import AgentName, TeamName


class Struct(msgspec.Struct, kw_only=True):
    """Shown as JSON."""


class RequesterView(Struct):
    id: int
    name: str
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    tier: str = "regular"
    language: str | None = None
    blocked: bool = False


class TicketRow(Struct):
    """A line of a list."""

    id: int
    number: str
    subject: str
    state: str
    channel: str
    type: str | None
    level: str
    tier: str
    requester: RequesterView
    team: TeamName | None
    owner: AgentName | None
    tags: list[str]
    created_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    snippet: str | None = None
    merged_into: int | None = None
    discarded_at: datetime | None = None
    discarded_why: str | None = None


class MergedInto(Struct):
    """The ticket in which this one goes on."""

    id: int
    number: str


class TicketPage(Struct):
    """Everything about a ticket but its conversation and its history."""

    id: int
    number: str
    subject: str
    state: str
    channel: str
    type: str | None
    level: str
    tier: str
    requester: RequesterView
    team: TeamName | None
    owner: AgentName | None
    tags: list[str]
    fields: dict[str, Any]
    language: str | None
    external_id: str | None
    created_at: datetime
    filed_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    first_answered_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    reopen_count: int
    pending_until: datetime | None
    hold_reason: str | None
    satisfied: bool | None
    score: int | None
    comment: str | None
    due_at: datetime | None
    warn_at: datetime | None
    imported: bool
    received_at: datetime | None = None
    self_served: bool = False
    discarded_at: datetime | None = None
    discarded_why: str | None = None
    merged: MergedInto | None = None
    following: bool = False
    reason: str | None = None
    timers: list[TimerView] = msgspec.field(default_factory=list)


class AuthorView(Struct):
    kind: str
    id: int | None
    name: str


class AttachmentView(Struct):
    id: int
    name: str
    type: str
    size: int
    url: str


class MessageView(Struct):
    """`nature`: said, note, call (written down after one), automatic. `from_ticket` is where it was said, when that
    ticket was merged into this one.
    """

    id: int
    ticket_id: int
    author: AuthorView
    public: bool
    channel: str
    body: str
    received_at: datetime
    attachments: list[AttachmentView] = msgspec.field(default_factory=list)
    nature: str = "said"
    from_ticket: int | None = None


class ActorView(Struct):
    """Who did it. `kind`: person, customer, dispatcher, system, bot, import."""

    kind: str
    id: int | None = None
    name: str | None = None


class Page(Struct):
    """A keyset page: ask again with `after` = `next` until that is null."""

    items: list[TicketRow]
    next: str | None = None


class MessagePage(Struct):
    items: list[MessageView]
    next: str | None = None


class FactPage(Struct):
    """What happened, in order. Each item has `id`, `kind`, `at`, `by`, `ticket_id` and the fact's own fields."""

    items: list[dict[str, Any]]
    next: str | None = None


class Counts(Struct):
    """Tickets in each view; 1,000 means that many or more."""

    mine: int
    unassigned: int
    soon: int
    late: int
    waiting: int
    following: int
    solved: int
    all: int
