"""What is sent to whom, by which medium, and what they want of it."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from jishi.notify.model import Medium, NoticeKind

OUTSIDE = (Medium.PUSH, Medium.EMAIL)
"""The ways that lead out of the desk."""


class State(StrEnum):
    """Of a delivery. Suppressed: it was no more needed, or there was no way; `error` says which."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


class Unsent(StrEnum):
    """Why a delivery is suppressed."""

    SEEN = "seen"  # on the screen, before it left
    ONLINE = "online"  # they sit at the screen and want nothing beside it
    NO_SERVER = "no_server"  # the workspace has no server for mail
    NO_BROWSER = "no_browser"  # they have allowed it in no browser
    GONE = "gone"  # they do not work here any more
    CALLED_OFF = "called_off"  # what it warned of is done
    TOO_LATE = "too_late"  # what it asked for can be done no more
    UNWANTED = "unwanted"  # they chose otherwise before it left
    DROPPED = "dropped"  # an administrator gave it up


class EmailWhen(StrEnum):
    """Which notices also come by e-mail, beyond those that have to."""

    ALWAYS = "always"
    UNSEEN = "unseen"  # unless the notice was seen on the screen first
    OFFLINE = "offline"  # unless, besides, the person is at work at the screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which nothing rings, on the days (0 is Monday) on which they begin; an end before the beginning is the
    next day's. `until` of 00:00 is the end of the day."""

    days: tuple[int, ...]
    since: time
    until: time


RINGS_ONLY = frozenset(
    {NoticeKind.CUSTOMER_WROTE, NoticeKind.COLLABORATOR_ANSWERED, NoticeKind.ASSIGNED, NoticeKind.OFFERED}
)
DEFAULT_MEDIA: dict[NoticeKind, tuple[Medium, ...]] = {
    kind: (Medium.PUSH,) if kind in RINGS_ONLY else OUTSIDE for kind in NoticeKind
}
"""What a person who has chosen nothing lets through of each kind. The screen shows everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """What somebody wants of their notices. `media` holds the kinds for which they chose otherwise than the default.

    E-mail waits `email_delay` seconds for the notice to be seen, and what is not urgent is gathered into one message
    every `digest_minutes`. `urgent_breaks_quiet`: a broken promise rings in quiet hours too.
    """

    media: dict[NoticeKind, tuple[Medium, ...]] = field(default_factory=dict)
    quiet: tuple[Quiet, ...] = ()
    urgent_breaks_quiet: bool = True
    email_when: EmailWhen = EmailWhen.UNSEEN
    email_delay: int = 60
    digest_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A colleague as the post knows them."""

    person_id: int
    name: str
    email: str
    language: str
    zone: str
    active: bool = True
    online: bool = False
    preference: Preference = field(default_factory=Preference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One notice of a letter; `data` as in `Notice`."""

    notice_id: int
    kind: NoticeKind
    at: datetime
    data: dict[str, Any]
    urgent: bool = False
    seen: bool = False
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What leaves in one message. `id` stays through all tries; `reached` are subscriptions that have it already."""

    id: int
    workspace_id: int
    medium: Medium
    to: Recipient
    items: tuple[Item, ...]
    attempts: int
    reached: tuple[int, ...] = ()


class Security(StrEnum):
    """How the connection to a mail server is kept from others."""

    STARTTLS = "starttls"  # begun in the open, encrypted before anything is said; usually port 587
    TLS = "tls"  # encrypted from the first byte; usually port 465
    NONE = "none"  # only for a server beside the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Who takes the workspace's mail. `password` is sealed."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    username: str | None = None
    password: bytes | None = field(default=None, repr=False)
    sender: str
    sender_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A browser that may be told something: where, and the keys that only it can open."""

    id: int
    person_id: int
    endpoint: str
    p256dh: bytes
    auth: bytes = field(repr=False)
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What all letters of a workspace are sent with."""

    workspace: str
    server: MailServer | None
    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a letter: sent, waiting for another try, failed, or nobody left to send it to.

    `gone` are subscriptions that their browser has given up.
    """

    state: State
    error: str | None = None
    reached: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """What became of a letter at one browser: sent, waiting for another try, failed, or suppressed: it is gone."""

    subscription_id: int
    state: State
    error: str | None = None
