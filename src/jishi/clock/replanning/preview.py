"""What a change of policies or calendars would do to the clocks that run. Changes nothing."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from jishi.clock.calendar import Calendar
from jishi.clock.model import Match, Policy, Timer
from jishi.clock.promise import traits_of
from jishi.clock.replanning import store
from jishi.clock.replanning.rematch_many import Outcome, rematch_many
from jishi.clock.rules import is_over
from jishi.clock.standards import AHEAD, BACK, Standards, standards
from jishi.clock.working_time import compile_calendar
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Ticket
from jishi.tickets.walk import look_at, open_after

BATCH = 500
MOST_EXAMPLES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A clock that would change. No `due_before`: it would start. No `due_after`: it would stop."""

    ticket_id: int
    number: str
    subject: str
    kind: str
    due_before: datetime | None
    due_after: datetime | None
    breaks: bool


@dataclass(slots=True, kw_only=True)
class Preview:
    """Counts of clocks; `tickets` of open tickets."""

    tickets: int = 0
    running: int = 0
    changed: int = 0
    broken: int = 0
    starting: int = 0
    stopping: int = 0
    examples: list[Example] = field(default_factory=list)


async def preview_policies(tx: Transaction, policies: tuple[Policy, ...]) -> Preview:
    """As if these were the policies, in this order."""
    present = await standards(tx)
    return await preview(tx, present, replace(present, policies=policies), why="policy_changed")


async def preview_calendar(tx: Transaction, calendar_id: int, hours: Calendar) -> Preview:
    """As if that calendar, which exists, had these hours."""
    present = await standards(tx)
    version = present.calendars[calendar_id].calendar.version + 1
    compiled = compile_calendar(replace(hours, version=version), tx.now - BACK, tx.now + AHEAD)
    candidate = replace(present, calendars={**present.calendars, calendar_id: compiled})
    return await preview(tx, present, candidate, why="calendar_changed")


async def preview(tx: Transaction, present: Standards, candidate: Standards, *, why: str) -> Preview:
    """As if the standards were others. Reads a batch at a time and lets others work in between, so that however many
    tickets there are it holds up nobody."""
    seen, last = Preview(running=await store.count_running(tx)), 0
    while ids := await open_after(tx, last, limit=BATCH):
        last = ids[-1]
        tickets = await look_at(tx, ids)
        seen.tickets += len(tickets)
        touched = [ticket for ticket in tickets if _is_touched(ticket, present, candidate)]
        if touched:
            for outcome in await rematch_many(tx, touched, candidate, at=tx.now, why=why, tentative=True):
                _count(seen, outcome, tx.now)
        await asyncio.sleep(0)
    seen.examples.sort(key=lambda example: not example.breaks)
    del seen.examples[MOST_EXAMPLES:]
    return seen


def _is_touched(ticket: Ticket, present: Standards, candidate: Standards) -> bool:
    """Whether anything else is promised, or on other hours. It costs far less to ask that than to plan its clocks."""
    if present.policies is candidate.policies:
        return True  # then it is the calendars that change
    was, would = (found.match(traits_of(ticket, found)) for found in (present, candidate))
    return _demands(was) != _demands(would)


def _demands(matched: Match | None) -> tuple[object, ...] | None:
    """All of a match that moves due instants."""
    if matched is None:
        return None
    return matched.targets, matched.policy.calendar_id, matched.policy.note_answers


def _count(seen: Preview, outcome: Outcome, at: datetime) -> None:
    late = outcome.late(at)
    for before, after in outcome.moved(at):
        if is_over(before):
            seen.starting += 1  # one that was stopped runs again
            _show(seen, outcome.ticket, after, None, after.due_at, breaks=after.id in late)
        elif is_over(after):
            seen.stopping += 1
            _show(seen, outcome.ticket, after, before.due_at, None, breaks=False)
        else:
            seen.changed += 1
            _show(seen, outcome.ticket, after, before.due_at, after.due_at, breaks=after.id in late)
    for timer in outcome.found.new:
        seen.starting += 1
        _show(seen, outcome.ticket, timer, None, timer.due_at, breaks=timer.id in late)


def _show(
    seen: Preview, ticket: Ticket, timer: Timer, before: datetime | None, after: datetime | None, *, breaks: bool
) -> None:
    seen.broken += breaks
    if len(seen.examples) < MOST_EXAMPLES or (breaks and seen.broken <= MOST_EXAMPLES):
        seen.examples.append(
            Example(
                ticket_id=ticket.id,
                number=ticket.number,
                subject=ticket.subject,
                kind=timer.kind.value,
                due_before=before,
                due_after=after,
                breaks=breaks,
            )
        )
