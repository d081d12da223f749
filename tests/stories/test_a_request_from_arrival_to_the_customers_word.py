from zoneinfo import ZoneInfo

from tests.cast import ANNA, LEE, Desk


async def test_a_request_has_an_owner_is_answered_and_is_closed_by_the_customer(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    assert ticket["state"] == "new"
    today = desk.clock.now.astimezone(ZoneInfo("Asia/Shanghai"))
    assert ticket["number"].startswith(f"{today:%Y%m%d}")
    assert {timer["kind"] for timer in ticket["timers"]} == {"dispatch", "first_response", "resolution"}
    key = ticket["id"]

    await desk.settle()
    owned = await desk.ok("GET", f"/tickets/{key}")
    assert owned["owner"]["name"] == "Lee"
    assert owned["state"] == "open"
    assert owned["reason"]
    assert (await desk.timers(key))["dispatch"]["state"] == "met"

    desk.clock.pass_by(minutes=4)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "已发货"}, as_=LEE)
    first = (await desk.timers(key))["first_response"]
    assert first["state"] == "met"
    assert first["remaining_seconds"] is None

    await desk.ok("PUT", f"/tickets/{key}/solution", {"outcome": "已发货"}, as_=LEE)
    solved = await desk.ok("PUT", f"/tickets/{key}/confirmation", {"satisfied": True, "score": 5})
    assert solved["state"] == "closed"
    kinds = await desk.kinds(key)
    assert [k for k in kinds if k.startswith("Ticket")] == [
        "TicketOpened", "TicketTriaged", "TicketAssigned", "TicketSolved", "TicketConfirmed", "TicketClosed",
    ]  # fmt: skip


async def test_a_late_answer_stays_late_with_its_true_instant(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    await desk.settle()
    due = (await desk.timers(ticket["id"]))["first_response"]["due_at"]
    desk.clock.pass_by(hours=1)
    await desk.settle()
    first = (await desk.timers(ticket["id"]))["first_response"]
    assert (first["state"], first["broken_at"]) == ("broken", due)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "抱歉"}, as_=LEE)
    first = (await desk.timers(ticket["id"]))["first_response"]
    assert (first["state"], first["broken_at"]) == ("broken", due)
    assert first["met_at"] > due


async def test_a_note_answers_nobody(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "看看", "public": False}, as_=LEE)
    assert (await desk.timers(ticket["id"]))["first_response"]["state"] == "running"


async def test_nobody_free_means_waiting_in_a_queue_until_somebody_comes(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"] is None
    assert [row["ticket"]["id"] for row in (await desk.ok("GET", "/queue"))["items"]] == [ticket["id"]]
    await desk.come_online(ANNA)
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["name"] == "Anna"


async def test_a_customer_who_writes_again_after_the_solution_opens_the_same_ticket(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(thread="wx-1")
    await desk.settle()
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "好了", "solve": True}, as_=LEE)
    desk.clock.pass_by(minutes=5)
    again = await desk.ok(
        "POST",
        "/tickets",
        {"body": "还是不行", "channel": "chat", "thread": "wx-1", "requester": {"external_id": "wx-1"}},
    )
    assert again["id"] == ticket["id"]
    assert (again["state"], again["reopen_count"]) == ("open", 1)
    timers = await desk.timers(ticket["id"])
    assert timers["resolution"]["state"] == "running"
    assert timers["next_response"]["state"] == "running"


async def test_silence_after_the_solution_closes_at_the_promised_instant(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/solution", {}, as_=LEE)
    desk.clock.pass_by(days=30)
    await desk.settle()
    closed = await desk.ok("GET", f"/tickets/{ticket['id']}")
    assert closed["state"] == "closed"
    assert closed["closed_at"] < desk.clock.now.isoformat()
