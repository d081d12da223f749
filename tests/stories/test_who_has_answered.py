"""What counts as an answer to the customer, and what does not."""

import pytest

from tests.cast import ANNA, LEE, MAYA, Desk


async def first_response(desk: Desk, ticket_id: int) -> str:
    return str((await desk.timers(ticket_id))["first_response"]["state"])


async def let_notes_answer(desk: Desk) -> None:
    for policy in (await desk.ok("GET", "/policies"))["items"]:
        shape = ("name", "always", "active", "condition", "calendar", "targets", "ladder", "version")
        body = {name: policy[name] for name in shape} | {"note_answers": True}
        for target in body["targets"]:
            target.pop("runs_on", None)
        await desk.ok("PUT", f"/policies/{policy['id']}", body)


async def test_case_21_a_note_is_no_answer(desk: Desk) -> None:
    ticket = await desk.write()
    note = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "查一下", "public": False}, as_=LEE)
    assert (note["public"], note["nature"]) == (False, "note")
    assert await first_response(desk, ticket["id"]) == "running"


async def test_case_21_a_note_that_the_customer_can_read_is_one_only_by_policy(desk: Desk) -> None:
    ticket = await desk.write()
    note = {"body": "正在查", "public": True, "note": True}
    shown = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", note, as_=LEE)
    assert (shown["public"], shown["nature"]) == (True, "note")
    assert await first_response(desk, ticket["id"]) == "running"
    await let_notes_answer(desk)
    other = await desk.write()
    await desk.ok("POST", f"/tickets/{other['id']}/messages", note, as_=LEE)
    assert await first_response(desk, other["id"]) == "met"


async def test_case_24_whoever_answers_is_credited(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": desk.people[LEE]})
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "您好"}, as_=ANNA)
    assert await first_response(desk, ticket["id"]) == "met"
    facts = (await desk.ok("GET", f"/tickets/{ticket['id']}/facts"))["items"]
    [sent] = [fact for fact in facts if fact["kind"] == "ReplySent"]
    assert (sent["person_id"], sent["owner_id"]) == (desk.people[ANNA], desk.people[LEE])


async def test_case_25_somebody_in_copy_has_not_answered(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    body = {"body": "我来说两句", "as": "other", "from": {"name": "王强", "email": "Wang@Example.com"}}
    message = await desk.ok("POST", f"/tickets/{key}/messages", body, as_=MAYA)
    assert message["author"] == {"kind": "third_party", "id": None, "name": "王强 <wang@example.com>"}
    assert await first_response(desk, key) == "running"
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "您好", "pending": True}, as_=LEE)
    await desk.ok("POST", f"/tickets/{key}/messages", body, as_=MAYA)
    page = await desk.ok("GET", f"/tickets/{key}")
    assert (page["state"], page["waiting_since"]) == ("pending", None)
    assert "next_response" not in await desk.timers(key)
    await desk.settle()
    assert (await desk.ok("GET", "/tickets?q=我来说两句"))["items"][0]["id"] == key


async def test_case_25_a_colleague_in_copy_has(desk: Desk) -> None:
    ticket = await desk.write()
    body = {"body": "我来回答", "as": "other", "from": {"email": "ANNA@example.com"}}
    message = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body, as_=MAYA)
    assert message["author"] == {"kind": "agent", "id": desk.people[ANNA], "name": "Anna"}
    assert await first_response(desk, ticket["id"]) == "met"


async def test_a_colleagues_auto_reply_answers_nobody(desk: Desk) -> None:
    ticket = await desk.write()
    body = {"body": "我在休假", "as": "other", "from": {"email": "anna@example.com"}, "automatic": True}
    message = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body, as_=MAYA)
    assert (message["author"]["kind"], message["nature"]) == ("third_party", "automatic")
    assert await first_response(desk, ticket["id"]) == "running"


async def test_the_requesters_own_address_in_copy_is_the_requester(desk: Desk) -> None:
    ticket = await desk.write(requester={"name": "李雷", "email": "same@example.com"})
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "您好"}, as_=LEE)
    body = {"body": "再问一下", "as": "other", "from": {"email": "same@example.com"}}
    message = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body, as_=MAYA)
    assert message["author"]["kind"] == "customer"
    assert (await desk.timers(ticket["id"]))["next_response"]["state"] == "running"


async def test_case_31_a_ticket_opened_on_the_telephone_is_answered(desk: Desk) -> None:
    ticket = await desk.ok(
        "POST",
        "/tickets",
        {"body": "客户来电问发货", "requester": {"phone": "13800138001"}, "channel": "phone", "spoken": True},
        as_=LEE,
    )
    timers = {timer["kind"]: timer for timer in ticket["timers"]}
    assert timers["first_response"]["state"] == "met"
    assert timers["resolution"]["state"] == "running"
    assert ticket["waiting_since"] is None
    facts = (await desk.ok("GET", f"/tickets/{ticket['id']}/facts"))["items"]
    [opened] = [fact for fact in facts if fact["kind"] == "TicketOpened"]
    [sent] = [fact for fact in facts if fact["kind"] == "ReplySent"]
    assert (opened["opened_by"], opened["spoken"], sent["spoken"]) == ("agent", True, True)
    assert sent["person_id"] == desk.people[LEE]


