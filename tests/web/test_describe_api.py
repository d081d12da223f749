"""The description of the API says what the desk really does."""

from typing import Any

import pytest

from jishi.web.api_examples import EXAMPLES
from jishi.web.app import create_app
from jishi.web.describe_api import describe
from tests.cast import LEE, Desk


async def _never() -> None: ...


TOLD = describe(create_app(_never))
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    f"{verb.upper()} {path}": (verb, path, operation)
    for path, verbs in TOLD["paths"].items()
    for verb, operation in verbs.items()
    if "responses" in operation
}
BY_NAME = {operation["operationId"]: (verb, path) for verb, path, operation in OPERATIONS.values()}


def test_every_route_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(OPERATIONS) > 150


def test_every_shape_has_a_name_of_its_own() -> None:
    """Of two with one name the framework makes two with the paths of their modules."""
    assert [name for name in TOLD["components"]["schemas"] if "_" in name] == []


def test_a_shape_says_its_units() -> None:
    assert "for how many seconds" in TOLD["components"]["schemas"]["QueueSettingsView"]["description"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_route_says_what_it_does_and_why_it_may_refuse(name: str) -> None:
    operation = OPERATIONS[name][2]
    assert operation["summary"]
    assert operation["summary"] != operation["operationId"]
    assert operation["description"].startswith(operation["summary"][:20])
    for status, answer in operation["responses"].items():
        assert status < "400" or answer["$ref"].rpartition("/")[2] in TOLD["components"]["responses"]
    assert operation.get("security") == [] or "401" in operation["responses"]


async def test_errors_look_as_they_are_described(desk: Desk) -> None:
    told = TOLD["components"]["schemas"]["Refusal"]
    for status, answer in (
        (401, await desk.ask("GET", "/tickets", as_=None)),
        (403, await desk.ask("GET", "/audit", as_=LEE)),
        (404, await desk.ask("GET", "/tickets/1")),
        (422, await desk.ask("POST", "/tickets", {"subject": 3})),
    ):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(told["required"]) <= answer.json().keys() <= told["properties"].keys()
    assert {tuple(sorted(each)) for each in answer.json()["errors"]} == {("message", "path")}


@pytest.mark.parametrize("name", EXAMPLES)
async def test_what_stands_there_as_an_example_can_be_sent(desk: Desk, name: str) -> None:
    verb, path = BY_NAME[name]
    ticket = (await desk.write())["id"]
    if name == "confirm_ticket":
        await desk.ok("PUT", f"/tickets/{ticket}/solution", EXAMPLES["solve_ticket"])
    if name in {"pend_ticket", "hold_ticket"}:
        await desk.ok("PUT", f"/tickets/{ticket}/assignment", EXAMPLES["assign_ticket"])
    path = path.removeprefix("/api/v1").format(ticket_id=ticket, who="me")
    await desk.ok(verb.upper(), path, EXAMPLES[name])
