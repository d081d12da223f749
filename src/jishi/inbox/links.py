"""Short-lived links to attachments, signed, so that an <img> needs no session and a copied link soon ends."""

import hashlib
import hmac
import os
import time

LIFETIME = 6 * 3600  # seconds
STEP = 3600  # links made within an hour are the same, so that browsers can cache


class Signing:
    """The secret that signs links; the web layer sets it at start, the same for all processes of a desk."""

    secret: bytes = os.urandom(32)


def link(workspace_id: int, attachment_id: int, *, now: float | None = None) -> str:
    """A path under which the attachment can be had until it expires."""
    expires = (int(now if now is not None else time.time()) // STEP) * STEP + LIFETIME
    signature = sign(workspace_id, attachment_id, expires)
    return f"/api/v1/attachments/{attachment_id}/content?ws={workspace_id}&expires={expires}&signature={signature}"


def check(workspace_id: int, attachment_id: int, expires: int, signature: str, *, now: float | None = None) -> bool:
    """Whether that link was made here and still holds."""
    fresh = expires >= (now if now is not None else time.time())
    return hmac.compare_digest(signature, sign(workspace_id, attachment_id, expires)) and fresh


def sign(workspace_id: int, attachment_id: int, expires: int) -> str:
    text = f"attachment {workspace_id} {attachment_id} {expires}"
    return hmac.new(Signing.secret, text.encode(), hashlib.sha256).hexdigest()[:40]
