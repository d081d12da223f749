"""Which policy counts for a ticket, and why."""

from collections.abc import Iterable, Sequence

from jishi.clock.model import Condition, Kind, Match, Policy, Target, Traits


def match(policies: Iterable[Policy], traits: Traits) -> Match | None:
    """The first policy in order that is for such a ticket, and why; None if there is none, and then nothing runs."""
    for policy in policies:
        if policy.active and (policy.always or (policy.when and _meets(traits, policy.when))):
            return Match(policy=policy, targets=_targets(policy, traits), because=_because(policy, traits))
    return None


def _targets(policy: Policy, traits: Traits) -> tuple[Target, ...]:
    first: dict[Kind, Target] = {}
    for target in policy.targets:
        if _meets(traits, target.when):
            first.setdefault(target.kind, target)
    return tuple(first.values())


def _meets(traits: Traits, conditions: Sequence[Condition]) -> bool:
    return all(any(value in condition.among for value in traits.of(condition.trait)) for condition in conditions)


def _because(policy: Policy, traits: Traits) -> tuple[tuple[str, str], ...]:
    if policy.always:
        return (("always", ""),)
    return tuple(
        (condition.trait, next(value for value in traits.of(condition.trait) if value in condition.among))
        for condition in policy.when
    )
