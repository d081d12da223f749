"""Clocks that run follow a change of policies or calendars, in batches, in the background."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from jishi.clock.replanning import run as running
from jishi.identity.model import Requester
from jishi.reactions import ALARMS
from jishi.tickets.receive import Incoming, receive
from jishi.web.worker import Worker
from tests.cast import LEE, Desk

TARGETS = [
    {"kind": "first_response", "seconds": 7_200, "hours": "calendar"},
    {"kind": "resolution", "seconds": 14_400, "hours": "business", "paused_in": ["pending", "on_hold"]},
]
EVERY = {"name": "Everything", "always": True, "targets": TARGETS}
SHORTER = [{**TARGETS[0], "seconds": 1_800}, TARGETS[1]]
TOLD = {"TimersReplanned", "TimersStarted", "TimersStopped", "PromiseBroken", "WarningReached"}


@pytest.fixture
async def policy(desk: Desk) -> Any:
    """The only policy of the desk."""
    for each in (await desk.ok("GET", "/policies"))["items"]:
        await desk.ok("DELETE", f"/policies/{each['id']}")
    made = await desk.ok("POST", "/policies", EVERY)
    await desk.settle()
    return made


async def change(desk: Desk, policy: Any, **more: Any) -> None:
    await desk.ok("PUT", f"/policies/{policy['id']}", {**EVERY, **more})


async def latest(desk: Desk) -> Any:
    return (await desk.ok("GET", "/replannings"))["items"][0]


async def due(desk: Desk, ticket: Any) -> dict[str, str]:
    return {kind: timer["due_at"] for kind, timer in (await desk.timers(ticket["id"])).items()}


async def states(desk: Desk, ticket: Any) -> dict[str, str]:
    return {kind: timer["state"] for kind, timer in (await desk.timers(ticket["id"])).items()}


async def told(desk: Desk, ticket: Any) -> list[str]:
    return [kind for kind in await desk.kinds(ticket["id"]) if kind in TOLD]


def soon(desk: Desk, **later: float) -> str:
    return (desk.clock.now + timedelta(**later)).isoformat().replace("+00:00", "Z")


async def test_clocks_that_run_follow_an_edit_and_new_ones_at_once(desk: Desk, policy: Any) -> None:
    old = await desk.write()
    in_two_hours = soon(desk, hours=2)
    desk.clock.pass_by(minutes=10)
    await change(desk, policy, targets=SHORTER)
    assert (await due(desk, old))["first_response"] == in_two_hours
    new = await desk.write()
    assert (await due(desk, new))["first_response"] == soon(desk, minutes=30)
    await desk.settle()
    assert (await due(desk, old))["first_response"] == soon(desk, minutes=20)
    last = await latest(desk)
    assert (last["why"], last["total"], last["done"], last["by"]["name"]) == ("policy_saved", 2, 2, "Maya")
    assert last["finished_at"] is not None


async def test_a_clock_that_an_edit_makes_late_is_late_as_of_the_edit(desk: Desk, policy: Any) -> None:
    ticket = await desk.write()
    edited = desk.clock.pass_by(minutes=90)
    await change(desk, policy, targets=SHORTER)
    await desk.settle()
    timer = (await desk.timers(ticket["id"]))["first_response"]
    assert (timer["state"], timer["broken_at"]) == ("broken", edited.isoformat().replace("+00:00", "Z"))
    facts = (await desk.ok("GET", f"/tickets/{ticket['id']}/facts?limit=200"))["items"]
    [broken] = [fact for fact in facts if fact["kind"] == "PromiseBroken"]
    assert broken["cause"] == "policy_changed"
    assert (await latest(desk))["broken"] == 1


async def test_what_is_overdue_happens_to_a_ticket_before_its_clocks_change(desk: Desk, policy: Any) -> None:
    """They change as of now; a wait that ended before that has ended, though the worker comes late to both."""
    ticket = await desk.write()
    await change(desk, policy, targets=SHORTER)
    desk.clock.pass_by(minutes=5)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/pending", {"until": soon(desk, minutes=10)}, as_=LEE)
    desk.clock.pass_by(hours=1)
    await desk.settle()
    kinds = await desk.kinds(ticket["id"])
    assert kinds.index("TicketResumed") < kinds.index("TimersReplanned")
    assert (await latest(desk))["finished_at"] is not None


async def test_a_finished_clock_keeps_the_version_that_judged_it(desk: Desk, policy: Any) -> None:
    ticket = await desk.write()
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "您好"}, as_=LEE)
    before = (await desk.timers(ticket["id"]))["first_response"]
    await change(desk, policy, targets=SHORTER)
    await desk.settle()
    assert (await desk.timers(ticket["id"]))["first_response"] == before


async def test_case_49_a_policy_switched_off_stops_its_clocks(desk: Desk, policy: Any) -> None:
    ticket = await desk.write()
    desk.clock.pass_by(minutes=100)  # a warning was given
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["due_at"] is not None
    await desk.ok("DELETE", f"/policies/{policy['id']}")
    await desk.settle()
    assert await states(desk, ticket) == {"first_response": "cancelled", "resolution": "cancelled"}
    shown = await desk.ok("GET", f"/tickets/{ticket['id']}")
    assert (shown["due_at"], shown["warn_at"]) == (None, None)
    desk.clock.pass_by(days=3)
    await desk.settle()
    assert "PromiseBroken" not in await told(desk, ticket)


async def test_case_50_switching_a_policy_off_and_on_buys_no_time(desk: Desk, policy: Any) -> None:
    ticket = await desk.write()
    before = await due(desk, ticket)
    desk.clock.pass_by(minutes=30)
    await desk.ok("DELETE", f"/policies/{policy['id']}")
    await desk.settle()
    desk.clock.pass_by(minutes=30)
    await change(desk, policy)
    await desk.settle()
    assert await due(desk, ticket) == before
    assert await states(desk, ticket) == {"first_response": "running", "resolution": "running"}


async def test_a_promise_that_is_new_counts_from_the_beginning_and_minds_what_happened(desk: Desk, policy: Any) -> None:
    await change(desk, policy, targets=TARGETS[:1])
    await desk.settle()
    begun = desk.clock.now
    ticket = await desk.write()
    answered = await desk.write()
    await desk.ok("POST", f"/tickets/{answered['id']}/messages", {"body": "您好"}, as_=LEE)
    desk.clock.pass_by(minutes=10)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/hold", {"reason": "等仓库"}, as_=LEE)
    desk.clock.pass_by(minutes=20)
    await desk.ok("DELETE", f"/tickets/{ticket['id']}/hold", as_=LEE)
    desk.clock.pass_by(minutes=5)
    calendar = {**TARGETS[1], "hours": "calendar", "seconds": 7_200}
    await change(desk, policy, targets=[TARGETS[0], calendar])
    await desk.settle()
    expected = (begun + timedelta(minutes=140)).isoformat().replace("+00:00", "Z")
    assert (await due(desk, ticket))["resolution"] == expected
    assert (await desk.timers(answered["id"]))["first_response"]["state"] == "met"


async def test_case_54_a_run_that_changes_nothing_writes_nothing(desk: Desk, policy: Any) -> None:
    ticket = await desk.write()
    await desk.settle()
    before, facts = await desk.timers(ticket["id"]), await desk.kinds(ticket["id"])
    updated = (await desk.ok("GET", f"/tickets/{ticket['id']}"))["updated_at"]
    desk.clock.pass_by(minutes=1)
    await desk.ok("POST", "/policies", {**EVERY, "name": "Behind", "targets": SHORTER})
    await desk.settle()
    last = await latest(desk)
    assert (last["done"], last["changed"], last["finished_at"] is None) == (1, 0, False)
    after = await desk.timers(ticket["id"])
    for timer in (*before.values(), *after.values()):
        del timer["remaining_seconds"], timer["used_seconds"]
    assert after == before
    assert await desk.kinds(ticket["id"]) == facts
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["updated_at"] == updated


async def test_case_52_a_holiday_put_in_later_moves_what_runs_and_what_stands_still(desk: Desk, policy: Any) -> None:
    await change(desk, policy, targets=[{**TARGETS[1], "seconds": 86_400}])
    await desk.settle()
    runs, stands, done = [await desk.write() for _ in range(3)]
    await desk.ok("PUT", f"/tickets/{stands['id']}/hold", {"reason": "等仓库"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{done['id']}/solution", {"outcome": "好了"}, as_=LEE)
    before = [(await due(desk, ticket))["resolution"] for ticket in (runs, stands, done)]
    [calendar] = (await desk.ok("GET", "/calendars"))["items"]
    days = [(desk.clock.now + timedelta(days=n)).date().isoformat() for n in range(1, 4)]
    hours = {**calendar["calendar"], "holidays": [*calendar["calendar"]["holidays"], *days]}
    overrides = {day: spans for day, spans in hours["overrides"].items() if day not in days}
    await desk.ok(
        "PUT", f"/calendars/{calendar['id']}", {"name": calendar["name"], "calendar": {**hours, "overrides": overrides}}
    )
    await desk.settle()
    assert (await latest(desk))["why"] == "calendar_saved"
    await desk.ok("DELETE", f"/tickets/{stands['id']}/hold", as_=LEE)
    after = [(await due(desk, ticket))["resolution"] for ticket in (runs, stands, done)]
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert after[2] == before[2]


async def test_case_55_a_run_goes_in_batches_and_shows_how_far_it_is(
    desk: Desk, policy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 3)
    tickets = [await desk.write() for _ in range(8)]
    await desk.settle()
    await change(desk, policy, targets=SHORTER)
    begun = await latest(desk)
    assert (begun["total"], begun["done"], begun["finished_at"]) == (8, 0, None)
    seen, last = [], begun
    while await desk.worker._ring_some(desk.workspace_id):
        last = await latest(desk)
        seen.append((last["done"], last["changed"]))
    assert seen == [(3, 3), (6, 6), (8, 8), (8, 8)]  # the other clock of a ticket only runs by the new version
    assert last["finished_at"] is not None
    for ticket in tickets:
        assert (await due(desk, ticket))["first_response"] == soon(desk, minutes=30)


async def test_a_newer_change_takes_over_from_an_older_one(
    desk: Desk, policy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    tickets = [await desk.write() for _ in range(5)]
    await desk.settle()
    await change(desk, policy, targets=SHORTER)
    await desk.worker._ring_some(desk.workspace_id)
    desk.clock.pass_by(seconds=1)
    await change(desk, policy, targets=[{**TARGETS[0], "seconds": 3_600}, TARGETS[1]])
    await desk.settle()
    newer, older = (await desk.ok("GET", "/replannings"))["items"][:2]
    assert (older["superseded"], older["done"]) == (True, 2)
    assert (newer["superseded"], newer["done"]) == (False, 5)
    for ticket in tickets:
        timer = (await desk.timers(ticket["id"]))["first_response"]
        assert (timer["state"], timer["target_seconds"]) == ("running", 3_600)


async def test_two_workers_do_every_ticket_once(desk: Desk, policy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    tickets = [await desk.write() for _ in range(9)]
    await desk.settle()
    await change(desk, policy, targets=SHORTER)
    other = Worker(desk.database, dict(ALARMS))
    await asyncio.gather(desk.worker.drain(), other.drain())
    assert (await latest(desk))["done"] == 9
    for ticket in tickets:
        assert (await told(desk, ticket)).count("TimersReplanned") == 1


async def test_a_ticket_stored_by_a_request_that_knew_the_old_policy_is_found_afterwards(
    desk: Desk, policy: Any
) -> None:
    await desk.write()
    async with desk.database.job(desk.workspace_id) as slow:
        given = Incoming(body="在吗", channel="chat", requester=Requester(email="slow@example.com"))
        ticket_id = (await receive(slow, given)).ticket.id
        await change(desk, policy, targets=SHORTER)
        await desk.settle()
        assert (await latest(desk))["finished_at"] is not None
    assert (await desk.timers(ticket_id))["first_response"]["target_seconds"] == 7_200
    desk.clock.pass_by(seconds=31)
    await desk.settle()
    assert (await desk.timers(ticket_id))["first_response"]["target_seconds"] == 1_800


async def test_a_new_workspace_has_nothing_to_plan_again(desk: Desk) -> None:
    assert (await desk.ok("GET", "/replannings"))["items"] == []
