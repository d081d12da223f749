"""Nobody opened it: see that who was given a ticket looks at it."""

from collections.abc import Sequence
from datetime import datetime

from jishi.clock.ladder import ladder_of, timers_of_many
from jishi.clock.model import Moment, Timer
from jishi.clock.standards import hours_of
from jishi.notify import rules, store
from jishi.notify.model import Given, Notice, NoticeKind, Scene, Step
from jishi.notify.tell import look_at, of_ticket, tell
from jishi.storage.alarms import Alarm, together
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketAssigned, TicketReopened, TicketRestored, TicketResumed
from jishi.tickets.model import State
from jishi.workforce.work_on import who_works

WATCH = "notify.unopened"
Back = TicketResumed | TicketReopened | TicketRestored


async def watch(tx: Transaction, fact: TicketAssigned) -> None:
    """AFTERWARDS: from now on the time runs in which they should open it. Who took it themselves has seen it."""
    if fact.by == f"person:{fact.agent_id}":
        tx.clear_alarm(WATCH, ticket_id=fact.ticket_id)
    else:
        tx.gather(_watch, (fact.ticket_id, fact.at))


async def watch_again(tx: Transaction, fact: Back) -> None:
    """AFTERWARDS: it waited for somebody else, whom nobody needed to hurry; now it is their turn again. Once they have
    opened it they know it."""
    tx.gather(_watch_again, fact)


@together
async def unopened(tx: Transaction, alarm: Alarm) -> None:
    """An alarm: whether they did anything on it since it was theirs, the journal says."""
    tell(tx, _not_opened, alarm)


async def _watch(tx: Transaction, begun: list[tuple[int, datetime]]) -> None:
    """An alarm at the first step for each of these tickets, whose time began then."""
    for (ticket_id, _), steps in zip(begun, await _steps(tx, begun), strict=True):
        first = min((step.at for step in steps), default=None)
        if first is not None:
            tx.set_alarm(WATCH, first, ticket_id=ticket_id)


async def _watch_again(tx: Transaction, facts: list[Back]) -> None:
    given = await store.last_given(tx, {fact.ticket_id for fact in facts})
    await _watch(tx, [(each.ticket_id, each.since) for each in given.values() if not each.has_acted])


async def _not_opened(tx: Transaction, alarms: list[Alarm]) -> list[list[Notice]]:
    given = await store.last_given(tx, {alarm.ticket_id for alarm in alarms})
    asked = [alarm for alarm in alarms if alarm.ticket_id in given]
    begun = [(alarm.ticket_id, given[alarm.ticket_id].since) for alarm in asked]
    steps = {alarm.ticket_id: found for alarm, found in zip(asked, await _steps(tx, begun), strict=True)}
    scenes = await look_at(tx, {ticket: [step.rung for step in found] for ticket, found in steps.items()})
    there = {(each.work.ticket_id, each.work.person_id) for each in await who_works(tx, *sorted(steps))}

    def notices(alarm: Alarm) -> list[Notice]:
        scene, of = scenes.get(alarm.ticket_id), given.get(alarm.ticket_id)
        if scene is None or of is None or scene.owner_id != of.person_id or scene.state not in {State.NEW, State.OPEN}:
            return []
        if of.has_acted or (of.ticket_id, of.person_id) in there:  # perhaps there since before it was theirs
            return []
        following = rules.next_step(steps[alarm.ticket_id], after=tx.now)
        if following is not None:
            tx.set_alarm(WATCH, following, ticket_id=alarm.ticket_id)
        due = rules.due_steps(steps[alarm.ticket_id], since=alarm.at, until=tx.now)
        return [_notice(scene, one, of) for one in rules.tell(due, scene)]

    return [notices(alarm) for alarm in alarms]


async def _steps(tx: Transaction, begun: Sequence[tuple[int, datetime]]) -> list[list[Step]]:
    """Of each, by the ladder and in the time of the promise that is due next; none where nothing is promised."""
    timers = await timers_of_many(tx, {ticket_id for ticket_id, _ in begun})
    return [await _steps_of(tx, timers[ticket_id], since) for ticket_id, since in begun]


async def _steps_of(tx: Transaction, timers: Sequence[Timer], since: datetime) -> list[Step]:
    nearest: Timer | None = min(
        (timer for timer in timers if not rules.is_over(timer)),
        key=lambda timer: timer.due_at or datetime.max.replace(tzinfo=since.tzinfo),
        default=None,
    )
    if nearest is None:
        return []
    ladder = await ladder_of(tx, nearest.policy_id, nearest.policy_version)
    if not any(rung.moment is Moment.UNOPENED for rung in ladder):
        return []
    hours = await hours_of(tx, nearest.calendar_id, nearest.calendar_version)
    return rules.unopened_steps(ladder, since, hours=hours)


def _notice(scene: Scene, told: rules.Told, given: Given) -> Notice:
    step = told.step
    return Notice(
        id=0,
        person_id=told.person_id,
        ticket_id=scene.ticket_id,
        kind=NoticeKind.UNOPENED,
        key=f"unopened:{scene.ticket_id}:given:{given.since.isoformat()}:rung:{step.name}",
        data={**of_ticket(scene), "seconds": step.rung.seconds, "given_at": given.at},
        media=told.media,
        at=step.at,
    )
