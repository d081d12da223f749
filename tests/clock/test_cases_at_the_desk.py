"""Cases that the rules are tried on by themselves, told once more through the whole desk, over HTTP, with its worker.

The office is open Monday to Friday 09:00 to 18:00 in Shanghai.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jishi.tickets.model import Author
from jishi.tickets.reply import Speaker, reply
from tests.cast import ANNA, LEE, MAYA, Desk
from tests.channels.visitor import Visitor
from tests.notify.promises import HOUR, next_day

MONDAY, TUESDAY, FRIDAY = 0, 1, 4
OFFICE = {str(day): [["09:00", "18:00"]] if day < 5 else [] for day in range(7)}
HURRIED = [{"trait": "level", "among": ["urgent"]}]


def target(kind: str, hours: int, **rest: Any) -> dict[str, Any]:
    return {"kind": kind, "seconds": hours * HOUR, "hours": "business", **rest}


async def promise(
    desk: Desk, *targets: dict[str, Any], name: str = "Office", holidays: tuple[str, ...] = (), **rest: Any
) -> Any:
    """The only policy from now on, in the office's hours."""
    for policy in (await desk.ok("GET", "/policies"))["items"]:
        if policy["active"]:
            await desk.ok("DELETE", f"/policies/{policy['id']}")
    hours = {"tz": "Asia/Shanghai", "weekly": OFFICE, "holidays": list(holidays), "overrides": {}}
    calendar = await desk.ok("POST", "/calendars", {"name": name, "calendar": hours})
    given = {"name": name, "always": True, "calendar": calendar["id"], "targets": list(targets), **rest}
    policy = await desk.ok("POST", "/policies", given)
    await desk.settle()
    return policy


def at(desk: Desk, weekday: int, time: str) -> datetime:
    """It is the next such weekday at that time."""
    desk.clock.now = next_day(desk, weekday, time).astimezone(desk.clock.now.tzinfo)
    return desk.clock.now


async def until(desk: Desk, weekday: int, time: str) -> datetime:
    """Time passes, and the worker does what comes due."""
    await desk.settle()
    now = at(desk, weekday, time)
    await desk.settle()
    return now


async def clock(desk: Desk, key: int, kind: str) -> Any:
    return (await desk.timers(key))[kind]


def local(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(ZoneInfo("Asia/Shanghai")).strftime("%a %H:%M:%S")


async def facts(desk: Desk, key: int, kind: str) -> list[Any]:
    found = (await desk.ok("GET", f"/tickets/{key}/facts?limit=200"))["items"]
    return [fact for fact in found if fact["kind"] == kind]


async def arrive(desk: Desk, **more: Any) -> int:
    return int((await desk.write(**more))["id"])


async def automatically(desk: Desk, key: int, kind: Author, body: str) -> None:
    """Something of the desk's own writes to the customer; there is no route on which a person could say so."""
    speaker = Speaker(kind=kind, id=None, name="小吉", actor=str(kind))
    async with desk.database.job(desk.workspace_id, by=str(kind)) as tx:
        await reply(tx, key, body, by=speaker)
    await desk.settle()


async def test_case_22_what_the_system_sends_by_itself_is_no_answer(desk: Desk) -> None:
    await promise(desk, target("first_response", 1), target("next_response", 1))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    since = (await desk.ok("GET", f"/tickets/{key}"))["waiting_since"]
    desk.clock.pass_by(minutes=1)
    await automatically(desk, key, Author.SYSTEM, "我们已收到您的请求。")
    ticket = await desk.ok("GET", f"/tickets/{key}")
    assert (ticket["first_answered_at"], ticket["waiting_since"]) == (None, since)
    assert (await clock(desk, key, "first_response"))["state"] == "running"
    said = (await desk.ok("GET", f"/tickets/{key}/messages"))["items"]
    assert [message["author"]["kind"] for message in said] == ["customer", "system"]  # it did reach the customer
    desk.clock.pass_by(minutes=59, seconds=1)
    await desk.settle()
    assert (await clock(desk, key, "first_response"))["state"] == "broken"
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "您好"}, as_=LEE)
    assert (await clock(desk, key, "first_response"))["met_at"] is not None
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "还有", "as": "requester"}, as_=LEE)
    await automatically(desk, key, Author.SYSTEM, "我们已收到您的补充。")
    assert (await clock(desk, key, "next_response"))["state"] == "running"


