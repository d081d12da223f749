"""A team is dissolved while something waits in it."""

from jishi.dispatch.forecast.see import forecasts
from jishi.identity.make_team import dissolve_team
from jishi.tickets.assign import move
from tests.dispatch.cast import Floor


async def test_what_a_person_sent_to_a_team_does_not_wait_there_after_its_end(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后")
    ticket = await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await move(tx, ticket, team_id=floor.teams["售后"], by=f"person:{floor.lead}")
    await floor.settle()
    await floor.hire("Front", "前台")
    await floor.settle()
    assert await floor.owner(ticket) is None
    async with floor.job() as tx:
        await dissolve_team(tx, floor.teams["售后"])
    await floor.settle()
    assert await floor.owner(ticket) == "Front"
    async with floor.job() as tx:
        assert floor.teams["售后"] not in await forecasts(tx)
