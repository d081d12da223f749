"""The ladder of a promise over HTTP: who is told when, and when it ends."""

from datetime import datetime, timedelta
from typing import Any

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.notify.promises import HOUR, MINUTE, later, lead, next_day, notices, promise, rung, target, told


async def test_warned_then_late_then_late_still_each_tells_whom_the_ladder_says(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(
        desk,
        rung("before", "owner", share=0.5),
        rung("at", "owner", "lead"),
        rung("after", "supervisors", seconds=30 * MINUTE),
        rung("after", "managers", seconds=2 * HOUR),
    )
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, minutes=30)
    assert (await told(desk, LEE), await told(desk, ANNA)) == (["warning"], [])
    await later(desk, minutes=30, seconds=1)
    assert (await told(desk, LEE), await told(desk, ANNA), await told(desk, OTTO)) == (
        ["warning", "broken"],
        ["broken"],
        [],
    )
    await later(desk, minutes=30)
    assert (await told(desk, OTTO), await told(desk, MAYA)) == (["broken"], [])
    await later(desk, minutes=90)
    assert await told(desk, MAYA) == ["broken"]  # nobody is a manager, so the administrators are told
    await later(desk, days=3)
    assert [len(await told(desk, name, ticket)) for name in (LEE, ANNA, OTTO, MAYA)] == [2, 1, 1, 1]


async def test_a_notice_says_which_promise_of_which_ticket_and_whose(desk: Desk) -> None:
    await promise(desk, rung("at", "owner"))
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    due = desk.clock.now + timedelta(hours=1)
    await later(desk, hours=1, seconds=1)
    [_, notice] = await notices(desk, LEE, ticket)
    assert notice["urgent"]
    assert notice["data"] == {
        "number": ticket["number"],
        "subject": ticket["subject"],
        "level": "urgent",
        "owner": "Lee",
        "timer_kind": "first_response",
        "promise": "Gold",
        "due_at": due.isoformat().replace("+00:00", "Z"),
        "round": 0,
        "at_work": [],
    }


async def warned_and_late(desk: Desk) -> None:
    """An hour passes, and the worker looks in between."""
    await later(desk, minutes=30)
    await later(desk, minutes=30, seconds=1)


async def test_a_step_is_repeated_until_somebody_sees_to_it(desk: Desk) -> None:
    await promise(desk, rung("at", "owner", every=10 * MINUTE, times=20), rung("after", "managers", seconds=2 * HOUR))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await warned_and_late(desk)
    for _ in range(3):
        await later(desk, minutes=10)
    assert await told(desk, LEE) == ["warning", "broken", "repeated", "repeated", "repeated"]
    answer = await desk.ok("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=LEE)
    assert [each["acknowledged_by"]["name"] for each in answer["late"]] == ["Lee"]
    await later(desk, hours=10)
    assert len(await told(desk, LEE)) == 5
    assert await told(desk, MAYA) == []
    assert "EscalationAcknowledged" in await desk.kinds(ticket["id"])


async def test_who_saw_to_the_warning_is_still_told_of_the_breach(desk: Desk) -> None:
    await promise(desk, rung("before", "owner", share=0.5), rung("before", "lead", share=0.9), rung("at", "owner"))
    await lead(desk, ANNA)
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, minutes=31)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=LEE)
    await later(desk, minutes=25)
    assert await told(desk, ANNA) == []
    await later(desk, minutes=5)
    assert await told(desk, LEE) == ["warning", "broken"]


async def test_an_answer_ends_the_ladder(desk: Desk) -> None:
    await promise(desk, rung("at", "owner", every=10 * MINUTE, times=20), rung("after", "supervisors", seconds=HOUR))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await warned_and_late(desk)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "马上"}, as_=LEE)
    await later(desk, hours=5)
    assert (await told(desk, LEE), await told(desk, OTTO)) == (["warning", "broken"], [])


