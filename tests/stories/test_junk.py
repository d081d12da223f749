"""Spam, what was deleted, and senders who are not heard."""

from tests.cast import LEE, MAYA, OTTO, Desk

SPAMMER = {"name": "Deals", "email": "deals@spam.test"}


async def in_view(desk: Desk, view: str, **more: str) -> list[int]:
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    return [each["id"] for each in (await desk.ok("GET", f"/tickets?view={view}{asked}", as_=LEE))["items"]]


async def load(desk: Desk) -> int:
    agents = (await desk.ok("GET", "/agents"))["items"]
    return int(next(agent["load"] for agent in agents if agent["id"] == desk.people[LEE]))


async def test_case_62_spam_leaves_every_view_and_count_and_search(desk: Desk) -> None:
    ticket = await desk.write("便宜贷款", requester=SPAMMER)
    key = ticket["id"]
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{key}/following", as_=LEE)
    before = await desk.ok("GET", "/tickets/counts", as_=LEE)
    assert (before["all"], before["following"], before["unassigned"]) == (1, 1, 1)
    thrown = await desk.ok("PUT", f"/tickets/{key}/junk", {"why": "spam"}, as_=LEE)
    assert (thrown["state"], thrown["discarded_why"]) == ("discarded", "spam")
    counts = await desk.ok("GET", "/tickets/counts", as_=LEE)
    assert set(counts.values()) == {0}
    for view in ("mine", "unassigned", "soon", "late", "waiting", "following", "solved", "all"):
        assert await in_view(desk, view) == []
    assert await in_view(desk, "all", q="便宜贷款") == []
    assert await in_view(desk, "all", q="便宜贷款", channel="chat") == []
    customer = ticket["requester"]["id"]
    assert (await desk.ok("GET", f"/customers/{customer}/tickets"))["items"] == []
    assert await in_view(desk, "junk") == [key]
    assert await in_view(desk, "junk", q="便宜贷款") == [key]
    assert await in_view(desk, "all", state="discarded") == [key]


async def test_case_62_the_clocks_of_junk_are_cancelled_and_nothing_escalates(desk: Desk) -> None:
    ticket = await desk.write(requester=SPAMMER)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/junk", {"why": "deleted"}, as_=LEE)
    desk.clock.pass_by(days=3)
    await desk.settle()
    assert {timer["state"] for timer in (await desk.timers(ticket["id"])).values()} == {"cancelled"}
    assert not {"WarningReached", "PromiseBroken"} & set(await desk.kinds(ticket["id"]))


async def test_junk_is_given_to_nobody_and_weighs_on_nobody(desk: Desk) -> None:
    ticket = await desk.write(requester=SPAMMER)
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/junk", {"why": "spam"}, as_=OTTO)
    await desk.come_online(LEE)
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"] is None
    await desk.ok("DELETE", f"/tickets/{ticket['id']}/junk", as_=OTTO)
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["id"] == desk.people[LEE]
    assert await load(desk) == 4  # places that a chat takes
    await desk.ok("PUT", f"/tickets/{ticket['id']}/junk", {"why": "spam"}, as_=OTTO)
    assert await load(desk) == 0


