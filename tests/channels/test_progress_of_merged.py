"""The customer's own page when their request goes on elsewhere, or was thrown away."""

from tests.cast import LEE, Desk
from tests.channels.visitor import Visitor

LAST = -1


async def opened(desk: Desk, name: str, body: str) -> tuple[Visitor, str, int]:
    """A request that came by the form, its private page, and its ticket."""
    visitor = Visitor(desk)
    thanks = await visitor.send(name=name, email=f"{name.lower()}@example.com", body=body)
    ticket = (await desk.ok("GET", "/tickets"))["items"][0]
    return visitor, visitor.link(thanks), ticket["id"]


async def test_the_link_of_a_merged_request_leads_to_where_it_goes_on(desk: Desk) -> None:
    visitor, path, source = await opened(desk, "Kim", "Where is my parcel?")
    target = await desk.write("And my invoice?", requester={"email": "kim@example.com"})
    await desk.ok("PUT", f"/tickets/{source}/merger", {"into": target["id"]}, as_=LEE)
    page = await visitor.open(path)
    assert "Where is my parcel?" in page.text
    assert "And my invoice?" in page.text
    await visitor.again(page, form=LAST, body="Anybody there?")
    messages = (await desk.ok("GET", f"/tickets/{target['id']}/messages"))["items"]
    assert messages[-1]["body"] == "Anybody there?"
    assert (await desk.ok("GET", f"/tickets/{source}"))["state"] == "closed"


async def test_of_two_customers_each_is_called_by_their_name(desk: Desk) -> None:
    kim, path, source = await opened(desk, "Kim", "We have no light")
    target = await desk.write("We have no light either", requester={"name": "Lou", "email": "lou@example.com"})
    await desk.ok("PUT", f"/tickets/{source}/merger", {"into": target["id"], "share": True}, as_=LEE)
    page = await kim.open(path)
    assert "Lou · " in page.text
    await kim.again(page, form=LAST, body="Now we have")
    messages = (await desk.ok("GET", f"/tickets/{target['id']}/messages"))["items"]
    assert [message["author"]["name"] for message in messages] == ["Kim", "Lou", "Kim"]


async def test_whose_request_was_deleted_by_mistake_brings_it_back_by_writing(desk: Desk) -> None:
    visitor, path, key = await opened(desk, "Kim", "Where is my parcel?")
    await desk.ok("PUT", f"/tickets/{key}/junk", {"why": "deleted"}, as_=LEE)
    page = await visitor.open(path)
    assert page.status_code == 200
    await visitor.again(page, form=LAST, body="Hello?")
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "new"
    assert "TicketRestored" in await desk.kinds(key)


async def test_a_blocked_sender_notices_nothing_and_reaches_nobody(desk: Desk) -> None:
    visitor, path, key = await opened(desk, "Deals", "Buy now")
    ticket = await desk.ok("GET", f"/tickets/{key}")
    await desk.ok("PUT", f"/customers/{ticket['requester']['id']}/block", as_=LEE)
    answer = await visitor.again(await visitor.open(path), form=LAST, body="Buy today")
    assert answer.status_code == 303
    assert len((await desk.ok("GET", f"/tickets/{key}/messages"))["items"]) == 1
    [junk] = (await desk.ok("GET", "/tickets?view=junk"))["items"]
    assert junk["discarded_why"] == "blocked"
