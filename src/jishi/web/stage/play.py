"""One look at a demo desk: whatever is due happens now."""

import logging
from datetime import datetime, timedelta
from random import Random

import asyncpg

from jishi.kernel.errors import JishiError
from jishi.knowledge.triage.sort import sort
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction
from jishi.tickets.receive import receive
from jishi.web.stage import store
from jishi.web.stage.act import act
from jishi.web.stage.arrive import choose_story, request
from jishi.web.stage.attend import opens, writes
from jishi.web.stage.furnish import colleagues
from jishi.web.stage.model import BY_DESK, Scene, Step, Verb
from jishi.web.stage.pace import due, until_next
from jishi.web.stage.plot import next_step
from jishi.workforce.work_on import leave, work_on

log = logging.getLogger(__name__)
FULL_HOUSE = 150  # unfinished tickets, beyond which nobody comes
HASTE = 3  # steps at one look: after a night switched off the desk catches up, but not all at once
OVERTURE = timedelta(hours=1)  # after the start the demo is lively, whether or not somebody has signed in

Cue = tuple[datetime, Scene, Step]


class Play:
    """The play in one workspace. What it remembers it may forget: everything that counts is in the tickets."""

    def __init__(self, database: Database, workspace_id: int, rng: Random) -> None:
        self.database = database
        self.workspace_id = workspace_id
        self.rng = rng
        self.began = database.clock()
        self.next_customer = self.began + timedelta(seconds=rng.uniform(5, 20))
        self._given_up: set[tuple[int, int]] = set()

    async def go_on(self) -> None:
        """Take the steps that are due, show who is at which ticket and who is writing, let a customer come."""
        now = self.database.clock()
        async with self.database.job(self.workspace_id) as tx:
            scenes = await store.scenes(tx, colleagues())
        cues = sorted(self._cues(scenes), key=lambda cue: cue[0])
        for _, scene, step in [cue for cue in cues if cue[0] <= now][:HASTE]:
            await self._take(scene, step)
        for at, scene, step in cues:
            if step.verb in BY_DESK and opens(scene, at) <= now < at:
                await self._attend(scene, typing=writes(step, at=at, now=now))
        if now >= self.next_customer:
            await self._arrive(scenes, now)

    def _cues(self, scenes: list[Scene]) -> list[Cue]:
        return [
            (at, scene, step)
            for scene in scenes
            if (scene.ticket_id, scene.place) not in self._given_up
            and (step := next_step(scene)) is not None
            and (at := due(scene, step)) is not None
        ]

    async def _take(self, scene: Scene, step: Step) -> None:
        """A ticket that somebody moved meanwhile may refuse; it is looked at again when it has moved once more."""
        try:
            async with self.database.job(self.workspace_id, by=actor(scene, step)) as tx:
                await act(tx, scene, step)
                if step.verb in BY_DESK and scene.owner_id is not None:
                    await leave(tx, scene.ticket_id, person_id=scene.owner_id, by=tx.by)
        except (JishiError, asyncpg.IntegrityConstraintViolationError, asyncpg.TransactionRollbackError) as error:
            self._given_up.add((scene.ticket_id, scene.place))
            log.info("a step of the demo was not taken", extra={"ticket_id": scene.ticket_id, "error": repr(error)})

    async def _attend(self, scene: Scene, *, typing: bool) -> None:
        assert scene.owner_id is not None
        async with self.database.job(self.workspace_id, by=f"person:{scene.owner_id}") as tx:
            await work_on(tx, scene.ticket_id, person_id=scene.owner_id, typing=typing, by=tx.by)

    async def _arrive(self, scenes: list[Scene], now: datetime) -> None:
        async with self.database.job(self.workspace_id) as tx:
            crowd = await store.crowd(tx)
            watched = crowd["watched"] or now < self.began + OVERTURE
            self.next_customer = now + until_next(now, self.rng, watched=watched)
            if crowd["live"] < FULL_HOUSE:
                await self._come(tx, scenes, crowd["queued"])

    async def _come(self, tx: Transaction, scenes: list[Scene], queued: int) -> None:
        playing = {scene.story for scene in scenes if scene.story}
        story = choose_story(self.rng, room=await store.room(tx), queued=queued, playing=playing)
        if story is not None:
            await receive(tx, request(story, f"{self.rng.getrandbits(32):08x}"), improve=sort)


def actor(scene: Scene, step: Step) -> str:
    """Who takes the step."""
    by_customer = step.verb in {Verb.CUSTOMER, Verb.HAPPY, Verb.UNHAPPY}
    return f"customer:{scene.customer_id}" if by_customer else f"person:{scene.owner_id}"
