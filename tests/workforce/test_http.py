"""Agents, presence and work over HTTP."""

from datetime import datetime, timedelta

import pytest

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk


async def test_agents_are_listed_with_their_load_and_teams(desk: Desk) -> None:
    await desk.come_online(LEE)
    await desk.write()
    await desk.settle()
    agents = {agent["name"]: agent for agent in (await desk.ok("GET", "/agents"))["items"]}
    assert set(agents) == {"Maya", "Otto", "Lee", "Anna"}
    lee = agents["Lee"]
    assert (lee["status"], lee["source"]) == ("online", "api")
    assert (lee["load"], lee["capacity"]) == (4, 12)  # a chat takes four places of twelve
    assert lee["loads"] == [{"channel": "chat", "tickets": 1, "places": 4}]
    assert (lee["skills"], lee["languages"], lee["rostered"], lee["shift_until"]) == ([], [], False, None)
    assert lee["teams"] == [{"id": desk.team_id, "name": "客服一组"}]
    assert agents["Anna"]["status"] == "offline"


async def test_agents_are_read_page_by_page(desk: Desk) -> None:
    whole = await desk.ok("GET", "/agents")
    assert ([agent["name"] for agent in whole["items"]], whole["next"]) == (["Anna", "Lee", "Maya", "Otto"], None)
    first = await desk.ok("GET", "/agents?limit=3")
    rest = await desk.ok("GET", f"/agents?limit=3&after={first['next']}")
    assert ([*first["items"], *rest["items"]], rest["next"]) == (whole["items"], None)
    assert (await desk.ask("GET", "/agents?after=nowhere&limit=0")).status_code == 422


async def test_everybody_switches_their_own_presence_and_a_supervisor_that_of_others(desk: Desk) -> None:
    mine = await desk.ok("PUT", "/agents/me/presence", {"status": "away"}, as_=LEE)
    assert (mine["status"], mine["source"]) == ("away", "api")
    path = f"/agents/{desk.people[LEE]}/presence"
    assert (await desk.ok("GET", path, as_=ANNA))["status"] == "away"
    assert (await desk.ask("PUT", path, {"status": "online"}, as_=ANNA)).status_code == 403
    assert (await desk.ok("PUT", path, {"status": "online"}, as_=OTTO))["status"] == "online"


@pytest.mark.parametrize(
    "body",
    [
        {"status": "asleep"},
        {},
        {"status": "online", "until": "noon"},
        {"status": "break", "until": "2026-03-02T12:00:00"},
    ],
)
async def test_a_presence_that_makes_no_sense_is_refused(desk: Desk, body: dict[str, str]) -> None:
    assert (await desk.ask("PUT", "/agents/me/presence", body, as_=LEE)).status_code == 422


async def test_a_break_ends_by_itself_at_the_instant_that_was_said(desk: Desk) -> None:
    await desk.come_online(LEE)
    until = (desk.clock.now + timedelta(minutes=30)).isoformat()
    at_lunch = await desk.ok("PUT", "/agents/me/presence", {"status": "break", "until": until}, as_=LEE)
    assert (at_lunch["status"], datetime.fromisoformat(at_lunch["until"])) == ("break", datetime.fromisoformat(until))
    desk.clock.pass_by(minutes=29)
    await desk.settle()
    assert (await desk.ok("GET", "/agents/me/presence", as_=LEE))["status"] == "break"
    desk.clock.pass_by(minutes=2)
    await desk.settle()
    back = await desk.ok("GET", "/agents/me/presence", as_=LEE)
    assert (back["status"], back["until"]) == ("online", None)
    assert datetime.fromisoformat(back["since"]) == datetime.fromisoformat(until)


