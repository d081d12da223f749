"""Have a ticket open for a while before something is said in it, as its page would tell."""

from datetime import datetime, timedelta

from jishi.storage.transaction import Transaction
from jishi.web.stage.fill import chance, minutes
from jishi.web.stage.model import ANSWERS, Scene, Step
from jishi.workforce.work_on import leave, work_on

BEAT = timedelta(seconds=30)  # a page is silent for less than 45
WRITES_FOR = timedelta(seconds=35)  # before a reply leaves, its author is seen writing


def opens(scene: Scene, at: datetime) -> datetime:
    """When whoever takes the step at `at` opens the ticket: some minutes before, drawn from its seed."""
    rng = chance(f"{scene.seed}/{scene.place}/opens")
    return max(scene.since, at - minutes(rng, 4, most=15))


def writes(step: Step, *, at: datetime, now: datetime) -> bool:
    return step.verb in ANSWERS and now + WRITES_FOR >= at


async def attend(tx: Transaction, scene: Scene, step: Step) -> None:
    """Of a step that is taken now, in a past that is played through: every sign of life at its instant, then leave."""
    assert scene.owner_id is not None
    until, at, by = tx.now, opens(scene, tx.now), f"person:{scene.owner_id}"
    while at < until:
        tx.now = at
        typing = writes(step, at=until, now=at)
        await work_on(tx, scene.ticket_id, person_id=scene.owner_id, typing=typing, by=by)
        at += BEAT
    tx.now = until
    await leave(tx, scene.ticket_id, person_id=scene.owner_id, by=by)
