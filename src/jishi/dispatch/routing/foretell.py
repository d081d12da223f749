"""Where rules would send tickets that do not exist."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from jishi.dispatch.model import Need
from jishi.dispatch.routing import rules, store
from jishi.dispatch.routing.model import Rule, Traits, Tried
from jishi.dispatch.routing.rulebook import Rulebook, rulebook
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A request that could come at that instant. `customer_id` is None of somebody who was never here."""

    at: datetime
    type: str | None = None
    level: str
    tier: str
    channel: str
    language: str | None = None
    tags: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """`team_id` is where the rule sends it, if it names a team that exists; `needs` are those that can be met."""

    rule: Rule | None
    traits: Traits
    team_id: int | None = None
    needs: tuple[Need, ...] = ()


async def foretell(tx: Transaction, described: Sequence[Described]) -> list[Sorted]:
    """The rule that would be for each of them, by the rules of now."""
    book = await rulebook(tx)
    customers = {each.customer_id for each in described if each.customer_id is not None}
    pasts = await store.histories(tx, sorted(customers)) if "history" in book.asks else {}
    found = []
    for each in described:
        found.append(_sort(each, book, pasts))
        await asyncio.sleep(0)  # thousands of texts: others are answered in between
    return found


async def try_all(tx: Transaction, traits: Traits) -> list[Tried]:
    """Every rule in its order, also those switched off, and where it fails."""
    return rules.try_rules([store.as_rule(row) for row in await store.rules(tx)], traits)


def _sort(each: Described, book: Rulebook, pasts: Mapping[int, tuple[str, ...]]) -> Sorted:
    traits = book.traits(
        each.at,
        level=each.level,
        tier=each.tier,
        channel=each.channel,
        type=each.type,
        language=each.language,
        tags=each.tags,
        fields=each.fields,
        said=each.said,
        history=("new",) if each.customer_id is None else pasts.get(each.customer_id, ()),
    )
    rule = rules.match(book.rules, traits)
    if rule is None:
        return Sorted(rule=None, traits=traits)
    known = [need for need in rule.needs if need.skill_id in book.skills]
    return Sorted(
        rule=rule,
        traits=traits,
        team_id=rule.team_id if rule.team_id in book.teams else None,
        needs=tuple(replace(need, name=book.skills[need.skill_id]) for need in known),
    )