async def test_nobody_is_told_of_a_breach_that_was_mended_before_the_worker_came(desk: Desk) -> None:
    await promise(desk, rung("at", "owner", "supervisors"))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    desk.clock.pass_by(hours=1, minutes=5)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "马上"}, as_=LEE)
    await desk.settle()
    assert "PromiseBroken" in await desk.kinds(ticket["id"])
    assert (await told(desk, LEE), await told(desk, OTTO)) == ([], [])


async def test_a_ladder_stands_still_while_the_ticket_waits_for_the_customer(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(
        desk,
        rung("after", "supervisors", seconds=HOUR),
        targets=[target("resolution", paused_in=["pending"])],
    )
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, minutes=30)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/pending", {}, as_=LEE)
    await later(desk, hours=24)
    assert await told(desk, OTTO) == []
    await desk.ok("DELETE", f"/tickets/{ticket['id']}/pending", as_=LEE)
    await later(desk, minutes=29)
    assert await told(desk, OTTO) == []
    await later(desk, minutes=2)
    assert await told(desk, OTTO) == ["broken"]


async def test_on_a_ticket_that_is_opened_again_the_ladder_is_climbed_on(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(desk, rung("after", "supervisors", seconds=HOUR), targets=[target("resolution")])
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, minutes=30)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/solution", {}, as_=LEE)
    await later(desk, hours=24)
    assert await told(desk, OTTO) == []
    await desk.ok("DELETE", f"/tickets/{ticket['id']}/solution", as_=LEE)
    await later(desk, minutes=29)
    assert await told(desk, OTTO) == []
    await later(desk, minutes=2)
    assert await told(desk, OTTO) == ["broken"]


async def test_on_a_ticket_that_comes_back_from_the_junk_the_ladder_is_climbed_on(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(desk, rung("after", "supervisors", seconds=HOUR), targets=[target("resolution")])
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, minutes=30)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/junk", {"why": "spam"}, as_=OTTO)
    await later(desk, hours=1)
    assert await told(desk, OTTO) == []
    await desk.ok("DELETE", f"/tickets/{ticket['id']}/junk", as_=OTTO)
    await later(desk, minutes=1)
    assert await told(desk, OTTO) == ["broken"]  # its customer has waited all the same


async def test_case_49_with_its_policy_the_reminders_end(desk: Desk) -> None:
    policy = await promise(desk, rung("at", "owner", every=10 * MINUTE, times=20))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await warned_and_late(desk)
    await later(desk, minutes=10)
    assert await told(desk, LEE) == ["warning", "broken", "repeated"]
    await desk.ok("DELETE", f"/policies/{policy['id']}")
    await later(desk, hours=5)
    assert await told(desk, LEE) == ["warning", "broken", "repeated"]
    page = await desk.ok("GET", f"/tickets/{ticket['id']}/notices")
    assert page["late"] == []


async def test_case_66_an_hour_before_is_an_hour_of_work_before(desk: Desk) -> None:
    weekly = {str(day): [["09:00", "18:00"]] if day < 5 else [] for day in range(7)}
    hours = {"tz": "Asia/Shanghai", "weekly": weekly, "holidays": [], "overrides": {}}
    calendar = await desk.ok("POST", "/calendars", {"name": "Plain", "calendar": hours})
    await promise(
        desk,
        rung("before", "owner", seconds=HOUR),
        calendar=calendar["id"],
        targets=[target(seconds=4 * HOUR, hours="business", warn=[])],
    )
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 100})
    await desk.come_online(LEE)
    desk.clock.now = next_day(desk, 0, "17:00").astimezone(desk.clock.now.tzinfo)
    ticket = await desk.write()
    timer = (await desk.timers(ticket["id"]))["first_response"]
    tuesday = desk.clock.now + timedelta(hours=18)  # 11:00
    assert datetime.fromisoformat(timer["due_at"]) == tuesday + timedelta(hours=1)
    desk.clock.now = tuesday - timedelta(seconds=1)
    await desk.settle()
    assert await told(desk, LEE) == []
    await later(desk, seconds=1)
    assert await told(desk, LEE) == ["warning"]


