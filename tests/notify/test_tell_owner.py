"""What happens to a ticket without its owner, told to its owner; what nobody has, told to the lead."""

from typing import Any

from jishi.clock.facts import CalendarRunsOut
from jishi.identity.add_person import add_person
from jishi.identity.issue_token import issue_token
from jishi.identity.join_team import join_team
from jishi.identity.model import Role
from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.notify.promises import lead, next_day, notices, promise, told

EVE = "eve"  # of another department


async def hire_eve(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id) as tx:
        eve = await add_person(tx, name="Eve", email="eve@example.com", role=Role.COLLABORATOR, password=None)
        await join_team(tx, team_id=desk.team_id, person_id=eve.id)
        _, desk.tokens[EVE] = await issue_token(tx, person_id=eve.id, name="story")
    desk.people[EVE] = eve.id


async def owned_by_lee(desk: Desk) -> Any:
    await promise(desk)
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    return ticket


async def test_who_is_given_a_ticket_is_told(desk: Desk) -> None:
    ticket = await owned_by_lee(desk)
    [notice] = await notices(desk, LEE)
    assert (notice["kind"], notice["ticket_id"], notice["data"]["by"]) == ("assigned", ticket["id"], None)
    assert "Lee" in notice["data"]["reason"]


async def test_who_is_handed_one_is_told_by_whom(desk: Desk) -> None:
    ticket = await owned_by_lee(desk)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    await desk.settle()
    [notice] = await notices(desk, ANNA)
    assert (notice["kind"], notice["data"]["by"]) == ("assigned", "Otto")


async def test_who_takes_one_is_told_nothing(desk: Desk) -> None:
    ticket = await owned_by_lee(desk)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": "anna@example.com"}, as_=ANNA)
    await desk.settle()
    assert await notices(desk, ANNA) == []


async def test_the_owner_knows_at_once_when_the_customer_writes_again(desk: Desk) -> None:
    ticket = await owned_by_lee(desk)
    for body in ("在吗", "请尽快"):
        await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": body, "as": "requester"})
        await desk.settle()
    assert await told(desk, LEE) == ["customer_wrote", "customer_wrote"]
    assert (await notices(desk, LEE))[-1]["data"]["from"] == ticket["requester"]["name"]
    assert [await told(desk, name) for name in (ANNA, OTTO, MAYA)] == [[], [], []]


async def test_the_first_message_is_no_second_one(desk: Desk) -> None:
    await owned_by_lee(desk)
    assert await told(desk, LEE) == []


async def test_what_their_machine_writes_is_told_to_nobody(desk: Desk) -> None:
    ticket = await owned_by_lee(desk)
    body = {"body": "我正在休假", "as": "requester", "automatic": True}
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body)
    await desk.settle()
    assert await told(desk, LEE) == []


async def test_the_owner_knows_when_another_department_answers(desk: Desk) -> None:
    await hire_eve(desk)
    ticket = await owned_by_lee(desk)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "已查到", "public": False}, as_=EVE)
    await desk.settle()
    [_, notice] = await notices(desk, LEE)
    assert (notice["kind"], notice["data"]["from"]) == ("collaborator_answered", "Eve")


async def test_a_note_of_a_colleague_at_the_desk_is_no_answer(desk: Desk) -> None:
    ticket = await owned_by_lee(desk)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "留意", "public": False}, as_=ANNA)
    await desk.settle()
    assert await told(desk, LEE) == []


async def test_case_a4_what_nobody_can_take_is_told_to_the_lead_with_the_reason(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(desk)
    ticket = await desk.write()
    await desk.settle()
    [notice] = await notices(desk, ANNA)
    assert (notice["kind"], notice["ticket_id"]) == ("unassigned", ticket["id"])
    assert notice["data"]["why"] == "nobody_online"
    assert notice["data"]["reason"] == "在客服一组排队:2 人离线"


async def test_nobody_hears_that_nobody_has_it_once_somebody_does(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(desk)
    ticket = await desk.write()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": "lee@example.com"}, as_=OTTO)
    await desk.settle()
    assert await notices(desk, ANNA) == []


async def test_administrators_hear_once_that_the_holidays_of_a_year_are_unknown(desk: Desk) -> None:
    year = next_day(desk, 0, "09:00").date().replace(month=12, day=31)
    for days in (60, 59, 5, 4):
        async with desk.database.job(desk.workspace_id) as tx:
            await tx.record(
                CalendarRunsOut(
                    at=tx.now, calendar_id=7, name="工作时间", unknown_from=year, days_left=days, announced=False
                )
            )
        await desk.settle()
    assert await told(desk, MAYA) == ["calendar_runs_out", "calendar_runs_out"]
    assert (await notices(desk, MAYA))[0]["data"] == {
        "calendar_id": 7,
        "calendar": "工作时间",
        "from": year.isoformat(),
    }
    assert await told(desk, LEE) == []
