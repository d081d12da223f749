"""Who we are to a browser's push service (RFC 8292)."""

import base64
import hashlib
import hmac
import json
import os
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from jishi.notify.delivery.site import Site

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
LIFE = timedelta(hours=12)  # a day is the most that push services take


class Vapid:
    """What the desk's key is derived from; the web layer sets it at start, the same for all machines of a desk."""

    secret: bytes = os.urandom(32)


def public_key() -> str:
    """What a browser is given when it subscribes: only who has the other half can then tell it something."""
    numbers = _key(Vapid.secret).public_key()
    return text(numbers.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint))


def authorization(endpoint: str, *, at: datetime) -> str:
    """The header for a request to `endpoint`."""
    audience = "://".join(urlsplit(endpoint)[:2])
    claims = {"aud": audience, "exp": int((at + LIFE).timestamp()), "sub": Site.contact()}
    head = ".".join(
        text(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    r, s = decode_dss_signature(_key(Vapid.secret).sign(head.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{head}.{text(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={public_key()}"


def text(raw: bytes) -> str:
    """Base64url without padding, as all of Web Push writes bytes."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(given: str) -> bytes:
    """What `text` was given. Raises ValueError."""
    return base64.b64decode(given.encode() + b"=" * (-len(given) % 4), altchars=b"-_", validate=True)


@cache
def _key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    # Twice as many bits as the order has: the remainder is as good as evenly spread.
    wide = b"".join(hmac.new(secret, part, hashlib.sha256).digest() for part in (b"vapid 1", b"vapid 2"))
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, ec.SECP256R1())
