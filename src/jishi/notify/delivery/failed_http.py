"""What could not be delivered, for administrators."""

from datetime import datetime

import msgspec
from litestar import delete, get, post

from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import After, Id, Limit
from jishi.kernel import cursors
from jishi.notify.delivery import store
from jishi.notify.delivery.errors import NothingFailed
from jishi.notify.model import Medium, NoticeKind
from jishi.storage.transaction import Transaction

OPERATE = [requires(Permission.OPERATIONS)]


class FailedDelivery(msgspec.Struct, kw_only=True):
    """One message that was given up: to whom, what was in it, and what the other side said last."""

    id: int
    medium: Medium
    person_id: int
    person: str
    address: str
    kinds: list[NoticeKind]
    notices: int
    attempts: int
    error: str | None
    at: datetime


class FailedDeliveries(msgspec.Struct, kw_only=True):
    items: list[FailedDelivery]
    next: str | None = None


@get("/failed-deliveries", guards=OPERATE, tags=["operations"])
async def list_failed_deliveries(tx: Transaction, limit: Limit = 50, after: After = None) -> FailedDeliveries:
    """Mail and browser notices that were given up, newest first."""
    place = cursors.decode(after)[1] if after else None
    rows = await store.failed(tx, before=place, limit=limit + 1)
    items = [FailedDelivery(**dict(row)) for row in rows[:limit]]
    return FailedDeliveries(items=items, next=cursors.encode(None, items[-1].id) if len(rows) > limit else None)


@post("/failed-deliveries/{seq:int}/retry", guards=OPERATE, tags=["operations"], status_code=202)
async def retry_delivery(tx: Transaction, seq: Id) -> None:
    """Send it again, from its first try."""
    if not await store.retry(tx, seq):
        raise NothingFailed


@delete("/failed-deliveries/{seq:int}", guards=OPERATE, tags=["operations"])
async def drop_delivery(tx: Transaction, seq: Id) -> None:
    """Give it up for good."""
    if not await store.drop(tx, seq):
        raise NothingFailed


routes = [list_failed_deliveries, retry_delivery, drop_delivery]
