"""Two tickets of one customer go on as one, and one about two things becomes two."""

import asyncio
from typing import Any

from jishi.identity.add_person import add_person
from jishi.identity.issue_token import issue_token
from jishi.identity.join_team import join_team
from jishi.identity.make_team import make_team
from jishi.identity.model import Role
from tests.cast import LEE, MAYA, OTTO, Desk

MEI = {"name": "韩梅梅", "email": "mei@example.com"}


def shown(instant: Any) -> str:
    return str(instant.isoformat().replace("+00:00", "Z"))


async def bodies(desk: Desk, ticket_id: int) -> list[str]:
    return [each["body"] for each in (await desk.ok("GET", f"/tickets/{ticket_id}/messages"))["items"]]


CHAT = 4  # places that a chat takes of a person


async def load(desk: Desk) -> int:
    agents = (await desk.ok("GET", "/agents"))["items"]
    return int(next(agent["load"] for agent in agents if agent["id"] == desk.people[LEE]))


async def test_case_60_a_merged_ticket_goes_on_in_the_other(desk: Desk) -> None:
    earlier = await desk.write("先说一件事", requester=MEI)
    since = desk.clock.now
    desk.clock.pass_by(minutes=1)
    later = await desk.write("同一件事", requester=MEI)
    await desk.ok("POST", f"/tickets/{later['id']}/messages", {"body": "收到"}, as_=LEE)
    target = await desk.ok("PUT", f"/tickets/{earlier['id']}/merger", {"into": later["number"]}, as_=LEE)
    assert target["id"] == later["id"]
    assert target["waiting_since"] == shown(since)  # the oldest unanswered message, though it came with the source
    assert await bodies(desk, later["id"]) == ["先说一件事", "同一件事", "收到"]
    source = await desk.ok("GET", f"/tickets/{earlier['id']}")
    assert (source["state"], source["merged"]) == ("closed", {"id": later["id"], "number": later["number"]})
    assert await bodies(desk, earlier["id"]) == ["先说一件事"]


async def test_case_60_the_clocks_of_the_source_end_and_never_escalate(desk: Desk) -> None:
    source, target = await desk.write(requester=MEI), await desk.write(requester=MEI)
    await desk.ok("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
    desk.clock.pass_by(days=3)
    await desk.settle()
    assert {timer["state"] for timer in (await desk.timers(source["id"])).values()} == {"cancelled"}
    assert not {"WarningReached", "PromiseBroken"} & set(await desk.kinds(source["id"]))
    assert "PromiseBroken" in await desk.kinds(target["id"])


async def test_case_60_an_answer_is_due_from_the_oldest_unanswered_message_on(desk: Desk) -> None:
    source = await desk.write(requester=MEI)
    since = desk.clock.now
    desk.clock.pass_by(minutes=5)
    target = await desk.write(requester=MEI)
    await desk.ok("POST", f"/tickets/{target['id']}/messages", {"body": "您好"}, as_=LEE)
    assert "next_response" not in await desk.timers(target["id"])
    await desk.ok("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
    timer = (await desk.timers(target["id"]))["next_response"]
    assert (timer["state"], timer["started_at"]) == ("running", shown(since))


async def test_case_60_replies_to_the_source_go_to_the_final_target(desk: Desk) -> None:
    first, second, third = [await desk.write(requester=MEI) for _ in range(3)]
    await desk.ok("PUT", f"/tickets/{first['id']}/merger", {"into": second["id"]}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{second['id']}/merger", {"into": third["id"]}, as_=LEE)
    said = await desk.ok("POST", f"/tickets/{first['id']}/messages", {"body": "在处理"}, as_=LEE)
    assert said["ticket_id"] == third["id"]
    said = await desk.ok("POST", f"/tickets/{first['id']}/messages", {"body": "好的", "as": "requester"}, as_=LEE)
    assert said["ticket_id"] == third["id"]
    assert (await desk.ok("GET", f"/tickets/{first['id']}"))["merged"]["id"] == third["id"]
    assert (await desk.ok("GET", f"/tickets/{first['id']}"))["state"] == "closed"


async def test_case_60_the_channel_reaches_the_target_by_the_thread_of_the_source(desk: Desk) -> None:
    source = await desk.write(requester=MEI, thread="wechat-1")
    target = await desk.write(requester=MEI)
    await desk.ok("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
    again = await desk.write("还有一点", requester=MEI, thread="wechat-1")
    assert again["id"] == target["id"]
    assert (await bodies(desk, target["id"]))[-1] == "还有一点"


async def test_case_60_cycles_are_safe(desk: Desk) -> None:
    one, two = await desk.write(requester=MEI), await desk.write(requester=MEI)
    await desk.ok("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"]}, as_=LEE)
    for source, target in ((two, one), (two, two), (one, two), (one, one)):
        answer = await desk.ask("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
        assert answer.status_code == 409, answer.text
    assert (await desk.ok("GET", f"/tickets/{two['id']}"))["merged"] is None


async def test_two_who_merge_each_way_at_once_leave_one_ticket(desk: Desk) -> None:
    for _ in range(5):
        one, two = await desk.write(requester=MEI), await desk.write(requester=MEI)
        answers = await asyncio.gather(
            desk.ask("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"]}, as_=LEE),
            desk.ask("PUT", f"/tickets/{two['id']}/merger", {"into": one["id"]}, as_=OTTO),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
        merged = [(await desk.ok("GET", f"/tickets/{each['id']}"))["merged"] for each in (one, two)]
        assert merged.count(None) == 1


async def test_tickets_of_two_customers_are_merged_only_on_purpose(desk: Desk) -> None:
    one, two = await desk.write(), await desk.write()
    refused = await desk.ask("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"]}, as_=LEE)
    assert refused.status_code == 409
    assert (await desk.ok("GET", f"/tickets/{one['id']}"))["state"] == "new"
    await desk.ok("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"], "share": True}, as_=LEE)
    assert len(await bodies(desk, two["id"])) == 2