async def test_case_67_one_warning_for_each_due_instant(desk: Desk) -> None:
    await two_speeds(desk)
    await desk.come_online(LEE)
    ticket = await desk.write(level="important")
    await later(desk, hours=2)
    assert await told(desk, LEE, ticket) == ["warning"]
    await desk.settle()
    await later(desk, minutes=10)
    assert await told(desk, LEE, ticket) == ["warning"]
    await desk.ok("PATCH", f"/tickets/{ticket['id']}", {"level": "normal"})  # due in eight hours, so it warns at four
    await later(desk, minutes=100)
    assert await told(desk, LEE, ticket) == ["warning"]
    await later(desk, minutes=10)
    assert await told(desk, LEE, ticket) == ["warning", "warning"]


async def test_case_67_moved_to_before_its_warning_it_warns_once(desk: Desk) -> None:
    await two_speeds(desk)
    await desk.come_online(LEE)
    ticket = await desk.write(level="normal")
    await later(desk, hours=3)
    assert await told(desk, LEE, ticket) == []
    await desk.ok("PATCH", f"/tickets/{ticket['id']}", {"level": "important"})
    await desk.settle()
    assert await told(desk, LEE, ticket) == ["warning"]
    await later(desk, minutes=30)
    assert await told(desk, LEE, ticket) == ["warning"]


async def two_speeds(desk: Desk) -> None:
    """Important tickets are answered within four hours, the others within eight; the owner is warned at half time."""
    warned = rung("before", "owner", share=0.5)
    await promise(
        desk,
        warned,
        targets=[
            target(seconds=4 * HOUR, when=[{"trait": "level", "among": ["important"]}]),
            target(seconds=8 * HOUR),
        ],
    )


