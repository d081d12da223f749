"""The notice centre, and a ticket's list of who was told."""

from typing import Any

import pytest

from jishi.notify.model import Notice, NoticeKind
from jishi.notify.tell import give
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.notify.promises import later, lead, notices, promise, rung
from tests.notify.test_tell_owner import EVE, hire_eve


async def late_ticket(desk: Desk) -> Any:
    """Lee's, and late: Lee and the lead, Anna, were told, Anna by e-mail besides."""
    await lead(desk, ANNA)
    await promise(desk, rung("at", "owner"), rung("at", "lead", by=["screen", "email"]))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, seconds=1)
    return ticket


async def count(desk: Desk, name: str) -> Any:
    return await desk.ok("GET", "/notices/count", as_=name)


async def test_the_bell_counts_what_was_not_seen(desk: Desk) -> None:
    await late_ticket(desk)
    assert await count(desk, LEE) == {"unseen": 2, "urgent": 1}
    assert await count(desk, ANNA) == {"unseen": 1, "urgent": 1}
    assert await count(desk, OTTO) == {"unseen": 0, "urgent": 0}


async def test_a_notice_is_seen_once_and_only_ones_own(desk: Desk) -> None:
    await late_ticket(desk)
    ids = [notice["id"] for notice in await notices(desk, LEE)]
    assert (await desk.ok("PUT", "/notices/seen", {"ids": ids}, as_=OTTO))["unseen"] == 0
    assert await count(desk, LEE) == {"unseen": 2, "urgent": 1}
    assert await desk.ok("PUT", "/notices/seen", {"ids": ids[:1]}, as_=LEE) == {"unseen": 1, "urgent": 1}
    first = (await notices(desk, LEE))[0]["seen_at"]
    desk.clock.pass_by(minutes=1)
    assert (await desk.ok("PUT", "/notices/seen", {"all": True}, as_=LEE))["unseen"] == 0
    assert (await notices(desk, LEE))[0]["seen_at"] == first


async def test_who_opens_the_ticket_has_seen_what_was_said_of_it(desk: Desk) -> None:
    ticket = await late_ticket(desk)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/work", {}, as_=LEE)
    await desk.settle()
    assert await count(desk, LEE) == {"unseen": 0, "urgent": 0}
    assert await count(desk, ANNA) == {"unseen": 1, "urgent": 1}


async def test_notices_come_page_by_page_the_newest_first(desk: Desk) -> None:
    await late_ticket(desk)
    for _ in range(3):
        await desk.write(channel="email")
    await desk.settle()
    first = await desk.ok("GET", "/notices?limit=3", as_=LEE)
    second = await desk.ok("GET", f"/notices?limit=3&after={first['next']}", as_=LEE)
    ids = [item["id"] for item in (*first["items"], *second["items"])]
    assert len(ids) == 5
    assert ids == sorted(ids, reverse=True)
    assert second["next"] is None


async def test_only_the_unseen_when_asked_for(desk: Desk) -> None:
    await late_ticket(desk)
    [first, second] = await notices(desk, LEE)
    await desk.ok("PUT", "/notices/seen", {"ids": [first["id"]]}, as_=LEE)
    items = (await desk.ok("GET", "/notices?unseen=true", as_=LEE))["items"]
    assert [item["id"] for item in items] == [second["id"]]


@pytest.mark.parametrize("body", [{}, {"ids": []}])
async def test_something_has_to_be_seen(desk: Desk, body: Any) -> None:
    answer = await desk.ask("PUT", "/notices/seen", body)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"path": "ids", "message": "请指明已看过的提醒，或选择全部。"}]


async def test_a_ticket_says_who_was_told_when_how_and_whether_they_saw_it(desk: Desk) -> None:
    ticket = await late_ticket(desk)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/work", {}, as_=LEE)
    await desk.settle()
    page = await desk.ok("GET", f"/tickets/{ticket['id']}/notices", as_=OTTO)
    told = {
        (item["person"]["name"], item["kind"]): ([way["medium"] for way in item["media"]], item["seen_at"] is not None)
        for item in page["items"]
    }
    assert told == {
        ("Lee", "assigned"): (["screen", "push"], True),
        ("Lee", "broken"): (["screen"], True),
        ("Anna", "broken"): (["screen", "email"], False),
    }
    [late] = page["late"]
    assert (late["kind"], late["broken"], late["acknowledged_at"]) == ("first_response", True, None)


async def test_seeing_to_it_from_the_notice_is_seen_by_all_who_were_told(desk: Desk) -> None:
    ticket = await late_ticket(desk)
    mine = (await notices(desk, LEE, ticket))[-1]
    answer = await desk.ok("PUT", f"/notices/{mine['id']}/acknowledgement", as_=LEE)
    assert answer["acknowledged_by"] == {"id": desk.people[LEE], "name": "Lee"}
    assert answer["seen_at"] is not None
    [hers] = await notices(desk, ANNA, ticket)
    assert hers["acknowledged_by"]["name"] == "Lee"
    [late] = (await desk.ok("GET", f"/tickets/{ticket['id']}/notices"))["late"]
    assert late["acknowledged_by"]["name"] == "Lee"


async def test_seeing_to_it_twice_is_recorded_once(desk: Desk) -> None:
    ticket = await late_ticket(desk)
    for name in (LEE, ANNA):
        await desk.ok("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=name)
    assert (await desk.kinds(ticket["id"])).count("EscalationAcknowledged") == 1
    [late] = (await desk.ok("GET", f"/tickets/{ticket['id']}/notices"))["late"]
    assert late["acknowledged_by"]["name"] == "Lee"


async def test_there_is_nothing_to_see_to_while_nothing_is_late(desk: Desk) -> None:
    await promise(desk)
    ticket = await desk.write()
    answer = await desk.ask("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=LEE)
    assert (answer.status_code, answer.json()["detail"]) == (409, "这张工单没有超时，也没有即将超时。")


async def test_nobody_sees_to_what_somebody_else_was_told(desk: Desk) -> None:
    ticket = await late_ticket(desk)
    mine = (await notices(desk, LEE, ticket))[-1]
    assert (await desk.ask("PUT", f"/notices/{mine['id']}/acknowledgement", as_=OTTO)).status_code == 404


async def test_another_department_does_not_quiet_a_promise_that_they_cannot_keep(desk: Desk) -> None:
    await hire_eve(desk)
    ticket = await late_ticket(desk)
    async with desk.database.job(desk.workspace_id) as tx:
        [timer_id] = [row["timer_id"] for row in await tx.fetch(
            "SELECT DISTINCT timer_id FROM notices WHERE workspace_id = $1 AND timer_id IS NOT NULL", tx.workspace_id
        )]  # fmt: skip
        told = Notice(
            id=0, person_id=desk.people[EVE], ticket_id=ticket["id"], timer_id=timer_id, kind=NoticeKind.BROKEN,
            key="test", at=tx.now,
        )  # fmt: skip
        [notice] = await give(tx, [told])
    assert (await desk.ask("PUT", f"/notices/{notice.id}/acknowledgement", as_=EVE)).status_code == 403
    assert "EscalationAcknowledged" not in await desk.kinds(ticket["id"])


async def test_another_department_sees_nothing_of_a_ticket_that_is_not_theirs(desk: Desk) -> None:
    await hire_eve(desk)
    ticket = await late_ticket(desk)
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/notices", as_=EVE)).status_code == 200
    await desk.ok("DELETE", f"/teams/{desk.team_id}/members/{desk.people[EVE]}")
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/notices", as_=EVE)).status_code == 404
    assert (await desk.ask("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=EVE)).status_code == 403
