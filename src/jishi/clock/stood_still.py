"""When a ticket stood in states that stop a clock, from its journal. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from jishi.clock.pause import Pause
from jishi.kernel.facts import Fact
from jishi.tickets.facts import (
    TicketAssigned,
    TicketClosed,
    TicketHeld,
    TicketOpened,
    TicketPended,
    TicketReopened,
    TicketRestored,
    TicketResumed,
    TicketReturned,
    TicketSolved,
)

DONE = ("solved", "closed")  # nothing is awaited of a ticket that is done, whatever its policy says
MARKS: tuple[type[Fact], ...] = (
    TicketOpened, TicketAssigned, TicketReturned, TicketPended, TicketHeld, TicketResumed, TicketSolved, TicketClosed,
    TicketReopened, TicketRestored,
)  # fmt: skip


def stood_still(history: Iterable[Fact], paused_in: Collection[str], *, since: datetime, state: str) -> Sequence[Pause]:
    """The stretches after `since` in such states, or done; the last has no end if the ticket still stands in one, as
    its `state` says where the history is silent. Time in the junk is not among them: the customer waited all the same.
    """
    stops = {*paused_in, *DONE}
    pauses: list[Pause] = []
    began: datetime | None = None
    last, silent = since, True
    for at, now in _states(history):
        last, silent = max(last, at), False
        if began is None and now in stops:
            began = last
        elif began is not None and now not in stops:
            if last > began:
                pauses.append((began, last))
            began = None
    if silent and state in stops:
        began = since
    return [*pauses, (began, None)] if began is not None else pauses


def _states(history: Iterable[Fact]) -> Iterable[tuple[datetime, str]]:
    for fact in history:
        match fact:
            case TicketOpened():
                yield fact.at, "new"
            case TicketPended():
                yield fact.at, "pending"
            case TicketHeld():
                yield fact.at, "on_hold"
            case TicketSolved():
                yield fact.at, "solved"
            case TicketClosed():
                yield fact.at, "closed"
            case TicketAssigned() | TicketReturned() | TicketResumed() | TicketReopened() | TicketRestored():
                yield fact.at, fact.state
            case _:
                pass
