"""What has waited long is opened to others, step by step, and keeps its place."""

from typing import Any

from tests.cast import MAYA, OTTO, Desk
from tests.notify.promises import later


async def helped(desk: Desk, **step: Any) -> Any:
    """Nobody of the team is here; Maya is, in a team of her own that helps after five minutes."""
    other = await desk.ok("POST", "/teams", {"name": "二线", "members": [desk.people[MAYA]]})
    steps = [{"after": 300, "team_ids": [other["id"]]}]
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"overflow": steps, **step}, as_=OTTO)
    await desk.come_online(MAYA)
    ticket = await desk.write()
    await desk.settle()
    return ticket


async def test_another_team_helps_after_the_wait_that_was_laid_down(desk: Desk) -> None:
    ticket = await helped(desk)
    await later(desk, seconds=290)
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"] is None
    await later(desk, seconds=15)
    found = await desk.ok("GET", f"/tickets/{ticket['id']}")
    assert found["owner"]["name"] == "Maya"
    assert found["team"]["id"] == desk.team_id  # it is still theirs; others only help
    assert (await desk.kinds(ticket["id"])).count("TicketOverflowed") == 1


async def test_who_is_asked_beside_the_team_may_take_or_refuse_as_well(desk: Desk) -> None:
    ticket = await helped(desk, mode="offer", offer_seconds=30)
    since = (await desk.ok("GET", "/queue"))["items"][0]["since"]
    await later(desk, seconds=305)
    [offer] = (await desk.ok("GET", "/offers", as_=MAYA))["items"]
    assert offer["ticket"]["id"] == ticket["id"]
    await later(desk, seconds=31)
    assert (await desk.ok("GET", "/offers", as_=MAYA))["items"] == []
    assert (await desk.ok("GET", "/queue"))["items"][0]["since"] == since
    await later(desk, minutes=5)  # after a while they are asked again
    await desk.ok("PUT", f"/offers/{ticket['id']}/acceptance", as_=MAYA)
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["name"] == "Maya"


async def test_without_a_team_named_everybody_helps(desk: Desk) -> None:
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"overflow": [{"after": 60}]}, as_=OTTO)
    await desk.come_online(OTTO)
    ticket = await desk.write()
    await later(desk, seconds=61)
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["name"] == "Otto"
