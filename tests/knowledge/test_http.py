"""Triage over HTTP: requests sorted as they come, the dictionary kept, texts tried."""

from typing import Any

from tests.cast import LEE, MAYA, OTTO, Desk

ANGRY = "你们太差劲了,我要投诉!运单号 SF1234567890123"


async def test_a_request_is_sorted_before_its_promises_start(desk: Desk) -> None:
    ticket = await desk.write("一直付不了款,订单号 JD20231001123,急死了!电话 13812345678,昨天付过 199 元")
    assert (ticket["type"], ticket["level"], ticket["language"]) == ("technical_support", "urgent", "zh-CN")
    assert ticket["fields"] == {
        "mood": "worried",
        "order_number": "JD20231001123",
        "phone": "+8613812345678",
        "amount": "199.00 CNY",
        "date": "2026-03-01",
    }
    assert ticket["timers"][0]["promise"] is not None
    assert (await desk.timers(ticket["id"]))["first_response"]["due_at"] == "2026-03-02T02:10:00Z"  # urgent: 10 minutes


async def test_what_the_channel_says_is_never_overruled(desk: Desk) -> None:
    given = {"type": "enquiry", "level": "normal", "language": "en", "fields": {"mood": "calm", "order_number": "X1"}}
    ticket = await desk.write("付不了款!!!气死我了,订单号 JD20231001123", **given)
    assert (ticket["type"], ticket["level"], ticket["language"]) == ("enquiry", "normal", "en")
    assert ticket["fields"] == {"mood": "calm", "order_number": "X1"}


async def test_a_ticket_says_by_which_words_it_was_sorted(desk: Desk) -> None:
    ticket = await desk.write("付不了款,急死了")
    facts = await desk.ok("GET", f"/tickets/{ticket['id']}/facts?limit=200")
    [sorted_] = [fact for fact in facts["items"] if fact["kind"] == "TicketTriaged"]
    assert ["level", "urgent", ["付不了款"]] in sorted_["because"]
    assert sorted_["by"]["kind"] == "system"


async def test_a_text_that_says_nothing_leaves_everything_as_it_was(desk: Desk) -> None:
    ticket = await desk.write("在吗")
    assert (ticket["type"], ticket["level"], ticket["fields"]) == (None, "normal", {})
    assert "TicketTriaged" not in await desk.kinds(ticket["id"])


async def test_a_later_message_changes_the_mood_and_fills_what_was_missing(desk: Desk) -> None:
    ticket = await desk.write("你好,请问什么时候能发货?谢谢,辛苦了")
    assert ticket["fields"]["mood"] == "calm"
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": ANGRY, "as": "requester"})
    await desk.settle()
    after = await desk.ok("GET", f"/tickets/{ticket['id']}")
    assert after["fields"] == ticket["fields"] | {"mood": "angry", "tracking_number": "SF1234567890123"}
    assert (after["type"], after["level"]) == (ticket["type"], ticket["level"])


async def test_a_greeting_gets_its_type_from_what_follows(desk: Desk) -> None:
    ticket = await desk.write("在吗", thread="t1")
    await desk.write("我要退款", thread="t1")
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["type"] == "after_sale"


async def test_what_a_machine_wrote_is_not_sorted(desk: Desk) -> None:
    ticket = await desk.write("付不了款,急死了", automatic=True)
    assert (ticket["type"], ticket["level"], ticket["fields"]) == (None, "normal", {})


async def test_a_batch_is_sorted_like_one(desk: Desk) -> None:
    each = {"body": "我要退款", "requester": {"email": "b@example.com"}}
    [item] = (await desk.ok("POST", "/tickets/batch", {"tickets": [each]}))["items"]
    assert item["ticket"]["type"] == "after_sale"


