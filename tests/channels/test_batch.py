"""Many requests in one call."""

from typing import Any

from tests.cast import LEE, Desk


def asks(n: int, **more: Any) -> dict[str, Any]:
    return {"body": f"第 {n} 件事", "channel": "email", "requester": {"email": f"batch{n}@example.com"}, **more}


async def send(desk: Desk, *requests: Any, **more: Any) -> list[Any]:
    answer = await desk.ok("POST", "/tickets/batch", {"tickets": list(requests)}, **more)
    items: list[Any] = answer["items"]
    return items


async def test_many_requests_become_tickets_as_single_ones_do(desk: Desk) -> None:
    one = await desk.ok(
        "POST", "/tickets", asks(0, level="urgent", type="complaint", tags=["退款", "急"], fields={"订单": "A1"})
    )
    items = await send(
        desk,
        *(asks(n, level="urgent", type="complaint", tags=["退款", "急"], fields={"订单": "A1"}) for n in range(1, 101)),
    )
    assert [item["status"] for item in items] == [201] * 100
    tickets = [item["ticket"] for item in items]
    assert len({ticket["number"] for ticket in tickets}) == 100
    assert [ticket["requester"]["email"] for ticket in tickets] == [f"batch{n}@example.com" for n in range(1, 101)]
    for made in (tickets[0], tickets[99]):
        stored = await desk.ok("GET", f"/tickets/{made['id']}")
        same = {
            "subject",
            "state",
            "channel",
            "type",
            "level",
            "tier",
            "tags",
            "fields",
            "created_at",
            "due_at",
            "warn_at",
        }
        assert {key: stored[key] for key in same - {"subject"}} == {key: one[key] for key in same - {"subject"}}
        assert {key: made[key] for key in same} == {key: stored[key] for key in same}
        assert await desk.kinds(made["id"]) == await desk.kinds(one["id"])
        keep = ("kind", "state", "due_at", "warn_at", "target_seconds", "promise")
        assert [[t[k] for k in keep] for t in stored["timers"]] == [[t[k] for k in keep] for t in one["timers"]]
        said = await desk.ok("GET", f"/tickets/{made['id']}/messages")
        assert [message["author"]["kind"] for message in said["items"]] == ["customer"]


async def test_what_was_opened_in_bulk_gets_an_owner_like_the_rest(desk: Desk) -> None:
    await desk.come_online(LEE)
    items = await send(desk, *(asks(n) for n in range(3)))
    await desk.settle()
    owners = [(await desk.ok("GET", f"/tickets/{item['ticket']['id']}"))["owner"]["name"] for item in items]
    assert owners == ["Lee"] * 3


async def test_a_wrong_request_refuses_only_itself_and_names_every_wrong_field(desk: Desk) -> None:
    wrong = {"body": "", "channel": "pigeon", "requester": {"phone": "12"}, "colour": "red"}
    items = await send(
        desk, asks(1), wrong, asks(2, received_at="1999-01-01T00:00:00Z"), asks(3, attachments=[12345]), "hello",
        asks(4, requester={"name": "Nobody"}), asks(5, requester={"email": "a@example.com", "tier": "gold"}), asks(6),
    )  # fmt: skip
    assert [item["status"] for item in items] == [201, 422, 422, 422, 422, 422, 422, 201]
    assert {error["path"] for error in items[1]["error"]["errors"]} == {"body", "channel", "requester.phone", "colour"}
    assert [error["path"] for error in items[2]["error"]["errors"]] == ["received_at"]
    assert [error["path"] for error in items[3]["error"]["errors"]] == ["attachments.0"]
    assert [error["path"] for error in items[6]["error"]["errors"]] == ["requester.tier"]
    assert all(item["error"]["detail"] for item in items[1:7])
    assert len((await desk.ok("GET", "/tickets"))["items"]) == 2


async def test_nothing_of_a_refused_request_is_stored(desk: Desk) -> None:
    await send(desk, asks(77, attachments=[12345]), asks(1))
    async with desk.database.job(desk.workspace_id) as tx:
        rows = await tx.fetch("SELECT email FROM customers WHERE workspace_id = $1", desk.workspace_id)
        facts = await tx.fetch(
            "SELECT kind FROM journal WHERE workspace_id = $1 AND kind = 'CustomerCreated'", desk.workspace_id
        )
    assert [row["email"] for row in rows] == ["batch1@example.com"]
    assert len(facts) == 1


