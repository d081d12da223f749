"""Parameters that many routes take, with their limits. An id that PostgreSQL could not hold is nobody's."""

import base64
import json
from typing import Annotated

from litestar.params import Parameter

from jishi.kernel.cursors import BadCursor

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Parameter(ge=1, le=LARGEST_ID)]
Limit = Annotated[int, Parameter(ge=1, le=200, description="How many at most.")]
After = Annotated[str | None, Parameter(max_length=2000, description="`next` of the page before.")]


def encode_name(name: str, key: int) -> str:
    """A place in a list ordered by name and id."""
    return base64.urlsafe_b64encode(json.dumps([name, key]).encode()).decode().rstrip("=")


def decode_name(cursor: str | None) -> tuple[str, int] | None:
    """What `encode_name` was given. Raises BadCursor for anything else."""
    if cursor is None:
        return None
    try:
        name, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        name.encode()
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadCursor(errors=[("after", BadCursor.__doc__ or "")]) from error
    if type(key) is not int or not 0 <= key <= LARGEST_ID or "\x00" in name:
        raise BadCursor(errors=[("after", BadCursor.__doc__ or "")])
    return name, key
