"""Many tickets changed hands at once."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsReassigned(Fact):
    """Each that was given also has its `TicketAssigned`. `missed` could not be: somebody was quicker, or full."""

    reassignment_id: int
    given: tuple[int, ...]
    missed: tuple[int, ...]
