"""What other standards mean for the clocks of many tickets at once. Stores nothing, so it also says what would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count

from jishi.clock.clocks import hours_among
from jishi.clock.facts import PromiseBroken
from jishi.clock.model import Match, Target, Timer, TimerState
from jishi.clock.promise import traits_of
from jishi.clock.rematch import Change, HoursFor, Rematch, missing, needs_history, rematch
from jishi.clock.replanning import store
from jishi.clock.rules import is_over
from jishi.clock.standards import Standards
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Ticket

FEW = 50  # ids that a transaction has anyway


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one ticket: all its clocks as they were, and what becomes of them under which policy."""

    ticket: Ticket
    matched: Match | None
    timers: list[Timer]
    found: Rematch

    def moved(self, at: datetime) -> list[tuple[Timer, Timer]]:
        """Pairs of clocks before and after that a person would call changed: a new version of the same terms is not."""
        late = self.late(at)
        return [(before, after) for before, after in self.found.changed if after.id in late or _differ(before, after)]

    def late(self, at: datetime) -> set[int]:
        """The clocks that the change at that instant makes late: not those that were late before, unnoticed."""
        broken = {fact.timer_id for fact in self.found.happened if isinstance(fact, PromiseBroken) and fact.cause}
        return broken | {timer.id for timer in self.found.new if _is_past(timer, at)}


async def rematch_many(
    tx: Transaction, tickets: Sequence[Ticket], found: Standards, *, at: datetime, why: str, tentative: bool = False
) -> list[Outcome]:
    """In the order of the tickets. A round trip for their clocks, and one more when some would have to start in the
    past, so that it matters what happened to their tickets since. `tentative`: clocks that would start need no ids."""
    timers = await store.timers_of(tx, [ticket.id for ticket in tickets])
    matches = {ticket.id: None if ticket.imported else found.match(traits_of(ticket, found)) for ticket in tickets}
    past = [t.id for t in tickets if needs_history(t, matches[t.id], timers[t.id], at)]
    histories: Mapping[int, Sequence[Fact]] = await store.histories(tx, past) if past else {}
    hours = await hours_among(tx, (timer for many in timers.values() for timer in many))
    new = sum(len(missing(ticket, matches[ticket.id], timers[ticket.id])) for ticket in tickets)
    if new > FEW and not tentative:
        await tx.reserve_ids(new + FEW)
    new_id = partial(next, count(-1, -1)) if tentative else tx.new_id

    def outcome(ticket: Ticket) -> Outcome:
        matched = matches[ticket.id]
        change = Change(
            ticket=ticket,
            matched=matched,
            at=at,
            why=why,
            hours_for=_hours_for(ticket, matched, found),
            hours=hours,
            new_id=new_id,
            history=histories.get(ticket.id, ()),
        )
        done = rematch(change, timers[ticket.id])
        return Outcome(ticket=ticket, matched=matched, timers=timers[ticket.id], found=done)

    return [outcome(ticket) for ticket in tickets]


def _differ(before: Timer, after: Timer) -> bool:
    shown = ((timer.due_at, timer.paused_at, is_over(timer)) for timer in (before, after))
    return len({*shown}) > 1


def _is_past(timer: Timer, at: datetime) -> bool:
    return timer.state is TimerState.RUNNING and timer.due_at is not None and timer.due_at < at


def _hours_for(ticket: Ticket, matched: Match | None, found: Standards) -> HoursFor:
    """The calendar of a target that the matched policy has."""

    def hours_for(target: Target) -> tuple[int | None, CompiledCalendar]:
        assert matched is not None
        return found.hours_for(matched.policy, target, team_id=ticket.team_id, customer_id=ticket.customer_id)

    return hours_for
