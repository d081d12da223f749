"""A place in the queue, as an opaque word: where a page of it ends."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime

from jishi.kernel.cursors import BadCursor

INFINITY = "infinity"
MOST = 2**63


def encode(place: Sequence[str]) -> str:
    """`place` is level, tier, due, created and ticket, as the database writes them."""
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")


def decode(cursor: str) -> list[str]:
    """What `encode` was given. Raises BadCursor for anything that a database would stumble over."""
    try:
        level, tier, due, created, ticket = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        numbers = [int(level), int(tier), int(ticket)]
        instants = [datetime.fromisoformat(at) for at in (due, created) if at != INFINITY]
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadCursor(errors=[("after", BadCursor.__doc__ or "")]) from error
    if max(numbers[:2]) >= 2**15 or not 0 <= max(numbers) < MOST or any(at.tzinfo is None for at in instants):
        raise BadCursor(errors=[("after", BadCursor.__doc__ or "")])
    return [str(numbers[0]), str(numbers[1]), due, created, str(numbers[2])]
