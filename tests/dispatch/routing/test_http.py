"""Routing rules over HTTP, and what they do to tickets that arrive, change and wait."""

from typing import Any

from tests.cast import ANNA, LEE, OTTO, Desk

REFUNDS = {"name": "退款", "condition": [{"trait": "text", "among": ["退款", "refund"]}]}


async def made(desk: Desk, **more: Any) -> Any:
    return await desk.ok("POST", "/routing-rules", {**REFUNDS, **more}, as_=OTTO)


async def listed(desk: Desk) -> list[Any]:
    found: list[Any] = (await desk.ok("GET", "/routing-rules"))["items"]
    return found


async def team(desk: Desk, name: str, *members: str) -> int:
    found = await desk.ok("POST", "/teams", {"name": name})
    for member in members:
        await desk.ok("PUT", f"/teams/{found['id']}/members/{desk.people[member]}")
    return int(found["id"])


async def ticket(desk: Desk, ticket_id: int) -> Any:
    return await desk.ok("GET", f"/tickets/{ticket_id}")


async def test_a_rule_is_made_changed_ordered_and_taken_away(desk: Desk) -> None:
    first = await made(desk)
    assert (first["version"], first["position"], first["active"], first["problems"]) == (1, 0, True, [])
    second = await made(desk, name="VIP", condition=[{"trait": "tier", "among": ["vip"]}])
    assert [rule["name"] for rule in await listed(desk)] == ["退款", "VIP"]
    turned = await desk.ok("PUT", "/routing-rules/order", {"ids": [second["id"], first["id"]]})
    assert [rule["name"] for rule in turned["items"]] == ["VIP", "退款"]
    path = f"/routing-rules/{first['id']}"
    changed = await desk.ok("PUT", path, {**REFUNDS, "level": "urgent", "version": 1})
    assert (changed["version"], changed["level"], changed["position"]) == (2, "urgent", 1)
    assert (await desk.ok("PUT", path, {**REFUNDS, "level": "urgent", "version": 2}))["version"] == 2
    late = await desk.ask("PUT", path, {**REFUNDS, "version": 1})
    assert (late.status_code, "已被他人修改" in late.json()["detail"]) == (409, True)
    assert [each["version"] for each in (await desk.ok("GET", f"{path}/versions"))["items"]] == [2, 1]
    assert (await desk.ask("DELETE", f"{path}?version=1")).status_code == 409
    await desk.ok("DELETE", f"{path}?version=2")
    assert [rule["name"] for rule in await listed(desk)] == ["VIP"]
    kinds = [entry["kind"] for entry in (await desk.ok("GET", "/audit?limit=3"))["items"]]
    assert kinds == ["RoutingRuleRemoved", "RoutingRuleSaved", "RoutingRulesOrdered"]
    assert (await desk.ask("POST", "/routing-rules", REFUNDS, as_=LEE)).status_code == 403


async def test_every_wrong_field_is_named_at_once(desk: Desk) -> None:
    body = {
        "name": " ",
        "condition": [
            {"trait": "colour", "among": ["red"]},
            {"trait": "hour", "among": ["25"]},
            {"trait": "type", "among": ["complaint", "no such type"]},
            {"trait": "text", "among": ["  "]},
            {"trait": "field.product", "among": []},
        ],
        "team": 999,
        "needs": [{"skill": 999, "grade": 6}, {"skill": 998, "drop_after": 60}],
        "language": "maybe",
        "level": "high",
        "complexity": "odd",
    }
    answer = await desk.ask("POST", "/routing-rules", body)
    assert answer.status_code == 422
    assert sorted(error["path"] for error in answer.json()["errors"]) == [
        "complexity", "condition.0.trait", "condition.1.among.0", "condition.2.among.1", "condition.3.among.0",
        "condition.4.among", "language", "level", "name", "needs.0.grade", "needs.0.skill", "needs.1.drop_after",
        "needs.1.skill", "team",
    ]  # fmt: skip


async def test_a_rule_sends_a_ticket_to_its_team_with_its_level(desk: Desk) -> None:
    money = await team(desk, "退款组", ANNA)
    await made(desk, team=money, level="urgent", complexity="complex")
    await desk.come_online(LEE, ANNA)
    opened = await desk.write("我要退款,三天了")
    other = await desk.write("请问几点开门?")
    await desk.settle()
    sent = await ticket(desk, opened["id"])
    assert (sent["owner"]["name"], sent["team"]["name"], sent["level"]) == ("Anna", "退款组", "urgent")
    assert sent["fields"]["complexity"] == "complex"
    assert (await ticket(desk, other["id"]))["team"]["id"] == desk.team_id


