"""Days that a file says are off, or worked."""

from dataclasses import dataclass
from datetime import date

from jishi.clock.calendar import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDay:
    """One date of a file. `hours`: none is a day off, None a working day like others. `line` is where it stood."""

    line: int
    day: date
    name: str | None
    hours: Hours | None

    @property
    def is_off(self) -> bool:
        return self.hours == ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What cannot be understood; `why` is an English sentence, the key of the catalogues."""

    line: int
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDays:
    days: tuple[GivenDay, ...]
    flaws: tuple[Flaw, ...]
