"""The nouns of the demo's play."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """What happens next in a story."""

    CUSTOMER = "customer"  # writes
    REPLY = "reply"
    ASK = "ask"  # answers, and waits for the customer
    NOTE = "note"
    HOLD = "hold"  # notes, and waits for another department
    RESUME = "resume"  # notes, and goes on
    SOLVE = "solve"
    HAPPY = "happy"
    UNHAPPY = "unhappy"  # opens it again


ANSWERS = frozenset({Verb.REPLY, Verb.ASK, Verb.SOLVE})
NOTES = frozenset({Verb.NOTE, Verb.HOLD, Verb.RESUME})
VERDICTS = frozenset({Verb.HAPPY, Verb.UNHAPPY})
BY_DESK = ANSWERS | NOTES


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a story; `score` and `outcome` where its verb has one."""

    verb: Verb
    text: str
    score: int | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a customer wants and how it goes on. Texts hold `{order}` and the like."""

    key: str
    language: str
    type: str
    level: str
    channels: tuple[str, ...]
    subject: str
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A ticket as the play sees it. `story` and `seed` are None for one that a visitor began; `simulated` when its
    owner is one of the colleagues that nobody signs in as."""

    ticket_id: int
    state: str
    story: str | None
    seed: str
    level: str
    channel: str
    language: str | None
    owner_id: int | None
    owner: str
    simulated: bool
    customer_id: int
    customer: str
    since: datetime
    satisfied: bool | None
    from_customer: int
    from_desk: int
    notes: int

    @property
    def place(self) -> int:
        """How far the play has come: rises with everything said."""
        return self.from_customer + self.from_desk + self.notes