async def test_a_restored_ticket_is_owed_an_answer_again(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    await desk.ok("PUT", f"/tickets/{key}/junk", {"why": "spam"}, as_=LEE)
    desk.clock.pass_by(minutes=2)
    back = await desk.ok("DELETE", f"/tickets/{key}/junk", as_=LEE)
    assert (back["state"], back["discarded_at"]) == ("new", None)
    running = [t["kind"] for t in (await desk.ok("GET", f"/tickets/{key}/timers"))["items"] if t["state"] == "running"]
    assert "first_response" in running
    assert await in_view(desk, "all") == [key]


async def test_a_restored_ticket_still_closes_by_silence(desk: Desk) -> None:
    ticket = await desk.write()
    key = ticket["id"]
    await desk.ok("PUT", f"/tickets/{key}/solution", {"outcome": "done"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{key}/junk", {"why": "deleted"}, as_=LEE)
    desk.clock.pass_by(days=20)
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "discarded"
    assert (await desk.ok("DELETE", f"/tickets/{key}/junk", as_=LEE))["state"] == "solved"
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "closed"


async def test_after_thirty_days_nobody_takes_it_back(desk: Desk) -> None:
    ticket = await desk.write()
    await desk.ok("PUT", f"/tickets/{ticket['id']}/junk", {"why": "deleted"}, as_=LEE)
    desk.clock.pass_by(days=31)
    assert (await desk.ask("DELETE", f"/tickets/{ticket['id']}/junk", as_=LEE)).status_code == 409


async def test_who_may_not_work_on_tickets_sees_no_junk(desk: Desk) -> None:
    await desk.ok("PATCH", f"/people/{desk.people[LEE]}", {"role": "collaborator"})
    assert (await desk.ask("GET", "/tickets?view=junk", as_=LEE)).status_code == 403
    assert (await desk.ask("GET", "/tickets?state=discarded", as_=LEE)).status_code == 403
    assert (await desk.ask("GET", "/blocked-senders", as_=LEE)).status_code == 403


async def test_case_62_what_a_blocked_sender_sends_goes_to_the_junk(desk: Desk) -> None:
    await desk.come_online(LEE)
    first = await desk.write(requester=SPAMMER, thread="t-1")
    thrown = await desk.ok("PUT", f"/tickets/{first['id']}/junk", {"why": "spam", "block": True}, as_=LEE)
    assert thrown["requester"]["blocked"]
    new = await desk.write("再看看", requester={**SPAMMER, "phone": "13800138000"}, external_id="mail-2")
    assert (new["state"], new["discarded_why"], new["timers"]) == ("discarded", "blocked", [])
    same = await desk.write("又来了", requester=SPAMMER, thread="t-1")
    assert same["id"] == first["id"]
    await desk.settle()
    assert {first["id"], new["id"]} == set(await in_view(desk, "junk"))
    assert await in_view(desk, "all") == []
    assert (await desk.ok("GET", f"/tickets/{new['id']}"))["owner"] is None
    messages = (await desk.ok("GET", f"/tickets/{first['id']}/messages"))["items"]
    assert [message["body"] for message in messages][-1] == "又来了"
    assert "MessageDiscarded" in await desk.kinds(first["id"])
    repeated = await desk.ask(
        "POST", "/tickets", {"body": "再看看", "requester": SPAMMER, "channel": "chat", "external_id": "mail-2"}
    )
    assert (repeated.status_code, repeated.json()["id"]) == (200, new["id"])


async def test_a_blocked_sender_does_not_reach_a_ticket_that_is_worked_on(desk: Desk) -> None:
    live = await desk.write(requester=SPAMMER, thread="t-2")
    await desk.ok("PUT", f"/customers/{live['requester']['id']}/block", {"reason": "辱骂"}, as_=LEE)
    other = await desk.write("还有", requester=SPAMMER, thread="t-2")
    assert other["id"] != live["id"]
    assert other["state"] == "discarded"
    assert len((await desk.ok("GET", f"/tickets/{live['id']}/messages"))["items"]) == 1


async def test_blocked_senders_are_listed_and_heard_again(desk: Desk) -> None:
    ticket = await desk.write(requester=SPAMMER)
    customer = ticket["requester"]["id"]
    await desk.ok("PUT", f"/customers/{customer}/block", {"reason": "广告"}, as_=LEE)
    [listed] = (await desk.ok("GET", "/blocked-senders", as_=LEE))["items"]
    assert (listed["id"], listed["email"], listed["reason"]) == (customer, SPAMMER["email"], "广告")
    assert listed["by"]["id"] == desk.people[LEE]
    audited = [entry["kind"] for entry in (await desk.ok("GET", "/audit", as_=MAYA))["items"]]
    assert "CustomerBlocked" in audited
    junk = await desk.write(requester=SPAMMER)
    await desk.ok("DELETE", f"/customers/{customer}/block", as_=LEE)
    assert (await desk.ok("GET", "/blocked-senders", as_=LEE))["items"] == []
    assert (await desk.write(requester=SPAMMER))["state"] == "new"
    restored = await desk.ok("DELETE", f"/tickets/{junk['id']}/junk", as_=LEE)
    assert restored["state"] == "new"
    assert "first_response" in await desk.timers(junk["id"])


async def test_many_at_once_from_a_blocked_sender_go_to_the_junk(desk: Desk) -> None:
    ticket = await desk.write(requester=SPAMMER)
    await desk.ok("PUT", f"/customers/{ticket['requester']['id']}/block", as_=LEE)
    requests = [{"body": f"n{n}", "requester": who} for n, who in enumerate([SPAMMER, {"email": "a@b.test"}])]
    items = (await desk.ok("POST", "/tickets/batch", {"tickets": requests}))["items"]
    assert [item["ticket"]["state"] for item in items] == ["discarded", "new"]
