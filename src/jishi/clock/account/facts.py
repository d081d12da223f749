"""What an account found out."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachExplained(Fact):
    """Where the time of a broken promise went is written down: `part` took most of it, `share` of the whole."""

    ticket_id: int
    timer_id: int
    timer_kind: str
    part: str | None = None
    owner_id: int | None = None
    team_id: int | None = None
    seconds: float = 0.0
    share: float = 0.0
