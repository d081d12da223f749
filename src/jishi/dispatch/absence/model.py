"""The nouns of being gone."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Since when somebody is not there: by the roster, and by what they or their console say. None: they are."""

    person_id: int
    off_shift_since: datetime | None = None
    away_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """An open ticket of somebody's. `unanswered`: the customer waits; `at_work`: they have its page open now; `weight`
    what it takes of them; `by_hand`: a person gave it to them, or they took it."""

    ticket_id: int
    team_id: int | None
    given_at: datetime
    unanswered: bool = True
    at_work: bool = False
    weight: int = 1
    by_hand: bool = False
