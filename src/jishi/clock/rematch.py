"""Other terms may hold for a ticket: its level changed, or a policy, or a calendar. Pure.

Time used stays used and a breach stays a breach. A promise that is no more stops, and if it holds again later it runs
as if it always had: making a promise stop for a while gains nobody time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jishi.clock import rules
from jishi.clock.model import Kind, Match, Target, Terms, Timer
from jishi.clock.pause import Pause
from jishi.clock.respond import ANSWERS, WORDS, Hours
from jishi.clock.stood_still import stood_still
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.tickets.facts import ReplySent, TicketReopened, TicketReturned
from jishi.tickets.model import LIVE, Author, Ticket

NO_POLICY, NOT_PROMISED = "no_policy", "not_promised"
COMES_BACK = frozenset({NO_POLICY, NOT_PROMISED, "self_served", "spam", "deleted", "blocked"})
"""Why a promise was cancelled that may yet hold again."""

FROM_ITSELF = frozenset(Kind) - {Kind.ASK, Kind.RECOVERY}  # those begin when something else says so
AGAIN_AND_AGAIN = frozenset({Kind.DISPATCH, Kind.NEXT_RESPONSE, Kind.UPDATE})

HoursFor = Callable[[Target], tuple[int | None, CompiledCalendar]]


@dataclass(frozen=True, slots=True)
class Rematch:
    """What changes: `changed` are pairs of before and after, `new` run besides, `happened` is what came true."""

    changed: list[tuple[Timer, Timer]] = field(default_factory=list)
    new: list[Timer] = field(default_factory=list)
    happened: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of terms: of which ticket, when and why, what is promised now, and what its journal says of its past,
    which may be left out for who asks `needs_history` first."""

    ticket: Ticket
    matched: Match | None
    at: datetime
    why: str
    hours_for: HoursFor
    hours: Hours
    new_id: Callable[[], int]
    history: Sequence[Fact] = ()


def rematch(change: Change, timers: Sequence[Timer]) -> Rematch:
    """What the change means for these timers, which are all of the ticket's. Nothing where nothing differs."""
    found = Rematch()
    targets = {target.kind: target for target in change.matched.targets} if change.matched else {}
    for timer in timers:
        if not rules.is_over(timer):
            _note(found, timer, _replanned(change, timer, targets.get(timer.kind)))
    for kind in missing(change.ticket, change.matched, timers):
        _begin(change, found, targets[kind], timers)
    return found


def missing(ticket: Ticket, matched: Match | None, timers: Sequence[Timer]) -> list[Kind]:
    """The kinds that are promised and awaited, for which no clock runs."""
    if matched is None or ticket.state not in LIVE:
        return []
    running = {timer.kind for timer in timers if not rules.is_over(timer)}
    promised = [target.kind for target in matched.targets if target.kind not in running]
    return [kind for kind in promised if _is_awaited(ticket, kind, timers)]


def needs_history(ticket: Ticket, matched: Match | None, timers: Sequence[Timer], at: datetime) -> bool:
    """Whether a clock would have to start before now, so that what happened in between matters."""
    kinds = missing(ticket, matched, timers)
    return any(kind is not Kind.NEXT_RESPONSE or ticket.waiting_since != at for kind in kinds)


def answered_once(ticket: Ticket, timers: Sequence[Timer]) -> bool:
    """Whether the time of the first answer is behind it: given, or not awaited any more."""
    if ticket.first_answered_at is not None or ticket.reopen_count:
        return True
    first = [timer for timer in timers if timer.kind is Kind.FIRST_RESPONSE]
    return any(rules.is_over(timer) and timer.cancelled_why not in COMES_BACK for timer in first)


def _is_awaited(ticket: Ticket, kind: Kind, timers: Sequence[Timer]) -> bool:
    if ticket.self_served and kind in WORDS:
        return False
    answered, waits = answered_once(ticket, timers), _waits(ticket, timers)
    awaited = {
        Kind.DISPATCH: ticket.owner_id is None,
        Kind.FIRST_RESPONSE: not answered,
        Kind.NEXT_RESPONSE: answered and waits,
        Kind.UPDATE: ticket.first_answered_at is not None and not waits,
        Kind.RESOLUTION: True,
    }
    return awaited[kind] if kind in awaited else _cancelled(kind, timers) is not None


