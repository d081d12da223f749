"""The days before the first visitor: the same play, with the desk's clock moved through the past."""

from collections.abc import Callable
from datetime import datetime, timedelta

from jishi.knowledge.triage.sort import sort
from jishi.reactions import ALARMS
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import assign
from jishi.tickets.receive import receive
from jishi.web.stage import store
from jishi.web.stage.act import act
from jishi.web.stage.arrive import choose_story, request
from jishi.web.stage.attend import attend
from jishi.web.stage.fill import chance
from jishi.web.stage.furnish import SIGN_IN, colleagues
from jishi.web.stage.model import BY_DESK, Scene, Step, Story
from jishi.web.stage.pace import due
from jishi.web.stage.plot import next_step
from jishi.web.stage.read import cast, stories
from jishi.web.worker import Worker

DAYS, EARLIER, TODAY = 3, 38, 62  # requests of the days before, and of the last hours
AT_ONCE, HAND_OVER = timedelta(seconds=1), timedelta(seconds=30)
TOGETHER = timedelta(seconds=50)  # steps this close are taken in one go
LEFT_ALONE = timedelta(minutes=30)  # for so long nobody has worked for those who sign in
ME, LEAD, EXPERT = "agent@demo.test", "lead@demo.test", "expert@demo.test"

Cue = tuple[datetime, Scene, Step]


class Rehearsal:
    """One pass through the past of a workspace, up to `until`."""

    def __init__(self, database: Database, workspace_id: int, until: datetime) -> None:
        self.database = database
        self.workspace_id = workspace_id
        self.until = until
        self.worker = Worker(database, dict(ALARMS))
        self.rng = chance("rehearsal")
        self.people: dict[str, int] = {}

    async def run(self, say: Callable[[int], None]) -> None:
        """`say` is told how many of a hundred parts are done."""
        async with self.database.job(self.workspace_id) as tx:
            self.people = await store.people(tx)
        arrivals = self._arrivals()
        for number, (at, key) in enumerate(arrivals, start=1):
            await self._play_until(at)
            await self._arrive(at, key)
            say(100 * number // len(arrivals))
        await self._play_until(self.until)
        await self._settle(self.until)

    def _arrivals(self) -> list[tuple[datetime, str]]:
        """Thin over the days before, dense in the last hours; and the few that were chosen, with their stories."""
        before = [timedelta(days=DAYS) * self.rng.random() + timedelta(hours=4) for _ in range(EARLIER)]
        today = [timedelta(hours=4) * self.rng.random() ** 2.2 for _ in range(TODAY)]
        finale = [(timedelta(minutes=told["ago"]), told["story"]) for told in cast()["finale"]]
        return sorted((self.until - ago, key) for ago, key in [*((ago, "") for ago in [*before, *today]), *finale])

    async def _arrive(self, at: datetime, key: str) -> None:
        async with self.database.job(self.workspace_id, now=at) as tx:
            story = stories()[key] if key else await self._choose(tx)
            if story is None:
                return
            filed = await receive(tx, request(story, f"{self.rng.getrandbits(32):08x}"), improve=sort)
        await self._settle(at + AT_ONCE)
        if key:
            async with self.database.job(self.workspace_id, now=at + HAND_OVER, by=self._lead) as tx:
                await assign(tx, filed.ticket.id, agent_id=self.people[ME], by=self._lead)

    async def _choose(self, tx: Transaction) -> Story | None:
        scenes = await store.scenes(tx, colleagues())
        playing = {scene.story for scene in scenes if scene.story}
        queued = (await store.crowd(tx))["queued"]
        return choose_story(self.rng, room=await store.room(tx), queued=queued, playing=playing)

    @property
    def _lead(self) -> str:
        return f"person:{self.people[LEAD]}"

    async def _play_until(self, end: datetime) -> None:
        while cues := await self._cues(end):
            for at, scene, step in cues:
                async with self.database.job(self.workspace_id, now=at) as tx:
                    if step.verb in BY_DESK:
                        await attend(tx, scene, step)
                    await act(tx, scene, step, expert_id=self.people[EXPERT])
            await self._settle(cues[-1][0])

    async def _cues(self, end: datetime) -> list[Cue]:
        """What happens next: the first step, and others soon after it."""
        everybody = colleagues() | SIGN_IN
        async with self.database.job(self.workspace_id, now=end) as tx:
            scenes = await store.scenes(tx, everybody)
        found = [
            (at, scene, step)
            for scene in scenes
            if (step := next_step(scene)) and (at := due(scene, step)) and at < end and not self._left(scene, at)
        ]
        found.sort(key=lambda cue: cue[0])
        return [cue for cue in found if cue[0] < found[0][0] + TOGETHER]

    def _left(self, scene: Scene, at: datetime) -> bool:
        return scene.owner_id == self.people[ME] and at > self.until - LEFT_ALONE

    async def _settle(self, at: datetime) -> None:
        self.database.clock = lambda: at
        await self.worker.drain()
