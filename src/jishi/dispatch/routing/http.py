"""Routing rules over HTTP."""

from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.params import Parameter
from msgspec import Meta

from jishi.dispatch.routing import tester_http
from jishi.dispatch.routing.keep_rules import add_rule, change_rule, order_rules, remove_rule
from jishi.dispatch.routing.parse_rule import parse_rule
from jishi.dispatch.routing.rulebook import here
from jishi.dispatch.routing.shapes import RoutingRuleGiven, RoutingRulePage, RoutingRuleView
from jishi.dispatch.routing.show_rules import show_rule, show_rules, show_versions
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import Id
from jishi.identity.views import Key
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.DISPATCH_MANAGE)]
Seen = Annotated[int | None, Parameter(ge=1, description="Only if nobody changed it since this version.")]


class RoutingOrder(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The ids of all rules, in the order in which they are to be tried."""

    ids: Annotated[list[Key], Meta(max_length=1000)]


@get("/routing-rules", guards=READ, tags=["dispatch"])
async def list_rules(tx: Transaction) -> RoutingRulePage:
    """Which tickets go to which team and ask for which skills, in the order in which the rules are tried; with what
    keeps a rule from doing what it says."""
    return RoutingRulePage(items=await show_rules(tx))


@post("/routing-rules", guards=MANAGE, tags=["dispatch"])
async def make_rule(tx: Transaction, data: RoutingRuleGiven) -> RoutingRuleView:
    """A new rule, tried after all others."""
    return await show_rule(tx, await add_rule(tx, parse_rule(data, await here(tx))))


@put("/routing-rules/{rule_id:int}", guards=MANAGE, tags=["dispatch"])
async def save_rule(tx: Transaction, rule_id: Id, data: RoutingRuleGiven) -> RoutingRuleView:
    """The next version of a rule. Tickets to come follow it at once, those that wait within moments; who has a ticket
    keeps it. Saving what it says already changes nothing."""
    await change_rule(tx, parse_rule(data, await here(tx), id=rule_id), seen_version=data.version)
    return await show_rule(tx, rule_id)


@delete("/routing-rules/{rule_id:int}", guards=MANAGE, tags=["dispatch"])
async def take_rule_away(tx: Transaction, rule_id: Id, version: Seen = None) -> None:
    """It is for no ticket any more. To keep it for later, `PUT` it with `active` false instead."""
    await remove_rule(tx, rule_id, seen_version=version)


@put("/routing-rules/order", guards=MANAGE, tags=["dispatch"])
async def put_rule_order(tx: Transaction, data: RoutingOrder) -> RoutingRulePage:
    """Set the order in which rules are tried. The first that is for a ticket counts."""
    await order_rules(tx, data.ids)
    return RoutingRulePage(items=await show_rules(tx))


@get("/routing-rules/{rule_id:int}/versions", guards=READ, tags=["dispatch"])
async def list_rule_versions(tx: Transaction, rule_id: Id) -> RoutingRulePage:
    """What a rule was at all times, the newest version first."""
    return RoutingRulePage(items=await show_versions(tx, rule_id))


routes = [list_rules, make_rule, save_rule, take_rule_away, put_rule_order, list_rule_versions, *tester_http.routes]
