"""Say why a promise is due when it is."""

from jishi.clock import rules
from jishi.clock import store as clock
from jishi.clock.account import store
from jishi.clock.account.shapes import Explanation, StepView
from jishi.clock.account.steps import Stage, steps
from jishi.clock.errors import NoSuchTimer
from jishi.clock.model import Timer
from jishi.clock.standards import hours_of
from jishi.storage.transaction import Transaction


async def explain(tx: Transaction, ticket_id: int, timer_id: int) -> Explanation:
    """Raises NoSuchTimer."""
    timer = next((each for each in await clock.of_ticket(tx, ticket_id) if each.id == timer_id), None)
    if timer is None:
        raise NoSuchTimer
    timer, _ = rules.fire(timer, tx.now)  # what has happened by now, though the worker may not have stored it yet
    stages = await _stages(tx, timer)
    found = steps(timer, stages, await store.happenings(tx, ticket_id), now=tx.now)
    return Explanation(
        timer_id=timer.id,
        ticket_id=ticket_id,
        kind=timer.kind.value,
        state=timer.state.value,
        due_at=timer.due_at,
        zone=next((stage.calendar.tz for stage in reversed(stages) if stage.calendar), None),
        steps=[StepView(step=step.step, at=step.at, params=step.params) for step in found],
    )


async def _stages(tx: Transaction, timer: Timer) -> list[Stage]:
    """The calendars it ran on before, each until it was changed, then its own."""
    ran = [(each.until, each.calendar_id, each.calendar_version) for each in timer.carried]
    ran = [*ran, (None, timer.calendar_id, timer.calendar_version)]  # type: ignore[list-item]
    calendars = await clock.calendar_names(tx, {number for _, number, _ in ran if number is not None})
    return [
        Stage(
            until,
            None if number is None else (await hours_of(tx, number, version)).calendar,
            None if number is None else calendars.get(number),
        )
        for until, number, version in ran
    ]
