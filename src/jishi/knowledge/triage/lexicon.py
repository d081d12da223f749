"""A dictionary made ready for reading texts: each word is found by its first two characters."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jishi.knowledge.triage.fold import fold
from jishi.knowledge.triage.model import LONGEST_WORD, VALUES, Dictionary, Entry, Extract, FindFields, Sets, Span

# What may stand between "not" and the word that it takes back: 不是很急, don't feel very happy.
LINKS = re.compile(
    r"(?>\s|太|很|是|要|想|那么|这么|特别|十分|非常|怎么|算|会|打算|有|必|必须|进行|任何|什么|给你们|去|来|的|到|"
    r"\b(?:so|very|that|this|too|really|a|an|the|be|been|being|is|at|all|any|it|am|are|feel|feeling|particularly|"
    r"especially|going|to|want|make|making|here|exactly|my|your|of)\b)*+"
)
LONGEST_LINK = 24
GAP = "…"  # in a word: 还没…收到, how do i … export
REACH, LATIN_REACH = 12, 34  # characters, from the beginning's end to the tail's
CLAUSE_ENDS = re.compile(r"[.,;:!?\n]")
SHORT_NOT = re.compile(r"\b(ca|wo|do|does|did|is|are|was|were|has|have|had|could|should|would)n't\b")
LONG_NOT = {"ca": "can", "wo": "will"}
TOKEN = re.compile("[a-z0-9\u00df-\u024f]+")
LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789") | frozenset(map(chr, range(0xDF, 0x250)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is looked for. `place` is its entry's; `undoes`: it takes words of that entry back; `tail`: what
    must follow within the same clause."""

    text: str
    place: int
    undoes: bool
    whole: bool  # it ends in a Latin letter, and no other may follow
    tail: str = ""
    tail_whole: bool = False


ByLength = tuple[tuple[int, dict[str, tuple[Word, ...]]], ...]
"""Lengths, the longest first, and the words of each by their text."""
ByNext = tuple[ByLength, dict[str, ByLength]]
"""Those that say no more, and the others by what they say next."""
Index = dict[str, ByNext]
"""By how words begin."""
Place = tuple[int, int, Word]
LATIN_NEXT = 2  # characters of what is next, the blank being one


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """A dictionary with the types that the workspace has; entries for others are left out."""

    entries: tuple[Entry, ...]
    extract: frozenset[Extract]
    find_fields: FindFields
    tokens: Index = field(repr=False)  # what begins in Latin, by its first Latin word
    beginnings: Index = field(repr=False)  # `refund*`, by the first two letters
    pairs: Index = field(repr=False)  # everything else, by the first two characters
    singles: Index = field(repr=False)  # and what has but one
    has_signs: bool  # some word begins in neither Latin nor Chinese
    order: Mapping[Sets, tuple[str, ...]]  # values, the graver first; types as the dictionary has them

    def places(self, folded: str) -> list[Place]:
        """Every start and end of every word, those that begin in Latin before the others."""
        found: list[Place] = []
        tokens, beginnings = self.tokens, self.beginnings
        for token in TOKEN.finditer(folded):
            at, text = token.start(), token[0]
            if (of := tokens.get(text)) is not None:
                _find(found, folded, at, of, token.end(), LATIN_NEXT)
            if (of := beginnings.get(text[:2])) is not None:
                _find(found, folded, at, of, at + 2, 1)
        if not folded.isascii() or self.has_signs:
            self._find_others(found, folded)
        return found

    def _find_others(self, found: list[Place], folded: str) -> None:
        pairs, singles = self.pairs, self.singles
        for at, letter in enumerate(folded):
            if letter in LATIN or letter == " ":
                continue
            if (of := pairs.get(folded[at : at + 2])) is not None:
                _find(found, folded, at, of, at + 2, 1)
            if (of := singles.get(letter)) is not None:
                _find_of(found, folded, at, of[0])


def _find(found: list[Place], folded: str, at: int, of: ByNext, after: int, size: int) -> None:
    short, longer = of
    if longer and (by_length := longer.get(folded[after : after + size])) is not None:
        _find_of(found, folded, at, by_length)
    if short:
        _find_of(found, folded, at, short)


def _find_of(found: list[Place], folded: str, at: int, by_length: ByLength) -> None:
    for length, words in by_length:
        if (same := words.get(folded[at : at + length])) is None:
            continue
        end, clause = at + length, None
        for word in same:
            if word.whole and folded[end : end + 1] in LATIN:
                continue
            if not word.tail:
                found.append((at, end, word))
                continue
            if clause is None:  # once for all words that begin so
                clause = _clause(folded, at, end)
            if word.tail in clause and (last := _tail_end(clause, folded, end, word)):
                found.append((at, last, word))


