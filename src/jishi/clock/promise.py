"""Start what is promised when a ticket is opened, and again when something new is to be answered or done."""

from collections.abc import Collection, Sequence
from datetime import datetime

from jishi.clock import rules, store
from jishi.clock.facts import PlannedTimer, TimersStarted
from jishi.clock.model import Kind, Match, Timer, TimerState, Traits
from jishi.clock.standards import Standards, standards
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets import find
from jishi.tickets.facts import TicketOpened
from jishi.tickets.model import Ticket

FROM_THE_START = (Kind.DISPATCH, Kind.FIRST_RESPONSE, Kind.RESOLUTION)


async def start_promises(tx: Transaction, fact: TicketOpened) -> None:
    """AT_ONCE: the clocks of a new ticket, from the instant the channel received it."""
    found = await standards(tx)
    traits = Traits(
        level=fact.level,
        tier=fact.tier,
        channel=fact.channel,
        type=fact.type,
        team=None if fact.team_id is None else str(fact.team_id),
        tags=fact.tags,
        complexity=complexity(fact.fields or {}),
        language=fact.language,
    )
    matched = found.match(traits)
    if matched is None:
        return
    timers = begin(tx, found, matched, fact.ticket_id, kinds=FROM_THE_START, at=fact.at)
    await tx.record(started(fact, matched, timers))
    show_nearest(tx, fact.ticket_id, timers)


def begin(
    tx: Transaction, found: Standards, matched: Match, ticket_id: int, *, kinds: Collection[Kind], at: datetime
) -> list[Timer]:
    """New timers of these kinds, stored; those that the policy does not promise are left out."""
    timers = []
    for target in matched.targets:
        if target.kind in kinds:
            calendar_id, hours = found.hours_for(matched.policy, target)
            timers.append(
                rules.start(
                    target,
                    id=tx.new_id(),
                    ticket_id=ticket_id,
                    at=at,
                    policy=matched.policy,
                    hours=hours,
                    calendar_id=calendar_id,
                )
            )
    store.start_timers(tx, timers)
    return timers


def started(fact: Fact, matched: Match, timers: Sequence[Timer], *, why: str = "") -> TimersStarted:
    return TimersStarted(
        ticket_id=timers[0].ticket_id if timers else getattr(fact, "ticket_id", 0),
        at=fact.at,
        timers=tuple(planned(timer) for timer in timers),
        policy=matched.policy.name,
        because=matched.because,
        policy_id=matched.policy.id,
        policy_version=matched.policy.version,
        why=why,
    )


def planned(timer: Timer, *, was: Timer | None = None) -> PlannedTimer:
    """How the journal keeps it. `was` is the timer before it was planned anew."""
    return PlannedTimer(
        id=timer.id,
        kind=timer.kind.value,
        due_at=timer.due_at,
        was_due_at=None if was is None else was.due_at,
        warn_at=timer.warn_at[0] if timer.warn_at else None,
        started_at=timer.started_at,
        paused_at=timer.paused_at,
        pauses=timer.pauses,
        target_seconds=timer.target_seconds,
        warn_after=timer.warn_after,
        paused_in=timer.paused_in,
        note_answers=timer.note_answers,
        promise=timer.promise,
        calendar_id=timer.calendar_id,
        calendar_version=timer.calendar_version,
        ref=timer.ref,
        again=was is not None and was.cancelled_at is not None and timer.cancelled_at is None,
    )


def show_nearest(tx: Transaction, ticket_id: int, timers: Sequence[Timer]) -> None:
    """Keep on the ticket when its next promise is due: of those that run, or are late and still not kept."""
    open_ones = [
        timer
        for timer in timers
        if timer.state in {TimerState.RUNNING, TimerState.BROKEN}
        and timer.met_at is None
        and timer.cancelled_at is None
        and timer.paused_at is None
        and timer.due_at is not None
    ]
    nearest = min(open_ones, key=lambda timer: timer.due_at or timer.started_at, default=None)
    warned = nearest is not None and nearest.warned_at is not None
    due_at, soon_at = (nearest.due_at, nearest.soon_at) if nearest else (None, None)
    find.show_due(tx, ticket_id, due_at=due_at, warn_at=soon_at, warned=warned)


def traits_of(ticket: Ticket) -> Traits:
    """What a policy may ask about the ticket."""
    return Traits(
        level=ticket.level,
        tier=ticket.tier,
        channel=ticket.channel,
        type=ticket.type,
        team=None if ticket.team_id is None else str(ticket.team_id),
        tags=ticket.tags,
        complexity=complexity(ticket.fields),
        language=ticket.language,
    )


def complexity(fields: dict[str, object]) -> str | None:
    """`simple` or `complex`, as the ticket's field of that name says."""
    given = fields.get("complexity")
    return given if isinstance(given, str) else None
