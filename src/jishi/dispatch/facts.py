"""What the dispatcher did that no other fact tells. That it gave a ticket to somebody is `TicketAssigned`."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketQueued(Fact):
    """Nobody could take it: it waits, and the team's lead may look. `why` is a code, `reason` the sentence."""

    ticket_id: int
    team_id: int | None
    lead_id: int | None = None
    why: str
    reason: str