async def test_whoever_shares_a_ticket_sees_no_other_without_purpose(desk: Desk) -> None:
    """The link of one customer leads to where their ticket goes on, so the other's next merger shows them more."""
    one, two = await desk.write(), await desk.write(requester=MEI)
    private = await desk.write("只给客服看", requester=MEI)
    await desk.ok("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"], "share": True}, as_=LEE)
    for source, target in ((private, two), (two, private), (private, one)):
        answer = await desk.ask("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
        assert answer.status_code == 409, answer.text
    assert await bodies(desk, private["id"]) == ["只给客服看"]
    await desk.ok("PUT", f"/tickets/{two['id']}/merger", {"into": private["id"], "share": True}, as_=LEE)


async def test_a_merger_with_nothing_names_the_wrong_field(desk: Desk) -> None:
    one = await desk.write()
    for into in ("20010101001", 2**62):
        answer = await desk.ask("PUT", f"/tickets/{one['id']}/merger", {"into": into}, as_=LEE)
        assert answer.status_code == 422
        assert [error["path"] for error in answer.json()["errors"]] == ["into"]
    assert (await desk.ask("PUT", f"/tickets/{2**62}/merger", {"into": one["id"]}, as_=LEE)).status_code == 404


async def test_what_was_said_on_the_source_is_found_at_the_target(desk: Desk) -> None:
    source, target = await desk.write("紫色的雨伞", requester=MEI), await desk.write(requester=MEI)
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{source['id']}/following", as_=OTTO)
    await desk.ok("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
    found = await desk.ok("GET", "/tickets?q=紫色的雨伞")
    assert target["id"] in [each["id"] for each in found["items"]]
    assert (await desk.ok("GET", f"/tickets/{target['id']}", as_=OTTO))["following"]


async def test_a_merged_ticket_is_not_taken_up_again(desk: Desk) -> None:
    one, two = await desk.write(requester=MEI), await desk.write(requester=MEI)
    await desk.ok("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"]}, as_=LEE)
    for method, path in (("DELETE", "solution"), ("PUT", "pending"), ("PUT", "hold")):
        assert (await desk.ask(method, f"/tickets/{one['id']}/{path}", as_=LEE)).status_code == 409
    junk = await desk.ask("PUT", f"/tickets/{one['id']}/junk", {"why": "spam"}, as_=LEE)
    assert junk.status_code == 409


async def test_case_61_a_split_ticket_starts_when_it_is_split(desk: Desk) -> None:
    source = await desk.write("包裹没到", requester=MEI, level="urgent")
    key, received = source["id"], desk.clock.now
    more = desk.clock.pass_by(minutes=3)
    asked = await desk.ok("POST", f"/tickets/{key}/messages", {"body": "另外想开发票", "as": "requester"}, as_=LEE)
    now = desk.clock.pass_by(minutes=30)
    new = await desk.ok("POST", f"/tickets/{key}/splits", {"messages": [asked["id"]]}, as_=LEE)
    assert (new["subject"], new["state"], new["requester"]["name"]) == ("另外想开发票", "new", "韩梅梅")
    assert (new["created_at"], new["received_at"]) == (shown(now), shown(more))
    timers = await desk.timers(new["id"])
    assert {timer["started_at"] for timer in timers.values()} == {shown(now)}
    assert (await desk.timers(key))["first_response"]["started_at"] == shown(received)
    assert await bodies(desk, new["id"]) == ["另外想开发票"]
    assert await bodies(desk, key) == ["包裹没到", "另外想开发票"]  # it was said there, too
    assert "MessagesSplitOff" in await desk.kinds(key)