async def test_a_customer_who_asks_twice_in_one_batch_is_one_customer(desk: Desk) -> None:
    first = {"email": "Twice@Example.com", "phone": "13800138000"}
    items = await send(
        desk, asks(1, requester=first), asks(2, requester={"phone": "138 0013 8000"}),
        asks(3, requester={"email": "twice@example.com", "name": "韩梅梅"}),
        asks(4, requester={"phone": "13800138000"}),
    )  # fmt: skip
    assert len({item["ticket"]["requester"]["id"] for item in items}) == 1
    assert items[3]["ticket"]["requester"]["name"] == "韩梅梅"
    again = await send(desk, asks(5, requester={"phone": "13800138000"}))
    assert again[0]["ticket"]["requester"]["id"] == items[0]["ticket"]["requester"]["id"]


async def test_a_way_to_reach_that_was_learnt_within_the_batch_is_known_to_the_rest(desk: Desk) -> None:
    [known] = await send(desk, asks(1, requester={"external_id": "u-1"}))
    items = await send(
        desk, asks(2, requester={"external_id": "u-1", "email": "learnt@example.com"}),
        asks(3, requester={"email": "learnt@example.com"}),
    )  # fmt: skip
    assert {item["ticket"]["requester"]["id"] for item in items} == {known["ticket"]["requester"]["id"]}


async def test_one_external_id_is_one_ticket_within_a_batch_and_across(desk: Desk) -> None:
    items = await send(desk, asks(1, external_id="E-1"), asks(2, external_id="E-2"), asks(1, external_id="E-1"))
    assert [item["status"] for item in items] == [201, 201, 200]
    assert items[2]["ticket"]["id"] == items[0]["ticket"]["id"]
    again = await send(desk, asks(1, external_id="E-1"), asks(1, external_id="E-1", channel="chat"))
    assert [item["status"] for item in again] == [200, 201]
    assert again[0]["ticket"]["id"] == items[0]["ticket"]["id"]
    said = await desk.ok("GET", f"/tickets/{items[0]['ticket']['id']}/messages")
    assert len(said["items"]) == 1


async def test_messages_of_one_thread_join_one_ticket(desk: Desk) -> None:
    items = await send(desk, asks(1, thread="t-1"), asks(2, thread="t-2"), asks(1, thread="t-1", body="还有一件事"))
    assert [item["status"] for item in items] == [201, 201, 201]
    assert items[2]["ticket"]["id"] == items[0]["ticket"]["id"]
    again = await send(desk, asks(1, thread="t-1", body="在吗"))
    said = await desk.ok("GET", f"/tickets/{again[0]['ticket']['id']}/messages")
    assert [message["body"] for message in said["items"]] == ["第 1 件事", "还有一件事", "在吗"]


async def test_an_idempotency_key_makes_a_batch_safe_to_repeat(desk: Desk) -> None:
    body = {"tickets": [asks(1), asks(2)]}
    first = await desk.ask("POST", "/tickets/batch", body, headers={"Idempotency-Key": "k-1"})
    again = await desk.ask("POST", "/tickets/batch", body, headers={"Idempotency-Key": "k-1"})
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == first.json()
    assert len((await desk.ok("GET", "/tickets"))["items"]) == 2


async def test_an_empty_batch_and_one_of_more_than_a_thousand_are_refused(desk: Desk) -> None:
    assert (await desk.ask("POST", "/tickets/batch", {"tickets": []})).status_code == 422
    assert (await desk.ask("POST", "/tickets/batch", {"tickets": [asks(1)] * 1001})).status_code == 422


async def test_a_thousand_at_once_are_a_thousand(desk: Desk) -> None:
    items = await send(desk, *(asks(n) for n in range(1000)))
    assert {item["status"] for item in items} == {201}
    assert len({item["ticket"]["number"] for item in items}) == 1000
