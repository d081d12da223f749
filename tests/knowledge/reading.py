"""Reads texts as the desk does that decided nothing for itself."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jishi.identity.model import TYPES
from jishi.knowledge.triage.lexicon import Lexicon, compile_lexicon
from jishi.knowledge.triage.model import Dictionary, Entry, FieldPattern, Sets, Triage
from jishi.knowledge.triage.patterns import compile_patterns
from jishi.knowledge.triage.rules import triage
from jishi.knowledge.triage.shipped import shipped

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(text: str, *, by: Lexicon | None = None, at: datetime = MONDAY, **given: Any) -> Triage:
    return triage(text, by or usual(), at=at, zone=SHANGHAI, given=given)


@cache
def usual() -> Lexicon:
    return lexicon_of(shipped())


def lexicon_of(dictionary: Dictionary) -> Lexicon:
    types = {choice.key for choice in TYPES}
    return compile_lexicon(dictionary, types=types, find_fields=compile_patterns(dictionary.fields))


def words(*entries: Entry, fields: Iterable[FieldPattern] = ()) -> Lexicon:
    return lexicon_of(Dictionary(entries=entries, fields=tuple(fields)))


def mood(value: str, *listed: str, unless: tuple[str, ...] = (), weight: int = 2) -> Entry:
    return Entry(sets=Sets.MOOD, value=value, words=listed, unless=unless, weight=weight)