def _clause(folded: str, at: int, end: int) -> str:
    """What a gap and a tail may be made of: the rest of the clause, if it is not long."""
    rest = folded[end : end + (LATIN_REACH if folded[at] in LATIN else REACH)]
    stop = CLAUSE_ENDS.search(rest)
    return rest[: stop.start()] if stop else rest


def _tail_end(clause: str, folded: str, start: int, word: Word) -> int | None:
    """Where the first tail ends in a clause that begins at `start`."""
    at = clause.find(word.tail)
    while at >= 0:
        end = start + at + len(word.tail)
        inside = at > 0 and word.tail[0] in LATIN and clause[at - 1] in LATIN
        if not inside and not (word.tail_whole and folded[end : end + 1] in LATIN):
            return end
        at = clause.find(word.tail, at + 1)
    return None


def compile_lexicon(dictionary: Dictionary, *, types: Collection[str], find_fields: FindFields) -> Lexicon:
    """`find_fields` are the dictionary's patterns, compiled by whoever has an engine for them."""
    entries = tuple(e for e in dictionary.entries if e.sets is not Sets.TYPE or e.value in types)
    words = [
        _word(spelling, place, undoes=undoes)
        for place, entry in enumerate(entries)
        for texts, undoes in ((entry.words, False), (entry.unless, True))
        for text in texts
        for spelling in _spellings(text)
    ]
    beginning = [word for word in words if word.text[0] in LATIN and not word.whole and TOKEN.fullmatch(word.text)]
    begins = set(beginning)
    latin = [word for word in words if word.text[0] in LATIN and word not in begins]
    others = [word for word in words if word.text[0] not in LATIN]
    return Lexicon(
        entries,
        frozenset(dictionary.extract),
        find_fields,
        tokens=_index(latin, lambda text: TOKEN.match(text)[0], LATIN_NEXT),  # type: ignore[index]  # it begins with one
        beginnings=_index(beginning, lambda text: text[:2]),
        pairs=_index([word for word in others if len(word.text) > 1], lambda text: text[:2]),
        singles=_index([word for word in others if len(word.text) == 1], lambda text: text),
        has_signs=any(word.text[0].isascii() for word in others),
        order={**VALUES, Sets.TYPE: tuple(dict.fromkeys(e.value for e in entries if e.sets is Sets.TYPE))},
    )


def taken_back(start: int, end: int, folded: str, undoings: Sequence[Span]) -> Span | None:
    """The one of `undoings`, in the order of the text, that takes back the word from `start` to `end`: it reaches
    over an edge of the word, or stands right before it."""
    for n in range(bisect_left(undoings, (start - LONGEST_LINK - LONGEST_WORD, 0)), len(undoings)):
        first, last = undoings[n]  # not a slice: it would copy the rest of the text for each word
        if first >= end:
            break
        if last > start:
            if first < start or last > end:
                return first, last
        elif folded[first] in "不没" and folded[first - 1 : first] == folded[first + 1 : first + 2]:
            continue  # 是不是, 能不能: asks, and denies nothing
        elif start - last <= LONGEST_LINK and LINKS.fullmatch(folded, last, start):
            return first, last
    return None


def _spellings(text: str) -> set[str]:
    """People write doesnt and does not for doesn't, and cannot for can't."""
    text = fold(text.replace(GAP, "\0")).replace("\0", GAP)
    long = SHORT_NOT.sub(lambda short: f"{LONG_NOT.get(short[1], short[1])} not", text)
    return {text, SHORT_NOT.sub(lambda short: f"{short[1]}nt", text), long, long.replace("can not", "cannot")}


def _word(folded: str, place: int, *, undoes: bool) -> Word:
    head, _, tail = (part.strip() for part in folded.partition(GAP))
    if not (head and tail):
        head, tail = (head or tail or folded), ""
    (head, whole), (tail, tail_whole) = (_ending(part) for part in (head, tail))
    return Word(head, place, undoes, whole, tail, tail_whole)


def _ending(text: str) -> tuple[str, bool]:
    prefix = text.endswith("*") and len(text) > 1
    text = text[:-1] if prefix else text
    return text, text[-1:] in LATIN and text != "" and not prefix


def _index(words: Iterable[Word], start: Callable[[str], str], size: int = 1) -> Index:
    made: dict[str, dict[str, list[Word]]] = {}
    for word in words:
        begin = start(word.text)
        after = word.text[len(begin) :][:size]
        made.setdefault(begin, {}).setdefault(after if len(after) == size else "", []).append(word)
    return {
        begin: (_by_length(by_next.pop("", [])), {after: _by_length(of) for after, of in by_next.items()})
        for begin, by_next in made.items()
    }


def _by_length(words: Iterable[Word]) -> ByLength:
    made: dict[int, dict[str, list[Word]]] = {}
    for word in words:
        made.setdefault(len(word.text), {}).setdefault(word.text, []).append(word)
    return tuple(
        (length, {text: tuple(same) for text, same in made[length].items()}) for length in sorted(made, reverse=True)
    )
