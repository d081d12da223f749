"""How much of the time it was promised an answer in a ticket has used: what dispatch, skills and forecasts go by."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from jishi.clock import rules
from jishi.clock.clocks import clocks_of_many
from jishi.clock.model import Kind, Timer
from jishi.clock.standards import hours_of
from jishi.storage.transaction import Transaction

ORDER = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION)


class Answer(NamedTuple):
    """Seconds used until now and seconds promised, both in the promise's own time, and when they are used up. `due_at`
    is None while that cannot be said."""

    waited: float
    target: float
    due_at: datetime | None


async def answer_clock(tx: Transaction, ticket_ids: Iterable[int]) -> dict[int, Answer]:
    """Of the tickets to which something is promised, by the clock of the next answer, or of the solution when no answer
    is due. One round trip for all; what is past its due instant has used more than was promised."""
    running = {ticket_id: _next(timers) for ticket_id, timers in (await clocks_of_many(tx, ticket_ids)).items()}
    return {ticket_id: await _answer(tx, timer) for ticket_id, timer in running.items() if timer is not None}


async def _answer(tx: Transaction, timer: Timer) -> Answer:
    hours = await hours_of(tx, timer.calendar_id, timer.calendar_version)
    return Answer(rules.used_seconds(timer, tx.now, hours=hours), float(timer.target_seconds), timer.due_at)


def _next(timers: Sequence[Timer]) -> Timer | None:
    """An answer that is still owed is late, or runs, or stands still."""
    owed = [timer for timer in timers if timer.kind in ORDER and not rules.is_over(timer)]
    return min(owed, key=lambda timer: ORDER.index(timer.kind), default=None)
