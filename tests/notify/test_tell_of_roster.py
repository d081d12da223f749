"""Leave and swaps: told to those who may decide, and to those who asked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from jishi.identity.add_person import add_person
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Role
from jishi.notify.delivery.model import Item, Recipient
from jishi.notify.delivery.sentence import headline, particulars
from jishi.notify.delivery.site import place_of
from jishi.notify.model import NoticeKind
from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.notify.promises import notices, told
from tests.workforce.roster.test_http import draw

LEAVE = {"first_day": "2026-03-05", "last_day": "2026-03-05", "reason": "看牙"}


async def said(desk: Desk, name: str) -> Any:
    await desk.settle()
    return (await notices(desk, name))[-1]


async def ask_leave(desk: Desk, name: str, **more: Any) -> int:
    return int((await desk.ok("POST", "/leaves", {**LEAVE, **more}, as_=name))["id"])


async def ask_swap(desk: Desk) -> int:
    shift = await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    swap = await desk.ok("POST", "/swaps", {"shift_id": shift["id"], "to_id": desk.people[ANNA]}, as_=LEE)
    return int(swap["id"])


async def test_supervisors_hear_of_leave_that_is_asked_for_and_nobody_else_does(desk: Desk) -> None:
    leave = await ask_leave(desk, LEE)
    notice = await said(desk, OTTO)
    assert (notice["kind"], notice["ticket_id"]) == ("leave_asked", None)
    assert notice["data"] == {
        "from": "Lee",
        "leave_id": leave,
        "starts_at": "2026-03-04T16:00:00Z",
        "ends_at": "2026-03-05T16:00:00Z",
    }
    assert [await told(desk, name) for name in (LEE, ANNA, MAYA)] == [[], [], []]


@pytest.mark.parametrize("approve", [True, False])
async def test_who_asked_for_leave_hears_what_was_decided(desk: Desk, approve: bool) -> None:
    leave = await ask_leave(desk, LEE)
    await desk.ok("PUT", f"/leaves/{leave}/decision", {"approve": approve}, as_=OTTO)
    notice = await said(desk, LEE)
    assert (notice["kind"], notice["data"]["approved"]) == ("leave_decided", approve)
    await desk.settle()
    assert await told(desk, LEE) == ["leave_decided"]


async def test_leave_that_a_supervisor_enters_is_told_to_whose_it_is_but_not_ones_own(desk: Desk) -> None:
    await ask_leave(desk, OTTO, person_id=desk.people[LEE])
    await ask_leave(desk, OTTO)
    assert (await said(desk, LEE))["data"]["approved"] is True
    assert await told(desk, OTTO) == []


async def test_where_there_is_no_supervisor_the_nearest_above_decides(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id) as tx:
        boss = await add_person(tx, name="Mei", email="mei@example.com", role=Role.MANAGER, password=None)
        _, desk.tokens["mei"] = await issue_token(tx, person_id=boss.id, name="story")
    await desk.ok("PATCH", f"/people/{desk.people[OTTO]}", {"active": False}, as_=MAYA)
    await ask_leave(desk, LEE)
    await desk.settle()
    assert (await told(desk, "mei"), await told(desk, MAYA)) == (["leave_asked"], [])


async def test_a_colleague_hears_that_they_are_asked_and_who_asked_hears_the_answer(desk: Desk) -> None:
    swap = await ask_swap(desk)
    notice = await said(desk, ANNA)
    assert (notice["kind"], notice["data"]["from"]) == ("swap_asked", "Lee")
    assert (notice["data"]["starts_at"], notice["data"]["swap_id"]) == ("2026-03-03T01:00:00Z", swap)
    await desk.ok("PUT", f"/swaps/{swap}/answer", {"accept": True}, as_=ANNA)
    answer = await said(desk, LEE)
    assert (answer["kind"], answer["data"]["from"], answer["data"]["approved"]) == ("swap_decided", "Anna", True)
    assert (await told(desk, ANNA), await told(desk, OTTO)) == (["swap_asked"], [])


async def test_a_swap_that_needs_approval_is_told_to_supervisors_and_its_end_to_both(desk: Desk) -> None:
    await desk.ok("PUT", "/roster/settings", {"swaps_need_approval": True, "least": 1}, as_=OTTO)
    swap = await ask_swap(desk)
    await desk.ok("PUT", f"/swaps/{swap}/answer", {"accept": True}, as_=ANNA)
    notice = await said(desk, OTTO)
    assert (notice["kind"], notice["data"]["from"], notice["data"]["to"]) == ("swap_asked", "Lee", "Anna")
    await desk.ok("PUT", f"/swaps/{swap}/decision", {"approve": False}, as_=OTTO)
    for name, other in ((LEE, "Anna"), (ANNA, "Lee")):
        answer = await said(desk, name)
        assert (answer["kind"], answer["data"]["from"], answer["data"]["approved"]) == ("swap_decided", other, False)
    assert await told(desk, OTTO) == ["swap_asked"]


AT = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = {"starts_at": "2026-03-03T01:00:00+00:00", "ends_at": "2026-03-03T10:00:00+00:00"}


@pytest.mark.parametrize(
    ("kind", "data", "english", "chinese"),
    [
        ("leave_asked", {}, "Lee asks for leave", "Lee 申请请假"),
        ("leave_decided", {"approved": True}, "Your leave is approved", "您的请假已批准"),
        ("leave_decided", {"approved": False}, "Your leave is refused", "您的请假未获批准"),
        ("swap_asked", {}, "Lee asks you to take a shift", "Lee 请您接一个班"),
        ("swap_asked", {"to": "Anna"}, "Lee and Anna want to swap a shift", "Lee 与 Anna 申请换班，待审批"),
        ("swap_decided", {"approved": True}, "The swap of shifts with Lee is done", "与 Lee 的换班已完成"),
        ("swap_decided", {"approved": False}, "The swap of shifts with Lee is refused", "与 Lee 的换班未成"),
    ],
)
def test_outside_the_desk_it_is_said_in_the_readers_language(
    kind: str, data: dict[str, Any], english: str, chinese: str
) -> None:
    item = Item(notice_id=1, at=AT, kind=NoticeKind(kind), data={"from": "Lee", **SPAN, **data})
    for language, sentence, when in (
        ("en", english, "From 3 Mar, 09:00 to 3 Mar, 18:00"),
        ("zh-CN", chinese, "3月3日 09:00 至 3月3日 18:00"),
    ):
        to = Recipient(person_id=1, name="", email="", language=language, zone="Asia/Shanghai")
        assert (headline(item, to), list(particulars(item, to))) == (sentence, [when])


def test_a_notice_leads_to_what_it_is_about() -> None:
    assert place_of(NoticeKind.LEAVE_ASKED, None) == "/roster"
    assert place_of(NoticeKind.PEAK, None) == "/queue"
    assert place_of(NoticeKind.BROKEN, 7) == "/tickets/7"
