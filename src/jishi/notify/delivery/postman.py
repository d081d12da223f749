"""The postman: takes what is due, sends it outside of every transaction, and writes down what became of it."""

import asyncio
import logging

from jishi.notify.delivery.carry import carry
from jishi.notify.delivery.claim import claim
from jishi.storage.database import Database

log = logging.getLogger(__name__)
IDLE = 1.0  # seconds between two looks when nobody rings
GRACE = 5.0  # seconds for what is on its way when the worker stops
LONG_PAUSE = 5.0  # seconds before trying again after something went wrong that is not the post's fault


class Postman:
    """Any number of them may go round."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def run(self) -> None:
        """Until cancelled."""
        ear = self.database.ear()
        while True:
            try:
                if not await self.go_round():
                    await ear.wait(IDLE)
            except Exception as error:
                log.warning("the postman could not work", extra={"error": repr(error)}, exc_info=True)
                await asyncio.sleep(LONG_PAUSE)

    async def drain(self) -> None:
        """Carry everything that is due now. For tests and for scripts that then exit."""
        while await self.go_round():
            pass

    async def go_round(self) -> int:
        """One bag from each workspace that has some; how many letters there were."""
        rows = await self.database.across("SELECT * FROM workspaces_with_deliveries($1)", self.database.clock())
        return sum([await self._serve(row[0]) for row in rows])

    async def _serve(self, workspace_id: int) -> int:
        async with self.database.job(workspace_id) as tx:
            bag = await claim(tx)
        carrying = asyncio.gather(*(carry(self.database, letter, bag.office) for letter in bag.letters))
        try:
            await asyncio.shield(carrying)
        except asyncio.CancelledError:
            # Told to stop, it brings to an end what it has begun, so that nobody has to send it again.
            await asyncio.wait([carrying], timeout=GRACE)
            carrying.cancel()
            raise
        return bag.taken
