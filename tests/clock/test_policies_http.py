"""Policies over HTTP: made, changed, ordered, switched off, tried, taken from a set."""

import asyncio
from typing import Any

from tests.cast import LEE, MAYA, OTTO, Desk

ANSWER = {"kind": "first_response", "seconds": 600, "hours": "calendar"}
VIPS = {"name": "VIP", "condition": [{"trait": "tier", "among": ["vip"]}], "targets": [ANSWER]}


async def made(desk: Desk, **more: Any) -> Any:
    return await desk.ok("POST", "/policies", {**VIPS, **more})


async def listed(desk: Desk) -> list[Any]:
    found: list[Any] = (await desk.ok("GET", "/policies"))["items"]
    return found


async def names(desk: Desk) -> list[str]:
    return [policy["name"] for policy in await listed(desk)]


async def wrong(desk: Desk, method: str, path: str, body: object) -> list[str]:
    answer = await desk.ask(method, path, body)
    assert answer.status_code == 422, answer.text
    return sorted(error["path"] for error in answer.json()["errors"])


async def test_a_new_policy_is_tried_after_all_others(desk: Desk) -> None:
    policy = await made(desk)
    assert (policy["name"], policy["version"], policy["position"], policy["active"]) == ("VIP", 1, 3, True)
    assert policy["condition"] == [{"trait": "tier", "among": ["vip"], "unless": False}]
    assert (await names(desk))[-1] == "VIP"
    assert policy["saved_by"]["name"] == "Maya"


async def test_what_a_policy_shows_can_be_saved_again_and_changes_nothing(desk: Desk) -> None:
    for shown in await listed(desk):
        sent = {name: shown[name] for name in SENT}
        for target in sent["targets"]:
            del target["runs_on"]
        saved = await desk.ok("PUT", f"/policies/{shown['id']}", {**sent, "version": 1})
        assert saved["version"] == 1
    assert (await desk.ok("GET", "/replannings"))["items"] == []


SENT = ("name", "always", "active", "condition", "calendar", "note_answers", "targets", "ladder")


async def test_a_change_is_a_new_version_and_the_old_one_stays_to_be_seen(desk: Desk) -> None:
    policy = await made(desk)
    path = f"/policies/{policy['id']}"
    changed = await desk.ok("PUT", path, {**VIPS, "note_answers": True, "version": 1})
    assert (changed["version"], changed["note_answers"], changed["position"]) == (2, True, 3)
    versions = (await desk.ok("GET", f"{path}/versions"))["items"]
    assert [(each["version"], each["note_answers"]) for each in versions] == [(2, True), (1, False)]
    assert len(await listed(desk)) == 4


async def test_who_saves_what_another_changed_meanwhile_is_told_so(desk: Desk) -> None:
    policy = await made(desk)
    path = f"/policies/{policy['id']}"
    await desk.ok("PUT", path, {**VIPS, "name": "First", "version": 1})
    late = await desk.ask("PUT", path, {**VIPS, "name": "Second", "version": 1})
    assert late.status_code == 409
    assert "已被他人修改" in late.json()["detail"]
    assert (await desk.ask("DELETE", f"{path}?version=1")).status_code == 409


