"""Keep routing rules. Every change is a new version; tickets to come follow it at once, those that wait in moments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jishi.dispatch.routing import store
from jishi.dispatch.routing.errors import NoSuchRoutingRule, RoutingRuleMoved, RoutingRulesMoved
from jishi.dispatch.routing.facts import RoutingRuleRemoved, RoutingRuleSaved, RoutingRulesOrdered
from jishi.dispatch.routing.model import Rule
from jishi.identity import settings
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Placed:
    """The current version of a rule, and where it stands in the order."""

    rule: Rule
    position: int


async def add_rule(tx: Transaction, rule: Rule) -> int:
    """A new rule, tried after those that there are. Its id."""
    held = await lock_rules(tx)
    new = replace(rule, id=tx.new_id(), version=1)
    await _save(tx, new, position=1 + max((each.position for each in held.values()), default=-1))
    return new.id


async def change_rule(tx: Transaction, rule: Rule, *, seen_version: int | None = None) -> None:
    """The next version of the rule of that id, or the present one if it says just that. With `seen_version`, only if
    nobody changed it since that. Raises NoSuchRoutingRule, RoutingRuleMoved."""
    placed = _seen(await lock_rules(tx), rule.id, seen_version)
    if replace(rule, version=placed.rule.version) != placed.rule:
        await _save(tx, replace(rule, version=placed.rule.version + 1), position=placed.position)


async def remove_rule(tx: Transaction, rule_id: int, *, seen_version: int | None = None) -> None:
    """It is for no ticket any more. What it was stays in the record."""
    rule = _seen(await lock_rules(tx), rule_id, seen_version).rule
    await store.take_away(tx, rule_id)
    settings.renew(tx)
    await tx.record(RoutingRuleRemoved(at=tx.now, by=tx.by, rule_id=rule_id, name=rule.name, version=rule.version))


async def order_rules(tx: Transaction, ids: Sequence[int]) -> None:
    """Have the rules tried in this order, which names each once. Raises Invalid, RoutingRulesMoved."""
    twice = [n for n, each in enumerate(ids) if each in ids[:n]]
    if twice:
        raise Invalid(errors=[(f"ids.{n}", "This routing rule is named twice.") for n in twice])
    held = list(await lock_rules(tx))
    if set(ids) != set(held):
        raise RoutingRulesMoved
    if list(ids) == held:
        return
    await store.order_rules(tx, ids)
    settings.renew(tx)
    await tx.record(RoutingRulesOrdered(at=tx.now, by=tx.by, rule_ids=tuple(ids), was=tuple(held)))


async def lock_rules(tx: Transaction) -> dict[int, Placed]:
    """All current rules by id, in their order; nobody else changes one until this transaction ends."""
    await store.hold_settings(tx)
    return {row["id"]: Placed(store.as_rule(row), row["position"]) for row in await store.rules(tx)}


def _seen(held: dict[int, Placed], rule_id: int, seen_version: int | None) -> Placed:
    placed = held.get(rule_id)
    if placed is None:
        raise NoSuchRoutingRule
    if seen_version is not None and seen_version != placed.rule.version:
        raise RoutingRuleMoved
    return placed


async def _save(tx: Transaction, rule: Rule, *, position: int) -> None:
    await store.add_rule(tx, rule, position=position)
    settings.renew(tx)
    await tx.record(RoutingRuleSaved(at=tx.now, by=tx.by, rule_id=rule.id, name=rule.name, version=rule.version))
