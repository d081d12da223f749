"""What somebody has given back is not given to them again so soon, and does not hide what else waits."""

from jishi.tickets.assign import return_to_queue
from jishi.tickets.solve import solve
from tests.dispatch.cast import Floor


async def test_what_somebody_gave_back_does_not_hide_what_stands_behind_it(floor: Floor) -> None:
    """With room for one more, only the first few of each kind are looked at."""
    wang = await floor.hire("Wang", capacity=1)
    tickets = [await floor.request() for _ in range(9)]
    await floor.settle()
    back = set()
    for _ in range(8):
        [held] = [ticket for ticket in tickets if await floor.owner(ticket) == "Wang"]
        async with floor.job(by=f"person:{wang}") as tx:
            await return_to_queue(tx, held, by=f"person:{wang}")
        back.add(held)
        await floor.settle()
    [last] = set(tickets) - back
    assert await floor.owner(last) == "Wang"
    async with floor.job() as tx:
        await solve(tx, last, by=f"person:{wang}")
    await floor.settle()
    assert await floor.loads() == {"Lead": 0, "Wang": 0}
    assert len(await floor.queue()) == 8
