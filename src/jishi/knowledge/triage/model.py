"""The nouns of triage: what a dictionary says, and what was found in a text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LONGEST_WORD = 60
NEEDED = 2  # what the words for a value must weigh together
Span = tuple[int, int]
Find = Callable[[str], Iterable[Span]]
"""Where a pattern stands in a text, in order."""
FindFields = Callable[[str], Iterable[tuple[str, Span]]]
"""The fields that a text has something for, and where."""


class Sets(StrEnum):
    """What the words of an entry say about a request."""

    TYPE = "type"
    LEVEL = "level"
    COMPLEXITY = "complexity"
    MOOD = "mood"


VALUES: Mapping[Sets, tuple[str, ...]] = {
    Sets.LEVEL: ("urgent", "important", "normal"),
    Sets.COMPLEXITY: ("complex", "simple"),
    Sets.MOOD: ("angry", "worried", "calm"),
}
"""The gravest first; types are the workspace's own."""
ANGRY, COMPLAINT = "angry", "complaint"
USUAL_LEVELS = {COMPLAINT: ("important", 2), "technical_support": ("important", 2), "after_sale": ("important", 3)}
"""What a request of a type is when no word says more, and what the words for the type must weigh: how-to and returns
come before enquiries (Table 1), but a parcel that is merely asked after is not yet lost."""


class Extract(StrEnum):
    """What is found without a pattern of the workspace's own."""

    PHONE = "phone"
    EMAIL = "email"
    AMOUNT = "amount"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Words that say one thing. `unless`: what takes a word back where it stands around it or right before it (不着急,
    not urgent). One that ends in `*` stands for every Latin word that begins so; `…` inside one for some words of the
    same clause (没…收到).
    """

    sets: Sets
    value: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    weight: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPattern:
    """A field that is filled with what a pattern finds: its first group, or all of it. `label` by language."""

    name: str
    pattern: str
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """How a workspace's requests are sorted."""

    entries: tuple[Entry, ...] = ()
    fields: tuple[FieldPattern, ...] = ()
    extract: tuple[Extract, ...] = tuple(Extract)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A word of the dictionary in a text. `undone_by`: the words that took it back."""

    sets: Sets
    value: str
    weight: int
    text: str
    start: int
    end: int
    undone_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why something was set: the words found for it and what they weigh together."""

    sets: Sets
    value: str
    words: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Something to fill a field with. `text` is how it stands in the request."""

    name: str
    value: str | int | float
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What a text says about its request. What nothing was found for is None, what was given is as given."""

    type: str | None = None
    level: str | None = None
    complexity: str | None = None
    mood: str | None = None
    language: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    because: tuple[Because, ...] = ()
    hits: tuple[Hit, ...] = ()
    extracted: tuple[Extracted, ...] = ()
