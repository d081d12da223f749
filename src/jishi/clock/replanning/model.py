"""Runs over all open tickets."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanning:
    """One run. `total` and `done` count tickets, `changed` and `broken` clocks. `superseded`: a newer run took over."""

    id: int
    why: str
    calendar_id: int | None = None
    by: str
    started_at: datetime
    total: int
    done: int = 0
    changed: int = 0
    broken: int = 0
    cursor: int = 0
    finished_at: datetime | None = None
    superseded: bool = False
