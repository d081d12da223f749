"""What a text says about its request. Whatever learns to do this better one day stands behind the same function."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jishi.kernel.script import language_of
from jishi.knowledge.triage.blank_quotes import blank_quotes
from jishi.knowledge.triage.extract import extract
from jishi.knowledge.triage.fold import MOST_READ, fold
from jishi.knowledge.triage.lexicon import Lexicon, taken_back
from jishi.knowledge.triage.model import ANGRY, COMPLAINT, NEEDED, USUAL_LEVELS, Because, Hit, Sets, Span, Triage


def triage(
    text: str, lexicon: Lexicon, *, at: datetime, zone: ZoneInfo, given: Mapping[str, Any] | None = None
) -> Triage:
    """Sort the request that begins with `text`, written at `at` in `zone`, by what its writer wrote now.

    `given` is what is known already, by `type`, `level`, `language` and the names of fields: it is never overruled.
    """
    known = {name: value for name, value in (given or {}).items() if value is not None}
    whole, text = text, blank_quotes(text[:MOST_READ])
    folded = fold(text)
    hits = find_words(folded, text, lexicon)
    because = weigh(hits, lexicon, known=known)
    extracted = tuple(extract(folded, text, lexicon, at=at, zone=zone))
    found = {why.sets: why.value for why in because}
    said = {name: known.get(name, found.get(name)) for name in Sets}
    fields = {each.name: each.value for each in reversed(extracted) if each.name not in known}
    return Triage(
        type=said[Sets.TYPE],
        level=said[Sets.LEVEL],
        complexity=said[Sets.COMPLEXITY],
        mood=said[Sets.MOOD],
        language=known.get("language") or language_of(text) or language_of(whole),
        fields={name: fields[name] for name in sorted(fields)},
        because=because,
        hits=hits,
        extracted=extracted,
    )


def find_words(folded: str, text: str, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The words of the dictionary in a text, in its order. Of those for the same thing that overlap, the longest."""
    undoings: dict[int, list[Span]] = {}
    found: dict[Sets, list[tuple[int, int, int]]] = {}
    for at, end, word in lexicon.places(folded):
        if word.undoes:
            undoings.setdefault(word.place, []).append((at, end))
        else:
            found.setdefault(lexicon.entries[word.place].sets, []).append((at - end, at, word.place))
    before = {place: sorted(spans) for place, spans in undoings.items()}
    hits = []
    for sets, places in found.items():
        for start, end, place in _longest(places, len(folded)):
            entry = lexicon.entries[place]
            undoing = taken_back(start, end, folded, before.get(place, ()))
            hits.append(
                Hit(
                    sets=sets,
                    value=entry.value,
                    weight=entry.weight,
                    text=text[start:end],
                    start=start,
                    end=end,
                    undone_by=None if undoing is None else text[undoing[0] : undoing[1]],
                )
            )
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.sets, hit.value)))


def weigh(hits: Iterable[Hit], lexicon: Lexicon, *, known: Mapping[str, Any]) -> tuple[Because, ...]:
    """For each thing that is not known, the value that the words found weigh heaviest for, each word once, with the
    greater weight if two entries have it; the graver of two that weigh the same."""
    words: dict[Sets, dict[str, dict[str, Hit]]] = {}
    for hit in hits:
        if hit.undone_by is None and hit.sets not in known:
            same = words.setdefault(hit.sets, {}).setdefault(hit.value, {})
            if (before := same.get(hit.text.lower())) is None or before.weight < hit.weight:
                same[hit.text.lower()] = hit
    found = (_heaviest(sets, words[sets], lexicon) for sets in Sets if sets in words)
    return _complete({why.sets: why for why in found if why.weight >= NEEDED}, lexicon, known)


def _complete(found: dict[Sets, Because], lexicon: Lexicon, known: Mapping[str, Any]) -> tuple[Because, ...]:
    """Who is angry about nothing else complains; what no word says the level of has that of its type."""
    mood = found.get(Sets.MOOD)
    if mood and mood.value == ANGRY and COMPLAINT in lexicon.order[Sets.TYPE] and not {Sets.TYPE} & {*found, *known}:
        found[Sets.TYPE] = replace(mood, sets=Sets.TYPE, value=COMPLAINT)
    kind = found.get(Sets.TYPE)
    level, least = USUAL_LEVELS.get(kind.value, (None, 0)) if kind else (None, 0)
    if kind and level and kind.weight >= least and not {Sets.LEVEL} & {*found, *known}:
        found[Sets.LEVEL] = replace(kind, sets=Sets.LEVEL, value=level)
    return tuple(found[sets] for sets in Sets if sets in found)


def _heaviest(sets: Sets, words: Mapping[str, Mapping[str, Hit]], lexicon: Lexicon) -> Because:
    weights = {value: sum(hit.weight for hit in of.values()) for value, of in words.items()}
    best = max((value for value in lexicon.order[sets] if value in weights), key=lambda value: weights[value])
    return Because(sets=sets, value=best, words=tuple(hit.text for hit in words[best].values()), weight=weights[best])


def _longest(places: list[tuple[int, int, int]], size: int) -> Iterable[tuple[int, int, int]]:
    """Those of (minus the length, start, entry) that lie in no longer one; equal ones all count: two entries may share
    a word."""
    taken = bytearray(size)
    kept: set[tuple[int, int]] = set()
    for minus, start, place in sorted(places):
        end = start - minus
        if (start, end) in kept or not any(taken[start:end]):
            kept.add((start, end))
            taken[start:end] = b"\1" * (end - start)
            yield start, end, place
