"""Policies over HTTP."""

from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock.name_what import known_for
from jishi.clock.parse_policy import parse_policy
from jishi.clock.policy_shapes import PolicyGiven, PolicyPage, PolicyView
from jishi.clock.save_policy import add_policies, change_policy, deactivate_policy, order_policies
from jishi.clock.show_policies import show_policies, show_policy, show_versions
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import Id
from jishi.identity.views import Key
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]
Seen = Annotated[int | None, Parameter(ge=1, description="Only if nobody changed it since this version.")]


class Order(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The ids of all policies, in the order in which they are to be tried."""

    ids: Annotated[list[Key], Meta(max_length=1000)]


@get("/policies", guards=READ, tags=["policies"])
async def list_policies(tx: Transaction) -> PolicyPage:
    """What is promised to whom, in the order in which policies are tried."""
    return PolicyPage(items=await show_policies(tx))


@post("/policies", guards=MANAGE, tags=["policies"])
async def make_policy(tx: Transaction, data: PolicyGiven) -> PolicyView:
    """A new policy, tried after all others."""
    policy = parse_policy(data, await known_for(tx, data))
    [policy_id] = await add_policies(tx, [policy])
    return await show_policy(tx, policy_id)


@put("/policies/{policy_id:int}", guards=MANAGE, tags=["policies"])
async def save_policy(tx: Transaction, policy_id: Id, data: PolicyGiven) -> PolicyView:
    """The next version of a policy. Tickets to come follow it at once, clocks that run within moments; `GET
    /replannings` says how far that is. Saving what it says already changes nothing."""
    policy = parse_policy(data, await known_for(tx, data), id=policy_id)
    await change_policy(tx, policy, seen_version=data.version)
    return await show_policy(tx, policy_id)


@delete("/policies/{policy_id:int}", guards=MANAGE, tags=["policies"], status_code=200)
async def switch_policy_off(tx: Transaction, policy_id: Id, version: Seen = None) -> PolicyView:
    """Switch a policy off: it is for no ticket any more, and what only it promised is promised no longer. `PUT` with
    `active` switches it on again."""
    await deactivate_policy(tx, policy_id, seen_version=version)
    return await show_policy(tx, policy_id)


@put("/policies/order", guards=MANAGE, tags=["policies"])
async def put_policy_order(tx: Transaction, data: Order) -> PolicyPage:
    """Set the order in which policies are tried. The first that is for a ticket counts."""
    await order_policies(tx, data.ids)
    return PolicyPage(items=await show_policies(tx))


@get("/policies/{policy_id:int}/versions", guards=READ, tags=["policies"])
async def list_policy_versions(tx: Transaction, policy_id: Id) -> PolicyPage:
    """What a policy was at all times, the newest version first."""
    return PolicyPage(items=await show_versions(tx, policy_id))


routes = [list_policies, make_policy, save_policy, switch_policy_off, put_policy_order, list_policy_versions]
