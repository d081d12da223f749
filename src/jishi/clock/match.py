"""Which policy counts for a ticket, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jishi.clock.model import Kind, Match, Policy, Target, Traits
from jishi.kernel.conditions import all_met


def match(policies: Iterable[Policy], traits: Traits) -> Match | None:
    """The first policy in order that is for such a ticket, and why; None if there is none, and then nothing runs."""
    return Matcher(tuple(policies)).match(traits)


class Matcher:
    """Policies made ready to be asked: a bit for each, so that one look-up a trait answers for all of them at once."""

    __slots__ = ("_layers", "_policies", "_possible")

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = tuple(policies)
        self._possible = _bits(
            n for n, policy in enumerate(policies) if policy.active and (policy.always or policy.when)
        )
        self._layers = _layers(self._policies)

    def match(self, traits: Traits) -> Match | None:
        """The first policy in order that is for such a ticket."""
        left, ask = self._possible, traits.of
        for layer in self._layers:
            left &= layer.met(ask(layer.trait))
        if not left:
            return None
        policy = self._policies[(left & -left).bit_length() - 1]
        return Match(policy=policy, targets=_targets(policy, traits), because=_because(policy, traits))


@dataclass(slots=True)
class _Layer:
    """The n-th condition on one trait of every policy that has so many: `by_value` and `unless` say whose conditions
    name a value, `without` who is content when none is named."""

    trait: str
    without: int
    by_value: dict[str, int] = field(default_factory=dict)
    unless: dict[str, int] = field(default_factory=dict)

    def met(self, values: tuple[str, ...]) -> int:
        """Whose condition is met by these values."""
        bits, refused = self.without, 0
        for value in values:
            bits |= self.by_value.get(value, 0)
            refused |= self.unless.get(value, 0)
        return bits & ~refused


def _layers(policies: Sequence[Policy]) -> list[_Layer]:
    everybody = (1 << len(policies)) - 1
    layers: dict[tuple[str, int], _Layer] = {}
    for n, policy in enumerate(policies):
        count: dict[str, int] = {}
        for condition in () if policy.always else policy.when:
            place = count[condition.trait] = count.get(condition.trait, 0) + 1
            layer = layers.setdefault((condition.trait, place), _Layer(condition.trait, everybody))
            named = layer.unless if condition.unless else layer.by_value
            for value in condition.among:
                named[value] = named.get(value, 0) | 1 << n
            if not condition.unless:
                layer.without &= ~(1 << n)
    return list(layers.values())


def _bits(places: Iterable[int]) -> int:
    return sum(1 << n for n in places)


def _targets(policy: Policy, traits: Traits) -> tuple[Target, ...]:
    first: dict[Kind, Target] = {}
    for target in policy.targets:
        if target.kind not in first and all_met(target.when, traits.of):
            first[target.kind] = target
    return tuple(first.values())


def _because(policy: Policy, traits: Traits) -> tuple[tuple[str, str], ...]:
    if policy.always:
        return (("always", ""),)
    return tuple(
        (condition.trait, next((value for value in traits.of(condition.trait) if value in condition.among), ""))
        for condition in policy.when
    )
