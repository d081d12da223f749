"""How the demo desk sorts what comes."""

from typing import Any

import msgspec

from jishi.dispatch.routing.keep_rules import add_rule
from jishi.dispatch.routing.parse_rule import parse_rule
from jishi.dispatch.routing.rulebook import here
from jishi.dispatch.routing.shapes import RoutingRuleGiven
from jishi.identity.find import find_team
from jishi.storage.transaction import Transaction
from jishi.web.stage.read import cast


async def lay_rules(tx: Transaction, skills: dict[str, int]) -> None:
    """In the order of the cast. `skills` are ids by key."""
    around = await here(tx)
    for told in cast()["rule"]:
        rule: dict[str, Any] = dict(told)
        if "team" in rule:
            rule["team"] = (await find_team(tx, rule["team"])).id
        rule["needs"] = [
            {**need, "skill": skills[need["skill"]], "required": False} for need in told["needs"]
        ]  # fmt: skip
        await add_rule(tx, parse_rule(msgspec.convert(rule, RoutingRuleGiven), around))
