"""The nouns of an import."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jishi.kernel.facts import Fact
from jishi.tickets.model import State, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How to read one kind of file. `columns` maps our names to the file's; words are looked up as written.

    `shape` is `tickets` (one row each) or `events` (one row for each change). A bare number is no name: `names` says
    what it becomes, such as `Group {}`.
    """

    source: str
    shape: str = "tickets"
    about: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # field of the ticket -> column
    ignored: tuple[str, ...] = ()  # columns that are known and not kept
    states: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)  # name in the file -> e-mail of a colleague here
    teams: dict[str, str] = field(default_factory=dict)  # name in the file -> team here
    names: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ("", "-", "?", "NULL", "null", "None", "N/A", "n/a", "无")
    dates: tuple[str, ...] = ()
    zone: str | None = None  # of times without one; None is the workspace's


@dataclass(frozen=True, slots=True)
class Flaw:
    """What could not be read, and where. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    source_id: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one row says of a ticket at one instant. `said` is the state in the source's own word.

    `team` and `owner` are names; None means that there was none.
    """

    row: int
    at: datetime
    state: State | None = None
    said: str | None = None
    team: str | None = None
    owner: str | None = None
    actor: str | None = None
    level: str | None = None
    type: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    answered_by: str | None = None
    answer: str | None = None  # text of an answer given now; "" when the file has the instant only
    about: dict[str, Any] = field(default_factory=dict)  # what the row says of the whole ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that the file says of one ticket, in the order in which it happened."""

    source_id: str
    row: int
    opened_at: datetime
    subject: str
    body: str
    channel: str
    language: str | None = None
    tier: str = "regular"
    tags: tuple[str, ...] = ()
    customer: tuple[str | None, str | None, str | None, str | None]  # name, e-mail, phone, external id
    solved_at: datetime | None = None
    solved_by: str | None = None
    outcome: str | None = None
    satisfied: bool | None = None
    score: int | None = None
    comment: str | None = None
    steps: list[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the desk that the source knows of."""

    message_id: int
    at: datetime
    person_id: int | None
    by: str | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A case retold: the ticket as it stands at the end, and the facts that led there."""

    ticket: Ticket
    message_id: int  # of what the customer wrote first
    facts: list[Fact]
    answers: list[Answer]


@dataclass(slots=True, kw_only=True)
class Report:
    """What an import did, or with `dry_run` would do."""

    source: str
    dry_run: bool
    about: str = ""  # of the preset by which it was read
    rows: int = 0
    rows_refused: int = 0
    tickets: int = 0
    tickets_there: int = 0
    facts: int = 0
    people: int = 0
    teams: int = 0
    customers: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    unmapped_columns: tuple[str, ...] = ()
    unknown_words: dict[str, int] = field(default_factory=dict)  # "state: -100" -> rows
    flaws: int = 0
    first_flaws: list[Flaw] = field(default_factory=list)
    seconds: float = 0.0
