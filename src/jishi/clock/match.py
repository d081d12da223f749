"""Which policy counts for a ticket, and why."""

from collections.abc import Iterable

from jishi.clock.model import Kind, Match, Policy, Target, Traits
from jishi.kernel.conditions import all_met


def match(policies: Iterable[Policy], traits: Traits) -> Match | None:
    """The first policy in order that is for such a ticket, and why; None if there is none, and then nothing runs."""
    for policy in policies:
        if policy.active and (policy.always or (policy.when and all_met(policy.when, traits.of))):
            return Match(policy=policy, targets=_targets(policy, traits), because=_because(policy, traits))
    return None


def _targets(policy: Policy, traits: Traits) -> tuple[Target, ...]:
    first: dict[Kind, Target] = {}
    for target in policy.targets:
        if all_met(target.when, traits.of):
            first.setdefault(target.kind, target)
    return tuple(first.values())


def _because(policy: Policy, traits: Traits) -> tuple[tuple[str, str], ...]:
    if policy.always:
        return (("always", ""),)
    return tuple(
        (condition.trait, next((value for value in traits.of(condition.trait) if value in condition.among), ""))
        for condition in policy.when
    )
