"""Whatever is sent, the desk answers 4xx, says what is wrong, and keeps nothing of it."""

import json

import httpx
import pytest

from tests.cast import LEE, MAYA, Desk

WHO = {"email": "eve@example.com"}
DEEP = "[" * 100_000 + "]" * 100_000
HUGE = 2**63


async def count(desk: Desk) -> int:
    async with desk.database.job(desk.workspace_id) as tx:
        found: int = await tx.fetch_value(
            "SELECT (SELECT count(*) FROM tickets WHERE workspace_id = $1) + (SELECT count(*) FROM messages WHERE"
            " workspace_id = $1) + (SELECT count(*) FROM customers WHERE workspace_id = $1)",
            desk.workspace_id,
        )
    return found


def wrong_fields(answer: httpx.Response) -> set[str]:
    return {error["path"] for error in answer.json()["errors"]}


BODIES = {
    "not json": b"{",
    "not utf-8": b'{"body": "\xff\xfe"}',
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1e999",
    "deep nesting": DEEP.encode(),
    "deep nesting in fields": b'{"body": "x", "requester": {"email": "e@x.com"}, "fields": {"a": '
    + DEEP.encode()
    + b"}}",
    "a NUL": json.dumps({"body": "a\x00b", "requester": WHO}).encode(),
    "a NUL in a key": json.dumps({"body": "x", "requester": WHO, "fields": {"a\x00": 1}}).encode(),
    "a lone surrogate": b'{"body": "\\ud800", "requester": {"email": "e@x.com"}}',
    "a lone surrogate in fields": b'{"body": "x", "requester": {"email": "e@x.com"}, "fields": {"a": "\\udfff"}}',
    "10 MB of subject": json.dumps({"body": "x", "subject": "s" * 10_000_000, "requester": WHO}).encode(),
    "a subject too long": json.dumps({"body": "x", "subject": "s" * 501, "requester": WHO}).encode(),
    "an empty body": json.dumps({"body": "", "requester": WHO}).encode(),
    "a body of blanks": json.dumps({"body": " \n ", "requester": WHO}).encode(),
    "no way to reach": json.dumps({"body": "x", "requester": {"name": "Eve"}}).encode(),
    "an unknown field": json.dumps({"body": "x", "requester": WHO, "colour": "red"}).encode(),
    "an unknown channel": json.dumps({"body": "x", "requester": WHO, "channel": "pigeon"}).encode(),
    "an unknown level": json.dumps({"body": "x", "requester": WHO, "level": "asap"}).encode(),
    "an unknown tier": json.dumps({"body": "x", "requester": {**WHO, "tier": "emperor"}}).encode(),
    "a date of the future": json.dumps({"body": "x", "requester": WHO, "received_at": "2099-01-01T00:00:00Z"}).encode(),
    "a date of the past": json.dumps({"body": "x", "requester": WHO, "received_at": "0001-01-01T00:00:00Z"}).encode(),
    "a date without zone": json.dumps({"body": "x", "requester": WHO, "received_at": "2026-03-02T10:00:00"}).encode(),
    "a bad e-mail": json.dumps({"body": "x", "requester": {"email": "not an e-mail"}}).encode(),
    "somebody else's upload": json.dumps({"body": "x", "requester": WHO, "attachments": [1]}).encode(),
    "an upload beyond reach": json.dumps({"body": "x", "requester": WHO, "attachments": [HUGE]}).encode(),
    "a thousand tags": json.dumps({"body": "x", "requester": WHO, "tags": [str(n) for n in range(1000)]}).encode(),
    "wrong types": json.dumps({"body": 5, "requester": [], "tags": "a", "fields": 1}).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_hostile_request_is_refused_and_leaves_nothing(desk: Desk, body: bytes) -> None:
    before = await count(desk)
    headers = {"Content-Type": "application/json"}
    answer = await desk.ask("POST", "/tickets", content=body, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    said = answer.json()
    assert said["status"] == answer.status_code
    assert said["detail"]
    assert said["request_id"]
    assert await count(desk) == before


async def test_every_wrong_field_is_named_at_once(desk: Desk) -> None:
    answer = await desk.ask(
        "POST",
        "/tickets",
        {"body": 5, "subject": "s" * 600, "level": "asap", "requester": {"email": 7, "phone": "x"}, "colour": 1},
    )
    assert answer.status_code == 422
    assert wrong_fields(answer) == {"body", "subject", "level", "requester.email", "requester.phone", "colour"}


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "必填"), ("en", "required")])
async def test_errors_come_in_the_callers_language(desk: Desk, language: str, word: str) -> None:
    await desk.ok("PUT", "/session/profile", {"language": language})
    desk.clock.pass_by(seconds=2)
    answer = await desk.ask("POST", "/tickets", {"requester": WHO})
    [error] = answer.json()["errors"]
    assert word in error["message"]


