"""What becomes of routing rules, and what they do to tickets."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRuleSaved(Fact):
    rule_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRuleRemoved(Fact):
    rule_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRulesOrdered(Fact):
    rule_ids: tuple[int, ...]
    was: tuple[int, ...] = ()
