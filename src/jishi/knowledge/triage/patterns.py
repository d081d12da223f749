"""The patterns of a workspace, compiled by RE2: whatever they say, reading takes time linear in the text."""

from collections.abc import Iterator, Sequence
from itertools import islice

import re2

from jishi.knowledge.triage.model import FieldPattern, Find, FindFields, Span

MOST_FOUND = 5  # places of one pattern in one text
MEMORY = 2_000_000  # bytes for one pattern's automaton; RE2 refuses what needs more

_options = re2.Options()
_options.log_errors = False
_options.max_mem = MEMORY


class UnreadablePattern(ValueError):
    """It is no pattern, or one that RE2 does not know: look-around, back-references."""


def compile_pattern(pattern: str) -> Find:
    """Where it stands in a text: its first group, or all of it. Raises UnreadablePattern."""
    try:
        compiled = re2.compile(pattern, _options)
    except re2.error as error:
        raise UnreadablePattern(pattern) from error
    group = 1 if compiled.groups else 0

    def find(folded: str) -> Iterator[Span]:
        for match in islice(compiled.finditer(folded), MOST_FOUND):
            start, end = match.span(group)
            if start < end:  # a group that took no part stands at -1
                yield start, end

    return find


def finds_nothing(pattern: str) -> bool:
    """Whether a readable pattern is met by no text at all, and so everywhere."""
    return re2.compile(pattern, _options).fullmatch("") is not None


def compile_patterns(fields: Sequence[FieldPattern]) -> FindFields:
    """All at once: one look says which of them a text has at all. Raises UnreadablePattern."""
    finders = [(each.name, compile_pattern(each.pattern)) for each in fields]
    together = re2.Set.SearchSet(_options)
    for each in fields:
        together.Add(each.pattern)
    together.Compile()

    def find(folded: str) -> Iterator[tuple[str, Span]]:
        for n in sorted(together.Match(folded) or ()):
            name, places = finders[n]
            for span in places(folded):
                yield name, span

    return find
