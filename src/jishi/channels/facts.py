"""What happens where channels meet the desk."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact
from jishi.tickets.facts import TicketFact


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStateChanged(TicketFact):
    """The state that another system gave a ticket of imported history, in that system's own word."""

    state: str
    was: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryImported(Fact):
    """A file of history was read. The numbers count what it added."""

    source: str
    file: str
    tickets: int
    facts: int
    people: int
    teams: int
    customers: int
    refused: int
