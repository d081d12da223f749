"""A ticket was held out to somebody, who did not take it. That they accepted is `TicketAssigned`."""

from dataclasses import dataclass
from datetime import datetime

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOffered(Fact):
    """`reason` is why it was they, in the workspace's language."""

    ticket_id: int
    agent_id: int
    team_id: int | None
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRefused(Fact):
    ticket_id: int
    agent_id: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLapsed(Fact):
    """They said nothing in time, or went. `at` is when the time was over."""

    ticket_id: int
    agent_id: int
