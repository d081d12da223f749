"""The nouns of offering."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A ticket that somebody is asked to take. `weight` of their room is kept for it."""

    ticket_id: int
    agent_id: int
    team_id: int | None
    weight: int
    made_at: datetime
    until: datetime
    reason: str
