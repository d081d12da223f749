"""The worker: reactions from the outbox, timers, alarms. Any number of them may run."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from jishi.clock.fire import fire_due
from jishi.storage import alarms, outbox
from jishi.storage.database import Database
from jishi.storage.lost import lost
from jishi.storage.transaction import Transaction

log = logging.getLogger(__name__)
BATCH = 25  # reactions in one transaction
DISPATCHED = 1000  # reactions of the dispatcher in one: it decides about many tickets in the same few round trips
FIRE = 500  # timers in one transaction
RING = 200  # alarms in one, of those that ring together
IDLE = 1.0  # seconds between two looks when nobody rings
LONG_LOOK = 0.25  # seconds; a dispatcher that needs them has many waiting, so others let it go on at once
PATIENCE = 2.0  # seconds that others wait for it at the most
LONG_PAUSE = 2.0  # seconds before trying again after the database went away


class Claim(Protocol):
    async def __call__(self, tx: Transaction, *, before: datetime, limit: int) -> list[outbox.Due]: ...


class Worker:
    """Four loops that share one bell. `rings` maps an alarm's name to its reaction."""

    def __init__(self, database: Database, rings: alarms.Rings) -> None:
        self.database = database
        self.rings = rings
        self._crowd = [name for name, ring in rings.items() if getattr(ring, "together", False)]
        self.seen_at = time.monotonic()
        self._has_found = asyncio.Event()  # the dispatcher is not at work, or keeps up with it easily
        self._has_found.set()
        self._bells = [asyncio.Event() for _ in range(4)]

    async def run(self, *, at_work: Callable[[], None] = lambda: None) -> None:
        """Until cancelled. `at_work` is called once the bell is listened for: what is committed then is heard of."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen(at_work))
            group.create_task(self._loop(self._bells[0], self.dispatch, self._soon))
            group.create_task(self._loop(self._bells[1], self.follow, self._soon))
            group.create_task(self._loop(self._bells[2], self.fire, self._until("next_timer")))
            group.create_task(self._loop(self._bells[3], self.ring, self._until("next_alarm")))

    async def drain(self) -> None:
        """Do everything that is due now, and what follows from it. For tests and for scripts that then exit."""
        while await self.ring() + await self.fire() + await self.react():
            pass

    async def react(self) -> int:
        """Run reactions that are due: what finds owners, then a batch of others."""
        return await self.dispatch() + await self.follow()

    async def dispatch(self) -> int:
        """The dispatcher's. They have a loop of their own, so that no owner waits for what can be done later."""
        rows = await self.database.across("SELECT * FROM workspaces_to_dispatch($1)", self._now())
        began = time.monotonic()
        self._has_found.clear()
        try:
            done = sum([await self._react_in(row[0], outbox.claim_dispatch, DISPATCHED) for row in rows])
        except BaseException:
            self._has_found.set()
            raise
        if time.monotonic() - began < LONG_LOOK:
            self._has_found.set()
        return done

    async def follow(self) -> int:
        """All others, one batch in each workspace that has some, after whatever is being dispatched now."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._has_found.wait()
        rows = await self.database.across("SELECT * FROM workspaces_with_reactions($1)", self._now())
        return sum([await self._react_in(row[0], outbox.claim, BATCH) for row in rows])

    async def fire(self) -> int:
        """Let due timers warn and break, one batch in each workspace."""
        rows = await self.database.across("SELECT * FROM workspaces_with_due_timers($1)", self._now())
        fired = 0
        for row in rows:
            async with self.database.job(row[0], by="system") as tx:
                fired += await fire_due(tx, limit=FIRE)
        return fired

    async def ring(self) -> int:
        """Ring due alarms. A failing one holds up no other."""
        rows = await self.database.across("SELECT * FROM workspaces_with_alarms($1)", self._now())
        rung = 0
        for row in rows:
            while those := await self._ring_some(row[0]):
                rung += those
        return rung

    async def _react_in(self, workspace_id: int, claim: Claim, most: int) -> int:
        """A batch in one transaction; when one of them fails, each by itself, so that only the failing one waits."""
        dues: list[outbox.Due] = []
        try:
            async with self.database.job(workspace_id, by="system") as tx:
                dues = await claim(tx, before=self._now(), limit=most)
                for due in dues:
                    await self._do(tx, due)
                if dues:
                    await outbox.done(tx, dues)
        except Exception as error:
            if lost(error) or not dues:
                raise
            for due in dues:
                await self._react_alone(workspace_id, due)
        return len(dues)

    async def _react_alone(self, workspace_id: int, due: outbox.Due) -> None:
        try:
            async with self.database.job(workspace_id, by="system") as tx:
                if await outbox.claim_one(tx, due):
                    await self._do(tx, due)
                    await outbox.done(tx, [due])
        except Exception as error:
            if lost(error):
                raise
            log.exception("a reaction failed", extra={"reaction": due.reaction, "fact_id": due.fact_id})
            async with self.database.job(workspace_id, by="system") as tx:
                await outbox.failed(tx, due, f"{type(error).__name__}: {error}")

    async def _do(self, tx: Transaction, due: outbox.Due) -> None:
        react = self.database.afterwards.get(due.reaction)
        if react is None or due.fact is None:
            raise LookupError(f"this version of the desk does not know {due.reaction}")
        await react(tx, due.fact)

    async def _ring_some(self, workspace_id: int) -> int:
        """One alarm, or many that ring together, in one transaction; when one of many fails, each by itself."""
        due: list[alarms.Alarm] = []
        try:
            async with self.database.job(workspace_id, by="system") as tx:
                due = await alarms.take(tx, before=self._now(), limit=RING, crowd=self._crowd)
                for alarm in due:
                    await self.rings[alarm.name](tx, alarm)
        except Exception as error:
            if lost(error) or not due:
                raise
            if len(due) == 1:
                await self._put_off(workspace_id, due[0], error)
            else:
                for alarm in due:
                    await self._ring_alone(workspace_id, alarm)
        return len(due)

    async def _ring_alone(self, workspace_id: int, alarm: alarms.Alarm) -> None:
        try:
            async with self.database.job(workspace_id, by="system") as tx:
                if await alarms.take_again(tx, alarm):
                    await self.rings[alarm.name](tx, alarm)
        except Exception as error:
            if lost(error):
                raise
            await self._put_off(workspace_id, alarm, error)

    async def _put_off(self, workspace_id: int, alarm: alarms.Alarm, error: Exception) -> None:
        log.error("an alarm failed", exc_info=error, extra={"alarm": alarm.name, "ticket_id": alarm.ticket_id})
        async with self.database.job(workspace_id, by="system") as tx:
            await alarms.put_off(tx, alarm, f"{type(error).__name__}: {error}")

    async def _loop(
        self, bell: asyncio.Event, work: Callable[[], Awaitable[int]], pause: Callable[[], Awaitable[float]]
    ) -> None:
        while True:
            try:
                bell.clear()
                if await work():
                    continue
                async with asyncio.timeout(await pause()):
                    await bell.wait()
            except TimeoutError:
                pass
            except Exception as error:
                log.warning("the worker could not work", extra={"error": repr(error)}, exc_info=not lost(error))
                await asyncio.sleep(LONG_PAUSE)
            self.seen_at = time.monotonic()

    async def _listen(self, at_work: Callable[[], None]) -> None:
        ear = self.database.ear()
        while True:
            try:
                await ear.listen()
                at_work()
                await ear.wait(IDLE)
            except Exception as error:
                if not lost(error):
                    raise
                await asyncio.sleep(LONG_PAUSE)
            for bell in self._bells:
                bell.set()

    async def _soon(self) -> float:
        return IDLE

    def _until(self, function: str) -> Callable[[], Awaitable[float]]:
        """Sleep until the next row is due, no longer than the idle look."""

        async def pause() -> float:
            [row] = await self.database.across(f"SELECT {function}()")
            ahead: timedelta = (row[0] or datetime.max.replace(tzinfo=UTC)) - self._now()
            return min(max(ahead.total_seconds(), 0.001), IDLE)

        return pause

    def _now(self) -> datetime:
        return self.database.clock()
