"""What a change of policies or calendars would do to the clocks that run. Changes nothing."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from jishi.clock.facts import PromiseBroken
from jishi.clock.model import Policy, Timer
from jishi.clock.replanning import store
from jishi.clock.replanning.rematch import rematch_ticket
from jishi.clock.rules import is_over
from jishi.clock.standards import Standards, standards
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


async def preview(tx: Transaction, policies: tuple[Policy, ...]) -> Preview:
    """As if these were the policies, in this order."""
    return await preview_standards(tx, replace(await standards(tx), policies=policies, matched={}))


async def preview_standards(tx: Transaction, found: Standards) -> Preview:
    """As if these were the standards. Reads as it goes, so that it holds up nobody."""
    seen, last = Preview(), 0
    while ids := await open_after(tx, last, limit=BATCH):
        last = ids[-1]
        timers = await store.timers_of(tx, ids)
        for ticket in await look_at(tx, ids):
            changed, new, facts = await rematch_ticket(tx, ticket, timers[ticket.id], found, cause="policy_changed")
            late = {fact.timer_id for fact in facts if isinstance(fact, PromiseBroken)}
            _count(seen, ticket, timers[ticket.id], changed, new, late)
        await asyncio.sleep(0)
    seen.examples.sort(key=lambda example: not example.breaks)
    del seen.examples[MOST_EXAMPLES:]
    return seen


def _count(
    seen: Preview, ticket: Ticket, timers: Iterable[Timer], changed: list[Timer], new: list[Timer], late: set[int]
) -> None:
    before = {timer.id: timer for timer in timers if not is_over(timer)}
    seen.tickets += 1
    seen.running += len(before)
    for timer in changed:
        stops = timer.cancelled_at is not None
        breaks = timer.id in late and before[timer.id].broken_at is None
        if not stops and not breaks and timer.due_at == before[timer.id].due_at:
            continue
        seen.stopping += stops
        seen.broken += breaks
        seen.changed += not stops
        _show(seen, ticket, timer, before[timer.id].due_at, None if stops else timer.due_at, breaks=breaks)
    for timer in new:
        seen.starting += 1
        seen.broken += timer.id in late
        _show(seen, ticket, timer, None, timer.due_at, breaks=timer.id in late)


def _show(
    seen: Preview, ticket: Ticket, timer: Timer, before: datetime | None, after: datetime | None, *, breaks: bool
) -> None:
    if breaks or len(seen.examples) < MOST_EXAMPLES:
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
