"""Tickets that were put off come back to somebody who has been given others meanwhile."""

from tests.cast import ANNA, LEE, OTTO, Desk
from tests.notify.promises import later


async def full_again(desk: Desk) -> tuple[int, int, int]:
    """Lee takes two letters at once. They put one off, are given another, and the customer of the first writes again:
    the one that was put off, the one they kept, and the newest."""
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 2}, as_=OTTO)
    await desk.come_online(LEE)
    first, second = await letter(desk), await letter(desk)
    await desk.settle()
    await desk.ok("POST", f"/tickets/{first}/messages", {"body": "请稍等"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{first}/pending", {}, as_=LEE)
    await desk.settle()
    third = await letter(desk)
    await desk.settle()
    assert await load(desk) == (2, 2)
    await desk.ok("POST", f"/tickets/{first}/messages", {"body": "好了吗?", "as": "requester"})
    await desk.settle()
    assert await load(desk) == (3, 2)
    return first, second, third


async def letter(desk: Desk) -> int:
    return int((await desk.write(channel="email"))["id"])


async def load(desk: Desk) -> tuple[int, int]:
    [lee] = [agent for agent in (await desk.ok("GET", "/agents"))["items"] if agent["name"] == "Lee"]
    return lee["load"], lee["capacity"]


async def owner(desk: Desk, ticket: int) -> str | None:
    found = (await desk.ok("GET", f"/tickets/{ticket}"))["owner"]
    return found and str(found["name"])


async def test_the_newest_unanswered_ticket_goes_to_others_after_a_grace(desk: Desk) -> None:
    first, second, third = await full_again(desk)
    await later(desk, minutes=9)
    assert await owner(desk, third) == "Lee"
    await desk.come_online(ANNA)
    await later(desk, minutes=2)
    await desk.come_online(ANNA)
    await desk.settle()
    assert [await owner(desk, each) for each in (first, second, third)] == ["Lee", "Lee", "Anna"]
    assert await load(desk) == (2, 2)
    told = (await desk.ok("GET", f"/tickets/{third}/assignments", headers={"Accept-Language": "en"}))["items"]
    assert "Back in the queue: Lee has more than they take" in [each["reason"] for each in told]


async def test_who_settles_one_within_the_grace_keeps_the_others(desk: Desk) -> None:
    first, second, third = await full_again(desk)
    await desk.ok("PUT", f"/tickets/{second}/solution", {"outcome": "好了"}, as_=LEE)
    await desk.come_online(ANNA)
    await later(desk, minutes=11)
    assert [await owner(desk, each) for each in (first, third)] == ["Lee", "Lee"]
    assert "TicketReturned" not in await desk.kinds(third)


async def test_what_a_person_gave_them_stays(desk: Desk) -> None:
    _, second, third = await full_again(desk)
    for ticket in (second, third):
        await desk.ok("PUT", f"/tickets/{ticket}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
        await desk.ok("PUT", f"/tickets/{ticket}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    await later(desk, minutes=11)
    assert [await owner(desk, each) for each in (second, third)] == ["Lee", "Lee"]
