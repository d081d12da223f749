"""What becomes of a ticket's timers when something happens to the ticket. Pure: the live desk and a replay of its
journal both go through here, so that they cannot differ."""

from collections.abc import Callable, Sequence
from typing import Any

from jishi.clock import rules
from jishi.clock.model import Kind, Timer
from jishi.clock.rules import Changed
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.tickets.facts import (
    MessageReceived,
    NoteAdded,
    ReplySent,
    SelfServed,
    TicketAbsorbed,
    TicketAssigned,
    TicketClosed,
    TicketDiscarded,
    TicketHeld,
    TicketMerged,
    TicketPended,
    TicketReopened,
    TicketResumed,
    TicketReturned,
    TicketSolved,
)
from jishi.tickets.model import Author

Hours = Callable[[int | None, int | None], CompiledCalendar]
"""That version of a calendar; around the clock for none."""

ANSWERS = frozenset({Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE})
WORDS = ANSWERS | {Kind.UPDATE}  # kept by saying something to the customer
MET_FROM_OUTSIDE = frozenset({Kind.ASK, Kind.RECOVERY})  # by who started them, not by what happens to the ticket
OUTLIVING = frozenset({Kind.RECOVERY})  # promised to who was let down, so it goes on when the ticket is done


def respond(fact: Fact, timers: Sequence[Timer], hours: Hours) -> tuple[list[Timer], list[Fact]]:
    """The timers after it, in their order, and what came true with it."""
    how = _RESPONSES.get(type(fact))
    if how is None:
        return list(timers), []
    changed = [how(fact, timer, hours(timer.calendar_id, timer.calendar_version)) for timer in timers]
    return [timer for timer, _ in changed], [each for _, facts in changed for each in facts]


def _assigned(fact: TicketAssigned, timer: Timer, hours: CompiledCalendar) -> Changed:
    """Somebody owns it, so a clock that stood still because nobody did goes on."""
    if timer.kind is Kind.DISPATCH:
        return rules.meet(timer, fact.at, hours=hours)
    return rules.follow(timer, fact.state, fact.at, hours=hours)


def _returned(fact: TicketReturned, timer: Timer, hours: CompiledCalendar) -> Changed:
    return rules.follow(timer, fact.state, fact.at, hours=hours)


def _replied(fact: ReplySent, timer: Timer, hours: CompiledCalendar) -> Changed:
    """A human has answered. A bot ends the wait for an answer that was for it to give, which nobody then has to, but
    it is no human's first answer. The system answers nothing, whatever it sent."""
    if fact.author_kind == Author.AGENT and timer.kind in WORDS:
        return rules.meet(timer, fact.at, hours=hours)
    if fact.author_kind == Author.BOT and timer.kind is Kind.NEXT_RESPONSE:
        return rules.cancel(timer, fact.at, why="bot_answered")
    return timer, []


def _heard(fact: MessageReceived, timer: Timer, hours: CompiledCalendar) -> Changed:
    """An answer is due since the oldest message, which may be one that a slow channel delivered after a younger."""
    if fact.automatic or timer.kind not in ANSWERS:
        return timer, []
    return rules.antedate(timer, fact.at, hours=hours), []


def _noted(fact: NoteAdded, timer: Timer, hours: CompiledCalendar) -> Changed:
    """A note that the customer can read is an answer only where the policy says so."""
    if fact.public and fact.author_kind == Author.AGENT and timer.note_answers and timer.kind in WORDS:
        return rules.meet(timer, fact.at, hours=hours)
    return timer, []


def _pended(fact: TicketPended, timer: Timer, hours: CompiledCalendar) -> Changed:
    return rules.follow(timer, "pending", fact.at, hours=hours)


def _held(fact: TicketHeld, timer: Timer, hours: CompiledCalendar) -> Changed:
    return rules.follow(timer, "on_hold", fact.at, hours=hours)


def _resumed(fact: TicketResumed, timer: Timer, hours: CompiledCalendar) -> Changed:
    return rules.follow(timer, fact.state, fact.at, hours=hours)


def _solved(fact: TicketSolved, timer: Timer, hours: CompiledCalendar) -> Changed:
    """The promise to solve is kept; every other ends without being called so."""
    if timer.kind is Kind.RESOLUTION:
        return rules.meet(timer, fact.at, hours=hours)
    return _ended(timer, fact, "solved")


def _closed(fact: TicketClosed, timer: Timer, _: CompiledCalendar) -> Changed:
    return _ended(timer, fact, "closed")


def _reopened(fact: TicketReopened, timer: Timer, hours: CompiledCalendar) -> Changed:
    """The solution goes on from where its clock stood; the solved time does not count."""
    if timer.kind is not Kind.RESOLUTION:
        return timer, []
    return rules.follow(rules.restart(timer, fact.at, hours=hours), fact.state, fact.at, hours=hours)


def _merged(fact: TicketMerged, timer: Timer, _: CompiledCalendar) -> Changed:
    return rules.cancel(timer, fact.at, why="merged")


def _absorbed(fact: TicketAbsorbed, timer: Timer, hours: CompiledCalendar) -> Changed:
    """An answer is now due for the oldest unanswered message of both."""
    if fact.waiting_since is None or timer.kind not in ANSWERS:
        return timer, []
    return rules.backdate(timer, fact.waiting_since, fact.at, hours=hours, cause="merged")


def _discarded(fact: TicketDiscarded, timer: Timer, _: CompiledCalendar) -> Changed:
    return rules.cancel(timer, fact.at, why=fact.why)


def _self_served(fact: SelfServed, timer: Timer, _: CompiledCalendar) -> Changed:
    """Who asked need not answer themselves."""
    return rules.cancel(timer, fact.at, why="self_served") if fact.own and timer.kind in WORDS else (timer, [])


def _ended(timer: Timer, fact: Fact, why: str) -> Changed:
    return (timer, []) if timer.kind in OUTLIVING else rules.cancel(timer, fact.at, why=why)


_RESPONSES: dict[type[Fact], Callable[[Any, Timer, CompiledCalendar], Changed]] = {
    TicketAssigned: _assigned,
    MessageReceived: _heard,
    TicketReturned: _returned,
    ReplySent: _replied,
    NoteAdded: _noted,
    TicketPended: _pended,
    TicketHeld: _held,
    TicketResumed: _resumed,
    TicketSolved: _solved,
    TicketClosed: _closed,
    TicketReopened: _reopened,
    TicketMerged: _merged,
    TicketAbsorbed: _absorbed,
    TicketDiscarded: _discarded,
    SelfServed: _self_served,
}