async def test_a_ticket_is_sorted_before_whoever_came_online_with_it_is_given_it(desk: Desk) -> None:
    money = await team(desk, "退款组", ANNA)
    await made(desk, team=money)
    await desk.come_online(ANNA)
    await desk.ok("PUT", f"/agents/{desk.people[LEE]}/presence", {"status": "online"})
    opened = await desk.write("退款")
    await desk.settle()  # one batch for both, Lee's presence first
    assert (await ticket(desk, opened["id"]))["owner"]["name"] == "Anna"


async def test_a_rule_may_ask_for_the_customers_past(desk: Desk) -> None:
    regulars = await team(desk, "老客户组", LEE)
    await made(desk, name="老客户", condition=[{"trait": "history", "among": ["open_ticket"]}], team=regulars)
    who = {"name": "韩梅梅", "email": "han@example.com"}
    first = await desk.write(requester=who)
    await desk.settle()
    second = await desk.write(requester=who)
    await desk.settle()
    assert (await ticket(desk, first["id"]))["team"]["id"] == desk.team_id
    assert (await ticket(desk, second["id"]))["team"]["id"] == regulars


async def test_what_waits_is_sorted_anew_when_a_rule_comes_goes_or_moves(desk: Desk) -> None:
    money = await team(desk, "退款组")
    opened = await desk.write("refund please")
    await desk.settle()
    assert (await ticket(desk, opened["id"]))["team"]["id"] == desk.team_id
    rule = await made(desk, team=money)
    await desk.settle()
    assert (await ticket(desk, opened["id"]))["team"]["id"] == money
    await desk.ok("DELETE", f"/routing-rules/{rule['id']}")
    await desk.settle()
    assert (await ticket(desk, opened["id"]))["team"]["id"] == desk.team_id


async def test_a_team_that_a_person_chose_is_left_alone(desk: Desk) -> None:
    money, others = await team(desk, "退款组"), await team(desk, "二组")
    await made(desk, team=money)
    opened = await desk.write("退款!")
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{opened['id']}/assignment", {"team": others}, as_=OTTO)
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{opened['id']}/tags/urgent")
    await desk.settle()
    assert (await ticket(desk, opened["id"]))["team"]["id"] == others


async def test_a_level_that_a_person_chose_is_left_alone(desk: Desk) -> None:
    await made(desk, level="urgent")
    opened = await desk.write("退款!")
    await desk.settle()
    path = f"/tickets/{opened['id']}"
    assert (await ticket(desk, opened["id"]))["level"] == "urgent"
    await desk.ok("PATCH", path, {"level": "normal"}, as_=OTTO)
    await desk.settle()
    assert (await ticket(desk, opened["id"]))["level"] == "normal"


async def test_two_rules_that_set_each_others_levels_do_not_chase_a_ticket_for_ever(desk: Desk) -> None:
    for level, other in (("normal", "urgent"), ("urgent", "normal")):
        await made(desk, name=level, condition=[{"trait": "level", "among": [level]}], level=other)
    await desk.settle()  # what waits when rules are saved is sorted anew, and nothing does yet
    opened = await desk.write()
    await desk.settle()
    assert (await ticket(desk, opened["id"]))["level"] == "urgent"
    assert (await desk.kinds(opened["id"])).count("LevelChanged") == 1


async def test_case_a17_a_skill_that_nobody_has_is_pointed_out_before_it_hurts(desk: Desk) -> None:
    skill = await desk.ok("POST", "/skills", {"name": "法务"})
    rule = await made(desk, needs=[{"skill": skill["id"], "grade": 3, "required": False, "drop_after": 600}])
    assert rule["needs"] == [{"skill": skill["id"], "name": "法务", "grade": 3, "required": False, "drop_after": 600}]
    [problem] = rule["problems"]
    assert (problem["why"], problem["value"], problem["grade"]) == ("nobody", "法务", 3)
    await desk.come_online(LEE)
    opened = await desk.write("退款")
    await desk.settle()
    sent = await ticket(desk, opened["id"])
    assert sent["owner"]["name"] == "Lee"
    [decision] = (await desk.ok("GET", f"/tickets/{opened['id']}/assignments"))["items"]
    assert "法务" in str(decision)


