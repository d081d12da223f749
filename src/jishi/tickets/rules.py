"""What may happen to a ticket, in which state, and what it becomes. The only place that decides a state."""

from dataclasses import replace
from datetime import datetime, timedelta

from jishi.kernel.facts import Fact
from jishi.tickets.errors import (
    AlreadyOwned,
    AlreadySolved,
    MergedAway,
    NobodyOwnsIt,
    NotFromThere,
    NotSolved,
    NotWaiting,
    PastUntil,
)
from jishi.tickets.facts import (
    SelfServed,
    TicketAssigned,
    TicketClosed,
    TicketConfirmed,
    TicketHeld,
    TicketMovedToTeam,
    TicketPended,
    TicketReopened,
    TicketResumed,
    TicketReturned,
    TicketSolved,
)
from jishi.tickets.model import LIVE, State, Ticket

Outcome = tuple[Ticket, list[Fact]]

WORKING = frozenset({State.NEW, State.OPEN})
WAITING = frozenset({State.PENDING, State.ON_HOLD})
ENDED = frozenset({State.SOLVED, State.CLOSED})
GONE = frozenset({State.CLOSED, State.DISCARDED})


def assign(
    ticket: Ticket,
    agent_id: int,
    *,
    team_id: int | None,
    by: str,
    at: datetime,
    reason: str | None = None,
    own: bool = False,
) -> Outcome:
    """Give the ticket to an agent. The same owner again changes nothing and says nothing. `own`: who asked is the very
    agent.
    """
    if ticket.state in GONE:
        raise NotFromThere(state=ticket.state)
    team_id = ticket.team_id if team_id is None else team_id
    if (ticket.owner_id, ticket.team_id) == (agent_id, team_id):
        return ticket, []
    state = State.OPEN if ticket.state is State.NEW else ticket.state
    after = replace(ticket, owner_id=agent_id, team_id=team_id, state=state, updated_at=at)
    assigned = TicketAssigned(
        ticket_id=ticket.id,
        at=at,
        by=by,
        agent_id=agent_id,
        team_id=team_id,
        from_agent_id=ticket.owner_id,
        state=state,
        was=ticket.state,
        reason=reason,
    )
    after, served = _serving_self(after, own, by=by, at=at)
    return after, [assigned, *served]


def claim(
    ticket: Ticket,
    agent_id: int,
    *,
    team_id: int | None,
    by: str,
    at: datetime,
    reason: str | None,
    own: bool = False,
) -> Outcome:
    """Assign only while nobody owns it: how the dispatcher takes a ticket, so that a person always wins."""
    if ticket.owner_id is not None or ticket.state not in WORKING:
        raise AlreadyOwned
    return assign(ticket, agent_id, team_id=team_id, by=by, at=at, reason=reason, own=own)


def move(ticket: Ticket, team_id: int, *, by: str, at: datetime) -> Outcome:
    """To another team's queue: the owner, who belongs to the old team, lets go."""
    if ticket.state in GONE:
        raise NotFromThere(state=ticket.state)
    if ticket.team_id == team_id:
        return ticket, []
    moved = TicketMovedToTeam(ticket_id=ticket.id, at=at, by=by, team_id=team_id, from_team_id=ticket.team_id)
    after = replace(ticket, team_id=team_id, updated_at=at)
    if after.owner_id is None:
        return after, [moved]
    after, returned = give_back(after, by=by, at=at, reason="moved")
    return after, [moved, *returned]


def give_back(ticket: Ticket, *, by: str, at: datetime, reason: str | None = None) -> Outcome:
    """Back to the queue."""
    if ticket.state in GONE:
        raise NotFromThere(state=ticket.state)
    if ticket.owner_id is None:
        raise NobodyOwnsIt
    state = State.NEW if ticket.state is State.OPEN else ticket.state
    after = replace(ticket, owner_id=None, state=state, updated_at=at)
    returned = TicketReturned(
        ticket_id=ticket.id,
        at=at,
        by=by,
        from_agent_id=ticket.owner_id,
        team_id=ticket.team_id,
        state=state,
        was=ticket.state,
        reason=reason,
    )
    after, served = _serving_self(after, False, by=by, at=at)
    return after, [returned, *served]


def pend(ticket: Ticket, *, until: datetime | None, reason: str | None, by: str, at: datetime) -> Outcome:
    """Wait for the customer, at the longest until `until`."""
    _check_wait(ticket, State.PENDING, until, at)
    after = replace(ticket, state=State.PENDING, pending_until=until, hold_reason=reason, updated_at=at)
    fact = TicketPended(
        ticket_id=ticket.id, at=at, by=by, owner_id=ticket.owner_id, was=ticket.state, until=until, reason=reason
    )
    return after, [fact]


def hold(ticket: Ticket, *, until: datetime | None, reason: str | None, by: str, at: datetime) -> Outcome:
    """Wait for somebody who is not the customer."""
    _check_wait(ticket, State.ON_HOLD, until, at)
    after = replace(ticket, state=State.ON_HOLD, pending_until=until, hold_reason=reason, updated_at=at)
    fact = TicketHeld(
        ticket_id=ticket.id, at=at, by=by, owner_id=ticket.owner_id, was=ticket.state, until=until, reason=reason
    )
    return after, [fact]