async def test_of_two_who_save_at_the_same_moment_one_is_told(desk: Desk) -> None:
    policy = await made(desk)
    path = f"/policies/{policy['id']}"
    answers = await asyncio.gather(
        *(desk.ask("PUT", path, {**VIPS, "name": f"Name {n}", "version": 1}) for n in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert [each["version"] for each in (await desk.ok("GET", f"{path}/versions"))["items"]] == [2, 1]


async def test_policies_made_at_the_same_moment_all_have_their_place(desk: Desk) -> None:
    await asyncio.gather(*(made(desk, name=f"Policy {n}") for n in range(5)))
    assert [policy["position"] for policy in await listed(desk)] == list(range(8))


async def test_the_order_is_what_somebody_says(desk: Desk) -> None:
    await made(desk)
    ids = [policy["id"] for policy in await listed(desk)]
    turned = (await desk.ok("PUT", "/policies/order", {"ids": ids[::-1]}))["items"]
    assert [policy["id"] for policy in turned] == ids[::-1]
    assert [policy["position"] for policy in turned] == [0, 1, 2, 3]
    assert [policy["version"] for policy in turned] == [1, 1, 1, 1]


async def test_an_order_names_every_policy_once(desk: Desk) -> None:
    ids = [policy["id"] for policy in await listed(desk)]
    assert await wrong(desk, "PUT", "/policies/order", {"ids": [*ids, ids[0]]}) == ["ids.3"]
    assert (await desk.ask("PUT", "/policies/order", {"ids": ids[:2]})).status_code == 409


async def test_a_policy_switched_off_stays_and_can_be_switched_on_again(desk: Desk) -> None:
    policy = await made(desk)
    path = f"/policies/{policy['id']}"
    off = await desk.ok("DELETE", path)
    assert (off["active"], off["version"]) == (False, 2)
    assert (await desk.ok("DELETE", path))["version"] == 2
    assert (await desk.ok("PUT", path, VIPS))["active"] is True
    kinds = [entry["kind"] for entry in (await desk.ok("GET", "/audit?limit=3"))["items"]]
    assert kinds == ["PolicySaved", "PolicyDeactivated", "PolicySaved"]


async def test_every_wrong_field_is_named_at_once_in_the_language_of_who_asks(desk: Desk) -> None:
    body = {
        "name": "",
        "condition": [{"trait": "team", "among": [str(desk.team_id), "999"]}],
        "calendar": 999,
        "targets": [{"kind": "first_response", "seconds": 0}],
        "ladder": [{"moment": "at", "to": [f"person:{desk.people[LEE]}", "person:999", "on_shift:agent"]}],
    }
    assert await wrong(desk, "POST", "/policies", body) == [
        "calendar",
        "condition.0.among.1",
        "ladder.0.to.1",
        "name",
        "targets.0.seconds",
    ]
    answer = await desk.ask("POST", "/policies", body, headers={"Accept-Language": "zh-CN"})
    assert {error["message"] for error in answer.json()["errors"]} >= {"请为策略命名。", "没有这个通知对象。"}


async def test_a_colleague_who_left_can_be_named_no_more(desk: Desk) -> None:
    told = [{"moment": "at", "to": [f"person:{desk.people[LEE]}"]}]
    policy = await made(desk, ladder=told)
    assert policy["problems"] == []
    await desk.ok("PATCH", f"/people/{desk.people[LEE]}", {"active": False})
    [problem] = (await listed(desk))[-1]["problems"]
    assert (problem["why"], problem["value"]) == ("nobody", str(desk.people[LEE]))
    assert await wrong(desk, "PUT", f"/policies/{policy['id']}", {**VIPS, "ladder": told}) == ["ladder.0.to.0"]


async def test_a_policy_that_is_never_tried_says_what_stands_in_its_way(desk: Desk) -> None:
    every = await made(desk, name="Everything", always=True, condition=[])
    behind = await made(desk)
    [problem] = behind["problems"]
    assert (problem["why"], problem["policy"]["id"]) == ("hidden", every["id"])


async def test_only_who_may_change_settings_changes_policies(desk: Desk) -> None:
    policy = await made(desk)
    path = f"/policies/{policy['id']}"
    assert (await desk.ask("GET", "/policies", as_=LEE)).status_code == 200
    for method, where, body in (
        ("POST", "/policies", VIPS),
        ("PUT", path, VIPS),
        ("DELETE", path, None),
        ("PUT", "/policies/order", {"ids": []}),
        ("POST", "/policies/preview", {"deactivate": policy["id"]}),
        ("POST", "/presets/table_1/import", {}),
    ):
        assert (await desk.ask(method, where, body, as_=OTTO)).status_code == 403
    assert (await desk.ask("GET", path + "/versions", as_=MAYA)).status_code == 200


async def test_the_tester_says_which_policy_why_and_when_everything_is_due(desk: Desk) -> None:
    policy = await made(desk, targets=[ANSWER, {"kind": "resolution", "seconds": 14_400, "warn_before": [3600]}])
    ids = [each["id"] for each in await listed(desk)]
    await desk.ok("PUT", "/policies/order", {"ids": [ids[0], ids[1], policy["id"], ids[2]]})
    monday = "2026-03-02T09:00:00Z"  # 17:00 in Shanghai, an hour before the desk closes
    found = await desk.ok("POST", "/policies/test", {"level": "normal", "tier": "vip", "at": monday})
    assert (found["policy"]["name"], found["because"]) == ("VIP", [{"trait": "tier", "value": "vip"}])
    assert [
        (each["met"], each["failed_condition"] and each["failed_condition"]["among"]) for each in found["tried"]
    ] == [
        (False, ["urgent"]),
        (False, ["important"]),
        (True, None),
        (True, None),
    ]
    answer, resolution = found["promises"]
    assert (answer["due_at"], answer["calendar"], answer["warn_at"]) == (
        "2026-03-02T09:10:00Z",
        None,
        ["2026-03-02T09:08:00Z"],
    )
    # Tuesday 12:00, and an hour of working time before it: case 66.
    assert resolution["due_at"] == "2026-03-03T04:00:00Z"
    assert "2026-03-03T03:00:00Z" in resolution["warn_at"]
    assert resolution["calendar"]["name"] == "工作时间"


async def test_the_tester_says_when_no_policy_is_for_such_a_ticket(desk: Desk) -> None:
    found = await desk.ok("POST", "/policies/test", {"level": "of no kind"})
    assert (found["policy"], found["promises"], len(found["tried"])) == (None, [], 3)


async def test_what_the_tester_says_is_what_such_a_ticket_gets(desk: Desk) -> None:
    await made(desk, condition=[{"trait": "field.region", "among": ["华东"]}], targets=[ANSWER])
    ids = [policy["id"] for policy in await listed(desk)]
    await desk.ok("PUT", "/policies/order", {"ids": ids[::-1]})
    said = await desk.ok("POST", "/policies/test", {"channel": "chat", "fields": {"region": "华东"}})
    ticket = await desk.write(fields={"region": "华东"})
    timers = await desk.timers(ticket["id"])
    assert {promise["kind"]: promise["due_at"] for promise in said["promises"]} == {
        kind: timer["due_at"] for kind, timer in timers.items()
    }
    assert timers["first_response"]["policy"] == "VIP"


async def test_a_set_of_policies_is_shown_in_both_languages(desk: Desk) -> None:
    presets = (await desk.ok("GET", "/presets"))["items"]
    assert len(presets) == 7
    table = next(preset for preset in presets if preset["key"] == "table_1")
    assert [policy["name_zh"] for policy in table["policies"]] == ["表一：紧急", "表一：重要", "表一：一般"]
    assert table["policies"][0]["summary_en"][0].startswith("urgent: assigned within 1 min")


async def test_a_set_is_added_after_what_there_is(desk: Desk) -> None:
    policies = (await desk.ok("POST", "/presets/enquiries_and_complaints/import", {}))["items"]
    assert [policy["name"] for policy in policies[3:]] == ["投诉", "咨询"]
    assert all(policy["active"] for policy in policies)


async def test_a_set_can_take_the_place_of_what_there_is(desk: Desk) -> None:
    policies = (await desk.ok("POST", "/presets/five_minutes/import", {"replace": True}))["items"]
    assert [(policy["name"], policy["active"]) for policy in policies] == [
        ("五分钟响应", True),
        ("表一：紧急", False),
        ("表一：重要", False),
        ("表一：一般", False),
    ]
    assert [policy["position"] for policy in policies] == [0, 1, 2, 3]
    assert len((await desk.ok("GET", "/replannings"))["items"]) == 1


async def test_a_set_that_asks_for_a_type_which_was_done_away_with_is_refused_whole(desk: Desk) -> None:
    types = [{"key": "enquiry", "zh": "咨询", "en": "Enquiry"}]
    await desk.ok("PATCH", "/workspace", {"settings": {"types": types}})
    path = "/presets/enquiries_and_complaints/import"
    assert await wrong(desk, "POST", path, {}) == ["policies.0.condition.0.among.0"]
    assert len(await listed(desk)) == 3


async def test_there_is_no_set_by_another_name(desk: Desk) -> None:
    assert (await desk.ask("POST", "/presets/table_2/import", {})).status_code == 404
    assert (await desk.ask("POST", "/policies/preview", {"preset": "table_2"})).status_code == 404
