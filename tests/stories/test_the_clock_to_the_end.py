"""How clocks end, over HTTP: cases 48, 49, 56 to 63 and 70, each with its number in the list of cases."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.channels.history import Archive
from tests.stories.test_the_clock_and_answers import answered, hear, iso, say, urgent


async def open_kinds(desk: Desk, key: int) -> set[str]:
    return {kind for kind, timer in (await desk.timers(key)).items() if timer["state"] in {"running", "paused"}}


async def breaches(desk: Desk, key: int) -> int:
    return (await desk.kinds(key)).count("PromiseBroken")


async def test_case_56_reopened_work_goes_on_and_the_customer_is_answered_anew(desk: Desk) -> None:
    key = await answered(desk)
    await desk.ok("PUT", f"/tickets/{key}/solution", {"outcome": "寄出"}, as_=LEE)
    wrote = desk.clock.pass_by(hours=5)
    await hear(desk, key, "还没有收到")
    timers = await desk.timers(key)
    assert timers["first_response"]["state"] == "met"
    assert timers["next_response"]["started_at"] == iso(wrote)
    assert timers["resolution"]["state"] == "running"
    assert timers["resolution"]["remaining_seconds"] == 2 * 3600 - 120
    assert (await desk.ok("GET", f"/tickets/{key}"))["reopen_count"] == 1


async def test_case_56_discontent_is_waited_on_as_a_message_is(desk: Desk) -> None:
    key = await answered(desk)
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    said = desk.clock.pass_by(minutes=30)
    await desk.ok("PUT", f"/tickets/{key}/confirmation", {"satisfied": False, "comment": "不行"}, as_=LEE)
    assert (await desk.timers(key))["next_response"]["started_at"] == iso(said)


async def test_case_56_after_solving_without_a_word_the_first_response_does_not_start_again(desk: Desk) -> None:
    key = await urgent(desk)
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    wrote = desk.clock.pass_by(minutes=30)
    await hear(desk, key)
    timers = await desk.timers(key)
    assert timers["first_response"]["state"] == "cancelled"
    assert timers["next_response"]["started_at"] == iso(wrote)


async def test_case_57_closing_does_not_change_the_resolution(desk: Desk) -> None:
    key = await answered(desk)
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    before = (await desk.timers(key))["resolution"]
    desk.clock.pass_by(hours=3)
    await desk.ok("PUT", f"/tickets/{key}/closure", as_=LEE)
    assert (await desk.timers(key))["resolution"] == before


async def test_case_58_solving_stops_every_clock(desk: Desk) -> None:
    key = await answered(desk)
    await hear(desk, key)
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    assert await open_kinds(desk, key) == set()
    before = await breaches(desk, key)  # of an owner, whom it never had
    desk.clock.pass_by(days=2)
    await desk.settle()
    assert await breaches(desk, key) == before == 1


async def test_case_58_nor_does_what_the_desk_still_says_or_does_start_one(desk: Desk) -> None:
    await desk.ok(
        "POST", "/policies", {"name": "Updates", "always": True, "targets": [{"kind": "update", "seconds": 60}]}
    )
    ids = [policy["id"] for policy in (await desk.ok("GET", "/policies"))["items"]]
    key = await answered(desk)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    await desk.ok("PUT", "/policies/order", {"ids": [ids[-1], *ids[:-1]]})
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    await say(desk, key, "还有一句")
    await desk.ok("DELETE", f"/tickets/{key}/assignment", as_=OTTO)
    assert await open_kinds(desk, key) == set()


async def test_case_59_an_auto_reply_after_the_end_reopens_nothing_and_starts_no_clock(desk: Desk) -> None:
    key = await answered(desk)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{key}/closure", as_=LEE)
    await hear(desk, key, "I am out of the office", automatic=True)
    ticket = await desk.ok("GET", f"/tickets/{key}")
    assert (ticket["state"], ticket["owner"]["id"]) == ("closed", desk.people[LEE])
    assert await open_kinds(desk, key) == set()


async def test_case_59_nor_does_one_start_a_clock_on_a_ticket_at_work(desk: Desk) -> None:
    key = await answered(desk)
    await hear(desk, key, "Delivery failed", automatic=True)
    assert "next_response" not in await desk.timers(key)


async def two_of_one_customer(desk: Desk) -> tuple[int, int, Any]:
    """One waits since the first instant; the other, of the same customer, came a minute later and was answered."""
    requester = {"email": f"twice-{desk.slug}@example.com"}
    waiting, since = await urgent(desk, requester=requester), desk.clock.now
    desk.clock.pass_by(minutes=1)
    target = await urgent(desk, requester=requester)
    assert waiting != target
    await say(desk, target)
    desk.clock.pass_by(minutes=1)
    return waiting, target, since


async def test_case_60_a_merged_ticket_never_escalates_and_the_other_waits_since_the_oldest_message(desk: Desk) -> None:
    source, target, since = await two_of_one_customer(desk)
    await desk.ok("PUT", f"/tickets/{source}/merger", {"into": target}, as_=LEE)
    assert await open_kinds(desk, source) == set()
    answer = (await desk.timers(target))["next_response"]
    assert (answer["state"], answer["started_at"]) == ("running", iso(since))
    before = await breaches(desk, source)  # of an owner, whom it never had
    desk.clock.pass_by(days=1)
    await desk.settle()
    assert await breaches(desk, source) == before == 1
    assert (await desk.timers(target))["next_response"]["broken_at"] == iso(since + timedelta(minutes=10))


async def test_case_60_an_answer_that_was_due_later_is_due_since_the_older_message(desk: Desk) -> None:
    source, target, since = await two_of_one_customer(desk)
    await hear(desk, target)
    assert (await desk.timers(target))["next_response"]["started_at"] != iso(since)
    await desk.ok("PUT", f"/tickets/{source}/merger", {"into": target}, as_=LEE)
    assert (await desk.timers(target))["next_response"]["started_at"] == iso(since)


async def test_case_60_what_is_said_to_the_merged_ticket_is_waited_on_by_the_other(desk: Desk) -> None:
    source, target, _ = await two_of_one_customer(desk)
    await desk.ok("PUT", f"/tickets/{source}/merger", {"into": target}, as_=LEE)
    await say(desk, target)
    wrote = desk.clock.pass_by(minutes=1)
    await hear(desk, source)
    assert await open_kinds(desk, source) == set()
    assert (await desk.timers(target))["next_response"]["started_at"] == iso(wrote)


async def test_case_61_a_split_ticket_starts_now_and_remembers_when_it_was_asked(desk: Desk) -> None:
    key = await answered(desk)
    asked = desk.clock.now
    message = await hear(desk, key, "另外还想问一下发票")
    now = desk.clock.pass_by(minutes=7)
    new = await desk.ok("POST", f"/tickets/{key}/splits", {"messages": [message["id"]]}, as_=LEE)
    assert (new["created_at"], new["received_at"]) == (iso(now), iso(asked))
    first = (await desk.timers(new["id"]))["first_response"]
    assert (first["started_at"], first["due_at"]) == (iso(now), iso(now + timedelta(minutes=10)))


async def test_case_62_what_is_thrown_away_has_no_clock(desk: Desk) -> None:
    for why in ("spam", "deleted"):
        key = await urgent(desk)
        await desk.ok("PUT", f"/tickets/{key}/junk", {"why": why}, as_=LEE)
        assert await open_kinds(desk, key) == set()
        desk.clock.pass_by(days=1)
        await desk.settle()
        assert await breaches(desk, key) == 0


async def test_case_62_what_comes_from_a_blocked_sender_never_gets_one(desk: Desk) -> None:
    requester = {"email": f"spam-{desk.slug}@example.com"}
    key = await urgent(desk, requester=requester)
    await desk.ok("PUT", f"/tickets/{key}/junk", {"why": "spam", "block": True}, as_=LEE)
    again = await urgent(desk, requester=requester)
    assert again != key
    assert await desk.timers(again) == {}


async def test_what_was_thrown_away_by_mistake_has_been_waited_for_all_the_same(desk: Desk) -> None:
    key = await urgent(desk)
    due = (await desk.timers(key))["first_response"]["due_at"]
    await desk.ok("PUT", f"/tickets/{key}/junk", {"why": "spam"}, as_=LEE)
    desk.clock.pass_by(minutes=5)
    await desk.ok("DELETE", f"/tickets/{key}/junk", as_=LEE)
    first = (await desk.timers(key))["first_response"]
    assert (first["state"], first["due_at"]) == ("running", due)


async def test_case_70_a_promise_is_broken_also_while_somebody_is_at_work_on_it(desk: Desk) -> None:
    key = await urgent(desk)
    due = (await desk.timers(key))["first_response"]["due_at"]
    await desk.ok("PUT", f"/tickets/{key}/work", as_=ANNA)
    desk.clock.pass_by(minutes=11)
    await desk.settle()
    first = (await desk.timers(key))["first_response"]
    assert (first["state"], first["broken_at"]) == ("broken", due)


async def test_case_48_in_another_team_its_policy_counts_and_the_start_is_kept(desk: Desk) -> None:
    team = await desk.ok("POST", "/teams", {"name": "退款组"})
    await desk.ok(
        "POST",
        "/policies",
        {
            "name": "Refunds",
            "condition": [{"trait": "team", "among": [str(team["id"])]}],
            "targets": [{"kind": "resolution", "seconds": 1800, "hours": "calendar"}],
        },
    )
    ids = [policy["id"] for policy in (await desk.ok("GET", "/policies"))["items"]]
    await desk.ok("PUT", "/policies/order", {"ids": [ids[-1], *ids[:-1]]})
    key, opened = await urgent(desk), desk.clock.now
    desk.clock.pass_by(minutes=5)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"team": team["id"]}, as_=OTTO)
    timers = await desk.timers(key)
    assert await open_kinds(desk, key) == {"resolution"}
    resolution = timers["resolution"]
    assert (resolution["promise"], resolution["started_at"]) == ("Refunds", iso(opened))
    assert resolution["due_at"] == iso(opened + timedelta(minutes=30))


async def test_case_49_a_policy_that_is_no_more_stops_the_clocks_that_ran_by_it(desk: Desk) -> None:
    key = await urgent(desk)
    desk.clock.pass_by(minutes=11)
    await desk.settle()
    for policy in (await desk.ok("GET", "/policies"))["items"]:
        await desk.ok("DELETE", f"/policies/{policy['id']}")
    await desk.settle()
    assert await open_kinds(desk, key) == set()
    ticket = await desk.ok("GET", f"/tickets/{key}")
    assert (ticket["due_at"], await breaches(desk, key)) == (None, 2)  # of an owner and of an answer
    desk.clock.pass_by(days=1)
    await desk.settle()
    assert await breaches(desk, key) == 2
    assert (await desk.ok("GET", f"/tickets/{key}/facts", as_=MAYA))["items"]


async def test_case_63_imported_history_never_escalates_whatever_happens_to_it_here(desk: Desk, tmp_path: Path) -> None:
    archive = Archive(desk.database, desk.workspace_id, tmp_path)
    header = ["工单号", "创建时间", "状态", "手机号", "主题"]
    rows = [
        ["A-1", "2024-01-05 09:00", "open", "13800138000", "退款"],
        ["A-2", "2024-01-05 09:00", "closed", "138", "发票"],
    ]
    await archive.take_rows([header, *rows])
    for ticket in (await archive.tickets()).values():
        key = ticket["id"]
        await hear(desk, key)
        await say(desk, key)
        await desk.ok("PATCH", f"/tickets/{key}", {"level": "urgent"}, as_=LEE)
        await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[ANNA]}, as_=OTTO)
        await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
        await hear(desk, key)
        [policy, *_] = (await desk.ok("GET", "/policies"))["items"]
        await desk.ok("DELETE", f"/policies/{policy['id']}")
        desk.clock.pass_by(days=30)
        await desk.settle()
        assert await desk.timers(key) == {}
        assert await breaches(desk, key) == 0