def _waits(ticket: Ticket, timers: Sequence[Timer]) -> bool:
    """Whether the customer still waits. Their ticket may not know of an answer that only their policy calls one: a note
    that they can read. Of a reply it does know: a wait that is older than one came with a merged ticket."""
    since = ticket.waiting_since
    asked = [timer for timer in timers if timer.kind in ANSWERS and timer.note_answers and since is not None]
    noted = any(timer.started_at == since and timer.met_at is not None for timer in asked)
    return since is not None and not (noted and all(timer.met_at for timer in asked if timer.started_at > since))


def _replanned(change: Change, timer: Timer, target: Target | None) -> rules.Changed:
    if change.matched is None or target is None:
        why = NO_POLICY if change.matched is None else NOT_PROMISED
        return rules.cancel(timer, change.at, why=why)
    demanded, hours = _demanded(change, target)
    old_hours = change.hours(timer.calendar_id, timer.calendar_version)
    moved, facts = rules.change_terms(timer, demanded, at=change.at, hours=hours, old_hours=old_hours, cause=change.why)
    if moved.paused_in == timer.paused_in:
        return moved, facts
    followed, more = rules.follow(moved, change.ticket.state, change.at, hours=hours)
    return followed, facts + more


def _begin(change: Change, found: Rematch, target: Target, timers: Sequence[Timer]) -> None:
    """Start the clock from when the promise would have begun, or let the one that was cancelled run again."""
    since = min(_origin(change, target.kind, timers), change.at)
    was = _cancelled(target.kind, timers)
    if was is not None and (target.kind not in AGAIN_AND_AGAIN or was.started_at >= since):
        _note(found, was, _revived(change, was, target))
    elif target.kind in FROM_ITSELF:
        found.new.append(_begun(change, target, since))


def _begun(change: Change, target: Target, since: datetime) -> Timer:
    demanded, hours = _demanded(change, target)
    pauses = _pauses(change, target, since)
    return rules.begin(
        demanded,
        id=change.new_id(),
        ticket_id=change.ticket.id,
        kind=target.kind,
        at=since,
        hours=hours,
        planned_at=change.at,
        pauses=tuple((start, end) for start, end in pauses if end is not None),
        paused_at=next((start for start, end in pauses if end is None), None),
        cause=change.why,
    )


def _revived(change: Change, timer: Timer, target: Target) -> rules.Changed:
    demanded, hours = _demanded(change, target)
    later = _pauses(change, target, timer.cancelled_at or change.at)
    return rules.revive(
        timer,
        demanded,
        at=change.at,
        pauses=(*timer.pauses, *later),
        hours=hours,
        old_hours=change.hours(timer.calendar_id, timer.calendar_version),
        cause=change.why,
    )


def _demanded(change: Change, target: Target) -> tuple[Terms, CompiledCalendar]:
    assert change.matched is not None
    calendar_id, hours = change.hours_for(target)
    return rules.terms(change.matched.policy, target, hours=hours, calendar_id=calendar_id), hours


def _pauses(change: Change, target: Target, since: datetime) -> Sequence[Pause]:
    return stood_still(change.history, target.paused_in, since=since, state=change.ticket.state)


def _origin(change: Change, kind: Kind, timers: Sequence[Timer]) -> datetime:
    """When the promise would have begun, had it always been one."""
    ticket = change.ticket
    match kind:
        case Kind.NEXT_RESPONSE:
            return ticket.waiting_since or change.at
        case Kind.DISPATCH:
            left = [fact.at for fact in change.history if isinstance(fact, TicketReturned | TicketReopened)]
            return left[-1] if left else ticket.created_at
        case Kind.UPDATE:
            said = [f.at for f in change.history if isinstance(f, ReplySent) and f.author_kind == Author.AGENT]
            said += [t.met_at for t in timers if t.note_answers and t.kind in WORDS and t.met_at is not None]
            return max(said, default=change.at)
        case _:
            return ticket.created_at


def _cancelled(kind: Kind, timers: Sequence[Timer]) -> Timer | None:
    """The last of the kind, if it may run again."""
    last = next((timer for timer in reversed(timers) if timer.kind is kind), None)
    return last if last is not None and last.met_at is None and last.cancelled_why in COMES_BACK else None


def _note(found: Rematch, before: Timer, changed: rules.Changed) -> None:
    after, facts = changed
    if after != before:
        found.changed.append((before, after))
        found.happened.extend(facts)
