"""Presence that follows the shift, on a real desk."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jishi.reactions import ALARMS
from jishi.web.worker import Worker
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.workforce.roster.test_http import MONDAY_EIGHT, draw

SIX = MONDAY_EIGHT + timedelta(hours=10)  # six in the evening in Shanghai
QUARTER = timedelta(minutes=15)


async def told(desk: Desk, name: str) -> list[tuple[str, str, datetime]]:
    """What the journal says of somebody's presence: status, whose word, when."""
    async with desk.database.job(desk.workspace_id) as tx:
        rows = await tx.fetch(
            "SELECT at, data FROM journal WHERE workspace_id = $1 AND kind = 'PresenceChanged'"
            " AND (data->>'person_id')::bigint = $2 ORDER BY at, id",
            desk.workspace_id,
            desk.people[name],
        )
    return [(row["data"]["status"], row["data"]["source"], row["at"]) for row in rows]


async def status(desk: Desk, name: str) -> str:
    await desk.settle()
    return str((await desk.ok("GET", f"/agents/{desk.people[name]}/presence"))["status"])


async def rules(desk: Desk, **changes: Any) -> Any:
    now = await desk.ok("GET", "/roster/settings")
    return await desk.ok("PUT", "/roster/settings", {**now, **changes}, as_=OTTO)


@pytest.fixture
async def at_work(desk: Desk) -> Desk:
    """Lee works from nine to six on Monday and on Tuesday, and is online by the API. It is ten."""
    for day in ("2026-03-02", "2026-03-03"):
        await draw(desk, LEE, day, "09:00", "18:00")
    await desk.come_online(LEE)
    return desk


async def test_presence_without_a_console_ends_with_the_shift_at_the_true_instant(at_work: Desk) -> None:
    at_work.clock.now = SIX + timedelta(minutes=14)
    assert await status(at_work, LEE) == "online"
    at_work.clock.now = SIX + timedelta(hours=3)  # the worker was down
    assert await status(at_work, LEE) == "offline"
    assert (await told(at_work, LEE))[-1] == ("offline", "shift", SIX + QUARTER)
    shown = await at_work.ok("GET", f"/agents/{at_work.people[LEE]}/presence")
    assert shown["source"] == "shift"


async def test_an_open_console_keeps_its_owner_online_after_the_shift_and_the_wall_says_off_shift(
    at_work: Desk,
) -> None:
    at_work.clock.now = SIX - timedelta(minutes=1)
    for _ in range(40):
        at_work.clock.pass_by(seconds=60)
        await at_work.ok("PUT", "/agents/me/heartbeat", as_=LEE)
    assert await status(at_work, LEE) == "online"
    ticket = await at_work.write()
    await at_work.settle()
    assert (await at_work.ok("GET", f"/tickets/{ticket['id']}"))["owner"] is None
    [lee] = [a for a in (await at_work.ok("GET", "/wall"))["items"] if a["id"] == at_work.people[LEE]]
    assert (lee["status"], lee["rostered"], lee["shift_until"]) == ("online", True, None)
    at_work.clock.pass_by(minutes=5)
    assert await status(at_work, LEE) == "offline"
    assert (await told(at_work, LEE))[-1][2] == SIX + timedelta(minutes=39, seconds=90)


