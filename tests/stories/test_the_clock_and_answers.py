"""What counts as an answer, over HTTP: cases 21 to 35, each with its number in the list of cases.

Urgent tickets are promised an owner within a minute, an answer within ten and a solution within two hours, around the
clock.
"""

from datetime import timedelta
from typing import Any

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk
from tests.channels.visitor import Visitor


def iso(instant: Any) -> str:
    return str(instant.isoformat()).replace("+00:00", "Z")


async def say(desk: Desk, key: int, body: str = "好的", *, as_: str = LEE, **more: Any) -> Any:
    return await desk.ok("POST", f"/tickets/{key}/messages", {"body": body, **more}, as_=as_)


async def hear(desk: Desk, key: int, body: str = "在吗", **more: Any) -> Any:
    return await say(desk, key, body, **{"as": "requester"}, **more)


async def overhear(desk: Desk, key: int, who: dict[str, str]) -> Any:
    return await desk.ok("POST", f"/tickets/{key}/messages", {"body": "我来说", "as": "other", "from": who}, as_=LEE)


async def urgent(desk: Desk, **more: Any) -> int:
    ticket = await desk.write(level="urgent", **more)
    return int(ticket["id"])


async def answered(desk: Desk) -> int:
    key = await urgent(desk)
    desk.clock.pass_by(minutes=1)
    await say(desk, key)
    desk.clock.pass_by(minutes=1)
    return key


async def state(desk: Desk, key: int, kind: str) -> str | None:
    found = (await desk.timers(key)).get(kind)
    return None if found is None else str(found["state"])


async def next_response_since(desk: Desk, key: int) -> str:
    return str((await desk.timers(key))["next_response"]["started_at"])


async def promise_notes(desk: Desk, answers: bool) -> None:
    await desk.ok(
        "POST",
        "/policies",
        {
            "name": "Notes",
            "condition": [{"trait": "tag", "among": ["notes"]}],
            "note_answers": answers,
            "targets": [{"kind": "first_response", "seconds": 600, "hours": "calendar"}],
        },
    )
    policies = (await desk.ok("GET", "/policies"))["items"]
    ids = [policy["id"] for policy in policies]
    await desk.ok("PUT", "/policies/order", {"ids": [ids[-1], *ids[:-1]]})


async def test_case_21_a_note_among_colleagues_answers_nothing(desk: Desk) -> None:
    key = await urgent(desk)
    await say(desk, key, public=False)
    assert await state(desk, key, "first_response") == "running"


async def test_case_21_whether_a_note_for_the_customer_answers_the_policy_says(desk: Desk) -> None:
    for answers, expected in ((False, "running"), (True, "met")):
        await promise_notes(desk, answers)
        key = await urgent(desk, tags=["notes"])
        await say(desk, key, note=True, public=True)
        assert await state(desk, key, "first_response") == expected


async def test_case_21_who_was_answered_by_a_note_waits_no_more(desk: Desk) -> None:
    for answers in (False, True):
        await promise_notes(desk, answers)
        key = await urgent(desk, tags=["notes"])
        at = desk.clock.pass_by(minutes=1)
        await say(desk, key, note=True, public=True)
        ticket = await desk.ok("GET", f"/tickets/{key}")
        assert (ticket["waiting_since"] is None) is answers
        assert ticket["first_answered_at"] == (iso(at) if answers else None)
        desk.clock.pass_by(minutes=1)
        await hear(desk, key)
        await say(desk, key, note=True, public=True)  # nothing promises an answer to this; the policy still judges it
        ticket = await desk.ok("GET", f"/tickets/{key}")
        assert (ticket["waiting_since"] is None) is answers


async def test_case_24_who_answers_gets_the_credit_whoever_owns_it(desk: Desk) -> None:
    key = await urgent(desk)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[ANNA]}, as_=OTTO)
    await say(desk, key, as_=LEE)
    assert await state(desk, key, "first_response") == "met"
    facts = (await desk.ok("GET", f"/tickets/{key}/facts"))["items"]
    [reply] = [fact for fact in facts if fact["kind"] == "ReplySent"]
    assert (reply["person_id"], reply["owner_id"], reply["first"]) == (desk.people[LEE], desk.people[ANNA], True)


async def test_case_25_a_third_party_answers_nothing_unless_they_are_a_colleague(desk: Desk) -> None:
    key = await urgent(desk)
    await overhear(desk, key, {"name": "Bo", "email": "bo@elsewhere.example"})
    assert await state(desk, key, "first_response") == "running"
    await overhear(desk, key, {"email": "anna@example.com"})
    assert await state(desk, key, "first_response") == "met"


async def test_case_26_three_messages_are_answered_from_the_oldest_on(desk: Desk) -> None:
    key = await answered(desk)
    first = desk.clock.now
    for _ in range(3):
        await hear(desk, key)
        desk.clock.pass_by(minutes=1)
    assert (await desk.timers(key))["next_response"]["started_at"] == iso(first)


