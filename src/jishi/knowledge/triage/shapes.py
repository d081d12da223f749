"""Dictionaries, and what they find, as the API gives and takes them."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from jishi.knowledge.triage.model import LONGEST_WORD, Dictionary, Entry, Extract, FieldPattern, Sets, Triage

Words = Annotated[list[Annotated[str, Meta(max_length=LONGEST_WORD)]], Meta(max_length=500)]


class EntryShape(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Words that say one thing of a request. `unless`: what takes a word back that it stands around or right before
    (不着急, not urgent). `weight` 1 counts only together with others; 2 is plain; more decides against others. A word
    that ends in `*` stands for every Latin word that begins so, `…` inside one for some words of the same clause."""

    sets: Annotated[str, Meta(max_length=40, examples=["type", "level", "complexity", "mood"])]
    value: Annotated[str, Meta(max_length=40)]
    words: Words
    unless: Words = []
    weight: int = 2


class FieldShape(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A field that is filled with what a pattern finds: its first group, or all of it. Patterns are RE2's and see the
    text in lower case and half width. `label`: how the field is called, by language."""

    name: Annotated[str, Meta(max_length=40)]
    pattern: Annotated[str, Meta(max_length=500)]
    label: Annotated[dict[str, Annotated[str, Meta(max_length=60)]], Meta(max_length=5)] = {}


class DictionaryGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How requests are sorted. `extract`: what is read without a pattern: phone, email, amount, date. `version`: only
    if nobody changed the dictionary since that one."""

    entries: Annotated[list[EntryShape], Meta(max_length=300)]
    fields: Annotated[list[FieldShape], Meta(max_length=40)]
    extract: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=10)] = msgspec.field(
        default_factory=lambda: [each.value for each in Extract]
    )
    version: Annotated[int, Meta(ge=0)] | None = None


class ProblemView(msgspec.Struct, kw_only=True):
    """Something that does no harm and no good: `path` as in the dictionary."""

    path: str
    message: str


class DictionaryView(msgspec.Struct, kw_only=True):
    """`is_default`: it is the one that comes with the desk."""

    entries: list[EntryShape]
    fields: list[FieldShape]
    extract: list[str]
    version: int
    is_default: bool
    updated_at: datetime | None
    updated_by: str | None
    problems: list[ProblemView]


class TextGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A text to try, with the dictionary that holds or one that is not saved."""

    text: Annotated[str, Meta(max_length=200_000)]
    dictionary: DictionaryGiven | None = None


class HitView(msgspec.Struct, kw_only=True):
    """A word found, from `start` to `end` of the text. `undone_by`: what took it back."""

    sets: str
    value: str
    weight: int
    text: str
    start: int
    end: int
    undone_by: str | None


class BecauseView(msgspec.Struct, kw_only=True):
    sets: str
    value: str
    words: list[str]
    weight: int


class ExtractedView(msgspec.Struct, kw_only=True):
    """What is read into a field, and where it stands."""

    name: str
    value: str
    text: str
    start: int
    end: int


class TriageView(msgspec.Struct, kw_only=True):
    """What a text says about a request, and why. Positions count characters (code points)."""

    type: str | None
    level: str | None
    complexity: str | None
    mood: str | None
    language: str | None
    fields: dict[str, Any]
    because: list[BecauseView]
    hits: list[HitView]
    extracted: list[ExtractedView]


def dictionary_of(given: DictionaryGiven) -> Dictionary:
    """For one without flaws."""
    return Dictionary(
        entries=tuple(
            Entry(
                sets=Sets(each.sets),
                value=each.value,
                words=_each_once(each.words),
                unless=_each_once(each.unless),
                weight=each.weight,
            )
            for each in given.entries
        ),
        fields=tuple(FieldPattern(name=each.name, pattern=each.pattern, label=each.label) for each in given.fields),
        extract=tuple(each for each in Extract if each in given.extract),
    )


def entry_shape(entry: Entry) -> EntryShape:
    return EntryShape(
        sets=entry.sets, value=entry.value, words=list(entry.words), unless=list(entry.unless), weight=entry.weight
    )


def field_shape(each: FieldPattern) -> FieldShape:
    return FieldShape(name=each.name, pattern=each.pattern, label=dict(each.label))


def triage_view(found: Triage) -> TriageView:
    return msgspec.convert(msgspec.to_builtins(found), TriageView)


def _each_once(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words))