async def test_a_saved_dictionary_sorts_the_very_next_request(desk: Desk) -> None:
    seen = await desk.ok("GET", "/triage/dictionary")
    assert (seen["is_default"], seen["version"]) == (True, 0)
    entry = {"sets": "type", "value": "pre_sale", "words": ["蓝莓"], "unless": ["不要"], "weight": 4}
    kept = await desk.ok("PUT", "/triage/dictionary", {"entries": [entry], "fields": [], "version": 0}, as_=OTTO)
    assert (kept["is_default"], kept["version"], len(kept["entries"])) == (False, 1, 1)
    assert (await desk.write("有蓝莓吗"))["type"] == "pre_sale"
    assert (await desk.write("不要蓝莓"))["type"] is None
    assert (await desk.write("我要退款"))["type"] is None
    reset = await desk.ok("DELETE", "/triage/dictionary?version=1", as_=OTTO)
    assert (reset["is_default"], reset["version"], reset["entries"]) == (True, 2, seen["entries"])
    assert (await desk.write("我要退款"))["type"] == "after_sale"
    kinds = [fact["kind"] for fact in (await desk.ok("GET", "/audit", as_=MAYA))["items"]]
    assert kinds[:2] == ["DictionaryReset", "DictionarySaved"]


async def test_whoever_saves_an_older_dictionary_is_told(desk: Desk) -> None:
    body: dict[str, Any] = {"entries": [], "fields": [], "version": 0}
    await desk.ok("PUT", "/triage/dictionary", body)
    answer = await desk.ask("PUT", "/triage/dictionary", body | {"extract": []})
    assert answer.status_code == 409
    assert (await desk.ask("DELETE", "/triage/dictionary?version=0")).status_code == 409


async def test_every_flaw_of_a_dictionary_is_named_at_once(desk: Desk) -> None:
    body = {
        "entries": [
            {"sets": "colour", "value": "red", "words": ["a"]},
            {"sets": "mood", "value": "sad", "words": []},
            {"sets": "level", "value": "urgent", "words": [" ", "x*"], "weight": 11},
        ],
        "fields": [
            {"name": "Ab", "pattern": "("},
            {"name": "mood", "pattern": "a*"},
            {"name": "back", "pattern": r"(a)\1"},
        ],
        "extract": ["phone", "shoe"],
    }
    answer = await desk.ask("PUT", "/triage/dictionary", body)
    assert answer.status_code == 422
    assert {error["path"] for error in answer.json()["errors"]} == {
        "entries.0.sets", "entries.1.value", "entries.1.words", "entries.2.words.0", "entries.2.words.1",
        "entries.2.weight", "fields.0.name", "fields.0.pattern", "fields.1.name", "fields.1.pattern",
        "fields.2.pattern", "extract.1",
    }  # fmt: skip


async def test_words_for_a_type_that_the_workspace_has_not_are_ignored_and_pointed_out(desk: Desk) -> None:
    types = [{"key": "enquiry", "zh": "咨询", "en": "Enquiry"}]
    await desk.ok("PATCH", "/workspace", {"settings": {"types": types}})
    assert (await desk.write("我要退款"))["type"] is None
    seen = await desk.ok("GET", "/triage/dictionary")
    wrong = {n for n, each in enumerate(seen["entries"]) if each["sets"] == "type" and each["value"] != "enquiry"}
    assert {problem["path"] for problem in seen["problems"]} == {f"entries.{n}.value" for n in wrong}


async def test_a_text_is_tried_without_storing_anything(desk: Desk) -> None:
    text = "😀 我不着急,订单号 JD20231001123"
    found = await desk.ok("POST", "/triage/test", {"text": text}, as_=LEE)
    assert found["mood"] == "calm"
    assert [text[each["start"] : each["end"]] for each in found["extracted"]] == ["JD20231001123"]
    assert all(text[hit["start"] : hit["end"]] == hit["text"] for hit in found["hits"])
    tried = {"entries": [{"sets": "mood", "value": "angry", "words": ["订单"]}], "fields": []}
    assert (await desk.ok("POST", "/triage/test", {"text": text, "dictionary": tried}))["mood"] == "angry"
    assert (await desk.ok("GET", "/triage/dictionary"))["is_default"]


async def test_only_who_manages_dispatch_changes_the_dictionary(desk: Desk) -> None:
    body: dict[str, Any] = {"entries": [], "fields": []}
    assert (await desk.ask("PUT", "/triage/dictionary", body, as_=LEE)).status_code == 403
    assert (await desk.ask("DELETE", "/triage/dictionary", as_=LEE)).status_code == 403