async def test_case_26_the_oldest_message_counts_also_when_a_slow_channel_delivers_it_last(desk: Desk) -> None:
    requester = {"email": f"slow-{desk.slug}@example.com"}
    ticket = await desk.write(level="urgent", requester=requester, thread="t-26")
    await say(desk, ticket["id"])
    mailed = desk.clock.pass_by(minutes=5)
    desk.clock.pass_by(minutes=1)
    await hear(desk, ticket["id"])
    desk.clock.pass_by(minutes=20)
    mail = {"level": "urgent", "requester": requester, "thread": "t-26", "received_at": mailed.isoformat()}
    assert (await desk.write("我写过邮件", **mail))["id"] == ticket["id"]
    timer = (await desk.timers(ticket["id"]))["next_response"]
    assert timer["started_at"] == (await desk.ok("GET", f"/tickets/{ticket['id']}"))["waiting_since"] == iso(mailed)
    await desk.settle()
    timer = (await desk.timers(ticket["id"]))["next_response"]
    assert (timer["state"], timer["broken_at"]) == ("broken", iso(mailed + timedelta(minutes=10)))


async def test_case_27_the_first_of_two_answers_ends_the_wait(desk: Desk) -> None:
    key = await answered(desk)
    await hear(desk, key)
    met = desk.clock.pass_by(minutes=1)
    await say(desk, key)
    desk.clock.pass_by(minutes=1)
    await say(desk, key)
    assert (await desk.timers(key))["next_response"]["met_at"] == iso(met)
    assert (await desk.kinds(key)).count("PromiseKept") == 2


async def test_case_28_while_the_customer_is_silent_no_answer_is_due(desk: Desk) -> None:
    key = await answered(desk)
    assert "next_response" not in await desk.timers(key)


async def test_case_29_before_the_first_answer_only_that_is_waited_for(desk: Desk) -> None:
    key = await urgent(desk)
    await hear(desk, key)
    assert "next_response" not in await desk.timers(key)


async def test_case_30_another_channel_restarts_the_clock_just_so(desk: Desk) -> None:
    """By the form at first, then on the page that shows the customer where it stands."""
    visitor = Visitor(desk)
    thanks = await visitor.send(name="Kim", email="kim@example.com", body="Where is my parcel?")
    key = (await desk.ok("GET", "/tickets"))["items"][0]["id"]
    await say(desk, key)
    assert "next_response" not in await desk.timers(key)
    page = await visitor.follow(thanks)
    at = desk.clock.now
    assert (await visitor.again(page, form=-1, body="Any news?")).status_code == 303
    asked, _, added = (await desk.ok("GET", f"/tickets/{key}/messages"))["items"]
    assert (asked["channel"], added["channel"]) == ("form", "portal")
    assert await next_response_since(desk, key) == iso(at)


async def test_case_30_the_same_conversation_restarts_the_clock_and_so_does_what_an_agent_was_told(desk: Desk) -> None:
    requester = {"name": "李雷", "email": f"by-two-ways-{desk.slug}@example.com"}
    ticket = await desk.write(level="urgent", requester=requester, thread="t-1")
    await say(desk, ticket["id"])
    at = desk.clock.pass_by(minutes=5)
    again = await desk.write("我换个方式再问", level="urgent", requester=requester, thread="t-1")
    assert again["id"] == ticket["id"]
    spoken = await hear(desk, ticket["id"], "电话里补充", automatic=False)
    assert spoken["channel"] == "chat"
    assert await next_response_since(desk, ticket["id"]) == iso(at)


async def test_case_39_the_clock_resumes_when_the_channel_had_the_customers_words(desk: Desk) -> None:
    requester = {"name": "李雷", "email": f"waits-{desk.slug}@example.com"}
    ticket = await desk.write(level="urgent", requester=requester, thread="t-39")
    key = ticket["id"]
    await say(desk, key, pending=True)
    mailed = desk.clock.pass_by(minutes=30)
    desk.clock.pass_by(minutes=25)  # until the mail was fetched
    assert await state(desk, key, "resolution") == "paused"
    mail = {"requester": requester, "thread": "t-39", "received_at": mailed.isoformat()}
    assert (await desk.write("在这里", **mail))["id"] == key
    timer = (await desk.timers(key))["resolution"]
    assert (timer["state"], timer["paused_seconds"], timer["used_seconds"]) == ("running", 30 * 60, 25 * 60)
    assert await next_response_since(desk, key) == iso(mailed)


async def test_case_31_a_call_that_was_taken_is_an_answer_and_a_note_of_one_is_none(desk: Desk) -> None:
    body = {"body": "打电话来问账单", "requester": {"phone": "13800000001"}, "channel": "phone", "level": "urgent"}
    spoken = await desk.ok("POST", "/tickets", {**body, "spoken": True}, as_=LEE)
    assert await state(desk, spoken["id"], "first_response") == "met"
    written = await desk.ok("POST", "/tickets", {**body, "requester": {"phone": "13800000002"}}, as_=LEE)
    assert await state(desk, written["id"], "first_response") == "running"
    desk.clock.pass_by(minutes=1)
    await say(desk, written["id"])
    assert await state(desk, written["id"], "first_response") == "met"


