"""A long queue is looked at again a part at a time, and whoever comes meanwhile does not wait for all of it."""

import pytest

from jishi.dispatch import look_over
from jishi.dispatch.model import QueueSettings, Strategy
from jishi.dispatch.queues.settle import settle
from jishi.reactions import ALARMS
from jishi.tickets.model import Level
from jishi.web.worker import Worker
from tests.dispatch.cast import Floor
from tests.dispatch.test_batch import many


async def change(floor: Floor, strategy: Strategy) -> None:
    async with floor.job() as tx:
        await settle(tx, QueueSettings(strategy=strategy))


async def unchanged(floor: Floor) -> int:
    """How many still wait for somebody to pull them."""
    count = await floor.value("SELECT count(*) FROM queue WHERE workspace_id = $1 AND code = 'to_pull'")
    return int(count)


async def test_a_long_queue_is_looked_at_in_parts_and_who_comes_meanwhile_is_decided_between(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look_over, "BATCH", 4)
    await change(floor, Strategy.PULL)
    await floor.hire("Wang", status="offline")
    await many(floor, 10)
    await floor.settle()
    assert await unchanged(floor) == 10
    await change(floor, Strategy.INDEX)
    worker = Worker(floor.database, dict(ALARMS))
    await worker.dispatch()  # only says that somebody has to look
    assert await unchanged(floor) == 10
    left = []
    while await worker._ring_some(floor.id):
        left.append(await unchanged(floor))
        if len(left) == 1:
            newcomer = await floor.request()
            await worker.dispatch()
            assert newcomer in await floor.queue()
            assert await unchanged(floor) == 6
    assert left == [6, 2, 0]
    await floor.settle()
    assert len(await floor.queue()) == 11
    assert await floor.is_sound()


async def test_what_presses_most_is_looked_at_first(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_over, "BATCH", 1)
    await change(floor, Strategy.PULL)
    await floor.hire("Wang", capacity=1)
    await floor.request()
    urgent = await floor.request(level=Level.URGENT)
    await floor.request()
    await floor.settle()
    await change(floor, Strategy.INDEX)
    await floor.settle()
    assert await floor.owner(urgent) == "Wang"
