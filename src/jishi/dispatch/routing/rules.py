"""Which rule is for a ticket, and where it is not. Pure."""

from collections.abc import Iterable

from jishi.dispatch.routing.model import Rule, Traits, Tried


def match(rules: Iterable[Rule], traits: Traits) -> Rule | None:
    """The first rule in order that is for such a ticket."""
    return next((rule for rule in rules if is_for(rule, traits)), None)


def is_for(rule: Rule, traits: Traits) -> bool:
    """One without conditions that is not for every ticket is for none."""
    if not rule.active:
        return False
    return rule.always or (bool(rule.when) and all(condition.met(traits.of) for condition in rule.when))


def try_rules(rules: Iterable[Rule], traits: Traits) -> list[Tried]:
    """All rules in their order, with the first condition that keeps each from being for such a ticket."""
    return [_try(rule, traits) for rule in rules]


def _try(rule: Rule, traits: Traits) -> Tried:
    failed = None if rule.always else next((each for each in rule.when if not each.met(traits.of)), None)
    return Tried(rule=rule, met=is_for(rule, traits), failed=failed)
