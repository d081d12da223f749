"""A load that was wrong is put right, and what waits is given to who turns out to have room."""

from jishi.workforce.recount import recount
from tests.dispatch.cast import Floor


async def test_who_was_counted_too_full_is_given_what_waits(floor: Floor) -> None:
    wang = await floor.hire("Wang", capacity=2)
    await floor.hire("Full", capacity=1)
    await floor.settle()
    await floor.rows("UPDATE agents SET load = 2 WHERE workspace_id = $1 AND person_id = $2 RETURNING 1", wang)
    first, second = await floor.request(), await floor.request()
    await floor.settle()
    assert {await floor.owner(first), await floor.owner(second)} == {"Full", None}
    async with floor.job() as tx:
        assert await recount(tx) == 1
    await floor.settle()
    assert {await floor.owner(first), await floor.owner(second)} == {"Full", "Wang"}
    [told] = await floor.facts("LoadsRecounted")
    assert told["data"]["person_ids"] == [wang]
    assert await floor.is_sound()


async def test_who_was_counted_too_free_is_told_to_nobody(floor: Floor) -> None:
    wang = await floor.hire("Wang", capacity=8)
    ticket = await floor.request()
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"
    await floor.rows("UPDATE agents SET load = 0 WHERE workspace_id = $1 AND person_id = $2 RETURNING 1", wang)
    async with floor.job() as tx:
        assert await recount(tx) == 1
    assert await floor.facts("LoadsRecounted") == []
