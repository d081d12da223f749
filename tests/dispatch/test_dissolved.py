"""A team is dissolved while something waits in it, or while it has a peak."""

from datetime import timedelta

from jishi.dispatch.forecast.see import forecasts
from jishi.dispatch.peak.begin import begin_by_hand
from jishi.dispatch.peak.see import peaks
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


async def test_a_peak_ends_with_its_team(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后")
    async with floor.job() as tx:
        await begin_by_hand(tx, floor.teams["售后"], until=tx.now + timedelta(hours=3))
    async with floor.job() as tx:
        await dissolve_team(tx, floor.teams["售后"])
    await floor.settle()
    async with floor.job() as tx:
        assert await peaks(tx) == {}
    [ended] = await floor.facts("PeakEnded")
    assert ended["data"]["why"] == "dissolved"
    assert await floor.value("SELECT count(*) FROM alarms WHERE workspace_id = $1 AND name = 'dispatch.peak_over'") == 0


async def test_a_peak_that_began_as_its_team_was_dissolved_is_swept_up(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后")
    async with floor.job() as tx:
        await dissolve_team(tx, floor.teams["售后"])
    await floor.settle()
    await floor.rows(
        "INSERT INTO peaks (workspace_id, team_id, began_at, by, why, short)"
        " VALUES ($1, $2, now(), 'system', 'by_hand', 0) RETURNING 1",
        floor.teams["售后"],
    )
    await floor.request()
    await floor.settle()
    floor.shift = timedelta(minutes=2)
    await floor.settle()
    async with floor.job() as tx:
        assert await peaks(tx) == {}
