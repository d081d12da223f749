"""Give a message to the push service of a browser."""

from datetime import datetime
from math import ceil

import httpcore

from jishi.notify.delivery.encrypt import encrypt
from jishi.notify.delivery.model import Subscription
from jishi.notify.delivery.vapid import authorization
from jishi.storage.outgoing import Outgoing, trust

LIFE = 12 * 3600  # seconds that the service keeps it for a browser that is closed
PATIENCE = 20.0  # seconds
TAKEN = frozenset({200, 201, 202, 204})
GONE = frozenset({404, 410})
LATER = frozenset({408, 425, 429})
NOT_REACHED = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, httpcore.UnsupportedProtocol)


class SubscriptionGone(Exception):
    """The browser, or the person before it, has given it up."""


class PushRefused(Exception):
    """The service said no. `for_good`: it would say so again."""

    def __init__(self, said: str, *, for_good: bool) -> None:
        super().__init__(said)
        self.for_good = for_good


async def send_push(
    plain: bytes, to: Subscription, *, topic: str, urgent: bool, at: datetime, until: datetime | None = None
) -> None:
    """Returns when the service has taken it. `topic`: one not yet fetched gives way to the next of the same. It keeps
    it for a browser that is closed, at the longest `until` then.

    Raises SubscriptionGone, PushRefused, and what `resolve` raises.
    """
    headers: dict[bytes | str, bytes | str] = {
        "Authorization": authorization(to.endpoint, at=at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LIFE if until is None else min(max(ceil((until - at).total_seconds()), 1), LIFE)),
        "Topic": topic,
        "Urgency": "high" if urgent else "normal",
    }
    body = encrypt(plain, p256dh=to.p256dh, auth=to.auth)
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)
    try:
        async with (
            httpcore.AsyncConnectionPool(ssl_context=trust(), network_backend=Outgoing()) as pool,
            # Not read: a service that answers without end fills no memory.
            pool.stream("POST", to.endpoint, headers=headers, content=body, extensions={"timeout": timeout}) as answer,
        ):
            status = answer.status
    except NOT_REACHED as error:
        raise PushRefused(f"{type(error).__name__}: {error}"[:500], for_good=False) from error
    if status in GONE:
        raise SubscriptionGone
    if status not in TAKEN:
        raise PushRefused(f"the push service answered {status}", for_good=status < 500 and status not in LATER)
