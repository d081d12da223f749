"""The nouns of fairness."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jishi.workforce.roster.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What happened to somebody: tickets given to them, hard and easy ones among them; seconds they were on shift, and
    of these: online, with a ticket open on their screen, online with nothing in hand."""

    person_id: int
    given: int = 0
    hard: int = 0
    easy: int = 0
    shift: float = 0.0
    here: float = 0.0
    busy: float = 0.0
    idle: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """From `at` somebody had a status."""

    at: datetime
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How somebody's days went. `by_roster` is since when they work by roster, None: they do not; `shifts` and
    `leaves` as the roster has them; `busy` when some ticket was open on their screen, `held` when they owned one that
    was theirs to go on with. `turns` are in order; the first may lie before the days."""

    by_roster: datetime | None = None
    shifts: Sequence[Span] = ()
    leaves: Sequence[Span] = ()
    turns: Sequence[Turn] = ()
    busy: Sequence[Span] = ()
    held: Sequence[Span] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of one person. `per_hour`: tickets given for each hour on shift; `load` and `idle` are shares of the time on
    shift: with a ticket open, and online with nothing in hand; `hard_share` and `easy_share` of the tickets given. None
    where there is too little to say."""

    tally: Tally
    per_hour: float | None
    load: float | None
    idle: float | None
    hard_share: float | None
    easy_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Jain's indices: 1 when all have the same for their time on shift, 1/n when one has it all. None of nobody, or
    where nothing was measured."""

    shares: tuple[Share, ...]
    even_given: float | None
    even_load: float | None
    even_hard: float | None
    even_easy: float | None