async def test_case_69_after_two_hours_without_a_worker_each_breach_is_told_once(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(
        desk,
        rung("before", "owner", share=0.5),
        rung("at", "owner", "lead", every=10 * MINUTE, times=30),
        rung("after", "owner", "supervisors", seconds=HOUR),
        targets=[target(seconds=30 * MINUTE)],
    )
    await desk.come_online(LEE)
    tickets = [await desk.write() for _ in range(3)]
    due = desk.clock.now + timedelta(minutes=30)
    await desk.settle()
    desk.clock.pass_by(hours=2, minutes=30, seconds=5)
    await desk.settle()
    for ticket in tickets:
        facts = (await desk.ok("GET", f"/tickets/{ticket['id']}/facts?limit=200"))["items"]
        assert [fact["at"] for fact in facts if fact["kind"] == "PromiseBroken"] == [
            due.isoformat().replace("+00:00", "Z")
        ]
        assert [len(await told(desk, name, ticket)) for name in (LEE, ANNA, OTTO)] == [1, 1, 1]
        assert await told(desk, OTTO, ticket) == ["broken"]
    await later(desk, minutes=10)  # and from then on as the ladder says
    assert [len(await told(desk, name, tickets[0])) for name in (LEE, ANNA, OTTO)] == [2, 2, 1]


async def test_case_70_late_is_late_though_somebody_is_at_it_and_the_notice_says_who(desk: Desk) -> None:
    await promise(desk, rung("at", "supervisors"))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    desk.clock.pass_by(minutes=59, seconds=50)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/work", {}, as_=ANNA)
    await later(desk, seconds=11)
    [notice] = await notices(desk, OTTO, ticket)
    assert notice["kind"] == "broken"
    assert (notice["data"]["owner"], notice["data"]["at_work"]) == ("Lee", ["Anna"])


async def test_of_what_nobody_owns_the_lead_is_told(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(desk, rung("at", "owner"), targets=[target("dispatch", 5 * MINUTE, warn=[])])
    ticket = await desk.write()
    await later(desk, minutes=5, seconds=1)
    assert await told(desk, ANNA, ticket) == ["unassigned", "broken"]
    assert [await told(desk, name, ticket) for name in (LEE, OTTO, MAYA)] == [[], [], []]


async def test_without_a_lead_the_supervisors_are_told(desk: Desk) -> None:
    await promise(desk, rung("at", "lead"), targets=[target("dispatch", 5 * MINUTE, warn=[])])
    ticket = await desk.write()
    await later(desk, minutes=5, seconds=1)
    assert await told(desk, OTTO, ticket) == ["unassigned", "broken"]


async def test_without_anybody_in_between_the_administrators_are_told(desk: Desk) -> None:
    await desk.ok("PATCH", f"/people/{desk.people[OTTO]}", {"role": "agent"})
    await promise(desk, rung("at", "owner"), targets=[target("dispatch", 5 * MINUTE, warn=[])])
    ticket = await desk.write()
    await later(desk, minutes=5, seconds=1)
    assert await told(desk, MAYA, ticket) == ["unassigned", "broken"]


async def test_a_policy_without_a_ladder_still_tells_the_owner_and_the_lead(desk: Desk) -> None:
    await lead(desk, ANNA)
    await promise(desk)
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, minutes=31)
    await later(desk, minutes=31)
    assert (await told(desk, LEE, ticket), await told(desk, ANNA, ticket)) == (["warning", "broken"], ["broken"])


async def switched_off(desk: Desk, policy: Any) -> None:
    await desk.ok("DELETE", f"/policies/{policy['id']}")
    await desk.settle()


async def switched_on(desk: Desk, policy: Any) -> None:
    given = {name: policy[name] for name in ("name", "always", "ladder")}
    targets = [{name: value for name, value in each.items() if name != "runs_on"} for each in policy["targets"]]
    await desk.ok("PUT", f"/policies/{policy['id']}", {**given, "targets": targets, "active": True})
    await desk.settle()


async def test_a_late_promise_whose_policy_was_off_for_a_while_goes_on_with_its_ladder(desk: Desk) -> None:
    policy = await promise(
        desk,
        rung("at", "owner", every=30 * MINUTE, times=20),
        rung("after", "supervisors", seconds=HOUR),
        rung("after", "managers", seconds=3 * HOUR),
    )
    await desk.come_online(LEE)
    await desk.write()
    await later(desk, hours=1, seconds=1)
    before = await told(desk, LEE)
    assert before[-1] == "broken"
    await switched_off(desk, policy)
    await later(desk, hours=2)
    assert (await told(desk, LEE), await told(desk, OTTO)) == (before, [])
    await switched_on(desk, policy)
    # What would have been told meanwhile is told, to each of them once.
    assert (await told(desk, LEE), await told(desk, OTTO), await told(desk, MAYA)) == (
        [*before, "repeated"],
        ["broken"],
        [],
    )
    await later(desk, minutes=30)
    assert await told(desk, LEE) == [*before, "repeated", "repeated"]
    await later(desk, minutes=30)
    assert await told(desk, MAYA) == ["broken"]


async def test_who_sees_to_a_late_promise_is_left_alone_when_its_policy_was_off_for_a_while(desk: Desk) -> None:
    policy = await promise(desk, rung("at", "owner", every=30 * MINUTE, times=20))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, seconds=1)
    before = await told(desk, LEE)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=LEE)
    await switched_off(desk, policy)
    await later(desk, hours=2)
    await switched_on(desk, policy)
    await later(desk, hours=2)
    assert await told(desk, LEE) == before


async def test_what_was_answered_while_its_policy_was_off_climbs_no_more(desk: Desk) -> None:
    policy = await promise(desk, rung("at", "owner", every=30 * MINUTE, times=20))
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, seconds=1)
    before = await told(desk, LEE)
    await switched_off(desk, policy)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "您好", "public": True}, as_=LEE)
    await switched_on(desk, policy)
    await later(desk, hours=2)
    assert await told(desk, LEE) == before
