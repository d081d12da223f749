"""The junk is emptied after a month: of what was said, not of the tickets and their history."""

import pytest

from jishi.channels import blobs
from jishi.channels.purge_junk import purge_junk
from jishi.web.tidy import tidy
from tests.cast import LEE, Desk
from tests.channels.test_attachments import PNG, fetch, kept, send


async def with_file(desk: Desk, content: bytes) -> tuple[int, str]:
    """A ticket on which a file was sent; the file's address."""
    ticket = await desk.write("便宜贷款", thread=f"t-{desk.database.ids.take()}")
    file = await send(desk, content)
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "见附件", "attachments": [file["id"]]}, as_=LEE)
    return ticket["id"], file["url"]


async def throw_away(desk: Desk, ticket_id: int) -> None:
    await desk.ok("PUT", f"/tickets/{ticket_id}/junk", {"why": "spam"}, as_=LEE)
    await desk.settle()


async def said(desk: Desk, ticket_id: int) -> list[str]:
    items = (await desk.ok("GET", f"/tickets/{ticket_id}/messages", as_=LEE))["items"]
    return [message["body"] for message in items]


async def found(desk: Desk, words: str) -> list[int]:
    items = (await desk.ok("GET", f"/tickets?view=junk&q={words}", as_=LEE))["items"]
    return [each["id"] for each in items]


async def test_after_thirty_days_what_was_said_on_junk_is_gone_and_not_before(desk: Desk) -> None:
    ticket, url = await with_file(desk, PNG + b"of its own")
    await throw_away(desk, ticket)
    before = kept()
    desk.clock.pass_by(days=29)
    await tidy(desk.database)
    assert await said(desk, ticket) == ["便宜贷款", "见附件"]
    assert await found(desk, "便宜贷款") == [ticket]
    desk.clock.pass_by(days=2)
    assert await tidy(desk.database) > 0
    assert await said(desk, ticket) == []
    assert await found(desk, "便宜贷款") == []
    assert (await fetch(desk, url)).status_code == 404
    assert len(kept()) == len(before) - 1
    assert await tidy(desk.database) == 0


async def test_the_ticket_and_its_history_stay_and_say_what_was_taken(desk: Desk) -> None:
    ticket, _ = await with_file(desk, PNG)
    number = (await desk.ok("GET", f"/tickets/{ticket}"))["number"]
    await throw_away(desk, ticket)
    desk.clock.pass_by(days=31)
    await tidy(desk.database)
    left = await desk.ok("GET", f"/tickets/{ticket}", as_=LEE)
    assert (left["number"], left["state"], left["subject"]) == (number, "discarded", "—")
    facts = (await desk.ok("GET", f"/tickets/{ticket}/facts?limit=200"))["items"]
    assert (facts[-1]["kind"], facts[-1]["by"]["kind"], facts[-1]["messages"]) == ("TicketPurged", "system", 2)
    assert {"TicketOpened", "MessageReceived", "TicketDiscarded"} <= {fact["kind"] for fact in facts}
    timers = (await desk.ok("GET", f"/tickets/{ticket}/timers"))["items"]
    assert timers != []
    assert (await desk.ok("GET", "/tickets?view=junk", as_=LEE))["items"] == []


async def test_bytes_that_another_ticket_shares_stay(desk: Desk) -> None:
    shared = PNG + b"sent twice"
    ticket, url = await with_file(desk, shared)
    other, others = await with_file(desk, shared)
    await throw_away(desk, ticket)
    desk.clock.pass_by(days=31)
    link = (await desk.ok("GET", f"/tickets/{other}/messages", as_=LEE))["items"][-1]["attachments"][0]["url"]
    assert link.partition("?")[0] == others.partition("?")[0] != url.partition("?")[0]
    await tidy(desk.database)
    assert (await fetch(desk, link)).content == shared
    assert await said(desk, other) == ["便宜贷款", "见附件"]
    await throw_away(desk, other)
    desk.clock.pass_by(days=31)
    before = kept()
    await tidy(desk.database)
    assert len(kept()) == len(before) - 1


async def test_who_writes_on_after_that_begins_anew(desk: Desk) -> None:
    requester = {"email": "deals@spam.test"}
    ticket = await desk.write(requester=requester, thread="t-on")
    await throw_away(desk, ticket["id"])
    assert (await desk.write(requester=requester, thread="t-on"))["id"] == ticket["id"]
    desk.clock.pass_by(days=31)
    await tidy(desk.database)
    again = await desk.write("订单在哪里", requester=requester, thread="t-on")
    assert (again["id"] != ticket["id"], again["state"]) == (True, "new")


async def test_what_was_taken_back_in_time_is_not_touched(desk: Desk) -> None:
    ticket, _ = await with_file(desk, PNG)
    await throw_away(desk, ticket)
    desk.clock.pass_by(days=29)
    await desk.ok("DELETE", f"/tickets/{ticket}/junk", as_=LEE)
    desk.clock.pass_by(days=5)
    await tidy(desk.database)
    assert await said(desk, ticket) == ["便宜贷款", "见附件"]


async def test_files_that_cannot_be_removed_are_tried_again_and_hold_up_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(key: str) -> None:
        raise PermissionError(key)

    ticket, _ = await with_file(desk, PNG + b"in the way")
    await throw_away(desk, ticket)
    desk.clock.pass_by(days=31)
    with monkeypatch.context() as patch:
        patch.setattr(blobs, "delete", refuse)
        await tidy(desk.database)
    assert await said(desk, ticket) == ["便宜贷款", "见附件"]
    await tidy(desk.database)
    assert await said(desk, ticket) == []


async def test_a_large_junk_is_emptied_a_few_tickets_at_a_time(desk: Desk) -> None:
    for n in range(5):
        await throw_away(desk, (await desk.write(f"spam {n}"))["id"])
    desk.clock.pass_by(days=31)
    counts = []
    while True:
        async with desk.database.job(desk.workspace_id) as tx:
            counts.append(await purge_junk(tx, most=2))
        if not counts[-1]:
            break
    assert counts == [2, 2, 1, 0]