async def test_case_22_nor_is_the_word_that_a_form_was_received(desk: Desk) -> None:
    visitor = Visitor(desk)
    await promise(desk, target("first_response", 1))
    at(desk, MONDAY, "09:00")
    thanks = await visitor.send(name="韩梅梅", email="han@example.com", subject="退款", body="请退款")
    [ticket] = (await desk.ok("GET", "/tickets?channel=form"))["items"]
    assert ticket["number"] in thanks.text  # the customer was thanked, with the number
    await desk.settle()
    timer = await clock(desk, ticket["id"], "first_response")
    assert (timer["state"], timer["met_at"]) == ("running", None)
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["first_answered_at"] is None


async def test_case_23_a_bot_ends_the_wait_it_answers_and_no_first_response(desk: Desk) -> None:
    await promise(desk, target("first_response", 1), target("next_response", 1))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    desk.clock.pass_by(minutes=1)
    await automatically(desk, key, Author.BOT, "试试重启。")
    ticket = await desk.ok("GET", f"/tickets/{key}")
    assert (ticket["first_answered_at"], ticket["waiting_since"]) == (None, None)
    assert (await clock(desk, key, "first_response"))["state"] == "running"
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "我来看看"}, as_=LEE)
    assert (await clock(desk, key, "first_response"))["state"] == "met"
    desk.clock.pass_by(minutes=5)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "还是不行", "as": "requester"}, as_=LEE)
    desk.clock.pass_by(minutes=5)
    await automatically(desk, key, Author.BOT, "再试一次。")
    timer = await clock(desk, key, "next_response")
    assert (timer["state"], timer["met_at"]) == ("cancelled", None)
    again = desk.clock.pass_by(minutes=5)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "转人工", "as": "requester"}, as_=LEE)
    timers = (await desk.ok("GET", f"/tickets/{key}/timers"))["items"]
    [human] = [timer for timer in timers if timer["kind"] == "next_response" and timer["state"] == "running"]
    assert datetime.fromisoformat(human["started_at"]) == again


async def test_case_36_a_pause_over_the_weekend_moves_the_end_by_the_two_hours_it_was_open(desk: Desk) -> None:
    await promise(desk, target("resolution", 4, paused_in=["pending"]))
    at(desk, FRIDAY, "16:00")
    key = await arrive(desk)
    desk.clock.pass_by(hours=1)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    await until(desk, MONDAY, "10:00")
    await desk.ok("DELETE", f"/tickets/{key}/pending", as_=LEE)
    timer = await clock(desk, key, "resolution")
    assert local(timer["due_at"]) == "Mon 13:00:00"


async def test_case_37_solved_while_it_waits_the_wait_is_taken_off_at_once(desk: Desk) -> None:
    await promise(desk, target("resolution", 4, paused_in=["pending"]))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    desk.clock.pass_by(hours=2)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    desk.clock.pass_by(hours=48)
    solved = await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    assert solved["state"] == "solved"
    timer = await clock(desk, key, "resolution")
    assert (timer["state"], timer["used_seconds"], timer["paused_seconds"]) == ("met", 2 * HOUR, 18 * HOUR)
    assert local(timer["due_at"]) == "Wed 13:00:00"
    assert await facts(desk, key, "PromiseBroken") == []


async def test_case_41_an_end_that_passes_while_it_waits_is_no_breach_though_it_is_saved_meanwhile(desk: Desk) -> None:
    await promise(desk, target("resolution", 2, paused_in=["pending"]))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    desk.clock.pass_by(hours=1)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    desk.clock.pass_by(hours=2)
    await desk.settle()
    await desk.ok("PATCH", f"/tickets/{key}", {"subject": "改了标题", "level": "important"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[ANNA]})
    await desk.settle()
    assert (await clock(desk, key, "resolution"))["state"] == "paused"
    desk.clock.pass_by(hours=1)
    await desk.ok("DELETE", f"/tickets/{key}/pending", as_=LEE)
    await desk.settle()
    timer = await clock(desk, key, "resolution")
    assert (timer["state"], local(timer["due_at"])) == ("running", "Mon 14:00:00")
    assert await facts(desk, key, "PromiseBroken") == []


