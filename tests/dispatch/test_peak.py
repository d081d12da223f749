"""More work than people: switched by hand, seen coming, switched by itself, and who is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jishi.dispatch.forecast.model import Picture
from jishi.dispatch.forecast.rules import forecast
from jishi.dispatch.peak.model import Peak, Said
from jishi.dispatch.peak.rules import Weather, weather
from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.notify.promises import later, lead, notices, promise, told

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BUSY = Picture(team_id=1, waiting=20, arrived=10, ends=(None, None), handling=600, target=1800)
GROWING = Picture(team_id=1, waiting=2, arrived=30, ends=(None,) * 3, handling=600, target=1800)
CALM = Picture(team_id=1, waiting=1, ends=(None, None), handling=600, target=1800)


def met(picture: Picture, peak: Peak | None = None, *, auto: bool = True, **ago: int) -> Weather:
    """`warned`, `ended`: so many minutes ago."""
    said = Said(**{f"{what}_at": NOW - timedelta(minutes=minutes) for what, minutes in ago.items()})
    return weather(forecast(picture, now=NOW), peak, said, auto=auto, now=NOW)


def on(minutes: int, why: str = "forecast") -> Peak:
    return Peak(team_id=1, began_at=NOW - timedelta(minutes=minutes), by="system", why=why)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (met(BUSY), Weather(begins=True)),
        (met(BUSY, auto=False), Weather(warns=True)),
        (met(BUSY, ended=29, warned=5), Weather()),
        (met(BUSY, ended=30), Weather(begins=True)),
        (met(GROWING), Weather(warns=True)),
        (met(GROWING, warned=29), Weather()),
        (met(GROWING, warned=30), Weather(warns=True)),
        (met(CALM), Weather()),
        (met(CALM, on(6)), Weather(ends=True)),
        (met(CALM, on(4)), Weather()),
        (met(BUSY, on(60)), Weather()),
        (met(CALM, on(60, "by_hand")), Weather()),
    ],
)
def test_a_queue_switches_itself_only_as_it_may(seen: Weather, expected: Weather) -> None:
    assert seen == expected


async def test_a_supervisor_switches_peak_mode_and_everybody_concerned_is_told(desk: Desk) -> None:
    await lead(desk, ANNA)
    path = f"/queues/{desk.team_id}/peak"
    assert (await desk.ask("PUT", path, {}, as_=LEE)).status_code == 403
    begun = await desk.ok("PUT", path, {}, as_=OTTO)
    assert (begun["why"], begun["until"]) == ("by_hand", None)
    assert (await desk.ask("PUT", path, {}, as_=OTTO)).status_code == 409
    await desk.settle()
    [notice] = await notices(desk, ANNA)
    assert (notice["kind"], notice["ticket_id"], notice["data"]["by"]) == ("peak", None, "Otto")
    assert notice["data"]["team"] == "客服一组"
    assert await told(desk, OTTO) == []  # who switched it on knows
    await desk.ok("DELETE", path, as_=OTTO)
    assert (await desk.ask("DELETE", path, as_=OTTO)).status_code == 404


async def test_a_peak_with_an_end_ends_by_itself(desk: Desk) -> None:
    until = desk.clock.now + timedelta(minutes=30)
    wrong = await desk.ask("PUT", "/peak", {"until": desk.clock.now.isoformat()}, as_=OTTO)
    assert wrong.status_code == 422
    zoneless = await desk.ask("PUT", "/peak", {"until": until.replace(tzinfo=None).isoformat()}, as_=OTTO)
    assert (wrong.status_code, zoneless.status_code) == (422, 422)
    await desk.ok("PUT", "/peak", {"until": until.isoformat()}, as_=OTTO)
    await later(desk, minutes=31)
    [*_, whole] = (await desk.ok("GET", "/queues"))["items"]
    assert whole["peak"] is None


async def test_at_a_peak_others_may_take_at_once_what_waits(desk: Desk) -> None:
    other = await desk.ok("POST", "/teams", {"name": "外包", "members": [desk.people[MAYA]]})
    steps = [{"after": 3600, "team_ids": [other["id"]]}]
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"overflow": steps}, as_=OTTO)
    await desk.come_online(MAYA)
    ticket = (await desk.write())["id"]
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket}"))["owner"] is None
    await desk.ok("PUT", "/peak", {}, as_=OTTO)
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket}"))["owner"]["name"] == "Maya"
    assert "TicketOverflowed" in await desk.kinds(ticket)


async def test_at_a_peak_everybody_helps_a_queue_that_names_nobody_unless_it_says_no(desk: Desk) -> None:
    await desk.ok("POST", "/teams", {"name": "外包", "members": [desk.people[MAYA]]})
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"peak_widens": False}, as_=OTTO)
    await desk.come_online(MAYA)
    ticket = (await desk.write())["id"]
    await desk.ok("PUT", f"/queues/{desk.team_id}/peak", {}, as_=OTTO)
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket}"))["owner"] is None
    assert (await desk.ok("PUT", f"/queues/{desk.team_id}", {}, as_=OTTO))["peak_widens"]
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket}"))["owner"]["name"] == "Maya"
    assert "TicketOverflowed" in await desk.kinds(ticket)


async def test_a_queue_that_breaks_its_target_switches_itself_and_back_and_says_how_many_are_short(desk: Desk) -> None:
    await promise(desk)  # a first answer within an hour
    await lead(desk, ANNA)
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"auto_peak": True}, as_=OTTO)
    await desk.come_online(LEE)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 1}, as_=OTTO)
    tickets = [(await desk.write(channel="email"))["id"] for _ in range(9)]  # half an hour for three
    await later(desk, minutes=1)
    peaks = [notice for notice in await notices(desk, OTTO) if notice["kind"] == "peak"]
    assert len(peaks) == 1
    assert (peaks[0]["data"]["why"], peaks[0]["data"]["short"]) == ("forecast", 3)
    assert "peak" in await told(desk, ANNA)
    for ticket in tickets:
        await desk.ok("PUT", f"/tickets/{ticket}/solution", {"outcome": "done"}, as_=OTTO)
    await later(desk, minutes=6)
    assert all(queue["peak"] is None for queue in (await desk.ok("GET", "/queues"))["items"])


async def test_the_lead_is_warned_once_of_a_queue_that_may_not_switch_itself(desk: Desk) -> None:
    await promise(desk)
    await lead(desk, ANNA)
    await desk.come_online(LEE)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 1}, as_=OTTO)
    for _ in range(9):
        await desk.write(channel="email")
    for _ in range(3):
        await later(desk, minutes=1)
    warned = [notice for notice in await notices(desk, ANNA) if notice["kind"] == "backlog"]
    assert len(warned) == 1
    assert warned[0]["data"]["waiting"] == 8
    assert warned[0]["data"]["wait"] > warned[0]["data"]["target"]


async def test_a_lead_hears_of_one_queue_once_in_five_minutes_with_a_count(desk: Desk) -> None:
    async def unassigned() -> list[Any]:
        return [notice for notice in await notices(desk, ANNA) if notice["kind"] == "unassigned"]

    await lead(desk, ANNA)
    await desk.write()
    await later(desk, seconds=30)
    for _ in range(3):
        await desk.write()
        await later(desk, seconds=30)
    urgent = await desk.write(level="urgent")
    await desk.settle()
    first, hurry = await unassigned()
    assert first["data"]["more"] == 0
    assert hurry["ticket_id"] == urgent["id"]  # what is urgent does not wait for the rest
    await later(desk, minutes=4)
    [*_, gathered] = await unassigned()
    assert gathered["data"]["more"] == 3
    for _ in range(3):
        await later(desk, minutes=5)
    assert len(await unassigned()) == 3  # nothing new has come since
