"""What became of queues."""

from dataclasses import dataclass
from typing import Any

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSettingsChanged(Fact):
    """`team_id` 0 is the whole desk. `changes` maps a field to what it was and what it is."""

    team_id: int
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOverflowed(Fact):
    """It waited so long that others may take it too. `team_ids`: all who may now; 0 is the whole desk."""

    ticket_id: int
    team_id: int | None
    team_ids: tuple[int, ...]
    waited: int  # seconds
