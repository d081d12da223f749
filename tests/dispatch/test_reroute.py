"""The teams change while a long queue waits: it is looked at in parts, and only what belongs elsewhere is."""

import pytest

from jishi.identity.make_team import dissolve_team
from jishi.reactions import ALARMS
from jishi.tickets.model import Level
from jishi.web import worker
from jishi.web.worker import Worker
from tests.dispatch.cast import Floor


async def waiting_in(floor: Floor, team: str) -> int:
    sql = "SELECT count(*) FROM queue WHERE workspace_id = $1 AND team_id = $2"
    async with floor.job() as tx:
        return int(await tx.fetch_value(sql, floor.id, floor.teams[team]))


async def decided(floor: Floor, ticket_id: int) -> int:
    sql = "SELECT count(*) FROM assignments WHERE workspace_id = $1 AND ticket_id = $2"
    async with floor.job() as tx:
        return int(await tx.fetch_value(sql, floor.id, ticket_id))


async def test_a_long_queue_of_a_dissolved_team_moves_in_parts_and_who_comes_meanwhile_is_decided_between(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RING", 4)
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    await floor.team("技术", "technical_support")
    await floor.hire("Wang", status="offline")
    for _ in range(10):
        await floor.request(type="after_sale")
    elsewhere = await floor.request(type="technical_support")
    await floor.settle()
    assert (await waiting_in(floor, "售后"), await waiting_in(floor, "技术")) == (10, 1)
    before = await decided(floor, elsewhere)
    async with floor.job() as tx:
        await dissolve_team(tx, floor.teams["售后"])
    at_work = Worker(floor.database, dict(ALARMS))
    await at_work.dispatch()  # only says that somebody has to look
    assert await waiting_in(floor, "前台") == 0
    moved = []
    while await at_work._ring_some(floor.id):
        moved.append(await waiting_in(floor, "前台"))
        if len(moved) == 1:
            newcomer = await floor.request(type="enquiry")
            await at_work.dispatch()
            assert newcomer in await floor.queue()
            assert await waiting_in(floor, "前台") == 5
    assert [*dict.fromkeys(moved)] == [4, 9, 11]
    await floor.settle()
    assert await decided(floor, elsewhere) == before
    assert await floor.is_sound()


async def test_what_presses_most_is_moved_first(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RING", 1)
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    await floor.hire("Wang", "前台", capacity=1)
    await floor.request(type="after_sale")
    urgent = await floor.request(type="after_sale", level=Level.URGENT)
    await floor.request(type="after_sale")
    await floor.settle()
    async with floor.job() as tx:
        await dissolve_team(tx, floor.teams["售后"])
    at_work = Worker(floor.database, dict(ALARMS))
    await at_work.dispatch()
    assert await at_work._ring_some(floor.id) == 1
    assert await floor.owner(urgent) == "Wang"
    await floor.settle()
    assert len(await floor.queue()) == 2
    assert await floor.is_sound()
