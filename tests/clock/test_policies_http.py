"""Policies over HTTP: made, changed, ordered, switched off."""

from typing import Any

from tests.cast import LEE, MAYA, OTTO, Desk

ANSWER = {"kind": "first_response", "seconds": 600, "hours": "calendar"}
VIPS = {"name": "VIP", "condition": [{"trait": "tier", "among": ["vip"]}], "targets": [ANSWER]}


async def made(desk: Desk, **more: Any) -> Any:
    return await desk.ok("POST", "/policies", {**VIPS, **more})


async def names(desk: Desk) -> list[str]:
    return [policy["name"] for policy in (await desk.ok("GET", "/policies"))["items"]]


async def test_a_new_policy_is_tried_after_all_others(desk: Desk) -> None:
    policy = await made(desk)
    assert (policy["name"], policy["version"], policy["position"], policy["active"]) == ("VIP", 1, 3, True)
    assert policy["condition"] == [{"trait": "tier", "among": ["vip"], "unless": False}]
    assert (await names(desk))[-1] == "VIP"
    assert policy["saved_by"]["name"] == "Maya"


async def test_all_the_new_routes_answer(desk: Desk) -> None:
    policy = await made(desk)
    print(await desk.ok("PUT", f"/policies/{policy['id']}", {**VIPS, "name": "VIP2", "version": 1}))
    print(await desk.ok("GET", f"/policies/{policy['id']}/versions"))
    ids = [p["id"] for p in (await desk.ok("GET", "/policies"))["items"]]
    print(await desk.ok("PUT", "/policies/order", {"ids": ids[::-1]}))
    print(await desk.ok("POST", "/policies/test", {"level": "urgent", "tier": "vip"}))
    print(await desk.ok("GET", "/presets"))
    print(await desk.ok("POST", "/presets/table_1/import", {"replace": True}))
    print(await desk.ok("POST", "/policies/preview", {"deactivate": ids[0]}))
    print(await desk.ok("POST", "/policies/preview", {"policy": VIPS}))
    print(await desk.ok("POST", "/policies/preview", {"preset": "five_minutes", "replace": True}))
    print(await desk.ok("DELETE", f"/policies/{policy['id']}"))
    print(await desk.ok("GET", "/replannings"))
