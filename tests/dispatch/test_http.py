"""The reasons and the queue over HTTP."""

from typing import Any

import pytest

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk


async def test_the_reason_for_an_owner_is_told_in_the_callers_language(desk: Desk) -> None:
    await desk.come_online(LEE, ANNA)
    ticket = await desk.write()
    await desk.settle()
    page = await desk.ok("GET", f"/tickets/{ticket['id']}/assignments")
    assert page["next"] is None
    [decision] = page["items"]
    assert decision["by"] == "dispatcher"
    assert decision["team"] == {"id": desk.team_id, "name": "客服一组"}
    name = decision["agent"]["name"]
    assert decision["reason"].startswith(f"给〈{name}〉:客服一组,在线,0/12;")
    assert {each["agent"]["id"] for each in decision["considered"]} == {desk.people[LEE], desk.people[ANNA]}
    assert [(each["eligible"], each["why"], each["score"]) for each in decision["considered"]] == [
        (True, None, 1.0)
    ] * 2
    await desk.ok("PATCH", f"/people/{desk.people[MAYA]}", {"language": "en"})
    english = await desk.ok("GET", f"/tickets/{ticket['id']}/assignments")
    assert english["items"][0]["reason"].startswith(f"To {name}: in 客服一组, online, 0/12; ")


async def test_everybody_passed_over_is_told_why(desk: Desk) -> None:
    await desk.come_online(LEE)
    await desk.ok("PUT", f"/agents/{desk.people[ANNA]}/presence", {"status": "away"})
    ticket = await desk.write()
    await desk.settle()
    [decision] = (await desk.ok("GET", f"/tickets/{ticket['id']}/assignments"))["items"]
    why = {each["agent"]["name"]: (each["eligible"], each["why"]) for each in decision["considered"]}
    assert why == {"Lee": (True, None), "Anna": (False, "离开")}
    assert decision["reason"] == "给〈Lee〉:客服一组,在线,0/12;此刻唯一有空的人"


async def test_case_a18_a_decision_shows_everything_it_looked_at_and_is_the_same_when_made_again(desk: Desk) -> None:
    skill = await desk.ok("POST", "/skills", {"name": "退款"})
    taught = {"skills": [{"skill": skill["id"], "grade": 3}], "languages": ["zh", "en"]}
    await desk.ok("PUT", f"/agents/{desk.people[LEE]}/skills", taught)
    await desk.come_online(LEE, ANNA)
    first, second = await desk.write(), await desk.write(subject="And another")
    await desk.settle()
    items = [(await desk.ok("GET", f"/tickets/{ticket['id']}/assignments"))["items"][0] for ticket in (first, second)]
    assert [item["agent"]["name"] for item in items] == ["Anna", "Anna"], "who can do less goes first"
    [anna, lee] = sorted(items[1]["considered"], key=lambda each: each["load"], reverse=True)
    assert (anna["load"], anna["skills"], anna["eligible"]) == (4, [], True), "a chat takes four places"
    assert lee["skills"] == [{"id": skill["id"], "name": "退款", "grade": 3}]
    assert lee["languages"] == ["en", "zh"]
    assert [merit["why"] for merit in lee["merits"]] == ["previous", "newcomer", "lightest", "idle", "order"]
    assert items[1]["strategy"] == "index"
    for ticket, item in zip((first, second), items, strict=True):
        again = await desk.ok("GET", f"/tickets/{ticket['id']}/assignments/{item['id']}/replay")
        assert (again["same"], again["agent"]["id"], again["reason"]) == (True, item["agent"]["id"], item["reason"])


async def test_many_decisions_are_read_page_by_page(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.settle()
    path = f"/tickets/{ticket['id']}/assignment"
    for name in ("anna", "lee") * 3:
        await desk.ok("PUT", path, {"agent": f"{name}@example.com"}, as_=OTTO)
    whole = await desk.ok("GET", f"{path}s")
    assert (len(whole["items"]), whole["next"]) == (7, None)
    read: list[Any] = []
    page = await desk.ok("GET", f"{path}s?limit=3")
    while page["next"]:
        read += page["items"]
        page = await desk.ok("GET", f"{path}s?limit=3&after={page['next']}")
    assert [*read, *page["items"]] == whole["items"]
    assert (await desk.ask("GET", f"{path}s?after=nowhere")).status_code == 422
    assert (await desk.ask("GET", f"{path}s?limit=0")).status_code == 422


async def test_what_a_person_decided_cannot_be_made_again(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    waited, given = (await desk.ok("GET", f"/tickets/{ticket['id']}/assignments"))["items"]
    path = f"/tickets/{ticket['id']}/assignments"
    assert (await desk.ok("GET", f"{path}/{waited['id']}/replay"))["same"]
    assert (await desk.ask("GET", f"{path}/{given['id']}/replay")).status_code == 409
    assert (await desk.ask("GET", f"{path}/{given['id'] + 10**6}/replay")).status_code == 404


async def test_a_hand_over_by_a_person_joins_the_record(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    path = f"/tickets/{ticket['id']}/assignment"
    await desk.ok("PUT", path, {"agent": "anna@example.com", "reason": "客户指定"}, as_=OTTO)
    items = (await desk.ok("GET", f"/tickets/{ticket['id']}/assignments"))["items"]
    assert items[-1]["by"] == f"person:{desk.people[OTTO]}"
    assert items[-1]["agent"]["id"] == desk.people[ANNA]
    assert items[-1]["reason"] == "由〈Otto〉派给〈Anna〉:客户指定"
    assert items[-1]["considered"] == []


async def test_what_waits_is_shown_in_the_order_it_will_be_taken_page_by_page(desk: Desk) -> None:
    normal = await desk.write(level="normal")
    urgent = await desk.write(level="urgent")
    important = await desk.write(level="important")
    await desk.settle()
    first = await desk.ok("GET", "/queue?limit=2")
    assert [item["ticket"]["id"] for item in first["items"]] == [urgent["id"], important["id"]]
    assert first["items"][0]["reason"] == "在客服一组排队:2 人离线"
    assert first["items"][0]["team"] == {"id": desk.team_id, "name": "客服一组"}
    assert first["items"][0]["ticket"]["requester"]["name"] == "李雷"
    assert [(length["waiting"], length["team"]["id"]) for length in first["teams"]] == [(3, desk.team_id)]
    rest = await desk.ok("GET", f"/queue?limit=2&after={first['next']}")
    assert [item["ticket"]["id"] for item in rest["items"]] == [normal["id"]]
    assert rest["next"] is None
    assert (await desk.ok("GET", f"/queue?team={desk.team_id + 1}"))["items"] == []


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "bnVsbA", "WzEsMiwzXQ", "WyIxIiwiMSIsIm5vdyIsIm5vdyIsIjEiXQ", "é", "A" * 300]
)
async def test_a_cursor_nobody_gave_is_refused(desk: Desk, cursor: str) -> None:
    answer = await desk.ask("GET", "/queue", params={"after": cursor})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "after"


async def test_an_unknown_ticket_has_no_assignments(desk: Desk) -> None:
    assert (await desk.ask("GET", "/tickets/4711/assignments")).status_code == 404
