"""The dry run: what would become of a request, told before it is sent, and true when it is."""

from typing import Any

from tests.cast import ANNA, LEE, MAYA, Desk

ASK = {"body": "我要退款,都三天了还没到账!", "requester": {"email": "han@example.com"}, "channel": "email"}


async def tried(desk: Desk, **more: Any) -> Any:
    return await desk.ok("POST", "/dispatch/dry-run", {**ASK, **more})


async def refunds(desk: Desk) -> int:
    team = await desk.ok("POST", "/teams", {"name": "退款组", "members": [desk.people[ANNA]]})
    skill = await desk.ok("POST", "/skills", {"name": "退款"})
    await desk.ok(
        "PUT",
        f"/agents/{desk.people[ANNA]}/skills",
        {"skills": [{"skill": skill["id"], "grade": 3}], "languages": []},
    )
    rule = {
        "name": "退款",
        "condition": [{"trait": "text", "among": ["退款"]}],
        "team": team["id"],
        "needs": [{"skill": skill["id"], "grade": 2}],
        "level": "urgent",
    }
    await desk.ok("POST", "/routing-rules", rule)
    return int(team["id"])


async def test_the_whole_way_of_a_request_is_told_and_nothing_is_created(desk: Desk) -> None:
    team_id = await refunds(desk)
    await desk.come_online(LEE, ANNA)
    story = await tried(desk)
    assert story["rule"]["name"] == "退款"
    assert story["team"] == {"id": team_id, "name": "退款组"}
    assert (story["routed"], story["level"], story["owner"]["name"], story["mode"]) == (
        "rule",
        "urgent",
        "Anna",
        "push",
    )
    assert "退款≥2" in story["reason"]
    assert story["needs"][0]["grade"] == 2
    assert [(each["rule"]["name"], each["met"]) for each in story["tried"]] == [("退款", True)]
    assert {each["kind"] for each in story["promises"]} >= {"first_response"}
    assert all(each["due_at"] > story["at"] for each in story["promises"])
    assert story["queue"]["waiting"] == 0
    assert (await desk.ok("GET", "/tickets"))["items"] == []
    assert story["requester"]["id"] is None


async def test_what_was_told_is_what_happens(desk: Desk) -> None:
    await refunds(desk)
    await desk.come_online(LEE, ANNA)
    for more in (
        {},
        {"body": "请问怎么开发票?"},
        {"body": "App 登录不了,急!", "channel": "phone", "level": "important"},
    ):
        story = await tried(desk, **more)
        opened = await desk.ok("POST", "/tickets", {**ASK, **more})
        await desk.settle()
        ticket = await desk.ok("GET", f"/tickets/{opened['id']}")
        assert (ticket["owner"]["name"], ticket["team"]["name"]) == (story["owner"]["name"], story["team"]["name"])
        assert (ticket["level"], ticket["type"]) == (story["level"], story["triage"]["type"])
        timers = await desk.timers(opened["id"])
        told = {each["kind"]: each["due_at"] for each in story["promises"] if each["kind"] in timers}
        due = {kind: timers[kind]["due_at"] for kind in told}
        assert told == due
        assert told
        [decision] = (await desk.ok("GET", f"/tickets/{opened['id']}/assignments"))["items"]
        assert decision["reason"] == story["reason"]
        await desk.ok("PUT", f"/tickets/{opened['id']}/solution", {"outcome": "done", "body": "好了"}, as_=MAYA)
        await desk.settle()


async def test_nobody_at_work_is_said_with_the_reason(desk: Desk) -> None:
    story = await tried(desk)
    assert story["owner"] is None
    assert story["reason"] == "在客服一组排队:2 人离线"
    assert [each["why"] for each in story["considered"]] == ["离线", "离线"]
    assert (story["queue"]["team"]["id"], story["queue"]["here"]) == (desk.team_id, 0)


async def test_a_blocked_sender_goes_to_the_junk(desk: Desk) -> None:
    opened = await desk.ok("POST", "/tickets", ASK)
    customer = opened["requester"]["id"]
    await desk.ok("PUT", f"/customers/{customer}/block", {"reason": "spam"})
    story = await tried(desk)
    assert (story["requester"]["is_blocked"], story["promises"], story["owner"]) == (True, [], None)


async def test_a_request_that_nobody_could_send_is_refused_field_by_field(desk: Desk) -> None:
    answer = await desk.ask(
        "POST", "/dispatch/dry-run", {"body": "x", "requester": {"email": "a@b.cn", "tier": "gold"}}
    )
    assert answer.status_code == 422
    assert {error["path"] for error in answer.json()["errors"]} == {"requester.tier"}
