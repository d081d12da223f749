"""Conditions: what must hold of something for a rule to be about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Ask = Callable[[str], tuple[str, ...]]
"""The values of a trait; none of one that the thing lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The trait is one of these, or with `unless` none of them. What lacks the trait is none of them."""

    trait: str
    among: tuple[str, ...]
    unless: bool = False

    def met(self, ask: Ask) -> bool:
        return any(value in self.among for value in ask(self.trait)) is not self.unless


def all_met(conditions: Iterable[Condition], ask: Ask) -> bool:
    return all(condition.met(ask) for condition in conditions)
