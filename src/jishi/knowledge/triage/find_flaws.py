"""What is wrong with a dictionary, all of it at once, and what of it is merely of no use."""

import re
from collections.abc import Collection, Iterator

from jishi.knowledge.triage.model import VALUES, Dictionary, Extract, Sets
from jishi.knowledge.triage.patterns import UnreadablePattern, compile_pattern, finds_nothing
from jishi.knowledge.triage.shapes import DictionaryGiven, EntryShape, FieldShape

Flaw = tuple[str, str]
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
KEPT_NAMES = {"mood", "complexity", "type", "level", "language"}
HEAVIEST = 10
SHORTEST_BEGINNING = 3  # with its asterisk
MOST_WORDS = 6000

NO_SUCH_THING = "Words can set the type, the level, the complexity or the mood."
NO_SUCH_VALUE = "There is no such value here."
NO_WORDS = "Give at least one word."
EMPTY_WORD = "A word has at least one character."
TOO_WIDE = "Only one character before the asterisk would be found nearly everywhere."
WEIGHT = "A weight lies between 1 and 10."
BAD_NAME = "A field's name has up to 40 lower-case letters, digits and underscores and begins with a letter."
KEPT_NAME = "This name is kept for what words set."
NO_PATTERN = (
    "This pattern cannot be read. Look-around and back-references are not possible, so that reading takes no time."
)
FINDS_NOTHING = "This pattern also finds nothing at all, anywhere."
NO_SUCH_EXTRACT = "Only phone, email, amount and date are read without a pattern."
TOO_MANY_WORDS = "A dictionary has at most 6,000 words."
NO_SUCH_TYPE = "The workspace has no such type, so these words are ignored."


def find_flaws(given: DictionaryGiven) -> list[Flaw]:
    """Pairs of a path and what is wrong there."""
    flaws = [flaw for n, each in enumerate(given.entries) for flaw in _entry_flaws(each, f"entries.{n}")]
    flaws += [flaw for n, each in enumerate(given.fields) for flaw in _field_flaws(each, f"fields.{n}")]
    flaws += [(f"extract.{n}", NO_SUCH_EXTRACT) for n, each in enumerate(given.extract) if each not in set(Extract)]
    if sum(len(each.words) + len(each.unless) for each in given.entries) > MOST_WORDS:
        flaws.append(("entries", TOO_MANY_WORDS))
    return flaws


def find_problems(dictionary: Dictionary, types: Collection[str]) -> Iterator[Flaw]:
    """What does no harm and no good: entries for types that the workspace has not, patterns that no longer read."""
    for n, entry in enumerate(dictionary.entries):
        if entry.sets is Sets.TYPE and entry.value not in types:
            yield f"entries.{n}.value", NO_SUCH_TYPE
    for n, each in enumerate(dictionary.fields):
        for _, flaw in _pattern_flaws(each.pattern, ""):
            yield f"fields.{n}.pattern", flaw


def _entry_flaws(each: EntryShape, path: str) -> Iterator[Flaw]:
    if each.sets not in set(Sets):
        yield f"{path}.sets", NO_SUCH_THING
    elif not _is_value(Sets(each.sets), each.value):
        yield f"{path}.value", NO_SUCH_VALUE
    if not each.words:
        yield f"{path}.words", NO_WORDS
    for name, words in (("words", each.words), ("unless", each.unless)):
        yield from _word_flaws(words, f"{path}.{name}")
    if not 1 <= each.weight <= HEAVIEST:
        yield f"{path}.weight", WEIGHT


def _is_value(sets: Sets, value: str) -> bool:
    return value in VALUES[sets] if sets in VALUES else NAME.fullmatch(value) is not None


def _word_flaws(words: list[str], path: str) -> Iterator[Flaw]:
    for n, word in enumerate(words):
        if not word.strip():
            yield f"{path}.{n}", EMPTY_WORD
        elif word.strip().endswith("*") and len(word.strip()) < SHORTEST_BEGINNING:
            yield f"{path}.{n}", TOO_WIDE


def _field_flaws(each: FieldShape, path: str) -> Iterator[Flaw]:
    if not NAME.fullmatch(each.name):
        yield f"{path}.name", BAD_NAME
    elif each.name in KEPT_NAMES:
        yield f"{path}.name", KEPT_NAME
    yield from _pattern_flaws(each.pattern, f"{path}.pattern")


def _pattern_flaws(pattern: str, path: str) -> Iterator[Flaw]:
    try:
        compile_pattern(pattern)
    except UnreadablePattern:
        yield path, NO_PATTERN
        return
    if finds_nothing(pattern):
        yield path, FINDS_NOTHING
