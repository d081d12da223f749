"""When it happens. Chance is drawn from the ticket's seed, so nothing has to be remembered between two looks."""

from datetime import datetime, timedelta
from random import Random

from jishi.web.stage.fill import chance, minutes
from jishi.web.stage.model import ANSWERS, VERDICTS, Scene, Step, Verb

TARGETS = {"urgent": 10, "important": 30, "normal": 120}  # minutes in which Table 1 wants an answer
BY_PHONE = {"urgent": 5, "important": 15, "normal": 30}
USUAL = {"urgent": 2.5, "important": 7, "normal": 10}
LATE_SHARE = 0.14  # of answers come when the time is nearly up, or is up
SILENT_SHARE = 0.25  # of customers never say whether they are content
SLOW_SHARE = 0.45  # of customers who were asked take hours
NIGHT = range(16, 24)  # hours of UTC that are night in Shanghai


def due(scene: Scene, step: Step) -> datetime | None:
    """When the step is taken, or None when this customer never does."""
    rng = chance(f"{scene.seed}/{scene.place}/{step.verb}")
    if step.verb in ANSWERS:
        return scene.since + _answer(rng, scene)
    wait = None if scene.story is None else _wait(rng, scene, step)
    return None if wait is None else scene.since + wait


def _wait(rng: Random, scene: Scene, step: Step) -> timedelta | None:
    if step.verb in VERDICTS:
        return None if rng.random() < SILENT_SHARE else minutes(rng, 14, most=180, spread=0.9)
    if step.verb is Verb.CUSTOMER:
        slow = scene.state == "pending" and rng.random() < SLOW_SHARE
        return minutes(rng, 150, most=600) if slow else minutes(rng, 6, most=40)
    if step.verb is Verb.RESUME:
        return minutes(rng, 45, most=240)
    return minutes(rng, 2, most=5)


def _answer(rng: Random, scene: Scene) -> timedelta:
    """Mostly well in time. Who wrote to try the desk is given time to answer by themselves."""
    target = (BY_PHONE if scene.channel == "phone" else TARGETS)[scene.level]
    if scene.story is None:
        return timedelta(minutes=target * rng.uniform(0.5, 0.7))
    if rng.random() < LATE_SHARE:
        return timedelta(minutes=target * rng.uniform(0.8, 1.25))
    return minutes(rng, USUAL[scene.level], most=0.7 * target)


def until_next(now: datetime, rng: Random, *, watched: bool) -> timedelta:
    """Until the next customer comes: 20 to 60 s by day, fewer by night, few while nobody looks."""
    seconds = rng.uniform(20, 60)
    if now.hour in NIGHT:
        seconds *= 2
    return timedelta(seconds=seconds if watched else seconds * 8)
