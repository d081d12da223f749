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
ABSENT = frozenset({Status.AWAY, Status.BREAK, Status.WRAP_UP})  # those that can end by themselves
LONGEST_ABSENCE = timedelta(hours=24)
LEAST_WORK, MOST_WORK = 5.0, 4 * 3600.0  # seconds: a glance teaches nothing, and nobody works on one thing for days

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


def set_status(
    agent: Agent, status: Status, *, until: datetime | None = None, source: Source, at: datetime, by: str
) -> tuple[Agent, list[Fact]]:
    """Somebody says so. Setting it from the console is itself a sign of life. Who is online by their own word when the
    shift is over goes on working."""
    agent, facts = lapse(agent, now=at)
    seen_at = at if source is Source.CONSOLE else agent.seen_at
    off_at = None if status is Status.ONLINE else agent.off_at
    after, changed = _become(agent, status, until=until, at=at, by=by, source=source)
    return replace(after, wanted=status, source=source, seen_at=seen_at, off_at=off_at), [*facts, *changed]


def wrap_up(agent: Agent, *, until: datetime, at: datetime, by: str) -> tuple[Agent, list[Fact]]:
    """A talk is over: time to write it up. Who is not given tickets anyway stays as they are."""
    agent, facts = lapse(agent, now=at)
    if agent.status is not Status.ONLINE:
        return agent, facts
    after, changed = _become(agent, Status.WRAP_UP, until=until, at=at, by=by, source=Source.DISPATCH)
    return after, [*facts, *changed]


def beat(agent: Agent, *, at: datetime, by: str) -> tuple[Agent, list[Fact]]:
    """A console is open. After a lost connection its owner is again what they chose to be, unless that has ended; whom
    the shift's end made offline is back once they are on duty."""
    agent, facts = lapse(agent, now=at)
    after = replace(agent, seen_at=at)
    kept = agent.source is Source.CONSOLE or (agent.source is Source.SHIFT and agent.off_at is None)
    if not kept or agent.status is not Status.OFFLINE:
        return after, facts
    after = replace(after, source=Source.CONSOLE)
    if after.until is not None and after.until <= at:
        after = replace(after, wanted=Status.ONLINE, until=None)
    after, changed = _become(after, after.wanted, until=after.until, at=at, by=by, source=Source.CONSOLE)
    return after, [*facts, *changed]


def end_shift(agent: Agent, *, goes_at: datetime, at: datetime) -> tuple[Agent, list[Fact]]:
    """Off duty from `at` on, and no longer shown as present from `goes_at` on, unless a console of theirs is open then.
    Who has said since that they are online (the turn is told late) is taken at their word."""
    agent, facts = lapse(agent, now=at)
    if agent.status is Status.ONLINE and agent.status_since > at:
        return agent, facts
    return replace(agent, off_at=goes_at), facts


def start_shift(agent: Agent, *, at: datetime) -> tuple[Agent, list[Fact]]:
    """On duty from `at` on. Whom the end of a shift made offline is back, if a console of theirs is open, or the demo
    plays them; who is offline or away for any other reason is so by their own word."""
    agent, facts = lapse(agent, now=at)
    agent = replace(agent, off_at=None)
    is_open = agent.seen_at is not None and at < agent.seen_at + PRESENCE_GRACE
    comes = (agent.source is Source.SHIFT and is_open) or agent.source is Source.DEMO
    if not comes or agent.status is not Status.OFFLINE or not agent.active:
        return agent, facts
    after, changed = _become(agent, agent.wanted, at=at, by="system", source=Source.SHIFT)
    source = Source.DEMO if agent.source is Source.DEMO else Source.CONSOLE
    return replace(after, source=source), [*facts, *changed]


def stay_on(agent: Agent, *, now: datetime) -> tuple[Agent, list[Fact]]:
    """Nobody goes because of a shift any more."""
    agent, facts = lapse(agent, now=now)
    return replace(agent, off_at=None), facts


def lapse(agent: Agent, *, now: datetime) -> tuple[Agent, list[Fact]]:
    """What became of a status by itself by `now`: offline at the end of the grace, when no console gave a sign of
    life, or when the shift is over; online again at the end of a break."""
    facts: list[Fact] = []
    while (ends := lapses_at(agent)) is not None and ends <= now:
        if ends == _silent_at(agent):
            agent, changed = _become(
                agent, Status.OFFLINE, until=agent.until, at=ends, by="system", source=agent.source
            )
        elif ends == _goes_at(agent):
            agent, changed = _send_home(agent, at=ends)
        else:
            agent, changed = _become(agent, Status.ONLINE, at=ends, by="system", source=agent.source)
            agent = replace(agent, wanted=Status.ONLINE)
        facts += changed
    return agent, facts


def lapses_at(agent: Agent) -> datetime | None:
    """When this status ends by itself, if no console gives a sign of life; None when it does not."""
    if agent.status is Status.OFFLINE:
        return None
    return min((at for at in (_silent_at(agent), _goes_at(agent), agent.until) if at is not None), default=None)


def _silent_at(agent: Agent) -> datetime | None:
    return (agent.seen_at or agent.status_since) + PRESENCE_GRACE if agent.source is Source.CONSOLE else None


def _goes_at(agent: Agent) -> datetime | None:
    """When the shift's end makes them offline. A console that falls silent later does it later; one that keeps the
    status itself needs no shift for that."""
    if agent.off_at is None or agent.source is Source.CONSOLE:
        return None
    return agent.off_at if agent.seen_at is None else max(agent.off_at, agent.seen_at + PRESENCE_GRACE)


def _send_home(agent: Agent, *, at: datetime) -> tuple[Agent, list[Fact]]:
    """Whatever they were is over with the shift: in the next one they are online."""
    after, facts = _become(agent, Status.OFFLINE, at=at, by="system", source=Source.SHIFT)
    source = Source.DEMO if agent.source is Source.DEMO else Source.SHIFT
    return replace(after, wanted=Status.ONLINE, source=source), facts


def leave_desk(agent: Agent, *, at: datetime, by: str) -> tuple[Agent, list[Fact]]:
    """Signed out, or no longer a colleague: offline now, without a grace. What they chose before is kept."""
    return _become(agent, Status.OFFLINE, until=agent.until, at=at, by=by, source=agent.source)


def _become(
    agent: Agent, status: Status, *, until: datetime | None = None, at: datetime, by: str, source: Source
) -> tuple[Agent, list[Fact]]:
    if status is agent.status and until == agent.until:
        return agent, []
    since = agent.status_since if status is agent.status else at
    fact = PresenceChanged(
        at=at, by=by, person_id=agent.person_id, status=status, was=agent.status, source=source, until=until
    )
    return replace(agent, status=status, status_since=since, until=until), [fact]


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


def solver(fact: TicketSolved) -> int | None:
    """Who solved it: the colleague who said so, else its owner."""
    kind, _, number = fact.by.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else fact.owner_id


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