async def test_case_31_otherwise_the_clock_ends_at_the_next_public_reply(desk: Desk) -> None:
    ticket = await desk.write(channel="phone")
    assert await first_response(desk, ticket["id"]) == "running"
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "您好"}, as_=LEE)
    assert await first_response(desk, ticket["id"]) == "met"


async def test_case_31_a_call_back_is_an_answer_and_its_note_stays_inside(desk: Desk) -> None:
    ticket = await desk.write()
    body = {"body": "电话里说明了原因", "spoken": True}
    call = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body, as_=LEE)
    assert (call["public"], call["nature"], call["channel"]) == (False, "call", "phone")
    assert await first_response(desk, ticket["id"]) == "met"


async def test_what_the_customer_says_on_the_telephone_is_answered_there(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "您好", "pending": True}, as_=LEE)
    body = {"body": "客户来电补充", "as": "requester", "spoken": True}
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body, as_=LEE)
    page = await desk.ok("GET", f"/tickets/{ticket['id']}")
    assert (page["state"], page["waiting_since"]) == ("new", None)
    assert (await desk.timers(ticket["id"]))["next_response"]["state"] == "met"


async def test_case_32_who_asked_and_owns_it_waits_for_no_answer(desk: Desk) -> None:
    ticket = await desk.write(requester={"name": "Lee", "email": "lee@example.com"})
    key = ticket["id"]
    await desk.come_online(LEE)
    page = await desk.ok("GET", f"/tickets/{key}")
    assert page["owner"]["id"] == desk.people[LEE]  # given by the dispatcher
    assert page["self_served"]
    assert await first_response(desk, key) == "cancelled"
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "补充", "as": "requester"}, as_=LEE)
    assert "next_response" not in await desk.timers(key)
    await desk.ok("PUT", f"/tickets/{key}/assignment", {"agent": desk.people[ANNA]})
    page = await desk.ok("GET", f"/tickets/{key}")
    assert not page["self_served"]
    states = [
        timer["state"]
        for timer in (await desk.ok("GET", f"/tickets/{key}/timers"))["items"]
        if timer["kind"] in {"first_response", "next_response"}
    ]
    assert states[-1] == "running"


@pytest.mark.parametrize("close", [False, True])
async def test_case_59_an_auto_reply_after_the_end_does_nothing(desk: Desk, close: bool) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(thread="mail-9", requester={"email": "robot@example.com"})
    key = ticket["id"]
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "已解决"}, as_=LEE)
    if close:
        await desk.ok("PUT", f"/tickets/{key}/closure", as_=LEE)
    before = await desk.ok("GET", f"/tickets/{key}")
    desk.clock.pass_by(minutes=1)
    same = await desk.write("Out of office", thread="mail-9", requester={"email": "robot@example.com"}, automatic=True)
    assert same["id"] == key
    await desk.settle()
    after = await desk.ok("GET", f"/tickets/{key}")
    for name in ("state", "owner", "waiting_since", "reopen_count", "solved_at", "closed_at"):
        assert after[name] == before[name]
    assert "next_response" not in await desk.timers(key)
    assert (await desk.ok("GET", f"/tickets/{key}/messages"))["items"][-1]["nature"] == "automatic"


async def test_an_automatic_message_that_opens_a_ticket_awaits_no_answer(desk: Desk) -> None:
    ticket = await desk.write("Undeliverable", automatic=True)
    assert ticket["waiting_since"] is None
    assert "first_response" not in {timer["kind"] for timer in ticket["timers"]}
    assert "first_response" not in await desk.timers(ticket["id"])


async def test_what_contradicts_itself_is_refused_with_every_wrong_field(desk: Desk) -> None:
    ticket = await desk.write()
    for body, wrong in (
        ({"note": True, "as": "requester"}, ["note"]),
        ({"note": True, "solve": True}, ["public"]),
        ({"automatic": True}, ["automatic"]),
        ({"as": "other"}, ["from"]),
        ({"as": "other", "spoken": True, "from": {}}, ["from", "spoken"]),
        ({"as": "requester", "pending": True}, ["public"]),
    ):
        answer = await desk.ask("POST", f"/tickets/{ticket['id']}/messages", {"body": "x", **body}, as_=LEE)
        assert answer.status_code == 422, body
        assert sorted(error["path"] for error in answer.json()["errors"]) == wrong
    given = {"body": "x", "requester": {"email": "a@b.test"}, "spoken": True, "automatic": True}
    answer = await desk.ask("POST", "/tickets", given, as_=LEE)
    assert [error["path"] for error in answer.json()["errors"]] == ["automatic"]
