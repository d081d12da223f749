"""Who is at a ticket, on a real desk."""

import asyncio
from datetime import timedelta

import asyncpg

from jishi.workforce.work_on import leave, who_works, work_on
from tests.dispatch.cast import Floor


async def beat(floor: Floor, ticket: int, name: str, *, after: float = 0, typing: bool = False) -> None:
    floor.shift = timedelta(seconds=after)
    person = floor.people[name]
    async with floor.job() as tx:
        await work_on(tx, ticket, person_id=person, typing=typing, by=f"person:{person}")


async def told(floor: Floor) -> list[tuple[str, int]]:
    facts = await floor.facts("WorkStarted", "WorkLeft", "ReplyTyped")
    return [(fact["kind"], fact["data"]["person_id"]) for fact in facts]


async def there(floor: Floor, ticket: int) -> list[str]:
    async with floor.job() as tx:
        return [each.name for each in await who_works(tx, ticket)]


async def test_colleagues_at_a_ticket_see_each_other(floor: Floor) -> None:
    wang, li = await floor.hire("Wang"), await floor.hire("Li")
    ticket = await floor.request()
    await beat(floor, ticket, "Wang")
    await beat(floor, ticket, "Li", after=1, typing=True)
    await beat(floor, ticket, "Wang", after=15)
    await beat(floor, ticket, "Li", after=16, typing=True)
    assert await there(floor, ticket) == ["Wang", "Li"]
    assert await told(floor) == [("WorkStarted", wang), ("WorkStarted", li), ("ReplyTyped", li)]


async def test_leaving_is_told_with_the_time_spent(floor: Floor) -> None:
    wang = await floor.hire("Wang")
    ticket = await floor.request()
    await beat(floor, ticket, "Wang")
    floor.shift = timedelta(seconds=20)
    async with floor.job() as tx:
        await leave(tx, ticket, person_id=wang, by=f"person:{wang}")
        left_at = tx.now
    assert await there(floor, ticket) == []
    started, left = await floor.facts("WorkStarted", "WorkLeft")
    assert left["at"] == left_at
    assert left["data"]["started_at"] == started["at"].isoformat().replace("+00:00", "Z")


async def test_a_page_that_fell_silent_was_left_at_its_last_sign_of_life(floor: Floor) -> None:
    wang = await floor.hire("Wang")
    ticket = await floor.request()
    await beat(floor, ticket, "Wang")
    await beat(floor, ticket, "Wang", after=15)
    seen = await floor.value("SELECT seen_at FROM work WHERE workspace_id = $1 AND ticket_id = $2", ticket)
    floor.shift = timedelta(seconds=50)
    await floor.settle()
    assert await there(floor, ticket) == ["Wang"]
    floor.shift = timedelta(minutes=30)
    assert await there(floor, ticket) == []
    await floor.settle()
    assert await told(floor) == [("WorkStarted", wang), ("WorkLeft", wang)]
    [left] = await floor.facts("WorkLeft")
    assert left["at"] == seen


async def test_two_tabs_that_open_at_the_same_moment_are_one_piece_of_work(floor: Floor) -> None:
    wang = await floor.hire("Wang")
    ticket = await floor.request()

    async def open_tab() -> None:
        for _ in range(5):
            try:
                await beat(floor, ticket, "Wang")
            except asyncpg.UniqueViolationError:
                continue
            break

    await asyncio.gather(*(open_tab() for _ in range(6)))
    assert await told(floor) == [("WorkStarted", wang)]