async def test_whose_console_is_open_when_the_next_shift_begins_is_back_and_gets_what_waits(at_work: Desk) -> None:
    at_work.clock.now = SIX + timedelta(hours=1)
    assert await status(at_work, LEE) == "offline"
    ticket = await at_work.write()
    at_work.clock.now = SIX + timedelta(hours=14, minutes=59, seconds=40)
    await at_work.ok("PUT", "/agents/me/heartbeat", as_=LEE)
    assert await status(at_work, LEE) == "offline"
    at_work.clock.pass_by(seconds=30)
    assert await status(at_work, LEE) == "online"
    assert (await at_work.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["id"] == at_work.people[LEE]
    assert (await told(at_work, LEE))[-1] == ("online", "shift", SIX + timedelta(hours=15))


async def test_who_has_no_shifts_is_present_for_as_long_as_they_say(at_work: Desk) -> None:
    await at_work.come_online(ANNA)
    at_work.clock.pass_by(days=3)
    assert await status(at_work, ANNA) == "online"


async def test_a_shift_that_grows_or_shrinks_takes_presence_with_it(at_work: Desk) -> None:
    roster = await at_work.ok("GET", "/roster?from=2026-03-02&days=1")
    [shift] = next(row["shifts"] for row in roster["people"] if row["id"] == at_work.people[LEE])
    path = f"/shifts/{shift['id']}"
    await at_work.ok("PATCH", path, {"closes": "20:00"}, as_=OTTO)
    at_work.clock.now = SIX + timedelta(hours=1)
    assert await status(at_work, LEE) == "online"
    await at_work.ok("PATCH", path, {"closes": "19:00"}, as_=OTTO)  # which is now
    at_work.clock.pass_by(minutes=16)
    assert await status(at_work, LEE) == "offline"
    assert (await told(at_work, LEE))[-1][2] == SIX + timedelta(hours=1, minutes=15)


async def test_a_shift_drawn_within_the_grace_keeps_its_person_online(at_work: Desk) -> None:
    at_work.clock.now = SIX + timedelta(minutes=10)
    await at_work.settle()
    await draw(at_work, LEE, "2026-03-02", "18:05", "20:00")
    at_work.clock.now = SIX + timedelta(hours=1)
    assert await status(at_work, LEE) == "online"
    at_work.clock.now = SIX + timedelta(hours=3)
    assert await status(at_work, LEE) == "offline"
    assert [each[0] for each in await told(at_work, LEE)] == ["online", "offline"]


async def test_leave_ends_presence_as_a_shift_does_and_coming_back_early_keeps_it(at_work: Desk) -> None:
    leave = {"first_day": "2026-03-02", "last_day": "2026-03-02", "opens": "12:00", "closes": "15:00"}
    kept = await at_work.ok("POST", "/leaves", {**leave, "person_id": at_work.people[LEE]}, as_=OTTO)
    at_work.clock.now = MONDAY_EIGHT + timedelta(hours=4, minutes=5)
    assert await status(at_work, LEE) == "online"
    await at_work.ok("DELETE", f"/leaves/{kept['id']}", as_=LEE)
    at_work.clock.pass_by(hours=1)
    assert await status(at_work, LEE) == "online"
    evening = {**leave, "opens": "14:00", "closes": "17:00", "person_id": at_work.people[LEE]}
    await at_work.ok("POST", "/leaves", evening, as_=OTTO)
    at_work.clock.now = MONDAY_EIGHT + timedelta(hours=6, minutes=20)
    assert await status(at_work, LEE) == "offline"


async def test_a_swap_moves_whose_presence_ends(at_work: Desk) -> None:
    await at_work.come_online(ANNA)
    late = await draw(at_work, LEE, "2026-03-02", "18:00", "22:00")
    swap = await at_work.ok("POST", "/swaps", {"shift_id": late["id"], "to_id": at_work.people[ANNA]}, as_=LEE)
    await at_work.ok("PUT", f"/swaps/{swap['id']}/answer", {"accept": True}, as_=ANNA)
    at_work.clock.now = SIX + timedelta(minutes=20)
    assert (await status(at_work, LEE), await status(at_work, ANNA)) == ("offline", "online")
    at_work.clock.now = SIX + timedelta(hours=4, minutes=20)
    assert await status(at_work, ANNA) == "offline"


async def test_the_clocks_going_back_in_a_night_shift_make_presence_an_hour_longer(desk: Desk) -> None:
    await desk.ok("PATCH", "/workspace", {"zone": "Europe/Berlin"})
    desk.clock.now = datetime(2026, 10, 24, 18, tzinfo=UTC)
    await draw(desk, LEE, "2026-10-24", "22:00", "06:00")
    await desk.come_online(LEE)
    desk.clock.now = datetime(2026, 10, 25, 5, 14, tzinfo=UTC)  # six is five o'clock in London that morning
    assert await status(desk, LEE) == "online"
    desk.clock.now = datetime(2026, 10, 25, 5, 16, tzinfo=UTC)
    assert await status(desk, LEE) == "offline"


async def test_two_workers_and_a_supervisor_at_once_tell_it_once(at_work: Desk) -> None:
    at_work.clock.now = SIX + timedelta(hours=1)
    await asyncio.gather(
        at_work.worker.drain(),
        Worker(at_work.database, dict(ALARMS)).drain(),
        draw(at_work, LEE, "2026-03-04", "09:00", "18:00"),
    )
    await at_work.settle()
    assert [each[0] for each in await told(at_work, LEE)] == ["online", "offline"]


async def test_a_workspace_can_leave_presence_to_people_and_change_its_mind(at_work: Desk) -> None:
    assert (await rules(at_work, presence_follows=False))["presence_follows"] is False
    at_work.clock.now = SIX + timedelta(hours=1)
    assert await status(at_work, LEE) == "online"
    await rules(at_work, presence_follows=True, presence_grace=60)
    at_work.clock.pass_by(seconds=61)
    assert await status(at_work, LEE) == "offline"
    await rules(at_work, presence_follows=False)
    await at_work.ok("PUT", "/agents/me/heartbeat", as_=LEE)
    assert await status(at_work, LEE) == "online"  # no shift keeps them off any more


async def test_wrong_rules_are_refused_and_what_is_left_out_stays(at_work: Desk) -> None:
    wrong = {"swaps_need_approval": True, "least": 1, "presence_grace": -1}
    assert (await at_work.ask("PUT", "/roster/settings", wrong, as_=OTTO)).status_code == 422
    await rules(at_work, presence_grace=300)
    kept = await at_work.ok("PUT", "/roster/settings", {"swaps_need_approval": True, "least": 2}, as_=OTTO)
    assert kept == {"swaps_need_approval": True, "least": 2, "presence_follows": True, "presence_grace": 300}
