"""Routes of senders who are blocked."""

from datetime import datetime
from typing import Annotated

from litestar import delete, get, put
from msgspec import Meta, Struct

from jishi.identity.block_customer import block_customer, unblock_customer
from jishi.identity.customers_http import view
from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Customer, Permission
from jishi.identity.parameters import After, Id, Limit
from jishi.identity.store import customers
from jishi.identity.views import CustomerView, PersonName, Shown
from jishi.kernel import cursors
from jishi.storage.transaction import Transaction

WORK = [requires(Permission.TICKETS_WORK)]


class Block(Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(max_length=500)] | None = None


class BlockedSender(Shown):
    """A customer who is not heard. `by` is the colleague who blocked them."""

    id: int
    name: str
    email: str | None
    phone: str | None
    blocked_at: datetime
    by: PersonName | None
    reason: str | None


class BlockedPage(Shown):
    items: list[BlockedSender]
    next: str | None


@get("/blocked-senders", guards=WORK, tags=["customers"])
async def list_blocked_senders(tx: Transaction, limit: Limit = 50, after: After = None) -> BlockedPage:
    """Senders whose messages go to the junk, those blocked last first."""
    found = await customers.blocked(tx, after=cursors.decode(after) if after else None, limit=limit + 1)
    more, found = len(found) > limit, found[:limit]
    names = await names_of(tx, (key for customer in found if (key := _person(customer)) is not None))
    return BlockedPage(
        items=[_shown(customer, names) for customer in found],
        next=cursors.encode(found[-1].blocked_at, found[-1].id) if more else None,
    )


@put("/customers/{customer_id:int}/block", guards=WORK, tags=["customers"])
async def block_sender(tx: Transaction, caller: Caller, customer_id: Id, data: Block | None = None) -> CustomerView:
    """What they send from now on goes to the junk, whatever address of theirs it comes from."""
    await block_customer(tx, customer_id, by=caller.actor, reason=data.reason if data else None)
    return await view(tx, customer_id)


@delete("/customers/{customer_id:int}/block", guards=WORK, status_code=200, tags=["customers"])
async def unblock_sender(tx: Transaction, caller: Caller, customer_id: Id) -> CustomerView:
    """Hear them again."""
    await unblock_customer(tx, customer_id, by=caller.actor)
    return await view(tx, customer_id)


def _shown(customer: Customer, names: dict[int, str]) -> BlockedSender:
    assert customer.blocked_at is not None
    key = _person(customer)
    return BlockedSender(
        id=customer.id,
        name=customer.name,
        email=customer.email,
        phone=customer.phone,
        blocked_at=customer.blocked_at,
        by=PersonName(id=key, name=names[key]) if key in names else None,
        reason=customer.block_reason,
    )


def _person(customer: Customer) -> int | None:
    kind, _, number = (customer.blocked_by or "").partition(":")
    return int(number) if kind == "person" and number.isdecimal() else None


routes = [list_blocked_senders, block_sender, unblock_sender]
