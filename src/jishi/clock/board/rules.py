"""When a backlog grows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LATELY = 3  # full hours looked at
FEWEST = 5  # more than that came in than was finished, or it is noise
MUCH_MORE = 1.2


@dataclass(frozen=True, slots=True)
class Hour:
    """What arrived and what was finished in the hour from `since`."""

    since: datetime
    arrived: int
    finished: int


def is_growing(hours: Sequence[Hour]) -> bool:
    """Whether, in the last full hours, a fifth more came in than was finished, and more than a handful. The hour that
    has only begun says nothing yet."""
    full = hours[:-1][-LATELY:]
    arrived, finished = sum(hour.arrived for hour in full), sum(hour.finished for hour in full)
    return arrived - finished >= FEWEST and arrived >= MUCH_MORE * finished
