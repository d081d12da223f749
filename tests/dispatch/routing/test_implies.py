"""Implication of conditions, against every ticket of a small world."""

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.dispatch.routing.implies import contradiction, implies
from jishi.dispatch.routing.model import Traits
from jishi.dispatch.routing.words import occurs, plain
from jishi.kernel.conditions import Condition, all_met

WORDS = ("退款", "退款失败", "app", "application", "登录")
VALUES = {
    "level": ("urgent", "important", "normal"),
    "type": ("complaint", "enquiry"),
    "mood": ("calm", "worried", "angry"),
    "tag": ("a", "b", "c"),
    "text": WORDS,
    "history": ("new", "returning", "open_ticket", "low_score_30d"),
}
PASTS = [("new",), *(("returning", *p) for n in range(3) for p in combinations(("open_ticket", "low_score_30d"), n))]


def said(*words: str) -> tuple[str, ...]:
    """All words of rules that somebody uses who says these."""
    heard = plain("。".join(words))
    return tuple(word for word in WORDS if occurs(plain(word), heard))


SEEN: dict[str, list[tuple[str, ...]]] = {
    "level": [(value,) for value in VALUES["level"]],
    "type": [(), ("complaint",), ("enquiry",), ("repair",)],
    "mood": [(), ("calm",), ("worried",), ("angry",)],
    "tag": [part for n in range(4) for part in combinations(("a", "b", "c"), n)],
    "text": [said(*part) for n in range(len(WORDS) + 1) for part in combinations(WORDS, n)],
    "history": PASTS,
}


def worlds(traits: set[str]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every ticket, as far as these traits tell tickets apart."""
    asked = sorted(traits)
    for values in product(*(SEEN[trait] for trait in asked)):
        yield dict(zip(asked, values, strict=True))


@st.composite
def condition(draw: st.DrawFn, traits: tuple[str, ...]) -> Condition:
    trait = draw(st.sampled_from(traits))
    among = draw(st.lists(st.sampled_from(VALUES[trait]), min_size=1, max_size=3, unique=True))
    return Condition(trait=trait, among=tuple(among), unless=draw(st.booleans()))


@st.composite
def some(draw: st.DrawFn) -> tuple[list[Condition], list[Condition]]:
    """Two sets of conditions about the same few traits, or they would never have to do with each other."""
    traits = tuple(draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2, unique=True)))
    conditions = st.lists(condition(traits), min_size=1, max_size=3)
    return draw(conditions), draw(conditions)


def met(asked: list[Condition], world: dict[str, tuple[str, ...]]) -> bool:
    return all_met(asked, lambda trait: world.get(trait, ()))


@settings(max_examples=300, deadline=None)
@given(some())
def test_what_implies_another_is_never_met_alone_and_what_does_not_sometimes_is(
    two: tuple[list[Condition], list[Condition]],
) -> None:
    narrow, wide = two
    everything = worlds({each.trait for each in (*narrow, *wide)})
    assert implies(narrow, wide) is all(met(wide, world) for world in everything if met(narrow, world))


@settings(max_examples=200, deadline=None)
@given(some())
def test_a_contradiction_is_what_no_ticket_meets(two: tuple[list[Condition], list[Condition]]) -> None:
    asked = [*two[0], *two[1]]
    possible = any(met(asked, world) for world in worlds({each.trait for each in asked}))
    assert (contradiction(asked) is None) is possible


@settings(max_examples=50, deadline=None)
@given(some())
def test_more_conditions_imply_fewer(two: tuple[list[Condition], list[Condition]]) -> None:
    assert implies([*two[0], *two[1]], two[1])


def test_all_values_of_a_closed_trait_are_no_condition_at_all() -> None:
    every_level = Condition(trait="level", among=("urgent", "important", "normal"))
    assert implies([Condition(trait="tag", among=("a",))], [every_level])
    assert contradiction([Condition(trait="hours", among=("open", "closed"), unless=True)]) == "hours"


def test_who_is_new_has_no_past() -> None:
    new, late = Condition(trait="history", among=("new",)), Condition(trait="history", among=("open_ticket",))
    assert contradiction([new, late]) == "history"
    assert implies([late], [Condition(trait="history", among=("returning",))])


def test_a_longer_word_contains_the_shorter() -> None:
    longer, shorter = (Condition(trait="text", among=(word,)) for word in ("退款失败", "退款"))
    assert implies([longer], [shorter])
    assert not implies([shorter], [longer])
    assert contradiction([longer, Condition(trait="text", among=("退款",), unless=True)]) == "text"


def test_rules_see_of_a_ticket_what_a_world_has() -> None:
    traits = Traits(level="urgent", tag=("a",), history=("new",))
    assert (traits.of("level"), traits.of("tag"), traits.of("type"), traits.of("colour")) == (
        ("urgent",),
        ("a",),
        (),
        (),
    )
