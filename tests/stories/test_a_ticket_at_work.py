"""Waiting, handing over, following: what agents do to tickets all day."""

import asyncio
from datetime import timedelta

from jishi.web.tidy import tidy
from tests.cast import ANNA, LEE, MAYA, OTTO, Desk


async def test_case_40_work_resumes_at_the_instant_that_was_set_however_late_the_worker_comes(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    await desk.settle()
    until = desk.clock.now + timedelta(hours=1)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/pending", {"until": until.isoformat(), "reason": "等发票"}, as_=LEE)
    assert (await desk.timers(ticket["id"]))["resolution"]["state"] == "paused"
    desk.clock.pass_by(hours=1, minutes=12)
    await desk.settle()
    facts = (await desk.ok("GET", f"/tickets/{ticket['id']}/facts"))["items"]
    [resumed] = [fact for fact in facts if fact["kind"] == "TicketResumed"]
    assert resumed["at"] == until.isoformat().replace("+00:00", "Z")
    assert resumed["why"] == "time"
    resolution = (await desk.timers(ticket["id"]))["resolution"]
    assert resolution["state"] == "running"
    assert resolution["remaining_seconds"] == 2 * 3600 - 12 * 60


async def test_the_customer_ends_the_wait_by_writing(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    key = ticket["id"]
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "订单号?", "pending": True}, as_=LEE)
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "pending"
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "12345", "as": "requester"}, as_=LEE)
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "open"
    assert (await desk.timers(key))["next_response"]["state"] == "running"


async def test_three_messages_are_answered_from_the_oldest_on(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "您好"}, as_=LEE)
    first = desk.clock.pass_by(minutes=1)
    for _ in range(3):
        await desk.ok("POST", f"/tickets/{key}/messages", {"body": "在吗", "as": "requester"}, as_=LEE)
        desk.clock.pass_by(minutes=1)
    timer = (await desk.timers(key))["next_response"]
    assert timer["started_at"] == first.isoformat().replace("+00:00", "Z")


