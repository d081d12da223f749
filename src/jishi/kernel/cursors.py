"""Where a keyset page ends, as an opaque word."""

import base64
import binascii
import json
from datetime import datetime

from jishi.kernel.errors import Invalid


class BadCursor(Invalid):
    """This is not a place to go on from."""


def encode(at: datetime | None, key: int) -> str:
    """A place in a list ordered by an instant (or none) and a number."""
    text = json.dumps([at.isoformat() if at else None, key], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime | None, int]:
    """What `encode` was given. Raises BadCursor for anything else."""
    try:
        at, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = (datetime.fromisoformat(at) if at is not None else None), int(key)
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadCursor(errors=[("after", BadCursor.__doc__ or "")]) from error
    if abs(place[1]) >= 2**63 or (place[0] is not None and place[0].tzinfo is None):
        raise BadCursor(errors=[("after", BadCursor.__doc__ or "")])
    return place
