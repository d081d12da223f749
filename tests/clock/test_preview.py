"""What a change would do, said before it is made: it then does just that."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.clock.replanning import preview as looking
from tests.cast import LEE, Desk

PHONE = [{"trait": "channel", "among": ["phone"]}]
TARGETS = [
    {"kind": "first_response", "seconds": 7_200, "hours": "calendar"},
    {"kind": "resolution", "seconds": 28_800, "hours": "calendar", "paused_in": ["pending", "on_hold"]},
]
SHORTER = [{**TARGETS[0], "seconds": 3_600}, TARGETS[1]]
EVERY = {"name": "Everything", "always": True, "targets": TARGETS}
COUNTED = ("changed", "broken", "starting", "stopping")


@pytest.fixture
async def policy(desk: Desk) -> Any:
    """The only policy, with four tickets that have two clocks each: one answered, one on hold, one of them two hours
    old less ten minutes, the others an hour younger."""
    for each in (await desk.ok("GET", "/policies"))["items"]:
        await desk.ok("DELETE", f"/policies/{each['id']}")
    made = await desk.ok("POST", "/policies", EVERY)
    await desk.write(subject="老工单")
    desk.clock.pass_by(hours=1)
    answered, held, _ = [await desk.write() for _ in range(3)]
    await desk.ok("POST", f"/tickets/{answered['id']}/messages", {"body": "您好"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{held['id']}/hold", {"reason": "等仓库"}, as_=LEE)
    desk.clock.pass_by(minutes=50)
    await desk.settle()
    return made


async def preview(desk: Desk, **change: Any) -> Any:
    return await desk.ok("POST", "/policies/preview", change)


def counts(seen: Any) -> dict[str, int]:
    return {name: seen[name] for name in COUNTED}


async def clocks(desk: Desk) -> dict[int, Any]:
    """All clocks of the desk by their id."""
    tickets = (await desk.ok("GET", "/tickets?limit=100"))["items"]
    pages = [(await desk.ok("GET", f"/tickets/{each['id']}/timers"))["items"] for each in tickets]
    return {timer["id"]: timer for page in pages for timer in page}


def difference(before: dict[int, Any], after: dict[int, Any]) -> dict[str, int]:
    """The same counts, from what really happened."""
    kept = [(before[key], after[key]) for key in before]
    stopped = [pair for pair in kept if pair[1]["state"] == "cancelled" != pair[0]["state"]]
    moved = [pair for pair in kept if pair not in stopped and (is_moved(*pair) or is_held_up(*pair))]
    late = [timer for key, timer in after.items() if timer["state"] == "broken" != before.get(key, {}).get("state")]
    new = [key for key in after if key not in before]
    again = [pair for pair in kept if pair[0]["state"] == "cancelled" != pair[1]["state"]]
    return {
        "changed": len(moved),
        "broken": len(late),
        "starting": len(new) + len(again),
        "stopping": len(stopped),
    }


def is_moved(was: Any, now: Any) -> bool:
    return bool(was["due_at"] != now["due_at"])


def is_held_up(was: Any, now: Any) -> bool:
    return {was["state"], now["state"]} == {"running", "paused"}


async def test_a_preview_counts_the_clocks_that_change_and_those_that_would_be_late(desk: Desk, policy: Any) -> None:
    seen = await preview(desk, id=policy["id"], policy={**EVERY, "targets": SHORTER})
    assert (seen["tickets"], seen["running"]) == (4, 7)
    assert counts(seen) == {"changed": 3, "broken": 1, "starting": 0, "stopping": 0}
    first = seen["examples"][0]
    assert (first["subject"], first["kind"], first["breaks"]) == ("老工单", "first_response", True)
    assert first["due_before"] > first["due_after"]


async def test_a_preview_changes_nothing(desk: Desk, policy: Any) -> None:
    before = await clocks(desk)
    await preview(desk, id=policy["id"], policy={**EVERY, "targets": SHORTER})
    await preview(desk, deactivate=policy["id"])
    await desk.settle()
    assert await clocks(desk) == before
    assert (await desk.ok("GET", f"/policies/{policy['id']}/versions"))["items"][0]["version"] == 1


CHANGES: list[dict[str, Any]] = [
    {"targets": SHORTER},
    {"targets": TARGETS[:1]},
    {"targets": [*TARGETS, {"kind": "dispatch", "seconds": 600, "hours": "calendar"}]},
    {"targets": [*TARGETS, {"kind": "next_response", "seconds": 600}]},
    {"targets": [TARGETS[0], {**TARGETS[1], "paused_in": []}]},
    {"targets": [{**TARGETS[0], "paused_in": ["on_hold"]}, TARGETS[1]]},
    {"targets": [TARGETS[0], {**TARGETS[1], "hours": "business"}]},
    {"targets": [TARGETS[0], {**TARGETS[1], "seconds": 3_000}]},
    {"name": "Another name"},
    {"ladder": [{"moment": "before", "share": 0.5, "to": ["owner"]}]},
    {"note_answers": True},
    {"always": False, "condition": PHONE},
    {"active": False},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
async def test_saving_does_what_the_preview_said(desk: Desk, policy: Any, change: dict[str, Any]) -> None:
    edited = {**EVERY, **change}
    seen = await preview(desk, id=policy["id"], policy=edited)
    before = await clocks(desk)
    await desk.ok("PUT", f"/policies/{policy['id']}", edited)
    await desk.settle()
    found = difference(before, await clocks(desk))
    assert counts(seen) == found


async def test_switching_off_and_another_order_can_be_looked_at_first(desk: Desk, policy: Any) -> None:
    stops = await preview(desk, deactivate=policy["id"])
    assert counts(stops) == {"changed": 0, "broken": 0, "starting": 0, "stopping": 7}
    assert all(example["due_after"] is None for example in stops["examples"])
    other = await desk.ok("POST", "/policies", {**EVERY, "name": "Short", "targets": SHORTER})
    ids = [each["id"] for each in (await desk.ok("GET", "/policies"))["items"]]
    turned = [other["id"], *(each for each in ids if each != other["id"])]
    assert counts(await preview(desk, order=turned))["changed"] == 3
    assert counts(await preview(desk, order=ids)) == dict.fromkeys(COUNTED, 0)


async def test_a_new_policy_behind_the_one_for_every_ticket_would_do_nothing(desk: Desk, policy: Any) -> None:
    assert counts(await preview(desk, policy={**EVERY, "targets": SHORTER})) == dict.fromkeys(COUNTED, 0)


async def test_a_set_can_be_looked_at_before_it_takes_the_place_of_what_there_is(desk: Desk, policy: Any) -> None:
    seen = await preview(desk, preset="one_hour_two_hours", replace=True)
    # One was answered; three wait, one of them too long. What had to be solved has not any more.
    assert counts(seen) == {"changed": 3, "broken": 1, "starting": 0, "stopping": 4}
    assert counts(await preview(desk, preset="one_hour_two_hours")) == dict.fromkeys(COUNTED, 0)


async def test_examples_are_few_and_the_late_ones_come_first(
    desk: Desk, policy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_EXAMPLES", 2)
    monkeypatch.setattr(looking, "BATCH", 1)
    seen = await preview(desk, id=policy["id"], policy={**EVERY, "targets": SHORTER})
    assert [example["breaks"] for example in seen["examples"]] == [True, False]
    assert seen["changed"] == 3


async def test_a_preview_is_of_one_change(desk: Desk, policy: Any) -> None:
    for asked, path in (({}, "policy"), ({"order": [], "deactivate": 1}, "order")):
        answer = await desk.ask("POST", "/policies/preview", asked)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["path"] == path
    assert (await desk.ask("POST", "/policies/preview", {"deactivate": 1})).status_code == 404


async def test_what_could_not_be_saved_cannot_be_looked_at(desk: Desk, policy: Any) -> None:
    answer = await desk.ask("POST", "/policies/preview", {"policy": {**EVERY, "targets": []}})
    assert [error["path"] for error in answer.json()["errors"]] == ["policy.targets"]


async def test_a_preview_of_another_calendar_says_what_it_moves(desk: Desk, policy: Any) -> None:
    business = [TARGETS[0], {**TARGETS[1], "hours": "business"}]
    await desk.ok("PUT", f"/policies/{policy['id']}", {**EVERY, "targets": business})
    await desk.settle()
    [calendar] = (await desk.ok("GET", "/calendars"))["items"]
    today = desk.clock.now.date()
    closed = {**calendar["calendar"], "holidays": [(today + timedelta(days=n)).isoformat() for n in range(8)]}
    closed["overrides"] = {}
    body = {"calendar": closed}
    seen = await desk.ok("POST", f"/calendars/{calendar['id']}/preview", body)
    assert seen["running"] == 7
    assert seen["changed"] == 4  # the one on hold too