def resume(ticket: Ticket, *, by: str, at: datetime, why: str = "asked") -> Outcome:
    """The wait is over, at `at`: the instant it truly ended, not the one at which somebody noticed."""
    if ticket.state not in WAITING:
        raise NotWaiting
    after = replace(ticket, state=_working(ticket), pending_until=None, hold_reason=None, updated_at=at)
    return after, [_resumed(after, was=ticket.state, at=at, by=by, why=why)]


def solve(ticket: Ticket, *, outcome: str | None, by: str, person_id: int | None, at: datetime) -> Outcome:
    """The desk says it is done; the customer has yet to agree."""
    if ticket.state in ENDED:
        raise AlreadySolved
    if ticket.state is State.DISCARDED:
        raise NotFromThere(state=ticket.state)
    after = replace(
        ticket,
        state=State.SOLVED,
        outcome=outcome,
        solved_at=at,
        solved_by=person_id,
        pending_until=None,
        hold_reason=None,
        updated_at=at,
    )
    fact = TicketSolved(
        ticket_id=ticket.id,
        at=at,
        by=by,
        owner_id=ticket.owner_id,
        was=ticket.state,
        outcome=outcome,
        answered=ticket.waiting_since is None,
    )
    return replace(after, waiting_since=None), [fact]


def confirm(
    ticket: Ticket, *, satisfied: bool, score: int | None, comment: str | None, by: str, at: datetime
) -> Outcome:
    """The customer's word: content closes the ticket, discontent opens it again."""
    _check_ended(ticket)
    said = TicketConfirmed(ticket_id=ticket.id, at=at, by=by, satisfied=satisfied, score=score, comment=comment)
    after = replace(ticket, satisfied=satisfied, score=score, comment=comment, updated_at=at)
    if not satisfied:
        after, facts = _reopened(after, at=at, by=by, why="not_satisfied", was=ticket.state)
        return replace(after, waiting_since=at), [said, *facts]
    if ticket.state is State.CLOSED:
        return after, [said]
    after, facts = close(after, by=by, at=at, why="confirmed")
    return after, [said, *facts]


def reopen(ticket: Ticket, *, by: str, at: datetime, why: str = "asked") -> Outcome:
    """Take the solution back."""
    _check_ended(ticket)
    return _reopened(ticket, at=at, by=by, why=why, was=ticket.state)


def close(ticket: Ticket, *, by: str, at: datetime, why: str) -> Outcome:
    """Done. Closing does not change when it was solved."""
    if ticket.state is State.CLOSED:
        return ticket, []
    if ticket.state is not State.SOLVED:
        raise NotSolved
    after = replace(ticket, state=State.CLOSED, closed_at=at, updated_at=at)
    return after, [TicketClosed(ticket_id=ticket.id, at=at, by=by, owner_id=ticket.owner_id, was=ticket.state, why=why)]


def silence_ends(ticket: Ticket, allowance: timedelta) -> datetime | None:
    """When a solved ticket closes because the customer has not objected."""
    return ticket.solved_at + allowance if ticket.state is State.SOLVED and ticket.solved_at else None


def _working(ticket: Ticket) -> State:
    return State.NEW if ticket.owner_id is None else State.OPEN


def _serving_self(ticket: Ticket, own: bool, *, by: str, at: datetime) -> Outcome:
    if ticket.self_served is own:
        return ticket, []
    return replace(ticket, self_served=own), [SelfServed(ticket_id=ticket.id, at=at, by=by, own=own)]


def _check_ended(ticket: Ticket) -> None:
    if ticket.merged_into is not None:
        raise MergedAway
    if ticket.state not in ENDED:
        raise NotSolved


def _check_wait(ticket: Ticket, to: State, until: datetime | None, at: datetime) -> None:
    if ticket.state not in LIVE or ticket.state is to:
        raise NotFromThere(state=ticket.state)
    if until is not None and until <= at:
        raise PastUntil(errors=[("until", PastUntil.__doc__ or "")])


def _resumed(after: Ticket, *, was: State, at: datetime, by: str, why: str) -> TicketResumed:
    return TicketResumed(ticket_id=after.id, at=at, by=by, owner_id=after.owner_id, was=was, state=after.state, why=why)


def _reopened(ticket: Ticket, *, at: datetime, by: str, why: str, was: State) -> Outcome:
    after = replace(
        ticket,
        state=_working(ticket),
        solved_at=None,
        solved_by=None,
        closed_at=None,
        reopen_count=ticket.reopen_count + 1,
        updated_at=max(at, ticket.updated_at),
    )
    fact = TicketReopened(
        ticket_id=ticket.id, at=at, by=by, owner_id=ticket.owner_id, was=was, state=after.state, why=why
    )
    return after, [fact]
