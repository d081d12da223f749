"""A browser that may be told something, and one that may not any more."""

from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from jishi.notify.delivery import store
from jishi.notify.delivery.errors import BadSubscription, NoSuchSubscription
from jishi.notify.delivery.model import Subscription
from jishi.notify.delivery.vapid import raw
from jishi.storage.outgoing import is_listed
from jishi.storage.transaction import Transaction

MOST = 20  # browsers of a person; the oldest gives way
SECRET = 16  # bytes
NO_ADDRESS = "This is not the address of a push service."
NO_KEY = "This is not a key of a browser."


async def subscribe(
    tx: Transaction, *, person_id: int, endpoint: str, p256dh: str, auth: str, client: str | None
) -> Subscription:
    """Tell this browser too. One that others used before is theirs no more. Raises BadSubscription."""
    flaws = [] if _is_service(endpoint) else [("endpoint", NO_ADDRESS)]
    point, secret = _point(p256dh), _decoded(auth)
    flaws += [] if point is not None else [("keys.p256dh", NO_KEY)]
    flaws += [] if len(secret) == SECRET else [("keys.auth", NO_KEY)]
    if flaws or point is None:
        raise BadSubscription(errors=flaws)
    subscription = Subscription(
        id=tx.new_id(), person_id=person_id, endpoint=endpoint, p256dh=point, auth=secret, client=client
    )
    return await store.add_subscription(tx, subscription, most=MOST)


async def unsubscribe(tx: Transaction, *, person_id: int, subscription_id: int) -> None:
    """Raises NoSuchSubscription, also for one of somebody else."""
    own = {each.id for each in await store.subscriptions(tx, [person_id])}
    if subscription_id not in own:
        raise NoSuchSubscription
    await store.forget_subscriptions(tx, [subscription_id])


def _is_service(endpoint: str) -> bool:
    """Over TLS, or somewhere that whoever runs the desk has allowed by name."""
    try:
        parts = urlsplit(endpoint)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    plain = parts.scheme == "http" and is_listed(parts.hostname or "")
    return named and not parts.username and endpoint.isascii() and (parts.scheme == "https" or plain)


def _point(text: str) -> bytes | None:
    found = _decoded(text)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found)
    except ValueError:
        return None
    return found


def _decoded(text: str) -> bytes:
    try:
        return raw(text)
    except ValueError:
        return b""