async def test_case_42_late_before_it_waited_it_stays_late(desk: Desk) -> None:
    await promise(desk, target("resolution", 1, paused_in=["pending"]))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    desk.clock.pass_by(hours=2)  # and no worker has looked
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    await desk.settle()
    desk.clock.pass_by(hours=1)
    await desk.ok("DELETE", f"/tickets/{key}/pending", as_=LEE)
    await desk.settle()
    timer = await clock(desk, key, "resolution")
    assert (timer["state"], local(timer["broken_at"]), local(timer["due_at"])) == (
        "broken",
        "Mon 10:00:00",
        "Mon 10:00:00",
    )
    assert len(await facts(desk, key, "PromiseBroken")) == 1


async def test_case_43_two_waits_within_a_minute_count_to_the_second(desk: Desk) -> None:
    await promise(desk, target("resolution", 2, paused_in=["pending"]))
    nine = at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    for begins, ends in ((3605, 3620), (3640, 9000)):
        desk.clock.now = nine + timedelta(seconds=begins)
        await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
        desk.clock.now = nine + timedelta(seconds=ends)
        await desk.ok("DELETE", f"/tickets/{key}/pending", as_=LEE)
    assert local((await clock(desk, key, "resolution"))["due_at"]) == "Mon 12:29:35"


async def test_case_44_a_policy_that_is_gone_while_it_waits_and_back_later_leaves_no_mark(desk: Desk) -> None:
    policy = await promise(desk, target("resolution", 4, paused_in=["pending"]))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    desk.clock.pass_by(hours=1)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    desk.clock.pass_by(minutes=30)
    await desk.ok("DELETE", f"/policies/{policy['id']}")
    await desk.settle()
    assert (await clock(desk, key, "resolution"))["state"] == "cancelled"
    desk.clock.pass_by(minutes=30)
    await desk.ok("DELETE", f"/tickets/{key}/pending", as_=LEE)  # it waited for an hour
    desk.clock.pass_by(minutes=30)
    given = {name: policy[name] for name in ("name", "always")}
    targets = [{name: value for name, value in each.items() if name != "runs_on"} for each in policy["targets"]]
    calendar = policy["calendar"]
    body = {**given, "calendar": calendar if isinstance(calendar, int) else calendar["id"], "targets": targets}
    await desk.ok("PUT", f"/policies/{policy['id']}", {**body, "active": True})
    await desk.settle()
    timer = await clock(desk, key, "resolution")
    assert timer["state"] == "running"
    assert (timer["used_seconds"], local(timer["due_at"])) == (1.5 * HOUR, "Mon 14:00:00")


async def two_speeds(desk: Desk) -> None:
    await promise(desk, target("resolution", 2, when=HURRIED), target("resolution", 8))


async def test_case_46_made_urgent_too_late_it_is_late_as_of_that_and_because_of_it(desk: Desk) -> None:
    await two_speeds(desk)
    nine = at(desk, MONDAY, "09:00")
    key = await arrive(desk, level="normal")
    desk.clock.now = nine + timedelta(hours=2, minutes=30)
    await desk.ok("PATCH", f"/tickets/{key}", {"level": "urgent"}, as_=LEE)
    timer = await clock(desk, key, "resolution")
    assert (local(timer["due_at"]), local(timer["broken_at"])) == ("Mon 11:00:00", "Mon 11:30:00")
    assert timer["used_seconds"] == 2.5 * HOUR
    [broken] = await facts(desk, key, "PromiseBroken")
    assert broken["cause"] == "reprioritised"


async def test_case_47_made_less_urgent_after_it_was_late_it_stays_late_once(desk: Desk) -> None:
    await two_speeds(desk)
    at(desk, MONDAY, "09:00")
    key = await arrive(desk, level="urgent")
    desk.clock.pass_by(hours=3)
    await desk.settle()
    await desk.ok("PATCH", f"/tickets/{key}", {"level": "normal"}, as_=LEE)
    await desk.settle()
    desk.clock.pass_by(hours=24)
    await desk.settle()
    timer = await clock(desk, key, "resolution")
    assert (timer["state"], local(timer["broken_at"])) == ("broken", "Mon 11:00:00")
    assert len(await facts(desk, key, "PromiseBroken")) == 1


