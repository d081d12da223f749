"""Whether whatever meets some conditions must meet others too. Exact, not a guess: pure."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from jishi.dispatch.routing.model import COMPLEXITIES, HOURS, LEVELS, MOODS, OPENING, SINGLE, WEEKDAYS
from jishi.dispatch.routing.words import occurs, plain
from jishi.kernel.conditions import Condition, all_met

World = tuple[str, ...]  # the values of one trait that some ticket can have together
Within = Callable[[str, str], bool]  # whether the one is there whenever the other is

CLOSED = {"level": LEVELS, "weekday": WEEKDAYS, "hour": HOURS, "hours": OPENING}  # always one of these
OPTIONAL = {"mood": MOODS, "complexity": COMPLEXITIES}  # one of these, or none
PAST = ("open_ticket", "complained_30d", "low_score_30d")  # only somebody who was here before has any of it
ANOTHER = "\0"  # stands for every value that nobody names


def implies(narrow: Sequence[Condition], wide: Sequence[Condition]) -> bool:
    """Whether every ticket that meets all of `narrow` meets all of `wide`. Traits are independent of each other."""
    if contradiction(narrow) is not None:
        return True
    return all(implied(trait, about(trait, narrow), about(trait, wide)) for trait in traits_of(wide))


def contradiction(conditions: Sequence[Condition]) -> str | None:
    """The trait of which these ask what no ticket can have."""
    return next((trait for trait in traits_of(conditions) if not _possible(trait, about(trait, conditions))), None)


def _possible(trait: str, conditions: Sequence[Condition]) -> bool:
    if has_worlds(trait):
        return any(meets(trait, conditions, world) for world in worlds(trait, conditions))
    refused = _refused(conditions)
    return all(_open(condition, refused, _within(trait)) for condition in conditions if not condition.unless)


def implied(trait: str, narrow: Sequence[Condition], wide: Sequence[Condition]) -> bool:
    if has_worlds(trait):
        every = worlds(trait, [*narrow, *wide])
        return all(meets(trait, wide, world) for world in every if meets(trait, narrow, world))
    refused, within = _refused(narrow), _within(trait)
    asked = [_open(condition, refused, within) for condition in narrow if not condition.unless]
    return all(_follows(condition, asked, refused, within) for condition in wide)


def _follows(wanted: Condition, asked: Sequence[list[str]], refused: Sequence[str], within: Within) -> bool:
    """Of a trait that can have several values: a ticket may have any of them beside what it is asked to have."""
    if wanted.unless:
        return all(any(within(no, value) for no in refused) for value in wanted.among)
    return any(all(any(within(value, has) for value in wanted.among) for has in values) for values in asked)


def _open(condition: Condition, refused: Sequence[str], within: Within) -> list[str]:
    """The values by which a condition can still be met when some are refused."""
    return [value for value in condition.among if not any(within(no, value) for no in refused)]


def _refused(conditions: Iterable[Condition]) -> list[str]:
    return [value for condition in conditions if condition.unless for value in condition.among]


def has_worlds(trait: str) -> bool:
    return trait in SINGLE or trait == "history"


def worlds(trait: str, conditions: Iterable[Condition]) -> list[World]:
    """All that can be true of such a trait, as far as these conditions tell it apart."""
    if trait == "history":
        pasts = (part for size in range(len(PAST) + 1) for part in combinations(PAST, size))
        return [("new",), *(("returning", *past) for past in pasts)]
    if trait in CLOSED:
        return [(value,) for value in CLOSED[trait]]
    if trait in OPTIONAL:
        return [(), *((value,) for value in OPTIONAL[trait])]
    named = dict.fromkeys(value for condition in conditions for value in condition.among)
    return [(), (ANOTHER,), *((value,) for value in named)]


def meets(trait: str, conditions: Iterable[Condition], world: World) -> bool:
    return all_met(conditions, lambda asked: world if asked == trait else ())


def _within(trait: str) -> Within:
    return _said_within if trait == "text" else str.__eq__


def _said_within(word: str, said: str) -> bool:
    return occurs(plain(word), plain(said))


def about(trait: str, conditions: Iterable[Condition]) -> list[Condition]:
    return [condition for condition in conditions if condition.trait == trait]


def traits_of(conditions: Iterable[Condition]) -> list[str]:
    return list(dict.fromkeys(condition.trait for condition in conditions))
