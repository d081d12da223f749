"""Walk all routes: each says who may use it, and none shows one workspace to another."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from jishi.identity.guards import guard_of
from jishi.storage.database import Database
from jishi.web.app import create_app
from tests.cast import Clock, Desk, a_desk

# What a change needs to say before it is looked at whose ticket it is.
FURTHER: dict[str, Any] = {
    "/merger": {"into": 1},
    "/splits": {"messages": [1]},
    "/junk": {"why": "spam"},
    "/presence": {"status": "online"},
    "/skills": {"skills": [], "languages": ["zh"]},
    "/skills/{skill_id:int}": {"name": "x"},
    "/agents/{who:str}": {"capacity": 3},
    "/calendars/{calendar_id:int}": {"name": "x", "calendar": {"tz": "UTC", "weekly": {"0": [["09:00", "17:00"]]}}},
    "/calendars/{calendar_id:int}/holidays": {"year": 2026, "country": "CN"},
    "/customers/{customer_id:int}/calendar": {"calendar": 1},
    "/teams/{team_id:int}/calendar": {"calendar": 1},
    "/decision": {"approve": True},
    "/swaps/{swap_id:int}/answer": {"accept": True},
    "/policies/{policy_id:int}": {
        "name": "x", "always": True, "targets": [{"kind": "resolution", "seconds": 60, "hours": "calendar"}],
    },
    "/routing-rules/{rule_id:int}": {"name": "x", "always": True},
    "/confirmation": {"satisfied": True},
}  # fmt: skip
BY_THE_FRAMEWORK = {"/api", "/api/openapi.json", "/api/{path:str}"}
# What anybody may ask for without signing in; a route joins this list only on purpose.
PUBLIC = {
    "GET /", "GET /{path:path}", "GET /healthz", "GET /readyz", "GET /metrics", "GET /api/docs",
    "GET /api/openapi.json", "POST /api/v1/session", "GET /api/v1/setup", "POST /api/v1/setup",
    "GET /api/v1/setup/holidays",
    "GET /c/{token:str}",
    "GET /f/{slug:str}", "POST /f/{slug:str}", "GET /p/{token:str}", "POST /p/{token:str}",
    "POST /p/{token:str}/confirmation", "POST /p/{token:str}/messages",
    "GET /api/v1/attachments/{attachment_id:int}/content", "HEAD /api/v1/attachments/{attachment_id:int}/content",
    "GET /p/{token:str}/attachments/{attachment_id:int}",
}  # fmt: skip


async def _never() -> None: ...


APP = create_app(_never)


def routes() -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in APP.routes:
        for handler in getattr(route, "route_handlers", []):
            for method in handler.http_methods:
                if method != "OPTIONS":
                    yield f"{method} {route.path}", handler


ALL = dict(sorted(routes(), key=lambda route: route[0]))  # in the same order in every process


def test_there_are_routes() -> None:
    assert len(ALL) > 50


@pytest.mark.parametrize("name", ALL)
def test_a_route_says_who_may_use_it(name: str) -> None:
    guard = guard_of(ALL[name])
    if name.partition(" ")[2] in BY_THE_FRAMEWORK:
        return
    assert guard is not None, "name its permission: guards=[requires(…)], or guards=[public]"
    assert (guard.permissions is None) == (name in PUBLIC)


@pytest.fixture
async def two_desks(http: httpx.AsyncClient, clock: Clock) -> Any:
    database: Database = http.app.state.database  # type: ignore[attr-defined]
    async with a_desk(database, http, clock) as ours, a_desk(database, http, clock) as theirs:
        yield ours, theirs


async def roster_of(desk: Desk) -> dict[str, int]:
    times = {"person_id": desk.people["lee"], "opens": "09:00", "closes": "18:00"}
    shift = (await desk.ok("POST", "/shifts", {**times, "day": "2026-03-20"}))["id"]
    repeated = await desk.ok("POST", "/shift-patterns", {**times, "weekdays": [0], "first_day": "2026-03-02"})
    leave = await desk.ok("POST", "/leaves", {"first_day": "2026-03-25", "last_day": "2026-03-25"}, as_="lee")
    swap = await desk.ok("POST", "/swaps", {"shift_id": shift, "to_id": desk.people["anna"]}, as_="lee")
    return {"shift_id": shift, "pattern_id": repeated["pattern"]["id"], "leave_id": leave["id"], "swap_id": swap["id"]}


async def dispatch_of(desk: Desk, ticket_id: int) -> dict[str, int]:
    skill = (await desk.ok("POST", "/skills", {"name": "SECRET-OF-THEIRS"}))["id"]
    decisions = (await desk.ok("GET", f"/tickets/{ticket_id}/assignments"))["items"]
    rule = await desk.ok("POST", "/routing-rules", {"name": "SECRET-OF-THEIRS", "always": True})
    return {
        "skill_id": skill, "agent_id": desk.people["lee"], "assignment_id": decisions[0]["id"], "rule_id": rule["id"],
    }  # fmt: skip


INSIDE = [name for name in ALL if name not in PUBLIC and ("_id:" in name or "{who" in name or "{seq" in name)]


async def test_no_route_shows_or_changes_what_belongs_to_another_workspace(two_desks: tuple[Desk, Desk]) -> None:
    ours, theirs = two_desks
    await theirs.come_online("lee")
    ticket = await theirs.write("SECRET-OF-THEIRS")
    await theirs.settle()
    calendar = (await theirs.ok("GET", "/calendars"))["items"][0]["id"]
    ids = {
        "ticket_id": ticket["id"], "customer_id": ticket["requester"]["id"], "person_id": theirs.people["lee"],
        "who": theirs.people["lee"], "team_id": theirs.team_id, "calendar_id": calendar,
        "token_id": (await theirs.ok("GET", "/tokens"))["items"][0]["id"], "seq": 1, "attachment_id": 1, "tag": "x",
        "notice_id": (await theirs.ok("GET", "/notices", as_="lee"))["items"][0]["id"],
        "subscription_id": 1, "timer_id": ticket["timers"][0]["id"],
        "policy_id": (await theirs.ok("GET", "/policies"))["items"][0]["id"], **await roster_of(theirs),
        **await dispatch_of(theirs, ticket["id"]),
    }  # fmt: skip
    before = await theirs.ok("GET", f"/tickets/{ticket['id']}")
    never_looked = []
    for name in INSIDE:
        method, path = name.split(" ", 1)
        filled = re.sub(r"{(\w+):\w+}", lambda found: str(ids[found[1]]), path).removeprefix("/api/v1")
        bodies: list[Any] = [{}] if method in {"POST", "PUT", "PATCH"} else [None]
        if "assignment" in path:
            bodies += [{"agent": ours.people["lee"]}]
        if "messages" in path:
            bodies += [{"body": "hello"}]
        bodies += [body for end, body in FURTHER.items() if path.endswith(end)]
        found = set()
        for body in bodies:
            answer = await ours.ask(method, filled, body)
            assert answer.status_code in {403, 404, 409, 422}, f"{name}: {answer.status_code} {answer.text[:300]}"
            assert "SECRET-OF-THEIRS" not in answer.text
            found.add(answer.status_code)
        if found == {422}:
            never_looked.append(name)
    assert not never_looked, "refused for their bodies alone: say in FURTHER what they need before they look"
    assert await theirs.ok("GET", f"/tickets/{ticket['id']}") == before


async def test_lists_hold_only_what_is_ones_own(two_desks: tuple[Desk, Desk]) -> None:
    ours, theirs = two_desks
    ticket = await theirs.write("机密 SECRET-OF-THEIRS")
    await theirs.settle()
    for name in ALL:
        method, path = name.split(" ", 1)
        if method != "GET" or "{" in path or name in PUBLIC or not path.startswith("/api/v1") or "events" in path:
            continue
        for query in ("", "?q=SECRET&limit=200"):
            answer = await ours.ask("GET", path.removeprefix("/api/v1") + query)
            assert answer.status_code in {200, 422}, f"{name}: {answer.text[:300]}"
            assert "SECRET-OF-THEIRS" not in answer.text
            assert str(ticket["id"]) not in re.findall(r'"id":(\d+)', answer.text)


async def test_a_token_opens_only_its_own_workspace(two_desks: tuple[Desk, Desk]) -> None:
    ours, theirs = two_desks
    secret = ours.tokens["maya"].split("_", 2)[2]
    forged = f"jsh_{theirs.workspace_id}_{secret}"
    answer = await ours.ask("GET", "/tickets", as_=None, headers={"Authorization": f"Bearer {forged}"})
    assert answer.status_code == 401


def test_every_list_is_a_page() -> None:
    """Whoever reads lists reads all of them alike: `items`, and `next` where to go on."""
    described = APP.openapi_schema.to_schema()
    lists = {}
    for path, methods in described["paths"].items():
        answer = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        reference = answer.get("application/json", {}).get("schema", {}).get("$ref", "")
        shape = described["components"]["schemas"].get(reference.rpartition("/")[2], {}).get("properties", {})
        if "items" in shape:
            lists[path] = set(shape)
    assert len(lists) > 30
    reports = {"/api/v1/fairness"}  # figures of a week beside those of each colleague
    assert [path for path, names in lists.items() if "next" not in names and path not in reports] == []
