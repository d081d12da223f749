"""The team wall: everybody, with what they have in hand."""

from typing import Any

from jishi.identity.add_person import add_person
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Role
from tests.cast import ANNA, LEE, Desk


async def on_wall(desk: Desk, name: str, *, as_: str = ANNA) -> Any:
    return next(each for each in (await desk.ok("GET", "/wall", as_=as_))["items"] if each["name"] == name)


async def test_the_wall_shows_who_is_here_with_what_in_hand_and_at_what(desk: Desk) -> None:
    await desk.come_online(LEE)
    chat, mail = await desk.write(), await desk.write(channel="email", level="urgent")
    for ticket in (chat, mail):
        await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": desk.people[LEE]})
    await desk.ok("PUT", f"/tickets/{chat['id']}/pending", {}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{mail['id']}/work", {"typing": True}, as_=LEE)
    lee = await on_wall(desk, "Lee")
    assert (lee["status"], lee["load"], lee["capacity"], lee["unfinished"]) == ("online", 1, 12, 2)
    assert {each["id"]: (each["state"], each["weight"]) for each in lee["tickets"]} == {
        mail["id"]: ("open", 1),
        chat["id"]: ("pending", 0),
    }
    assert lee["at"] == {"id": mail["id"], "number": mail["number"], "typing": True}
    desk.clock.pass_by(minutes=1)
    assert (await on_wall(desk, "Lee"))["at"] is None
    assert (await on_wall(desk, "Anna"))["tickets"] == []


async def test_a_collaborator_sees_on_the_wall_only_tickets_that_they_may_see(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id) as tx:
        wei = await add_person(tx, name="Wei", email="wei@example.com", role=Role.COLLABORATOR, password=None)
        _, desk.tokens["wei"] = await issue_token(tx, person_id=wei.id, name="story")
    ticket = await desk.write()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": desk.people[LEE]})
    await desk.ok("PUT", f"/tickets/{ticket['id']}/work", {}, as_=LEE)
    seen = await on_wall(desk, "Lee", as_="wei")
    assert (seen["tickets"], seen["unfinished"], seen["at"]) == ([], 0, None)
    assert len((await on_wall(desk, "Lee"))["tickets"]) == 1
