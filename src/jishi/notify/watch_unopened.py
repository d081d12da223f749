"""Nobody opened it: see that who was given a ticket looks at it."""

from datetime import datetime

from jishi.clock.ladder import ladder_of, timers_of
from jishi.clock.model import Moment, Timer
from jishi.clock.standards import hours_of
from jishi.notify import rules, store
from jishi.notify.model import Notice, NoticeKind, Scene, Step
from jishi.notify.tell import give, look, of_ticket
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketAssigned
from jishi.tickets.model import State
from jishi.workforce.work_on import who_works

WATCH = "notify.unopened"


async def watch(tx: Transaction, fact: TicketAssigned) -> None:
    """AFTERWARDS: from now on the time runs in which they should open it. Who took it themselves has seen it."""
    if fact.by == f"person:{fact.agent_id}":
        tx.clear_alarm(WATCH, ticket_id=fact.ticket_id)
        return
    first = rules.next_step(
        await _steps(tx, fact.ticket_id, fact.at), after=datetime.min.replace(tzinfo=fact.at.tzinfo)
    )
    if first is not None:
        tx.set_alarm(WATCH, first, ticket_id=fact.ticket_id)


async def unopened(tx: Transaction, alarm: Alarm) -> None:
    """An alarm: whether they did anything on it since it was theirs, the journal says."""
    given = await store.last_given(tx, alarm.ticket_id)
    if given is None:
        return
    person_id, given_at = given
    steps = await _steps(tx, alarm.ticket_id, given_at)
    scene = await look(tx, alarm.ticket_id, [step.rung for step in steps])
    if scene is None or scene.owner_id != person_id or scene.state not in {State.NEW, State.OPEN}:
        return
    if await _has_opened(tx, alarm.ticket_id, person_id, since=given_at):
        return
    following = rules.next_step(steps, after=tx.now)
    if following is not None:
        tx.set_alarm(WATCH, following, ticket_id=alarm.ticket_id)
    told = rules.tell(rules.due_steps(steps, since=alarm.at, until=tx.now), scene)
    await give(tx, [_notice(scene, one, given_at) for one in told])


async def _has_opened(tx: Transaction, ticket_id: int, person_id: int, *, since: datetime) -> bool:
    if any(there.work.person_id == person_id for there in await who_works(tx, ticket_id)):
        return True  # since before it was theirs
    return await store.has_acted(tx, ticket_id, person_id, since=since)


async def _steps(tx: Transaction, ticket_id: int, given_at: datetime) -> list[Step]:
    """By the ladder and in the time of the promise that is due next; none where nothing is promised."""
    timers = [timer for timer in await timers_of(tx, ticket_id) if not rules.is_over(timer)]
    nearest: Timer | None = min(
        timers, key=lambda timer: timer.due_at or datetime.max.replace(tzinfo=given_at.tzinfo), default=None
    )
    if nearest is None:
        return []
    ladder = await ladder_of(tx, nearest.policy_id, nearest.policy_version)
    if not any(rung.moment is Moment.UNOPENED for rung in ladder):
        return []
    hours = await hours_of(tx, nearest.calendar_id, nearest.calendar_version)
    return rules.unopened_steps(ladder, given_at, hours=hours)


def _notice(scene: Scene, told: rules.Told, given_at: datetime) -> Notice:
    step = told.step
    return Notice(
        id=0,
        person_id=told.person_id,
        ticket_id=scene.ticket_id,
        kind=NoticeKind.UNOPENED,
        key=f"unopened:{scene.ticket_id}:given:{given_at.isoformat()}:rung:{step.name}",
        data={**of_ticket(scene), "seconds": step.rung.seconds, "given_at": given_at},
        media=told.media,
        at=step.at,
    )