async def test_what_waits_for_a_skill_says_what_it_waits_for_once_somebody_has_it(desk: Desk) -> None:
    skill = await desk.ok("POST", "/skills", {"name": "法务"})
    await made(desk, needs=[{"skill": skill["id"], "grade": 3}])
    await desk.come_online(LEE)
    await desk.write("退款")
    await desk.settle()
    [waits] = (await desk.ok("GET", "/queue"))["items"]
    assert waits["why"] == "nobody_skilled"
    learnt = {"skills": [{"skill": skill["id"], "grade": 3}], "languages": []}
    await desk.ok("PUT", f"/agents/{desk.people[ANNA]}/skills", learnt, as_=OTTO)  # who is at home
    await desk.settle()
    [still] = (await desk.ok("GET", "/queue", headers={"Accept-Language": "en"}))["items"]
    assert (still["why"], still["since"]) == ("nobody_online", waits["since"])
    assert "1 offline" in still["reason"]


async def test_the_tester_shows_the_way_to_the_rule(desk: Desk) -> None:
    await made(desk, name="VIP", condition=[{"trait": "tier", "among": ["vip"]}])
    await made(desk, level="important")
    await made(desk, name="其余", condition=[], always=True)
    asked = {"text": "想退款", "at": "2026-03-02T01:30:00Z"}
    verdict = await desk.ok("POST", "/routing-rules/test", asked)
    assert (verdict["rule"]["name"], verdict["level"], verdict["team"]) == ("退款", "important", None)
    tried = [(each["rule"]["name"], each["met"]) for each in verdict["tried"]]
    assert tried == [("VIP", False), ("退款", True), ("其余", True)]
    assert verdict["tried"][0]["failed_condition"]["trait"] == "tier"
    assert {"trait": "text", "values": ["退款"]} in verdict["seen"]
    no_such = {"level": "high", "mood": "fine", "history": ["old"], "tier": "gold", "type": "joke"}
    wrong = await desk.ask("POST", "/routing-rules/test", no_such)
    assert sorted(error["path"] for error in wrong.json()["errors"]) == ["history.0", "level", "mood", "tier", "type"]


async def test_nothing_waits_for_a_skill_that_is_gone(desk: Desk) -> None:
    skill = int((await desk.ok("POST", "/skills", {"name": "法务"}))["id"])
    other = int((await desk.ok("POST", "/skills", {"name": "日语"}))["id"])
    await made(desk, needs=[{"skill": skill, "grade": 2}])
    await made(desk, name="发票", condition=[{"trait": "text", "among": ["发票"]}], needs=[{"skill": other}])
    await desk.come_online(LEE)
    refund, invoice = (await desk.write("我要退款"))["id"], (await desk.write("请开发票"))["id"]
    await desk.settle()
    assert [(await ticket(desk, each))["owner"] for each in (refund, invoice)] == [None, None]
    await desk.ok("DELETE", f"/skills/{skill}", as_=OTTO)
    await desk.settle()
    assert (await ticket(desk, refund))["owner"]["name"] == "Lee"
    assert (await ticket(desk, invoice))["owner"] is None


async def test_what_waits_for_a_skill_calls_it_by_its_new_name(desk: Desk) -> None:
    skill = int((await desk.ok("POST", "/skills", {"name": "法务"}))["id"])
    other = int((await desk.ok("POST", "/skills", {"name": "日语"}))["id"])
    await made(desk, needs=[{"skill": other}, {"skill": skill, "grade": 2}])
    await desk.come_online(LEE)
    refund = (await desk.write("我要退款"))["id"]
    await desk.settle()
    await desk.ok("PATCH", f"/skills/{skill}", {"name": "法律事务"}, as_=OTTO)
    await desk.settle()
    async with desk.database.job(desk.workspace_id) as tx:
        needs = await tx.fetch_value(
            "SELECT needs FROM routes WHERE workspace_id = $1 AND ticket_id = $2", desk.workspace_id, refund
        )
    assert [(need["name"], need["grade"]) for need in needs] == [("日语", 1), ("法律事务", 2)]
