"""What other standards mean for the clocks of one ticket."""

from jishi.clock import rules
from jishi.clock.model import Timer
from jishi.clock.promise import traits_of
from jishi.clock.standards import Standards, hours_of
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Ticket


async def rematch_ticket(
    tx: Transaction, ticket: Ticket, timers: list[Timer], found: Standards, *, cause: str
) -> tuple[list[Timer], list[Timer], list[Fact]]:
    """Timers that change, timers that start, and what is to be recorded."""
    matched = found.match(traits_of(ticket, found))
    targets = {target.kind: target for target in matched.targets} if matched else {}
    changed: list[Timer] = []
    facts: list[Fact] = []
    for timer in timers:
        if rules.is_over(timer):
            continue
        if matched is None or timer.kind not in targets:
            moved, more = rules.cancel(timer, tx.now)
        else:
            calendar_id, hours = found.hours_for(matched.policy, targets[timer.kind])
            old_hours = await hours_of(tx, timer.calendar_id, timer.calendar_version)
            moved, more = rules.replan(
                timer, targets[timer.kind], at=tx.now, policy=matched.policy, hours=hours, calendar_id=calendar_id,
                old_hours=old_hours, cause=cause,
            )  # fmt: skip
        facts += more
        if moved != timer:
            changed.append(moved)
    return changed, [], facts
