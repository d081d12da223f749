"""Which earlier rules together take every ticket that a later one is for. Sound, and exact as far as it looks: pure."""

from collections.abc import Mapping, Sequence

from jishi.dispatch.routing.implies import about, has_worlds, implied, meets, traits_of, worlds
from jishi.dispatch.routing.model import Rule
from jishi.kernel.conditions import Condition

MOST_STEPS = 2_000  # then nothing is said: rather silent than slow, and never wrong
Box = Mapping[str, frozenset[tuple[str, ...]]]
"""By trait, what a ticket can have of it; a trait that is not there can be anything."""


def covering(earlier: Sequence[Rule], later: Rule) -> tuple[Rule, ...]:
    """No more of them than it takes; none when some ticket is left, or looking takes too long.

    Traits of which a ticket has one value are cut into those values. Of tags, words and own fields a ticket can have
    any number: a rule that asks more of them than the later one does is left out.
    """
    if not (later.always or later.when):
        return ()
    asked = () if later.always else later.when
    able = [rule for rule in earlier if rule.when and _asks_no_more(rule.when, asked)]
    everything = [condition for rule in (*able, later) for condition in rule.when]
    cut = {trait: worlds(trait, everything) for trait in traits_of(everything) if has_worlds(trait)}
    whole = {
        trait: frozenset(world for world in of if meets(trait, about(trait, asked), world)) for trait, of in cut.items()
    }
    boxes = {rule.id: _box(rule, cut) for rule in able}
    if not _covered(whole, [boxes[rule.id] for rule in able]):
        return ()
    needed = able
    for rule in able:
        fewer = [other for other in needed if other is not rule]
        if _covered(whole, [boxes[other.id] for other in fewer]):
            needed = fewer
    return tuple(needed)


def _asks_no_more(wide: Sequence[Condition], narrow: Sequence[Condition]) -> bool:
    several = (trait for trait in traits_of(wide) if not has_worlds(trait))
    return all(implied(trait, about(trait, narrow), about(trait, wide)) for trait in several)


def _box(rule: Rule, cut: Mapping[str, Sequence[tuple[str, ...]]]) -> Box:
    return {
        trait: frozenset(world for world in cut[trait] if meets(trait, about(trait, rule.when), world))
        for trait in traits_of(rule.when)
        if trait in cut
    }


def _covered(whole: Box, boxes: Sequence[Box]) -> bool:
    """Whether nothing of the whole is left when all boxes are taken away, found out within the steps there are."""
    left = [(whole, 0)]
    for _ in range(MOST_STEPS):
        if not left:
            return True
        box, at = left.pop()
        if at == len(boxes):
            return False
        left.extend((part, at + 1) for part in _without(box, boxes[at]))
    return False


def _without(box: Box, taken: Box) -> list[Box]:
    """What is left of a box, in boxes that do not overlap."""
    if any(not box[trait] & values for trait, values in taken.items()):
        return [box]
    parts: list[Box] = []
    for trait, values in taken.items():
        if outside := box[trait] - values:
            parts.append({**box, trait: outside})
        box = {**box, trait: box[trait] & values}
    return parts
