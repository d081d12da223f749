"""Whatever is sent to whichever route, the desk says what is wrong with it and never breaks.

The routes and what they take are read off the application, so a new one is tried without a word said here.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import pytest
from litestar.handlers import HTTPRouteHandler

from jishi.kernel import cursors
from tests.cast import Desk
from tests.web.test_every_route import ALL, dispatch_of, roster_of

NASTY: list[Any] = [
    None, True, 5, -1, 2**63, 10**30, 1.5, 1e300, "", " ", "x", "x" * 201, "nul \x00 inside", "half \ud83d of a pair",
    "0000-00-00T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01", "9999-12-31",
    "24:00", [], [None], ["x", "x"], [-1, 0, 2**63], {}, {"": None}, {"nul \x00": "\x00"}, [[[[[]]]]],
]  # fmt: skip
QUERIES = [
    "", "x", "-1", "0", "5000", "99999999999999999999999", "1.5", "%00", "%ff%fe", "%ED%A0%80", "null", "0000-00-00",
    "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", "true", "," * 100, "%27;--",
    "a" * 3000,
    cursors.encode(None, 2**62), cursors.encode(datetime(1, 1, 1, tzinfo=UTC), 1), "W10", "WzEsMl0",
    "bnVsbA", "W251bGwsIngiXQ", "WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTE0OjAwIiwxXQ",
    "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxXQ",
]  # fmt: skip
MOST = 30  # wrong bodies a route, the same at every run
NUMBERS = ["0", "-1", str(2**63 - 1), str(2**63), "9" * 40, "x", "1.5", "%00", "%ED%A0%80", "me", ""]
BODIES = [
    b"", b"{", b"nonsense", b"\xff\xfe", b"null", b"[]", b"5", b'"x"', b"{}", b"NaN", b'{"a": NaN}', b'{"a": 1e999}',
    b"[" * 5000, b'{"a":' * 2000, b'{"\\ud83d": 1}', b'{"\\u0000": "\\u0000"}', b'{"a": "\xff"}', b"\x00",
]  # fmt: skip
WRITES = {name for name in ALL if name.split()[0] in {"POST", "PUT", "PATCH"} and "/api/v1" in name}
# Signing out or taking one's own rights away would make all that follows a 401.
APART = {"DELETE /api/v1/session", "GET /api/v1/events"}


def as_json(value: object) -> bytes:
    """Also what no decent client sends: half a pair of surrogates."""
    return json.dumps(value, ensure_ascii=True).encode()


KNOWN = {
    bool: True, int: 1, float: 1.0, str: "x", bytes: "eA==", datetime: "2026-03-02T02:00:00Z", date: "2026-03-02",
    time: "09:00",
}  # fmt: skip


def example(expected: Any) -> Any:
    """Something that such a field may hold."""
    origin, options = get_origin(expected), get_args(expected)
    if origin in {Annotated, Union, UnionType}:
        return example(next(option for option in options if option is not NoneType))
    if origin is Literal:
        return options[0]
    if origin in {list, tuple, set, frozenset}:
        return [example(options[0])]
    if is_struct(expected):
        return {field.encode_name: example(field.type) for field in msgspec.structs.fields(expected)}
    if isinstance(expected, type) and issubclass(expected, Enum):
        return next(iter(expected)).value
    return KNOWN.get(expected, {})


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in an example something can be replaced."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    if isinstance(value, dict):
        return {key: replaced(each, path[1:], by) if key == path[0] else each for key, each in value.items()}
    return [replaced(each, path[1:], by) if n == path[0] else each for n, each in enumerate(value)]


def asked_by(handler: HTTPRouteHandler) -> list[str]:
    """The names under which its questions are sent."""
    fields = handler.parsed_fn_signature.parameters
    return [
        getattr(field.kwarg_definition, "name", None) or name
        for name, field in fields.items()
        if name not in {"request", "data"} and f"{{{name}:" not in " ".join(handler.paths)
    ]


def body_type(handler: HTTPRouteHandler) -> Any:
    field = handler.parsed_data_field
    return None if field is None else field.annotation


@pytest.fixture
async def filled(desk: Desk) -> tuple[Desk, dict[str, Any]]:
    """A desk with one of everything that a path names."""
    await desk.come_online("lee")
    ticket = await desk.write()
    await desk.settle()
    calendar = (await desk.ok("GET", "/calendars"))["items"][0]["id"]
    return desk, {
        "ticket_id": ticket["id"], "customer_id": ticket["requester"]["id"], "person_id": desk.people["lee"],
        "who": desk.people["lee"], "team_id": desk.team_id, "calendar_id": calendar, "token_id": 1, "seq": 1,
        "attachment_id": 1, "tag": "x", "key": "table_1",
        "notice_id": (await desk.ok("GET", "/notices", as_="lee"))["items"][0]["id"],
        "subscription_id": 1, "timer_id": ticket["timers"][0]["id"], "slug": desk.slug, "token": "1-x",
        "policy_id": (await desk.ok("GET", "/policies"))["items"][0]["id"], **await roster_of(desk),
        **await dispatch_of(desk, ticket["id"]),
    }  # fmt: skip


def filled_path(name: str, ids: dict[str, Any]) -> str:
    path = name.split(" ", 1)[1].removeprefix("/api/v1")
    return re.sub(r"{(\w+):\w+}", lambda found: str(ids.get(found[1], 1)), path)


async def tried(
    desk: Desk, method: str, path: str, content: bytes | None = None, kind: str = "application/json"
) -> int:
    headers = {"Content-Type": kind} if content is not None else {}
    answer = await desk.ask(method, path, headers=headers, content=content)
    said = f"{method} {path[:200]} {(content or b'')[:300]!r}: {answer.status_code} {answer.text[:300]}"
    assert answer.status_code < 500, said
    assert "A value cannot be stored." not in answer.text, said
    if answer.status_code >= 400 and answer.content and "html" not in answer.headers["content-type"]:
        assert answer.headers["content-type"] == "application/problem+json", said
        assert answer.json()["status"] == answer.status_code, said
    return answer.status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
async def test_no_body_breaks_a_route(filled: tuple[Desk, dict[str, Any]], method: str) -> None:
    desk, ids = filled
    said = Counter[int]()
    for name in sorted(WRITES - APART):
        if not name.startswith(method) or (expected := body_type(ALL[name])) is None:
            continue
        whole, path = example(expected), filled_path(name, ids)
        ways = [(place, nasty) for place in places(whole) for nasty in NASTY]
        chosen = Random(name).sample(ways, min(MOST, len(ways)))
        contents = BODIES + [as_json(replaced(whole, place, nasty)) for place, nasty in chosen]
        said.update([await tried(desk, method, path, content) for content in contents])
    assert said[422] > 100
    assert said[200] + said[201] + said[409] > 0  # they do reach the routes


async def test_no_path_and_no_question_breaks_a_route(filled: tuple[Desk, dict[str, Any]]) -> None:
    desk, ids = filled
    said = Counter[int]()
    for name, handler in ALL.items():
        method = name.split()[0]
        if not ("/api/v1" in name or "/p/" in name or "/f/" in name) or name in APART or method == "HEAD":
            continue
        ways = [filled_path(name, {**ids, key: value}) for key in re.findall(r"{(\w+):", name) for value in NUMBERS]
        if method == "GET":
            path = filled_path(name, ids)
            ways += [f"{path}?{asked}={value}" for asked in asked_by(handler) for value in QUERIES]
        said.update([await tried(desk, method, way) for way in ways])
    assert said[404] > 300
    assert said[200] > 100


UNREADABLE = {"no": "such"}


async def test_every_field_that_cannot_be_read_is_named_at_once(filled: tuple[Desk, dict[str, Any]]) -> None:
    desk, ids = filled
    silent: dict[str, set[str]] = {}
    for name in sorted(WRITES):
        if not is_struct(expected := body_type(ALL[name])):
            continue
        wrong = {each.encode_name for each in msgspec.structs.fields(expected) if not reads(UNREADABLE, each.type)}
        body = dict.fromkeys(wrong, UNREADABLE) | {"unheard_of": 1}
        answer = await desk.ask(name.split(" ")[0], filled_path(name, ids), body)
        said = {error["path"].split(".")[0] for error in answer.json()["errors"]}
        silent |= {name: left} if (left := (wrong | {"unheard_of"}) - said) else {}
    assert silent == {  # as the browser writes it, and as worked examples stand
        f"POST /api/v1/{path}": {"unheard_of"} for path in ("push/subscriptions", "clock/due", "clock/elapsed")
    }


def test_no_body_has_a_part_in_which_unknown_fields_are_passed_over() -> None:
    parts = {part for name in WRITES for part in structs_in(body_type(ALL[name]))}
    assert len(parts) > 50
    open_ones = {part.__name__ for part in parts if not part.__struct_config__.forbid_unknown_fields}  # type: ignore[attr-defined]
    assert open_ones == {"BrowserGiven", "BrowserKeys", "AskDue", "AskElapsed"}


def is_struct(expected: Any) -> bool:
    return isinstance(expected, type) and issubclass(expected, msgspec.Struct)


def structs_in(expected: Any) -> set[type]:
    if is_struct(expected):
        return {expected}.union(*(structs_in(field.type) for field in msgspec.structs.fields(expected)))
    return set().union(*map(structs_in, get_args(expected)))


def reads(value: object, expected: Any) -> bool:
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError:
        return False
    return True


async def named(desk: Desk, method: str, path: str, body: Any, *, as_: str = "maya") -> set[str]:
    """The fields that are said to be wrong."""
    answer = await desk.ask(method, path, body, as_=as_)
    assert answer.status_code == 422, answer.text
    return {error["path"] for error in answer.json()["errors"]}


EVERYTHING_WRONG = {
    "body": 5, "subject": "x" * 501, "level": "huge", "tags": ["ok", 7], "received_at": "2001-01-01T00:00:00Z",
    "attachments": [99], "spoken": True, "automatic": True, "colour": "red", "thread": "nul \x00",
    "requester": {"email": "li@example.com", "tier": "platinum", "language": 5, "shoe_size": 43},
}  # fmt: skip
ALL_OF_IT = {
    "body", "subject", "level", "tags.1", "received_at", "attachments.0", "automatic", "colour", "requester.tier",
    "requester.language", "requester.shoe_size",
}  # fmt: skip


async def test_a_request_hears_of_wrong_types_and_of_unknown_words_at_once(desk: Desk) -> None:
    body = {key: value for key, value in EVERYTHING_WRONG.items() if key != "thread"}
    assert await named(desk, "POST", "/tickets", body) == ALL_OF_IT
    assert await named(desk, "POST", "/dispatch/dry-run", body) >= {"body", "level", "colour", "requester.tier"}
    assert (await desk.ok("GET", "/tickets"))["items"] == []
    assert (await desk.write())["number"].endswith("001")  # looking twice takes no number


async def test_a_request_of_the_right_types_hears_of_all_else_at_once(desk: Desk) -> None:
    requester = {"email": "li@example.com", "tier": "platinum"}
    body = {"body": "?", "requester": requester, "received_at": "2001-01-01T00:00:00Z", "attachments": [99]}
    assert await named(desk, "POST", "/tickets", body) == {"requester.tier", "received_at", "attachments.0"}


async def test_each_request_of_a_batch_hears_of_all_that_is_wrong_with_it(desk: Desk) -> None:
    body = {key: value for key, value in EVERYTHING_WRONG.items() if key not in {"thread", "attachments"}}
    right = {"body": "?", "requester": {"email": "li@example.com"}}
    said = await desk.ok("POST", "/tickets/batch", {"tickets": [body, right]})
    assert [item["status"] for item in said["items"]] == [422, 201]
    found = {error["path"] for error in said["items"][0]["error"]["errors"]}
    assert found == ALL_OF_IT - {"attachments.0"}


async def test_a_character_that_cannot_be_stored_is_named_with_the_rest(desk: Desk) -> None:
    body = {"body": "nul \x00", "requester": {"email": "li@example.com"}, "level": "huge", "tags": ["\x00"]}
    assert await named(desk, "POST", "/tickets", body) == {"body", "level", "tags.0"}


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "/people", {"name": 5, "email": "no address", "role": "agent"}, {"name", "email"}),
        ("POST", "/people", {"name": "Li", "email": "no address", "language": 5}, {"language", "email"}),
        ("POST", "/skills", {"name": ["x"]}, {"name"}),
        ("PUT", "/capacity", {"weights": 5, "colour": 1}, {"weights", "colour"}),
    ],
)
async def test_other_routes_too(desk: Desk, method: str, path: str, body: Any, expected: set[str]) -> None:
    assert await named(desk, method, path, body) >= expected


async def test_a_second_look_leaves_nothing_behind(desk: Desk) -> None:
    before = await desk.ok("GET", "/people")
    await named(desk, "POST", "/people", {"name": "Li", "email": "li@example.com", "role": "agent", "language": 5})
    assert await desk.ok("GET", "/people") == before


async def test_a_wrong_password_is_not_tried_twice(desk: Desk) -> None:
    """Guesses are counted: one that cannot be read is none."""
    assert await named(desk, "PUT", "/session/password", {"current": 5, "new": "x"}) == {"current"}
