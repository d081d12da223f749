"""The nouns of a conversation."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a ticket stands. The names shown to people are in the console's catalogues."""

    NEW = "new"  # 待分派: nobody owns it yet
    OPEN = "open"  # 处理中: its owner works on it
    PENDING = "pending"  # 等待客户: the customer has to say something
    ON_HOLD = "on_hold"  # 等待协作: somebody else has to do something
    SOLVED = "solved"  # 待确认: answered, awaiting the customer's word
    CLOSED = "closed"  # 已完成: confirmed, or not objected to in time
    DISCARDED = "discarded"  # 已丢弃: spam, deleted by mistake or not, or from a blocked sender


LIVE = frozenset({State.NEW, State.OPEN, State.PENDING, State.ON_HOLD})


class Level(StrEnum):
    """How urgent, R10."""

    URGENT = "urgent"
    IMPORTANT = "important"
    NORMAL = "normal"


class Author(StrEnum):
    """Who wrote a message. Only a customer starts a wait, and only a human of the desk ends it."""

    CUSTOMER = "customer"
    AGENT = "agent"
    COLLABORATOR = "collaborator"
    BOT = "bot"
    SYSTEM = "system"
    THIRD_PARTY = "third_party"  # somebody in copy, who is neither


class Nature(StrEnum):
    """What kind of thing a message is."""

    SAID = "said"
    NOTE = "note"  # among colleagues, even when the customer can read it
    CALL = "call"  # what was said on the telephone, written down
    AUTOMATIC = "automatic"  # a machine wrote it: an auto-reply, a bounce


class Discard(StrEnum):
    """Why a ticket was thrown away."""

    SPAM = "spam"
    DELETED = "deleted"
    BLOCKED = "blocked"  # its sender was, before it came


CHANNELS = (
    "form", "portal", "chat", "email", "phone", "wechat", "wechat_kf", "wecom", "feishu", "dingtalk", "social", "api",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One conversation. `created_at` is when the channel received it, `filed_at` when the desk stored it.

    One split from another is created by the split; `received_at` is then when the oldest of its messages had come.
    `self_served`: its owner is who asked, so nobody waits for an answer.
    """

    id: int
    number: str
    subject: str
    state: State = State.NEW
    channel: str
    type: str | None = None
    level: Level = Level.NORMAL
    tier: str = "regular"
    customer_id: int
    team_id: int | None = None
    owner_id: int | None = None
    tags: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    language: str | None = None
    external_id: str | None = None
    thread_key: str | None = None
    created_at: datetime
    filed_at: datetime
    updated_at: datetime
    waiting_since: datetime | None = None
    first_answered_at: datetime | None = None
    first_answered_by: int | None = None
    solved_at: datetime | None = None
    solved_by: int | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    reopen_count: int = 0
    pending_until: datetime | None = None
    hold_reason: str | None = None
    satisfied: bool | None = None
    score: int | None = None
    comment: str | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    imported: bool = False
    received_at: datetime | None = None
    merged_into: int | None = None
    discarded_at: datetime | None = None
    discarded_why: Discard | None = None
    discarded_from: State | None = None
    self_served: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes with a message."""

    id: int
    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something said. `public` messages reach the customer; others stay among the desk."""

    id: int
    ticket_id: int
    author_kind: Author
    author_id: int | None
    author_name: str
    public: bool
    channel: str
    body: str
    external_id: str | None = None
    received_at: datetime
    filed_at: datetime
    attachments: tuple[Attached, ...] = ()
    nature: Nature = Nature.SAID
