"""The nouns of a forecast."""

from dataclasses import dataclass
from datetime import datetime

FOREVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A queue as it stands. `arrived` tickets in the last `window` seconds; `handling` seconds of work on one; `target`
    the seconds promised until an answer, None where nothing is; `ends` when the shift of each who is here does, None:
    not known; `free` places among them. `shares` is how much of each of them is this queue's, who may work for others
    too; none: all of it."""

    team_id: int
    waiting: int = 0
    arrived: int = 0
    window: float = 1800.0
    handling: float = 600.0
    target: float | None = None
    ends: tuple[datetime | None, ...] = ()
    free: int = 0
    shares: tuple[float, ...] = ()

    @property
    def rate(self) -> float:
        """Arrivals a second."""
        return self.arrived / self.window

    @property
    def here(self) -> int:
        return len(self.ends)

    @property
    def people(self) -> tuple[tuple[datetime | None, float], ...]:
        """When the shift of each ends, and how much of them is this queue's."""
        return tuple(zip(self.ends, self.shares or (1.0,) * len(self.ends), strict=True))

    @property
    def strength(self) -> float:
        """How many people those who are here come to, for this queue."""
        return sum(share for _, share in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`wait` is what a newcomer would wait now and `soon` one that comes in half an hour, in seconds; FOREVER when
    nobody would come to them. `needed` people would keep the target, `short` more than those who are here come to.
    It `breaks` when a newcomer's wait is beyond the target, and is `growing` when that is only so for one who comes
    later."""

    picture: Picture
    wait: float
    soon: float
    needed: int | None
    short: int
    breaks: bool
    growing: bool