async def test_a_split_ticket_is_given_to_somebody_and_can_be_found(desk: Desk) -> None:
    source = await desk.write("包裹没到", requester=MEI)
    asked = await desk.ok(
        "POST", f"/tickets/{source['id']}/messages", {"body": "另外想开发票", "as": "requester"}, as_=LEE
    )
    await desk.come_online(LEE)
    new = await desk.ok(
        "POST", f"/tickets/{source['id']}/splits", {"messages": [asked["id"]], "subject": "发票"}, as_=LEE
    )
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{new['id']}"))["owner"]["id"] == desk.people[LEE]
    found = await desk.ok("GET", f"/tickets?q={new['number']}")
    assert [each["id"] for each in found["items"]] == [new["id"]]


async def test_files_go_with_a_split(desk: Desk) -> None:
    source = await desk.write(requester=MEI)
    sent = await desk.ok(
        "POST", "/attachments?name=a.txt", as_=LEE, content=b"hello", headers={"Content-Type": "text/plain"}
    )
    asked = await desk.ok(
        "POST",
        f"/tickets/{source['id']}/messages",
        {"body": "见附件", "as": "requester", "attachments": [sent["id"]]},
        as_=LEE,
    )
    new = await desk.ok("POST", f"/tickets/{source['id']}/splits", {"messages": [asked["id"]]}, as_=LEE)
    [message] = (await desk.ok("GET", f"/tickets/{new['id']}/messages"))["items"]
    [copy] = message["attachments"]
    assert copy["id"] != sent["id"]
    assert (await desk.http.get(copy["url"])).content == b"hello"


async def test_a_split_takes_only_messages_of_that_ticket_and_one_of_the_customers(desk: Desk) -> None:
    source, other = await desk.write(requester=MEI), await desk.write(requester=MEI)
    strange = (await desk.ok("GET", f"/tickets/{other['id']}/messages"))["items"][0]["id"]
    answer = await desk.ask("POST", f"/tickets/{source['id']}/splits", {"messages": [strange, 5]}, as_=LEE)
    assert [error["path"] for error in answer.json()["errors"]] == ["messages.0", "messages.1"]
    reply = await desk.ok("POST", f"/tickets/{source['id']}/messages", {"body": "您好"}, as_=LEE)
    answer = await desk.ask("POST", f"/tickets/{source['id']}/splits", {"messages": [reply["id"]]}, as_=LEE)
    assert [error["path"] for error in answer.json()["errors"]] == ["messages"]
    assert (await desk.ask("POST", f"/tickets/{source['id']}/splits", {"messages": []}, as_=LEE)).status_code == 422


async def test_the_loads_of_owners_follow_a_merger(desk: Desk) -> None:
    await desk.come_online(LEE)
    one, two = await desk.write(requester=MEI), await desk.write(requester=MEI)
    await desk.settle()
    before = await load(desk)
    await desk.ok("PUT", f"/tickets/{one['id']}/merger", {"into": two["id"]}, as_=MAYA)
    assert before == 2 * CHAT
    assert await load(desk) == CHAT


async def test_what_the_customer_writes_while_two_are_merged_is_not_lost(desk: Desk) -> None:
    source, target = await desk.write(requester=MEI, thread="m-1"), await desk.write(requester=MEI)
    written = [desk.write(f"第{n}条", requester=MEI, thread="m-1") for n in range(6)]
    merged = desk.ok("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]}, as_=LEE)
    await asyncio.gather(*written[:3], merged, *written[3:])
    assert {f"第{n}条" for n in range(6)} <= set(await bodies(desk, target["id"]))


async def test_a_collaborator_notes_nothing_on_a_merged_ticket_that_went_where_they_see_nothing(desk: Desk) -> None:
    source, target = await desk.write(requester=MEI), await desk.write(requester=MEI)
    async with desk.database.job(desk.workspace_id) as tx:
        eve = await add_person(tx, name="Eve", email="eve@example.com", role=Role.COLLABORATOR, password=None)
        theirs = await make_team(tx, name="技术部")
        await join_team(tx, team_id=theirs.id, person_id=eve.id)
        _, desk.tokens["eve"] = await issue_token(tx, person_id=eve.id, name="story")
    await desk.ok("PUT", f"/tickets/{source['id']}/assignment", {"team": theirs.id})
    await desk.ok("PUT", f"/tickets/{target['id']}/assignment", {"team": desk.team_id})
    note = {"body": "查过了", "public": False}
    assert (await desk.ask("POST", f"/tickets/{source['id']}/messages", note, as_="eve")).status_code == 201
    await desk.ok("PUT", f"/tickets/{source['id']}/merger", {"into": target["id"]})
    before = await bodies(desk, target["id"])
    assert (await desk.ask("POST", f"/tickets/{source['id']}/messages", note, as_="eve")).status_code == 404
    assert await bodies(desk, target["id"]) == before
