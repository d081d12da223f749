"""Block a sender, or hear them again."""

from dataclasses import replace

from jishi.identity.errors import NoSuchCustomer
from jishi.identity.facts import CustomerBlocked, CustomerUnblocked
from jishi.identity.model import Customer
from jishi.identity.store import customers
from jishi.storage.transaction import Transaction


async def block_customer(tx: Transaction, customer_id: int, *, by: str, reason: str | None = None) -> Customer:
    """By every way they are known by: what they send from now on is kept in the junk, and nobody is told of it."""
    before = await _locked(tx, customer_id)
    if before.blocked_at is not None:
        return before
    after = replace(before, blocked_at=tx.now, blocked_by=by, block_reason=reason)
    await customers.save_block(tx, after)
    await tx.record(CustomerBlocked(at=tx.now, by=by, customer_id=customer_id, name=after.name, reason=reason))
    return after


async def unblock_customer(tx: Transaction, customer_id: int, *, by: str) -> Customer:
    """They are heard again. What went to the junk meanwhile stays there until somebody takes it out."""
    before = await _locked(tx, customer_id)
    if before.blocked_at is None:
        return before
    after = replace(before, blocked_at=None, blocked_by=None, block_reason=None)
    await customers.save_block(tx, after)
    await tx.record(CustomerUnblocked(at=tx.now, by=by, customer_id=customer_id, name=after.name))
    return after


async def _locked(tx: Transaction, customer_id: int) -> Customer:
    customer = await customers.lock(tx, customer_id)
    if customer is None:
        raise NoSuchCustomer
    return customer
