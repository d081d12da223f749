"""Round robin: whose turn it is stands in the database, not in a process."""

from jishi.dispatch.model import QueueSettings, Strategy
from jishi.dispatch.queues.settle import settle
from jishi.identity.join_team import leave_team
from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import open_database
from tests.dispatch.cast import Floor

CREW = ("Wang", "Li", "Zhao")


async def test_case_a9_whose_turn_it_is_survives_a_restart_and_that_its_holder_left_the_team(
    floor: Floor, database_url: str
) -> None:
    team = await floor.team("售后", is_default=True)
    async with floor.job() as tx:
        await settle(tx, QueueSettings(team_id=team, strategy=Strategy.ROUND_ROBIN))
    for name in CREW:
        await floor.hire(name, "售后", capacity=20)

    async def given() -> str | None:
        ticket = await floor.request()
        await floor.settle()
        return await floor.owner(ticket)

    first = [await given() for _ in range(4)]
    assert set(first[:3]) == set(CREW)
    assert first[3] == first[0]
    before = floor.database
    floor.database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    try:
        assert await given() == first[1], "the turn goes on where another process left it"
        async with floor.job(by=f"person:{floor.lead}") as tx:
            await leave_team(tx, team, floor.people[str(first[2])])
        assert [await given() for _ in range(3)] == [first[0], first[1], first[0]]
        assert await floor.is_sound()
    finally:
        await floor.database.close()
        floor.database = before