async def test_case_50_where_no_policy_is_for_a_ticket_there_is_no_clock_and_no_error(desk: Desk) -> None:
    await promise(desk, target("resolution", 2), always=False, condition=HURRIED)
    at(desk, MONDAY, "09:00")
    key = await arrive(desk, level="normal")
    await desk.settle()
    assert await desk.timers(key) == {}
    urgent = await arrive(desk, level="urgent")
    desk.clock.pass_by(hours=1)
    for level in ("normal", "urgent"):
        await desk.ok("PATCH", f"/tickets/{urgent}", {"level": level}, as_=LEE)
        desk.clock.pass_by(minutes=20)
        await desk.settle()
    timer = await clock(desk, urgent, "resolution")
    assert (timer["used_seconds"], local(timer["due_at"])) == (HOUR + 40 * 60, "Mon 11:00:00")


async def test_case_51_of_two_that_match_the_first_in_order_wins_and_the_ticket_shows_it(desk: Desk) -> None:
    first = await promise(desk, target("resolution", 2), name="甲")
    given = {"name": "乙", "always": True, "targets": [target("resolution", 4)]}
    second = await desk.ok("POST", "/policies", given)
    at(desk, MONDAY, "09:00")

    async def shown() -> str:
        return str((await clock(desk, await arrive(desk), "resolution"))["promise"])

    assert await shown() == "甲"
    others = [policy["id"] for policy in (await desk.ok("GET", "/policies"))["items"][:-2]]
    await desk.ok("PUT", "/policies/order", {"ids": [second["id"], first["id"], *others]})
    await desk.settle()
    assert await shown() == "乙"
    refused = await desk.ask("POST", "/policies", {"name": "丙", "condition": [], "targets": [target("resolution", 1)]})
    assert refused.status_code == 422  # an empty condition is for nobody, not for everybody


async def test_case_64_late_by_two_seconds_between_two_looks_is_late_as_of_its_end(desk: Desk) -> None:
    await promise(desk, target("first_response", 1))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    await desk.settle()
    desk.clock.pass_by(hours=1, seconds=2)  # no worker comes by
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "您好"}, as_=LEE)
    await desk.settle()
    timer = await clock(desk, key, "first_response")
    assert (timer["state"], local(timer["broken_at"]), local(timer["met_at"])) == (
        "broken",
        "Mon 10:00:00",
        "Mon 10:00:02",
    )
    assert [local(fact["at"]) for fact in await facts(desk, key, "PromiseBroken")] == ["Mon 10:00:00"]


async def test_case_68_done_late_it_stays_a_miss_and_what_is_shown_stands_still(desk: Desk) -> None:
    await promise(desk, target("first_response", 1))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    desk.clock.pass_by(hours=1, minutes=30)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "您好"}, as_=LEE)
    await desk.settle()
    shown = await clock(desk, key, "first_response")
    assert (shown["state"], shown["used_seconds"]) == ("broken", 1.5 * HOUR)
    desk.clock.pass_by(days=9)
    await desk.settle()
    assert await clock(desk, key, "first_response") == shown


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Riyadh", "America/Los_Angeles"])
async def test_case_19_nobody_anywhere_sees_it_late_before_it_is(desk: Desk, zone: str) -> None:
    await promise(desk, target("first_response", 1))
    at(desk, MONDAY, "09:00")
    key = await arrive(desk)
    seen = await clock(desk, key, "first_response")
    await desk.ok("PUT", "/session/profile", {"zone": zone}, as_=LEE)
    desk.clock.pass_by(minutes=59, seconds=59)
    await desk.settle()
    for name in (LEE, MAYA):
        [timer] = (await desk.ok("GET", f"/tickets/{key}/timers", as_=name))["items"]
        assert (timer["state"], timer["due_at"]) == ("running", seen["due_at"])
    late = (await desk.ok("GET", "/tickets?view=late", as_=LEE))["items"]
    assert [ticket["id"] for ticket in late] == []
