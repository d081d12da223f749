"""The nouns of fairness."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What happened to somebody: tickets given to them, hard and easy ones among them; seconds they were here to be
    given some, and of these had one open."""

    person_id: int
    given: int = 0
    hard: int = 0
    easy: int = 0
    here: float = 0.0
    busy: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """From `at` somebody had a status."""

    at: datetime
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of one person. `per_hour`: tickets given for each hour here; `load` and `idle` are shares of the time here, and
    `hard_share` and `easy_share` of the tickets given. None where there is too little to say."""

    tally: Tally
    per_hour: float | None
    load: float | None
    idle: float | None
    hard_share: float | None
    easy_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Jain's indices: 1 when all have the same for their time here, 1/n when one has it all. None of nobody, or where
    nothing was measured."""

    shares: tuple[Share, ...]
    even_given: float | None
    even_load: float | None
    even_hard: float | None
    even_easy: float | None
