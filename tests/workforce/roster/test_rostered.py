"""Who works by roster is said, and what follows from it, on a real desk."""

from datetime import timedelta
from typing import Any

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.workforce.roster.test_http import MONDAY_EIGHT, draw, row
from tests.workforce.roster.test_presence import QUARTER, status, told

LONG = timedelta(days=90)


async def say(desk: Desk, *names: str, rostered: bool | None, **more: Any) -> Any:
    body = {"person_ids": [desk.people[name] for name in names], "rostered": rostered, **more}
    answer = await desk.ok("PUT", "/roster/rostered", body, as_=OTTO)
    await desk.settle()
    return answer


async def owner(desk: Desk, ticket: Any) -> str | None:
    await desk.settle()
    found = (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]
    return next((name for name, id_ in desk.people.items() if found and id_ == found["id"]), None)


async def test_an_absence_of_three_months_without_a_shift_is_an_absence(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    desk.clock.now = MONDAY_EIGHT + LONG
    await desk.come_online(LEE)
    ticket = await desk.write()
    assert await owner(desk, ticket) is None
    assert (await row(desk, LEE))["rostered"] is True
    await desk.come_online(ANNA)
    assert await owner(desk, ticket) == ANNA


async def test_who_is_said_not_to_work_by_roster_any_more_is_given_what_waits(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    desk.clock.now = MONDAY_EIGHT + LONG
    await desk.come_online(LEE)
    ticket = await desk.write()
    assert await owner(desk, ticket) is None
    lee = desk.people[LEE]
    assert await say(desk, LEE, rostered=False) == {"changed": [lee], "by_roster": []}
    assert await say(desk, LEE, rostered=False) == {"changed": [], "by_roster": []}
    assert await owner(desk, ticket) == LEE
    desk.clock.pass_by(hours=3)
    assert await status(desk, LEE) == "online"


async def test_who_works_by_roster_from_now_on_and_has_no_shift_goes_home_and_their_tickets_to_others(
    desk: Desk,
) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    assert await owner(desk, ticket) == LEE
    desk.clock.pass_by(minutes=1)
    since = desk.clock.now
    await say(desk, LEE, rostered=True)
    await desk.come_online(ANNA)
    desk.clock.pass_by(minutes=4)
    assert await owner(desk, ticket) == LEE  # within the grace
    desk.clock.pass_by(minutes=2)
    assert await owner(desk, ticket) == ANNA
    desk.clock.pass_by(minutes=20)
    assert await status(desk, LEE) == "offline"
    assert (await told(desk, LEE))[-1] == ("offline", "shift", since + QUARTER)


async def test_a_first_shift_that_is_still_to_come_takes_its_person_off_duty_until_then(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    assert await owner(desk, ticket) == LEE
    await desk.come_online(ANNA)
    desk.clock.pass_by(minutes=1)
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    await desk.settle()
    desk.clock.pass_by(minutes=6)
    assert await owner(desk, ticket) == ANNA


async def test_shifts_bind_nobody_who_does_not_work_by_roster(desk: Desk) -> None:
    await say(desk, LEE, rostered=False)
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    await desk.come_online(LEE)
    desk.clock.now = MONDAY_EIGHT + timedelta(hours=14)
    assert await status(desk, LEE) == "online"
    assert await owner(desk, await desk.write()) == LEE


async def test_a_whole_team_is_said_to_work_by_roster(desk: Desk) -> None:
    teams = await desk.ok("GET", "/teams")
    team = next(each for each in teams["items"] if each["members"])
    members = {each["id"] for each in team["members"]}
    answer = await desk.ok("PUT", "/roster/rostered", {"team_id": team["id"], "rostered": True}, as_=OTTO)
    assert set(answer["by_roster"]) <= members
    assert answer["by_roster"]
    nobody = await desk.ask("PUT", "/roster/rostered", {"rostered": True}, as_=OTTO)
    assert nobody.status_code == 422
    assert {error["path"] for error in nobody.json()["errors"]} == {"person_ids", "team_id"}
    body = {"person_ids": [desk.people[MAYA]], "rostered": True}
    assert (await desk.ask("PUT", "/roster/rostered", body, as_=LEE)).status_code == 403
