"""Calendars and policies that change while clocks run, over HTTP: cases 52 to 55 and 63."""

from datetime import datetime, timedelta
from typing import Any

from tests.cast import LEE, MAYA, Desk
from tests.stories.test_the_clock_and_answers import say

ALWAYS = {str(n): [["00:00", "24:00"]] for n in range(7)}


async def a_calendar(desk: Desk) -> Any:
    """Open every second of every day."""
    return await desk.ok("POST", "/calendars", hours())


def hours(name: str = "总是", **change: Any) -> dict[str, Any]:
    return {"name": name, "calendar": {"tz": "Asia/Shanghai", "weekly": ALWAYS, **change}}


async def promise(desk: Desk, hours: int, *, calendar: int) -> None:
    """One policy for all, and no other."""
    for policy in (await desk.ok("GET", "/policies"))["items"]:
        await desk.ok("DELETE", f"/policies/{policy['id']}")
    targets = [{"kind": "resolution", "seconds": hours * 3600, "paused_in": ["pending"]}]
    await desk.ok("POST", "/policies", {"name": "All", "always": True, "calendar": calendar, "targets": targets})
    await desk.settle()


async def resolution(desk: Desk, key: int) -> Any:
    return (await desk.timers(key))["resolution"]


def tomorrow(desk: Desk) -> str:
    """A whole day in Shanghai that has not begun."""
    return str(((desk.clock.now + timedelta(hours=8)).date() + timedelta(days=1)).isoformat())


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_case_52_a_holiday_moves_every_clock_that_runs_or_stands_still_and_none_that_is_done(desk: Desk) -> None:
    calendar = await a_calendar(desk)
    await promise(desk, 48, calendar=calendar["id"])
    running, waiting, done = [(await desk.write())["id"] for _ in range(3)]
    await desk.ok("PUT", f"/tickets/{waiting}/pending", {}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{done}/solution", {}, as_=LEE)
    before = {key: await resolution(desk, key) for key in (running, waiting, done)}
    await edit(desk, calendar, holidays=[tomorrow(desk)])
    await desk.settle()
    after = {key: await resolution(desk, key) for key in (running, waiting, done)}
    day = timedelta(days=1)
    assert instant(after[running]["due_at"]) == instant(before[running]["due_at"]) + day
    assert after[waiting]["state"] == "paused"
    assert instant(after[waiting]["due_at"]) == instant(before[waiting]["due_at"]) + day
    assert after[done] == before[done]
    assert "TimersReplanned" in await desk.kinds(running)


async def edit(desk: Desk, calendar: Any, **change: Any) -> None:
    await desk.ok("PUT", f"/calendars/{calendar['id']}", hours(calendar["name"], **change))


async def test_case_53_time_used_before_other_hours_stays_used(desk: Desk) -> None:
    calendar = await a_calendar(desk)
    await promise(desk, 10, calendar=calendar["id"])
    key = (await desk.write())["id"]
    desk.clock.pass_by(hours=4)
    await edit(desk, calendar, weekly={str(n): [["09:00", "10:00"]] for n in range(7)})
    await desk.settle()
    timer = await resolution(desk, key)
    assert timer["used_seconds"] == 4 * 3600
    days = (instant(timer["due_at"]) - desk.clock.now) / timedelta(days=1)
    assert 5 < days < 6.1, "an hour a day for the six that are left"


async def test_case_54_a_change_that_means_nothing_to_a_ticket_writes_nothing_to_it(desk: Desk) -> None:
    calendar = await a_calendar(desk)
    await promise(desk, 10, calendar=calendar["id"])
    key = (await desk.write())["id"]
    await desk.settle()
    facts, ticket = await desk.kinds(key), await desk.ok("GET", f"/tickets/{key}")
    other = await desk.ok("POST", "/calendars", hours("别的"))
    await edit(desk, other, holidays=[tomorrow(desk)])
    condition = [{"trait": "tag", "among": ["nobody-has-it"]}]
    targets = [{"kind": "resolution", "seconds": 60}]
    await desk.ok("POST", "/policies", {"name": "Other", "condition": condition, "targets": targets})
    await desk.settle()
    assert await desk.kinds(key) == facts
    assert (await desk.ok("GET", f"/tickets/{key}"))["updated_at"] == ticket["updated_at"]


async def test_case_55_an_edit_answers_at_once_and_the_worker_plans_the_clocks_again(desk: Desk) -> None:
    calendar = await a_calendar(desk)
    await promise(desk, 10, calendar=calendar["id"])
    keys = [(await desk.write())["id"] for _ in range(5)]
    [policy] = [
        each for each in (await desk.ok("GET", "/policies"))["items"] if each["name"] == "All" and each["active"]
    ]
    before = (await resolution(desk, keys[0]))["due_at"]
    targets = [{"kind": "resolution", "seconds": 20 * 3600, "paused_in": ["pending"]}]
    change = {"name": "All", "always": True, "calendar": calendar["id"], "targets": targets}
    await desk.ok("PUT", f"/policies/{policy['id']}", change)
    assert (await resolution(desk, keys[0]))["due_at"] == before
    late = (await desk.write())["id"]
    assert (await resolution(desk, late))["target_seconds"] == 20 * 3600
    await desk.settle()
    for key in keys:
        assert instant((await resolution(desk, key))["due_at"]) == instant(before) + timedelta(hours=10)


async def test_case_54_planned_again_twice_nothing_is_written_the_second_time(desk: Desk) -> None:
    calendar = await a_calendar(desk)
    await promise(desk, 10, calendar=calendar["id"])
    key = (await desk.write())["id"]
    await say(desk, key)
    await edit(desk, calendar, holidays=[tomorrow(desk)])
    await desk.settle()
    facts, timer = await desk.kinds(key), await resolution(desk, key)
    assert facts.count("TimersReplanned") == 1
    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        rows = await tx.fetch("SELECT xmin, * FROM timers WHERE workspace_id = $1 AND ticket_id = $2",
                              desk.workspace_id, key)  # fmt: skip
    ids = [policy["id"] for policy in (await desk.ok("GET", "/policies"))["items"]]
    await desk.ok("PUT", "/policies/order", {"ids": ids[::-1]}, as_=MAYA)  # but one is active, so nothing changes
    await desk.settle()
    assert (await desk.kinds(key), await resolution(desk, key)) == (facts, timer)
    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        again = await tx.fetch("SELECT xmin, * FROM timers WHERE workspace_id = $1 AND ticket_id = $2",
                               desk.workspace_id, key)  # fmt: skip
    assert [dict(row) for row in again] == [dict(row) for row in rows]
