"""Presence on a real desk: facts, alarms, and who takes tickets."""

from datetime import timedelta

import pytest

from jishi.identity.change_person import change_person
from jishi.identity.facts import SignedOut
from jishi.identity.model import Role
from jishi.workforce.admit import hold
from jishi.workforce.attend import beat
from jishi.workforce.errors import NoSuchAgent
from jishi.workforce.model import CAPACITY, Source
from tests.dispatch.cast import Floor


async def sign_of_life(floor: Floor, name: str, *, after: float) -> None:
    floor.shift = timedelta(seconds=after)
    async with floor.job(by=f"person:{floor.people[name]}") as tx:
        await beat(tx, await hold(tx, floor.people[name]), by=tx.by)


async def told(floor: Floor, name: str) -> list[str]:
    person = floor.people[name]
    return [
        fact["data"]["status"] for fact in await floor.facts("PresenceChanged") if fact["data"]["person_id"] == person
    ]


async def test_a_new_agent_takes_tickets_as_soon_as_their_console_is_open(floor: Floor) -> None:
    await floor.hire("Wang", status=None)
    assert await floor.status("Wang") == "offline"
    await sign_of_life(floor, "Wang", after=0)
    assert await floor.status("Wang") == "online"


async def test_a_supervisor_who_opens_the_console_is_not_given_tickets_unasked(floor: Floor) -> None:
    await floor.hire("Sun", role=Role.SUPERVISOR, status=None)
    await sign_of_life(floor, "Sun", after=0)
    assert await floor.status("Sun") == "offline"


async def test_a_collaborator_takes_no_tickets(floor: Floor) -> None:
    await floor.hire("Chen", role=Role.COLLABORATOR, status=None)
    async with floor.job() as tx:
        with pytest.raises(NoSuchAgent):
            await hold(tx, floor.people["Chen"])


async def test_a_console_that_falls_silent_lapses_at_the_true_instant(floor: Floor) -> None:
    await floor.hire("Wang", status=None)
    await sign_of_life(floor, "Wang", after=0)
    await sign_of_life(floor, "Wang", after=60)
    seen = await floor.value(
        "SELECT seen_at FROM agents WHERE workspace_id = $1 AND person_id = $2", floor.people["Wang"]
    )
    floor.shift = timedelta(seconds=140)
    await floor.settle()
    assert await floor.status("Wang") == "online"
    floor.shift = timedelta(hours=2)
    await floor.settle()
    assert await floor.status("Wang") == "offline"
    *_, lapsed = await floor.facts("PresenceChanged")
    assert lapsed["at"] == seen + timedelta(seconds=90)
    assert lapsed["by"] == "system"


async def test_reconnecting_within_the_grace_leaves_no_trace(floor: Floor) -> None:
    await floor.hire("Wang", status=None)
    for second in (0, 85, 170, 255):
        await sign_of_life(floor, "Wang", after=second)
        await floor.settle()
    assert await told(floor, "Wang") == ["online"]


async def test_a_presence_set_by_the_api_stays_though_no_console_beats(floor: Floor) -> None:
    await floor.hire("Wang")
    floor.shift = timedelta(days=2)
    await floor.settle()
    assert await floor.status("Wang") == "online"


async def test_the_switch_in_the_console_lapses_and_comes_back_as_chosen(floor: Floor) -> None:
    await floor.hire("Wang", status=None)
    await floor.presence("Wang", "away", source=Source.CONSOLE)
    floor.shift = timedelta(minutes=5)
    await floor.settle()
    assert await floor.status("Wang") == "offline"
    await sign_of_life(floor, "Wang", after=301)
    assert await told(floor, "Wang") == ["away", "offline", "away"]


async def test_signing_out_is_offline_at_once(floor: Floor) -> None:
    await floor.hire("Wang", status=None)
    await sign_of_life(floor, "Wang", after=0)
    async with floor.job() as tx:
        await tx.record(SignedOut(at=tx.now, person_id=floor.people["Wang"]))
    assert await floor.status("Wang") == "offline"


async def test_who_leaves_the_company_is_offline_and_takes_no_more(floor: Floor) -> None:
    await floor.hire("Wang")
    async with floor.job() as tx:
        await change_person(tx, floor.people["Wang"], active=False)
    assert await floor.status("Wang") == "offline"
    async with floor.job() as tx:
        with pytest.raises(NoSuchAgent):
            await hold(tx, floor.people["Wang"])
    async with floor.job() as tx:
        await change_person(tx, floor.people["Wang"], active=True)
    await floor.presence("Wang", "online")
    assert await floor.status("Wang") == "online"


async def test_an_agent_who_becomes_a_collaborator_takes_no_more(floor: Floor) -> None:
    await floor.hire("Wang")
    async with floor.job() as tx:
        await change_person(tx, floor.people["Wang"], role=Role.COLLABORATOR)
    ticket = await floor.request()
    await floor.settle()
    assert await floor.owner(ticket) is None
    async with floor.job() as tx:
        await change_person(tx, floor.people["Wang"], role=Role.AGENT)
    await floor.presence("Wang", "online")
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_capacity_is_recorded_when_it_changes_and_only_then(floor: Floor) -> None:
    await floor.hire("Wang", capacity=CAPACITY)
    await floor.capacity("Wang", 5)
    await floor.capacity("Wang", 5)
    [fact] = await floor.facts("CapacityChanged")
    assert (fact["data"]["was"], fact["data"]["capacity"]) == (12, 5)
