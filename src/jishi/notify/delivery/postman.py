"""The postman: takes what is due, sends it outside of every transaction, and writes down what became of it.

Letters are on their way side by side, so that a server which does not answer keeps none of another workspace waiting.
"""

import asyncio
import logging
from collections import Counter

from jishi.notify.delivery.carry import carry
from jishi.notify.delivery.claim import claim
from jishi.storage.database import Database

log = logging.getLogger(__name__)
IDLE = 1.0  # seconds between two looks when nobody rings
GRACE = 5.0  # seconds for what is on its way when the worker stops
LONG_PAUSE = 5.0  # seconds before trying again after something went wrong that is not the post's fault
MOST_OF_ONE = 24  # letters of a workspace on their way; more wait for one to arrive
MOST = 240  # of all of them


class Postman:
    """Any number of them may go round."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._under_way: dict[asyncio.Task[None], int] = {}  # whose workspace's it is

    async def run(self) -> None:
        """Until cancelled."""
        ear = self.database.ear()
        try:
            while True:
                try:
                    if not await self._set_out():
                        await ear.wait(IDLE)
                except Exception as error:
                    log.warning("the postman could not work", extra={"error": repr(error)}, exc_info=True)
                    await asyncio.sleep(LONG_PAUSE)
        finally:
            await self._come_home()
            await ear.close()

    async def drain(self) -> None:
        """Carry everything that is due now. For tests and for scripts that then exit."""
        while await self.go_round():
            pass

    async def go_round(self) -> int:
        """One bag from each workspace that has some, to the end; how many letters there were."""
        taken = await self._set_out()
        await asyncio.gather(*self._under_way)
        return taken

    async def _set_out(self) -> int:
        """With a bag from each workspace that has some and not too much on its way already."""
        rows = await self.database.across("SELECT * FROM workspaces_with_deliveries($1)", self.database.clock())
        of_each, taken, problem = Counter(self._under_way.values()), 0, None
        for row in rows:
            if of_each[row[0]] >= MOST_OF_ONE or len(self._under_way) >= MOST:
                continue
            try:
                taken += await self._take(row[0])
            except Exception as error:  # the others' mail leaves nevertheless
                log.warning("a workspace's post could not be taken", extra={"workspace": row[0]}, exc_info=True)
                problem = error
        if problem is not None and not taken:
            raise problem
        return taken

    async def _take(self, workspace_id: int) -> int:
        async with self.database.job(workspace_id) as tx:
            bag = await claim(tx)
        for letter in bag.letters:
            task = asyncio.create_task(carry(self.database, letter, bag.office))
            self._under_way[task] = workspace_id
            task.add_done_callback(self._arrived)
        return bag.taken

    def _arrived(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("what became of a letter is not known", exc_info=error)  # it is sent again when its lease ends

    async def _come_home(self) -> None:
        """Told to stop, it brings to an end what it has begun, so that nobody has to send it again."""
        if self._under_way:
            _, left = await asyncio.wait([*self._under_way], timeout=GRACE)
            for task in left:
                task.cancel()