async def test_a_wrong_calendar_and_wrong_fields_beside_it_are_named_at_once_in_ones_language(desk: Desk) -> None:
    weekly = {"0": [["9", "17:00"]], "9": []}
    body = {
        "calendar": {"tz": "Mars/Base", "weekly": weekly}, "start": "tomorrow", "seconds": -1, "pauses": [[1, 2]],
    }  # fmt: skip
    answer = await desk.ask("POST", "/clock/due", body, headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 422
    assert wrong_fields(answer) >= {"calendar.tz", "calendar.weekly.9", "calendar.weekly.0.0.0", "start", "seconds"}
    for error in answer.json()["errors"]:
        assert not error["message"].isascii(), error
    body |= {"start": "2026-03-02T09:00:00", "seconds": 60, "pauses": []}
    answer = await desk.ask("POST", "/clock/elapsed", {**body, "end": "2026-03-02"})
    assert wrong_fields(answer) >= {"calendar.tz", "start", "end"}


async def test_every_pause_that_ends_before_it_begins_is_named(desk: Desk) -> None:
    nine, ten, eleven = (f"2026-03-02T{hour:02}:00:00Z" for hour in (9, 10, 11))
    calendar = {"tz": "UTC", "weekly": {str(day): [["00:00", "24:00"]] for day in range(7)}}
    body = {"calendar": calendar, "start": nine, "pauses": [[ten, nine], [nine, ten], [ten, ten], [eleven, ten]]}
    for path, more in (("due", {"seconds": 60}), ("elapsed", {"end": eleven})):
        answer = await desk.ask("POST", f"/clock/{path}", body | more)
        assert answer.status_code == 422
        assert wrong_fields(answer) == {"pauses.0", "pauses.3"}


ODD = ["0", "-1", "99999999999999999999", "9223372036854775808", "abc", "1.5", "%00", "1%2F2"]


@pytest.mark.parametrize("number", ODD)
@pytest.mark.parametrize("path", ["", "/messages", "/facts", "/timers", "/assignments", "/work"])
async def test_odd_ticket_numbers_are_4xx(desk: Desk, number: str, path: str) -> None:
    answer = await desk.ask("GET", f"/tickets/{number}{path}")
    assert 400 <= answer.status_code < 500, answer.text


QUERIES = [
    "limit=0", "limit=100000", "limit=x", "after=zzz", "after=%00", "view=nothing", "state=odd", "owner=x", "team=0",
    "team=99999999999999999999", "level=odd", "q=" + "长" * 300, "after=WyIyMDI2LTAxLTAxIiwxXQ",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
async def test_odd_questions_to_the_list_are_4xx(desk: Desk, query: str) -> None:
    answer = await desk.ask("GET", f"/tickets?{query}")
    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    "q", ["\x00", "'", "\\", "%", "_", "!!!", "a & b | c", "'); DROP TABLE tickets; --", "退", "🚀", "ｑ"]
)
async def test_odd_searches_find_nothing_and_break_nothing(desk: Desk, q: str) -> None:
    answer = await desk.ask("GET", "/tickets", params={"q": q})
    assert answer.status_code == 200, answer.text


async def test_a_ticket_survives_what_only_looks_dangerous(desk: Desk) -> None:
    body = "<script>alert(1)</script> \"'; DROP TABLE tickets; -- 𠮷野家 🚀 \u202e ﷽"
    ticket = await desk.write(body, subject="<img src=x onerror=alert(1)>")
    [message] = (await desk.ok("GET", f"/tickets/{ticket['id']}/messages"))["items"]
    assert message["body"] == body


async def test_without_a_token_nothing_is_told(desk: Desk) -> None:
    answer = await desk.ask("GET", "/tickets", as_=None)
    assert answer.status_code == 401
    answer = await desk.ask("GET", "/tickets", as_=None, headers={"Authorization": "Bearer jsh_1_" + "x" * 43})
    assert answer.status_code == 401


async def test_an_agent_may_not_do_what_only_administrators_may(desk: Desk) -> None:
    answer = await desk.ask("POST", "/people", {"name": "Eve", "email": "eve@example.com", "role": "agent"}, as_=LEE)
    assert answer.status_code == 403
    assert (await desk.ask("GET", "/failed-reactions", as_=LEE)).status_code == 403
    assert (await desk.ask("GET", "/failed-reactions", as_=MAYA)).status_code == 200
