"""Browsers that may be told something, over HTTP."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post
from msgspec import Meta

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import Id
from jishi.notify.delivery import store
from jishi.notify.delivery.subscribe import subscribe, unsubscribe
from jishi.notify.delivery.vapid import public_key
from jishi.storage.transaction import Transaction

OWN = [requires(Permission.PRESENCE_OWN)]


class PushKey(msgspec.Struct, kw_only=True):
    """The `applicationServerKey` to subscribe with."""

    key: str


class BrowserKeys(msgspec.Struct, kw_only=True):
    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=200)]


class BrowserGiven(msgspec.Struct, kw_only=True):
    """As a browser's own `PushSubscription` writes itself as JSON."""

    endpoint: Annotated[str, Meta(min_length=8, max_length=2000)]
    keys: BrowserKeys


class BrowserView(msgspec.Struct, kw_only=True):
    """`client` is what the browser called itself."""

    id: int
    endpoint: str
    client: str | None
    created_at: datetime


class Browsers(msgspec.Struct, kw_only=True):
    items: list[BrowserView]
    next: str | None = None


@get("/push/key", guards=OWN, tags=["notices"], sync_to_thread=False)
def get_push_key() -> PushKey:
    """The key that a browser needs to be told anything by this desk."""
    return PushKey(key=public_key())


@get("/push/subscriptions", guards=OWN, tags=["notices"])
async def list_browsers(tx: Transaction, caller: Caller) -> Browsers:
    """My browsers that are told."""
    return Browsers(items=[BrowserView(**dict(row)) for row in await store.browsers(tx, caller.person_id)])


@post("/push/subscriptions", guards=OWN, tags=["notices"])
async def add_browser(
    tx: Transaction, caller: Caller, request: Request[Any, Any, Any], data: BrowserGiven
) -> BrowserView:
    """Tell this browser too. Again for the same browser: it has the new keys."""
    kept = await subscribe(
        tx,
        person_id=caller.person_id,
        endpoint=data.endpoint,
        p256dh=data.keys.p256dh,
        auth=data.keys.auth,
        client=request.headers.get("user-agent", "")[:200] or None,
    )
    [row] = [row for row in await store.browsers(tx, caller.person_id) if row["id"] == kept.id]
    return BrowserView(**dict(row))


@delete("/push/subscriptions/{subscription_id:int}", guards=OWN, tags=["notices"])
async def remove_browser(tx: Transaction, caller: Caller, subscription_id: Id) -> None:
    """Do not tell this browser any more."""
    await unsubscribe(tx, person_id=caller.person_id, subscription_id=subscription_id)


routes = [get_push_key, list_browsers, add_browser, remove_browser]
