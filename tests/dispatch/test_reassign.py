"""Somebody falls ill: what they have in hand goes to others, at once and as a whole."""

from asyncio import gather
from typing import Any

from tests.cast import ANNA, LEE, OTTO, Desk


async def ill(desk: Desk, tickets: int) -> list[int]:
    """Lee has some tickets in hand, and Anna comes."""
    await desk.come_online(LEE)
    written = [(await desk.write(channel="email"))["id"] for _ in range(tickets)]
    await desk.settle()
    await desk.come_online(ANNA)
    return written


def wish(moves: list[Any]) -> dict[str, Any]:
    """A plan as the screen sends it back."""
    numbers = [[move[key] and move[key]["id"] for key in ("ticket", "from", "to")] for move in moves]
    return {"plan": [dict(zip(("ticket", "from", "to"), each, strict=True)) for each in numbers]}


async def test_a_plan_is_shown_before_anything_happens_and_then_done(desk: Desk) -> None:
    tickets = await ill(desk, 3)
    assert (await desk.ask("POST", "/reassignments/preview", {"person": desk.people[LEE]}, as_=LEE)).status_code == 403
    plan = (await desk.ok("POST", "/reassignments/preview", {"person": desk.people[LEE]}, as_=OTTO))["moves"]
    assert {move["ticket"]["id"] for move in plan} == set(tickets)
    assert {(move["from"]["name"], move["to"]["name"]) for move in plan} == {("Lee", "Anna")}
    assert all(move["reason"] for move in plan)
    assert (await desk.ok("GET", f"/tickets/{tickets[0]}"))["owner"]["name"] == "Lee"
    report = await desk.ok("POST", "/reassignments", wish(plan), as_=OTTO)
    assert [given["to"]["name"] for given in report["given"]] == ["Anna"] * 3
    assert report["missed"] == []
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{tickets[0]}"))["owner"]["name"] == "Anna"
    [*_, last] = (await desk.ok("GET", f"/tickets/{tickets[0]}/assignments", headers={"Accept-Language": "en"}))[
        "items"
    ]
    assert last["reason"].startswith("Given to Anna by Otto, one of many")


async def test_what_has_changed_since_the_plan_stays_and_is_reported(desk: Desk) -> None:
    taken, solved, left = await ill(desk, 3)
    plan = (await desk.ok("POST", "/reassignments/preview", {"person": desk.people[LEE]}, as_=OTTO))["moves"]
    await desk.ok("PUT", f"/tickets/{taken}/assignment", {"agent": "otto@example.com"}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{solved}/solution", {"outcome": "done"}, as_=LEE)
    report = await desk.ok("POST", "/reassignments", wish(plan), as_=OTTO)
    assert [given["ticket"]["id"] for given in report["given"]] == [left]
    assert {missed["ticket"]["id"] for missed in report["missed"]} == {taken, solved}
    assert len({missed["reason"] for missed in report["missed"]}) == 2
    assert (await desk.ok("GET", f"/tickets/{taken}"))["owner"]["name"] == "Otto"


async def test_nobody_gets_more_than_fits_and_the_rest_goes_back_to_the_queue(desk: Desk) -> None:
    await ill(desk, 3)
    await desk.ok("PATCH", f"/agents/{desk.people[ANNA]}", {"capacity": 2}, as_=OTTO)
    plan = (await desk.ok("POST", "/reassignments/preview", {"person": desk.people[LEE]}, as_=OTTO))["moves"]
    assert sorted(move["to"]["name"] if move["to"] else "" for move in plan) == ["", "Anna", "Anna"]
    await desk.ok("PUT", "/agents/me/presence", {"status": "offline"}, as_=LEE)
    await desk.ok("POST", "/reassignments", wish(plan), as_=OTTO)
    await desk.settle()
    assert len((await desk.ok("GET", "/queue"))["items"]) == 1
    every = wish(plan)["plan"] + wish(plan)["plan"]
    assert (await desk.ask("POST", "/reassignments", {"plan": every}, as_=OTTO)).status_code == 422


async def test_two_who_do_it_at_once_give_nobody_more_than_fits(desk: Desk) -> None:
    tickets = await ill(desk, 8)
    await desk.ok("PATCH", f"/agents/{desk.people[ANNA]}", {"capacity": 4}, as_=OTTO)
    halves = [
        {"plan": [{"ticket": each, "from": desk.people[LEE], "to": desk.people[ANNA]} for each in half]}
        for half in (tickets[::2], tickets[1::2])
    ]
    reports = await gather(*(desk.ok("POST", "/reassignments", half, as_=OTTO) for half in halves))
    assert sum(len(report["given"]) for report in reports) == 4


async def test_named_colleagues_may_be_of_another_team(desk: Desk) -> None:
    tickets = await ill(desk, 2)
    await desk.come_online(OTTO)
    asked = {"tickets": tickets, "to": [desk.people[OTTO]]}
    plan = (await desk.ok("POST", "/reassignments/preview", asked, as_=OTTO))["moves"]
    assert [move["to"]["name"] for move in plan] == ["Otto", "Otto"]
    wrong = await desk.ask("POST", "/reassignments/preview", {"to": [desk.people[OTTO], 999]}, as_=OTTO)
    assert [error["path"] for error in wrong.json()["errors"]] == ["person", "to.1"]


async def test_a_wish_that_the_plan_lets_go_does_not_hinder_it_afterwards(desk: Desk) -> None:
    """Only Lee speaks the customer's language, and has had the ticket for longer than anybody waits for a wish."""
    await desk.ok("PUT", f"/agents/{desk.people[ANNA]}/skills", {"skills": [], "languages": ["fr"]}, as_=OTTO)
    await ill(desk, 1)
    desk.clock.pass_by(minutes=2)
    plan = (await desk.ok("POST", "/reassignments/preview", {"person": desk.people[LEE]}, as_=OTTO))["moves"]
    assert [move["to"] and move["to"]["name"] for move in plan] == ["Anna"], plan
    assert (await desk.ok("POST", "/reassignments", wish(plan), as_=OTTO))["missed"] == []