async def test_case_32_an_owner_who_asked_themselves_is_owed_no_answer(desk: Desk) -> None:
    key = await urgent(desk, requester={"email": "lee@example.com"})
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    assert await state(desk, key, "first_response") == "cancelled"
    await hear(desk, key)
    assert "next_response" not in await desk.timers(key)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[ANNA]}, as_=OTTO)
    assert await state(desk, key, "first_response") == "running"


async def test_case_33_an_answer_that_sets_the_ticket_to_pending_is_the_first_response(desk: Desk) -> None:
    key = await urgent(desk)
    await say(desk, key, pending=True)
    assert await state(desk, key, "first_response") == "met"
    assert await state(desk, key, "resolution") == "paused"


async def test_case_34_pending_or_solved_without_a_word_is_never_counted_as_an_answer(desk: Desk) -> None:
    key = await urgent(desk)
    await desk.ok("PUT", f"/tickets/{key}/pending", {}, as_=LEE)
    assert await state(desk, key, "first_response") == "running"
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    assert await state(desk, key, "first_response") == "cancelled"
    assert (await desk.ok("GET", f"/tickets/{key}"))["first_answered_at"] is None


async def test_case_38_a_clock_that_stands_still_while_nobody_owns_the_ticket_goes_on_when_somebody_does(
    desk: Desk,
) -> None:
    target = {"kind": "resolution", "seconds": 3600, "hours": "calendar", "paused_in": ["new"]}
    await desk.ok("POST", "/policies", {"name": "Owned", "always": True, "targets": [target]})
    ids = [policy["id"] for policy in (await desk.ok("GET", "/policies"))["items"]]
    await desk.ok("PUT", "/policies/order", {"ids": [ids[-1], *ids[:-1]]})
    key = await urgent(desk)
    assert await state(desk, key, "resolution") == "paused"
    desk.clock.pass_by(minutes=30)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    desk.clock.pass_by(minutes=10)
    await desk.ok("DELETE", f"/tickets/{key}/assignment", as_=OTTO)
    desk.clock.pass_by(minutes=30)
    timer = (await desk.timers(key))["resolution"]
    assert (timer["state"], timer["used_seconds"], timer["remaining_seconds"]) == ("paused", 600, 3000)
    await desk.ok("PUT", f"/tickets/{key}/solution", {}, as_=LEE)
    desk.clock.pass_by(minutes=10)
    await hear(desk, key)
    assert await state(desk, key, "resolution") == "paused"  # nobody owns it still
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    assert (await desk.timers(key))["resolution"]["due_at"] == iso(desk.clock.now + timedelta(seconds=3000))


async def test_case_35_the_clock_started_when_the_channel_had_the_message(desk: Desk) -> None:
    received = desk.clock.now - timedelta(minutes=25)
    key = await urgent(desk, received_at=received.isoformat())
    first = (await desk.timers(key))["first_response"]
    assert (first["used_seconds"], first["remaining_seconds"]) == (25 * 60, -15 * 60)
    await desk.settle()
    first = (await desk.timers(key))["first_response"]
    assert (first["state"], first["broken_at"]) == ("broken", iso(received + timedelta(minutes=10)))


async def test_case_35_the_answer_to_a_late_mail_says_already_what_is_used_and_what_is_late(desk: Desk) -> None:
    received = desk.clock.now - timedelta(minutes=25)
    mail = {"body": "!", "level": "urgent", "requester": {"email": "late@example.com"}, "received_at": iso(received)}
    many = (await desk.ok("POST", "/tickets/batch", {"tickets": [mail | {"external_id": "m-2"}]}, as_=MAYA))["items"]
    for ticket in (await desk.ok("POST", "/tickets", mail, as_=MAYA), many[0]["ticket"]):
        read = (await desk.ok("GET", f"/tickets/{ticket['id']}", as_=MAYA))["timers"]
        assert [timer | {"calendar": None} for timer in read] == ticket["timers"]
        first = next(timer for timer in ticket["timers"] if timer["kind"] == "first_response")
        assert (first["state"], first["used_seconds"], first["remaining_seconds"]) == ("broken", 25 * 60, -15 * 60)


async def test_case_35_absurd_dates_are_refused(desk: Desk) -> None:
    for wrong in (timedelta(minutes=3), timedelta(days=400), timedelta(days=-31)):
        body = {
            "body": "?",
            "requester": {"email": "a@example.com"},
            "received_at": (desk.clock.now + wrong).isoformat(),
        }
        answer = await desk.ask("POST", "/tickets", body, as_=MAYA)
        assert answer.status_code == 422
        assert [each["path"] for each in answer.json()["errors"]] == ["received_at"]
