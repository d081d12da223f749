"""Over HTTP: what is said of a broken promise, of a ticket's times, and of a due instant."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk

TABLE_1_URGENT = 10 * 60  # the first answer, by chat


async def breaches(desk: Desk, key: int) -> dict[str, Any]:
    found = await desk.ok("GET", f"/tickets/{key}/breaches", as_=LEE)
    return {breach["kind"]: breach for breach in found["items"]}


def minutes(breach: dict[str, Any]) -> dict[tuple[str, str | None], float]:
    return {(p["part"], p["owner"] and p["owner"]["name"]): p["seconds"] / 60 for p in breach["parts"]}


async def test_a_broken_promise_says_where_its_time_went(desk: Desk) -> None:
    await desk.come_online(LEE, ANNA)
    ticket = await desk.write(level="urgent")
    key = ticket["id"]
    desk.clock.pass_by(minutes=1)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": "lee@example.com"}, as_=OTTO)
    desk.clock.pass_by(minutes=4)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    desk.clock.pass_by(minutes=20)
    await desk.settle()

    first = (await breaches(desk, key))["first_response"]
    assert minutes(first) == {("dispatch", None): 1, ("owner", "Lee"): 4, ("owner", "Anna"): 5}
    assert sum(part["seconds"] for part in first["parts"]) == first["whole_seconds"] == TABLE_1_URGENT
    assert (first["late"], first["cause"], first["closed_seconds"]) == (None, "", 0)
    assert "BreachExplained" in await desk.kinds(key)

    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "抱歉"}, as_=ANNA)
    await desk.settle()
    again = (await breaches(desk, key))["first_response"]
    assert minutes(again) == minutes(first)
    assert minutes(again["late"]) == {("owner", "Anna"): 15}
    assert again["met_at"] is not None


async def test_nobody_at_work_is_told_apart_from_nobody_free(desk: Desk) -> None:
    ticket = await desk.write(level="urgent")
    await desk.settle()
    desk.clock.pass_by(minutes=3)
    await desk.ok("PUT", f"/agents/{desk.people[LEE]}/presence", {"status": "away"})  # at work, and takes none
    desk.clock.pass_by(minutes=30)
    await desk.settle()
    first = (await breaches(desk, ticket["id"]))["first_response"]
    assert minutes(first) == {("off_shift", None): 3, ("queue", None): 7}
    assert {part["team"]["name"] for part in first["parts"]} == {"客服一组"}


async def test_a_promise_that_an_answer_sent_in_time_saved_has_no_reason(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    await desk.settle()
    desk.clock.pass_by(minutes=5)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "在"}, as_=LEE)
    desk.clock.pass_by(minutes=50)
    await desk.settle()
    assert await breaches(desk, ticket["id"]) == {}


async def test_a_change_that_makes_a_promise_late_is_its_cause(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="normal")
    await desk.settle()
    desk.clock.pass_by(minutes=20)
    await desk.ok("PATCH", f"/tickets/{ticket['id']}", {"level": "urgent"}, as_=LEE)
    await desk.settle()
    first = (await breaches(desk, ticket["id"]))["first_response"]
    assert first["cause"] == "reprioritised"
    assert first["whole_seconds"] == 20 * 60


async def test_the_measures_of_a_ticket(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    key = ticket["id"]
    await desk.settle()
    desk.clock.pass_by(minutes=10)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "订单号?", "pending": True}, as_=LEE)
    desk.clock.pass_by(minutes=30)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "12345", "as": "requester"}, as_=LEE)
    desk.clock.pass_by(minutes=5)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "查到了"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{key}/solution", {"outcome": "ok"}, as_=LEE)
    desk.clock.pass_by(minutes=60)

    found = await desk.ok("GET", f"/tickets/{key}/measures", as_=LEE)
    states = {each["state"]: each["seconds"] / 60 for each in found["states"]}
    assert states == {"open": 15, "pending": 30, "solved": 60}
    assert found["first_response"]["seconds"] == 600
    assert found["first_response"]["by"]["name"] == "Lee"
    assert [wait["seconds"] for wait in found["responses"]] == [600, 300]
    assert found["waited_for"]["customer"]["seconds"] == 1800
    assert [gap["seconds"] for gap in found["updates"]] == [2100]
    assert [gap["seconds"] for gap in found["updates_unpaused"]] == [300]
    assert found["first_resolution_time"]["seconds"] == found["total_resolution_time"]["seconds"] == 45 * 60
    assert [(each["owner"]["name"], each["seconds"]) for each in found["owners"]] == [("Lee", 45 * 60)]
    assert [(each["team"]["name"], each["seconds"]) for each in found["teams"]] == [("客服一组", 45 * 60)]
    assert found["reopen_count"] == 0


async def test_why_it_is_due_then_is_said_step_by_step(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="important")
    key = ticket["id"]
    await desk.settle()
    desk.clock.pass_by(minutes=10)
    await desk.ok("PUT", f"/tickets/{key}/hold", {"reason": "等仓库"}, as_=LEE)
    desk.clock.pass_by(minutes=10)
    await desk.ok("DELETE", f"/tickets/{key}/hold", as_=LEE)
    timer = (await desk.timers(key))["resolution"]
    told = await desk.ok("GET", f"/timers/{timer['id']}/explanation", as_=LEE)
    assert (told["due_at"], told["kind"], told["state"]) == (timer["due_at"], "resolution", "running")
    by_name: dict[str, list[dict[str, Any]]] = {}
    for step in told["steps"]:
        by_name.setdefault(step["step"], []).append(step)
    assert by_name["started"][0]["params"]["why"] == "TicketOpened"
    assert by_name["policy"][0]["params"]["policy"] == timer["policy"]
    assert by_name["paused"][0]["params"]["reason"] == "等仓库"
    assert by_name["due"][0]["at"] == timer["due_at"]
    ran = sum(step["params"]["seconds"] for name in ("ran", "worked", "worked_days") for step in by_name.get(name, []))
    assert ran == timer["target_seconds"]


async def test_a_change_of_level_is_told_among_the_steps(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="normal")
    await desk.settle()
    before = (await desk.timers(ticket["id"]))["resolution"]
    desk.clock.pass_by(minutes=10)
    await desk.ok("PATCH", f"/tickets/{ticket['id']}", {"level": "important"}, as_=LEE)
    told = await desk.ok("GET", f"/timers/{before['id']}/explanation", as_=LEE)
    [changed] = [step for step in told["steps"] if step["step"] == "changed"]
    assert changed["params"]["why"] == "reprioritised"
    assert (changed["params"]["was_due_at"], changed["params"]["due_at"]) == (before["due_at"], told["due_at"])
    [target] = [step for step in told["steps"] if step["step"] == "target"]
    assert target["params"]["seconds"] == before["target_seconds"]


async def test_a_clock_that_is_not_here_is_not_explained(desk: Desk) -> None:
    assert (await desk.ask("GET", "/timers/1/explanation", as_=LEE)).status_code == 404


@pytest.mark.parametrize("path", ["breaches", "measures"])
async def test_nothing_is_said_of_a_ticket_that_is_not_here(desk: Desk, path: str) -> None:
    assert (await desk.ask("GET", f"/tickets/1/{path}", as_=MAYA)).status_code == 404


async def test_a_breach_is_explained_once_however_often_the_worker_comes(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    await desk.settle()
    desk.clock.pass_by(minutes=30)
    for _ in range(3):
        await desk.settle()
    kinds = await desk.kinds(ticket["id"])
    assert kinds.count("BreachExplained") == kinds.count("PromiseBroken") == 1


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_case_35_time_before_the_desk_had_a_message_is_the_channels(desk: Desk) -> None:
    await desk.come_online(LEE)
    received = desk.clock.now - timedelta(minutes=25)
    ticket = await desk.write(level="urgent", received_at=received.isoformat())
    await desk.settle()
    first = (await breaches(desk, ticket["id"]))["first_response"]
    assert at(first["broken_at"]) == received + timedelta(seconds=TABLE_1_URGENT)
    assert minutes(first) == {("channel", None): TABLE_1_URGENT / 60}
