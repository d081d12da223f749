"""Presence, work and load: what a sign of life, a silence or a fact about a ticket changes."""

from dataclasses import replace
from datetime import datetime, timedelta

from jishi.identity.model import Permission, Role
from jishi.identity.rules import permissions_of
from jishi.kernel.facts import Fact
from jishi.tickets.facts import (
    TicketAssigned,
    TicketClosed,
    TicketDiscarded,
    TicketHeld,
    TicketPended,
    TicketReopened,
    TicketRestored,
    TicketResumed,
    TicketReturned,
    TicketSolved,
)
from jishi.tickets.model import State
from jishi.workforce.facts import PresenceChanged, ReplyTyped, WorkLeft, WorkStarted
from jishi.workforce.model import Agent, Source, Status, Work

PRESENCE_GRACE = timedelta(seconds=90)  # consoles beat every 30 s, so a reload or a short loss changes nothing
WORK_GRACE = timedelta(seconds=45)  # a ticket's page beats every 15 s
STRETCH = timedelta(seconds=60)  # a pause in writing longer than this begins a new stretch
TYPING_SHOWN = timedelta(seconds=20)  # one beat late is still writing
COUNTED = frozenset({State.NEW, State.OPEN})

LoadFact = (
    TicketAssigned
    | TicketReturned
    | TicketPended
    | TicketHeld
    | TicketResumed
    | TicketSolved
    | TicketReopened
    | TicketClosed
    | TicketDiscarded
    | TicketRestored
)
AFTER = {
    TicketPended: State.PENDING,
    TicketHeld: State.ON_HOLD,
    TicketSolved: State.SOLVED,
    TicketClosed: State.CLOSED,
    TicketDiscarded: State.DISCARDED,
}


def takes_tickets(role: str) -> bool:
    return Permission.TICKETS_WORK in permissions_of(role)


def first_wish(role: str) -> Status:
    """An agent who opens the console is there to work; others say so themselves."""
    return Status.ONLINE if role == Role.AGENT else Status.OFFLINE


def set_status(agent: Agent, status: Status, *, source: Source, at: datetime, by: str) -> tuple[Agent, list[Fact]]:
    """Somebody says so. Setting it from the console is itself a sign of life."""
    agent, facts = lapse(agent, now=at)
    seen_at = at if source is Source.CONSOLE else agent.seen_at
    after, changed = _become(agent, status, at=at, by=by, source=source)
    return replace(after, wanted=status, source=source, seen_at=seen_at), [*facts, *changed]


def beat(agent: Agent, *, at: datetime, by: str) -> tuple[Agent, list[Fact]]:
    """A console is open. After a lost connection its owner is again what they chose to be."""
    agent, facts = lapse(agent, now=at)
    after = replace(agent, seen_at=at)
    if agent.source is not Source.CONSOLE or agent.status is not Status.OFFLINE:
        return after, facts
    after, changed = _become(after, agent.wanted, at=at, by=by, source=Source.CONSOLE)
    return after, [*facts, *changed]


def lapse(agent: Agent, *, now: datetime) -> tuple[Agent, list[Fact]]:
    """Offline at the end of the grace, when no console gave a sign of life by `now`."""
    ends = lapses_at(agent)
    if ends is None or ends > now:
        return agent, []
    return _become(agent, Status.OFFLINE, at=ends, by="system", source=agent.source)


def lapses_at(agent: Agent) -> datetime | None:
    """When this status ends unless a console gives a sign of life; None when it does not end by itself."""
    if agent.source is not Source.CONSOLE or agent.status is Status.OFFLINE:
        return None
    return (agent.seen_at or agent.status_since) + PRESENCE_GRACE


def leave_desk(agent: Agent, *, at: datetime, by: str) -> tuple[Agent, list[Fact]]:
    """Signed out, or no longer a colleague: offline now, without a grace. What they chose before is kept."""
    return _become(agent, Status.OFFLINE, at=at, by=by, source=agent.source)


def _become(agent: Agent, status: Status, *, at: datetime, by: str, source: Source) -> tuple[Agent, list[Fact]]:
    if status is agent.status:
        return agent, []
    fact = PresenceChanged(at=at, by=by, person_id=agent.person_id, status=status, was=agent.status, source=source)
    return replace(agent, status=status, status_since=at), [fact]


def work_on(
    work: Work | None, *, ticket_id: int, person_id: int, typing: bool, at: datetime, by: str
) -> tuple[Work, list[Fact]]:
    """A sign of life of a ticket's page."""
    work, facts = abandon(work, now=at, by=by) if work else (None, [])
    if work is None:
        work = Work(ticket_id=ticket_id, person_id=person_id, started_at=at, seen_at=at)
        facts.append(WorkStarted(at=at, by=by, ticket_id=ticket_id, person_id=person_id))
    work = replace(work, seen_at=at)
    if not typing:
        return replace(work, typing_since=None), facts
    if work.typed_at is None or at - work.typed_at > STRETCH:
        facts.append(ReplyTyped(at=at, by=by, ticket_id=ticket_id, person_id=person_id))
    return replace(work, typing_since=work.typing_since or at, typed_at=at), facts


def abandon(work: Work, *, now: datetime, by: str) -> tuple[Work | None, list[Fact]]:
    """Left at the last sign of life, when none came within the grace."""
    return (work, []) if is_there(work, now=now) else (None, [leave_work(work, at=work.seen_at, by=by)])


def is_there(work: Work, *, now: datetime) -> bool:
    return now - work.seen_at < WORK_GRACE


def is_typing(work: Work, *, now: datetime) -> bool:
    return work.typing_since is not None and work.typed_at is not None and now - work.typed_at < TYPING_SHOWN


def leave_work(work: Work, *, at: datetime, by: str) -> WorkLeft:
    return WorkLeft(at=at, by=by, ticket_id=work.ticket_id, person_id=work.person_id, started_at=work.started_at)


def counts_for(fact: LoadFact) -> int | None:
    """Whose load the ticket is from now on: its owner's while it is new or open."""
    owner, state = _after(fact)
    return owner if state in COUNTED else None


def _after(fact: LoadFact) -> tuple[int | None, str]:
    match fact:
        case TicketAssigned():
            return fact.agent_id, fact.state
        case TicketReturned():
            return None, fact.state
        case TicketResumed() | TicketReopened() | TicketRestored():
            return fact.owner_id, fact.state
        case _:
            return fact.owner_id, AFTER[type(fact)]