@pytest.mark.parametrize(("status", "minutes"), [("online", 5), ("offline", 5), ("break", -1), ("break", 24 * 60 + 1)])
async def test_an_end_that_makes_no_sense_names_its_field(desk: Desk, status: str, minutes: int) -> None:
    until = (desk.clock.now + timedelta(minutes=minutes)).isoformat()
    refused = await desk.ask("PUT", "/agents/me/presence", {"status": status, "until": until}, as_=LEE)
    assert refused.status_code == 422
    assert [error["path"] for error in refused.json()["errors"]] == ["until"]


async def test_two_devices_and_a_lost_connection_are_one_colleague(desk: Desk) -> None:
    """A telephone and a notebook beat in turn; one falls silent, both do, one comes back."""
    for _ in range(3):
        for _device in ("notebook", "telephone"):
            await desk.ok("PUT", "/agents/me/heartbeat", as_=LEE)
            desk.clock.pass_by(seconds=15)
    desk.clock.pass_by(seconds=60)  # the notebook is shut; the telephone is late, within the grace
    await desk.settle()
    await desk.ok("PUT", "/agents/me/heartbeat", as_=LEE)
    desk.clock.pass_by(seconds=91)
    await desk.settle()
    await desk.ok("PUT", "/agents/me/heartbeat", as_=LEE)
    found = await desk.ok("GET", "/audit?kind=PresenceChanged")
    assert [each["fields"]["status"] for each in found["items"]] == ["online", "offline", "online"]


@pytest.mark.parametrize("who", ["0", "4711", "999999999999999999"])
async def test_nobody_of_that_id_is_not_found(desk: Desk, who: str) -> None:
    assert (await desk.ask("GET", f"/agents/{who}/presence")).status_code == 404
    assert (await desk.ask("PUT", f"/agents/{who}/presence", {"status": "online"})).status_code == 404
    assert (await desk.ask("PATCH", f"/agents/{who}", {"capacity": 3})).status_code == 404


async def test_a_name_is_no_id(desk: Desk) -> None:
    assert (await desk.ask("GET", "/agents/lee/presence")).status_code in {404, 422}


async def test_a_supervisor_sets_capacity_and_an_agent_does_not(desk: Desk) -> None:
    path = f"/agents/{desk.people[LEE]}"
    assert await desk.ok("PATCH", path, {"capacity": 3}, as_=OTTO) == {"id": desk.people[LEE], "capacity": 3}
    assert (await desk.ask("PATCH", path, {"capacity": 99}, as_=LEE)).status_code == 403
    for wrong in (-1, 1001, "many", None):
        assert (await desk.ask("PATCH", path, {"capacity": wrong}, as_=OTTO)).status_code == 422


async def test_a_heartbeat_brings_an_agent_online(desk: Desk) -> None:
    beat = await desk.ok("PUT", "/agents/me/heartbeat", as_=LEE)
    assert (beat["status"], beat["source"]) == ("online", "console")
    desk.clock.pass_by(seconds=100)
    await desk.settle()
    assert (await desk.ok("GET", "/agents/me/presence", as_=LEE))["status"] == "offline"


async def test_who_is_at_a_ticket_is_shown_to_the_others(desk: Desk) -> None:
    ticket = await desk.write()
    path = f"/tickets/{ticket['id']}/work"
    await desk.ok("PUT", path, {"typing": True}, as_=LEE)
    seen = await desk.ok("PUT", path, {"typing": False}, as_=ANNA)
    assert [(each["name"], each["typing"]) for each in seen["people"]] == [("Lee", True), ("Anna", False)]
    await desk.ok("DELETE", path, as_=LEE)
    assert [each["name"] for each in (await desk.ok("GET", path, as_=MAYA))["people"]] == ["Anna"]
    assert [kind for kind in await desk.kinds(ticket["id"]) if kind in {"WorkStarted", "WorkLeft", "ReplyTyped"}] == [
        "WorkStarted",
        "ReplyTyped",
        "WorkStarted",
        "WorkLeft",
    ]


async def test_nobody_works_at_a_ticket_that_is_not_here(desk: Desk) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert (await desk.ask(method, "/tickets/4711/work", as_=LEE)).status_code == 404
