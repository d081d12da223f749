"""Nobody opened it within so many minutes: somebody else hears of it."""

from tests.cast import ANNA, LEE, OTTO, Desk
from tests.notify.promises import HOUR, MINUTE, later, lead, notices, promise, rung, target, told

LADDER = (
    rung("unopened", "owner", seconds=5 * MINUTE),
    rung("unopened", "lead", seconds=15 * MINUTE),
    rung("at", "managers"),
)


async def watched(desk: Desk) -> int:
    """A ticket of Lee's, of a desk whose lead is Anna."""
    await lead(desk, ANNA)
    await promise(desk, *LADDER, targets=[target(seconds=8 * HOUR, warn=[])])
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    return int(ticket["id"])


async def test_who_does_not_open_it_is_reminded_and_then_the_lead_is_told(desk: Desk) -> None:
    await watched(desk)
    given = desk.clock.now
    await later(desk, minutes=4, seconds=59)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], [])
    await later(desk, seconds=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == (["unopened"], [])
    await later(desk, minutes=10)
    assert (await told(desk, LEE), await told(desk, ANNA)) == (["unopened"], ["unopened"])
    [notice] = await notices(desk, ANNA)
    assert notice["urgent"]
    assert (notice["data"]["owner"], notice["data"]["seconds"]) == ("Lee", 900)
    assert notice["data"]["given_at"] == given.isoformat().replace("+00:00", "Z")
    await later(desk, hours=5)
    assert (await told(desk, LEE), await told(desk, ANNA)) == (["unopened"], ["unopened"])


async def test_who_opened_it_is_left_alone(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/work", {}, as_=LEE)
    await desk.ok("DELETE", f"/tickets/{key}/work", as_=LEE)
    await later(desk, hours=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], [])


async def test_who_answered_without_the_page_has_opened_it(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "您好", "public": False}, as_=LEE)
    await later(desk, hours=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], [])


async def test_a_look_of_somebody_else_is_none_of_the_owners(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/work", {}, as_=OTTO)
    await later(desk, minutes=5)
    assert await told(desk, LEE) == ["unopened"]


async def test_given_to_somebody_else_the_time_runs_anew(desk: Desk) -> None:
    key = await watched(desk)
    await later(desk, minutes=4)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    await later(desk, minutes=4)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], [])
    await later(desk, minutes=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], ["unopened"])


async def test_what_waits_for_the_customer_need_not_be_opened(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=OTTO)
    await later(desk, hours=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], [])


async def test_who_takes_it_has_seen_it(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": "anna@example.com"}, as_=ANNA)
    await later(desk, hours=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == ([], [])


async def test_after_a_stoppage_each_is_told_once(desk: Desk) -> None:
    await watched(desk)
    desk.clock.pass_by(hours=2)
    await desk.settle()
    assert (await told(desk, LEE), await told(desk, ANNA)) == (["unopened"], ["unopened"])


async def test_given_back_and_given_to_the_same_person_again_the_time_runs_anew(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/work", {}, as_=LEE)
    await desk.ok("DELETE", f"/tickets/{key}/work", as_=LEE)
    await desk.ok("PUT", f"/agents/{desk.people[LEE]}/presence", {"status": "offline"})
    await desk.ok("DELETE", f"/tickets/{key}/assignment", as_=OTTO)
    await later(desk, hours=1)
    before = await told(desk, LEE)
    assert "unopened" not in before
    await desk.come_online(LEE)
    await later(desk, minutes=4, seconds=59)
    assert await told(desk, LEE) == before
    await later(desk, seconds=1)
    assert await told(desk, LEE) == [*before, "unopened"]


async def test_after_it_waited_for_the_customer_the_time_runs_anew(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=OTTO)
    await later(desk, hours=1)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "在吗", "as": "requester"})
    await later(desk, minutes=4, seconds=59)
    assert await told(desk, LEE) == ["customer_wrote"]
    await later(desk, seconds=1)
    assert await told(desk, LEE) == ["customer_wrote", "unopened"]
    await later(desk, minutes=10)
    assert await told(desk, ANNA) == ["unopened"]


async def test_handed_over_while_it_waits_for_a_colleague_it_is_watched_from_when_it_goes_on(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/work", {}, as_=LEE)
    await desk.ok("DELETE", f"/tickets/{key}/work", as_=LEE)
    await desk.ok("PUT", f"/tickets/{key}/hold", {"reason": "等仓库"}, as_=LEE)
    await desk.come_online(ANNA)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    await later(desk, hours=1)
    assert await told(desk, ANNA) == []
    await desk.ok("DELETE", f"/tickets/{key}/hold", as_=OTTO)
    await later(desk, minutes=5)
    assert await told(desk, ANNA) == ["unopened"]


async def test_who_had_opened_it_before_it_waited_is_left_alone_after(desk: Desk) -> None:
    key = await watched(desk)
    await desk.ok("PUT", f"/tickets/{key}/work", {}, as_=LEE)
    await desk.ok("DELETE", f"/tickets/{key}/work", as_=LEE)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    await later(desk, hours=1)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "在吗", "as": "requester"})
    await later(desk, hours=1)
    assert (await told(desk, LEE), await told(desk, ANNA)) == (["customer_wrote"], [])


async def test_who_was_reminded_before_it_waited_is_reminded_once_more_after(desk: Desk) -> None:
    key = await watched(desk)
    await later(desk, minutes=5)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=OTTO)
    await later(desk, hours=1)
    await desk.ok("DELETE", f"/tickets/{key}/pending", as_=OTTO)
    await later(desk, hours=1)
    assert await told(desk, LEE) == ["unopened", "unopened"]