async def test_holding_and_going_on(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    held = await desk.ok("PUT", f"/tickets/{key}/hold", {"reason": "等仓库"}, as_=LEE)
    assert (held["state"], held["hold_reason"]) == ("on_hold", "等仓库")
    assert (await desk.ask("DELETE", f"/tickets/{key}/pending", as_=LEE)).status_code == 409
    assert (await desk.ok("DELETE", f"/tickets/{key}/hold", as_=LEE))["state"] == "new"
    past = (desk.clock.now - timedelta(minutes=1)).isoformat()
    assert (await desk.ask("PUT", f"/tickets/{key}/hold", {"until": past}, as_=LEE)).status_code == 422


async def test_a_persons_assignment_stands_above_the_dispatchers(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    key = ticket["id"]
    given = await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    assert given["owner"]["name"] == "Anna"
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{key}"))["owner"]["name"] == "Anna"
    [decision] = (await desk.ok("GET", f"/tickets/{key}/assignments"))["items"]
    assert decision["by"] == f"person:{desk.people[OTTO]}" or "Otto" in str(decision["by"])


async def test_an_agent_may_take_a_ticket_but_not_give_it_to_others(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    assert (await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[LEE]}, as_=LEE))["owner"]
    assert (
        await desk.ask("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[ANNA]}, as_=LEE)
    ).status_code == 403


async def test_a_returned_ticket_is_dispatched_again_to_somebody_else(desk: Desk) -> None:
    await desk.come_online(LEE, ANNA)
    ticket = await desk.write()
    await desk.settle()
    key = ticket["id"]
    first = (await desk.ok("GET", f"/tickets/{key}"))["owner"]["name"].lower()
    back = await desk.ok("DELETE", f"/tickets/{key}/assignment", as_=first)
    assert (back["owner"], back["state"]) == (None, "new")
    await desk.settle()
    second = (await desk.ok("GET", f"/tickets/{key}"))["owner"]["name"].lower()
    assert second != first


async def test_the_same_external_id_is_filed_once(desk: Desk) -> None:
    body = {"body": "x", "requester": {"email": "li@example.com"}, "external_id": "shop-1"}
    one = await desk.ask("POST", "/tickets", body)
    two = await desk.ask("POST", "/tickets", body)
    assert (one.status_code, two.status_code) == (201, 200), one.text
    assert one.json()["id"] == two.json()["id"]


async def test_a_repeated_post_with_its_key_is_answered_the_same_and_done_once(desk: Desk) -> None:
    body = {"body": "x", "requester": {"email": "li@example.com"}}
    headers = {"Idempotency-Key": "k-1"}
    answers = await asyncio.gather(*[desk.ask("POST", "/tickets", body, headers=headers) for _ in range(6)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await desk.ok("GET", "/tickets/counts"))["all"] == 1
    other = await desk.ask("POST", "/tickets", {**body, "body": "y"}, headers=headers)
    assert other.status_code == 422


async def test_a_stored_answer_is_forgotten_after_two_days_and_not_before(desk: Desk) -> None:
    body = {"body": "x", "requester": {"email": "li@example.com"}}
    first = await desk.ok("POST", "/tickets", body, headers={"Idempotency-Key": "k-2"})
    desk.clock.pass_by(days=1)
    await tidy(desk.database)
    assert (await desk.ok("POST", "/tickets", body, headers={"Idempotency-Key": "k-2"}))["id"] == first["id"]
    desk.clock.pass_by(days=2)
    assert await tidy(desk.database) > 0
    assert (await desk.ok("POST", "/tickets", body, headers={"Idempotency-Key": "k-2"}))["id"] != first["id"]


async def test_one_customer_who_writes_twice_at_once_is_one_customer(desk: Desk) -> None:
    body = {"body": "x", "requester": {"email": "Twin@Example.com", "name": "Twin"}}
    answers = await asyncio.gather(*[desk.ask("POST", "/tickets", body) for _ in range(8)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["requester"]["id"] for answer in answers}) == 1
    assert len({answer.json()["number"] for answer in answers}) == 8


async def test_messages_of_one_thread_that_arrive_at_once_are_one_ticket(desk: Desk) -> None:
    body = {"body": "x", "channel": "wechat", "thread": "openid-7", "requester": {"external_id": "openid-7"}}
    answers = await asyncio.gather(*[desk.ask("POST", "/tickets", body) for _ in range(8)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    messages = await desk.ok("GET", f"/tickets/{answers[0].json()['id']}/messages")
    assert len(messages["items"]) == 8


async def test_numbers_are_the_day_and_a_rising_sequence(desk: Desk) -> None:
    numbers = [(await desk.write())["number"] for _ in range(12)]
    day = (desk.clock.now + timedelta(hours=8)).strftime("%Y%m%d")
    assert all(number.startswith(day) for number in numbers)
    assert numbers == sorted(set(numbers), key=int)
    desk.clock.pass_by(days=1)
    assert (await desk.write())["number"].endswith("001")


async def test_tags_level_type_and_fields_change_and_are_remembered(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    await desk.ok("PUT", f"/tickets/{key}/tags/退款", as_=LEE)
    changed = await desk.ok(
        "PATCH", f"/tickets/{key}", {"level": "urgent", "type": "complaint", "fields": {"order": "7"}}, as_=LEE
    )
    fields = {**ticket["fields"], "order": "7"}
    assert (changed["tags"], changed["level"], changed["fields"]) == (["退款"], "urgent", fields)
    first = (await desk.timers(key))["first_response"]
    assert first["target_seconds"] == 600
    kinds = await desk.kinds(key)
    assert {"TagAdded", "LevelChanged", "TypeChanged", "FieldsChanged"} <= set(kinds)
    before = len(kinds)
    await desk.ok("PATCH", f"/tickets/{key}", {"level": "urgent"}, as_=LEE)
    assert len(await desk.kinds(key)) == before


async def test_every_view_counts_what_it_lists(desk: Desk) -> None:
    await desk.come_online(LEE)
    urgent = await desk.write(level="urgent")
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{urgent['id']}/following", as_=OTTO)
    mine = await desk.ok("GET", "/tickets?view=mine", as_=LEE)
    assert [row["id"] for row in mine["items"]] == [urgent["id"]]
    desk.clock.pass_by(minutes=9)
    await desk.settle()
    assert (await desk.ok("GET", "/tickets/counts"))["soon"] == 1
    desk.clock.pass_by(minutes=2)
    await desk.settle()
    for who, view, count in ((MAYA, "soon", 0), (MAYA, "late", 1), (OTTO, "following", 1), (LEE, "mine", 1)):
        assert (await desk.ok("GET", "/tickets/counts", as_=who))[view] == count
        assert len((await desk.ok("GET", f"/tickets?view={view}", as_=who))["items"]) == count


async def test_pages_go_on_where_the_last_one_ended(desk: Desk) -> None:
    written = [(await desk.write())["id"] for _ in range(7)]
    for view in ("all", "unassigned"):
        found: list[int] = []
        after = ""
        for _ in range(5):
            page = await desk.ok("GET", f"/tickets?view={view}&limit=3{after}")
            found += [row["id"] for row in page["items"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert sorted(found) == sorted(written)
        assert len(found) == 7


async def test_two_characters_of_chinese_find_a_ticket(desk: Desk) -> None:
    ticket = await desk.write("我想申请退款,订单 A-7781", subject="退货")
    await desk.write("发票抬头写错了")
    await desk.settle()
    for words in ("退款", "申请退", "7781", "a-7781", ticket["number"], "退"):
        found = await desk.ok("GET", "/tickets", params={"q": words})
        assert [row["id"] for row in found["items"]] == [ticket["id"]], words
    assert (await desk.ok("GET", "/tickets", params={"q": "款退"}))["items"] == []


async def test_every_solved_ticket_has_an_outcome_though_nobody_said_how_it_ended(desk: Desk) -> None:
    """R33: every ticket ends with a recorded outcome."""
    said, unsaid = await desk.write(), await desk.write(thread="another")
    named = await desk.ok("PUT", f"/tickets/{said['id']}/solution", {"outcome": "退款已到账"}, as_=LEE)
    assert named["outcome"] == "退款已到账"
    usual = await desk.ok("PUT", f"/tickets/{unsaid['id']}/solution", {}, as_=LEE)
    assert usual["outcome"] == "已解决"
    facts = (await desk.ok("GET", f"/tickets/{unsaid['id']}/facts"))["items"]
    assert [fact["outcome"] for fact in facts if fact["kind"] == "TicketSolved"] == ["已解决"]


async def test_lists_are_narrowed_to_an_owner_or_a_team_as_one_calls_them(desk: Desk) -> None:
    mine, queued = await desk.write(), await desk.write(thread="another")
    await desk.ok("PUT", f"/tickets/{mine['id']}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{queued['id']}/assignment", {"team": desk.team_id}, as_=OTTO)

    async def listed(where: str) -> set[int]:
        return {row["id"] for row in (await desk.ok("GET", f"/tickets?{where}", as_=LEE))["items"]}

    page = await desk.ok("GET", f"/tickets/{mine['id']}")
    for owner in ("me", desk.people[LEE], page["owner"]["email"].upper()):
        assert mine["id"] in await listed(f"owner={owner}")
        assert queued["id"] not in await listed(f"owner={owner}")
    team = (await desk.ok("GET", f"/tickets/{queued['id']}"))["team"]
    assert await listed(f"team={team['id']}") == await listed(f"team={team['name']}") >= {queued["id"]}
    wrong = await desk.ask("GET", "/tickets?owner=nobody@example.com&team=nowhere")
    assert wrong.status_code == 422
    assert {error["path"] for error in wrong.json()["errors"]} == {"owner", "team"}
