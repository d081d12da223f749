"""Identity's routes, as the desk serves them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from jishi.identity.model import Person, Role
from tests.identity.conftest import PASSWORD, ByToken, Desk, Visit

OpenDesk = Callable[[], Awaitable[Desk]]
HUGE = 2**63


def paths(answer: httpx.Response) -> list[str]:
    """The wrong fields that an answer names."""
    assert answer.status_code == 422, answer.text
    return [wrong["path"] for wrong in answer.json()["errors"]]


async def test_a_colleague_is_taken_in_with_a_password_that_is_shown_once(
    desk: Desk, wang: httpx.AsyncClient, visit: Visit
) -> None:
    team = (await wang.post("/teams", json={"name": "Returns"})).json()
    email = f"li-{desk.id}@example.test"
    made = await wang.post("/people", json={"name": "Li", "email": email, "teams": [team["id"]]})
    assert made.status_code == 201
    li = made.json()
    assert (li["role"], li["teams"]) == ("agent", [{"id": team["id"], "name": "Returns"}])
    shown = (await wang.get(f"/people/{li['id']}")).json()
    assert "password" not in shown
    answer = await (await visit()).post("/session", json={"email": email, "password": li["password"]})
    assert answer.status_code == 201
    assert answer.json()["teams"] == [{"id": team["id"], "name": "Returns"}]
    given = await wang.post(
        "/people", json={"name": "Qian", "email": f"q-{desk.id}@example.test", "password": PASSWORD}
    )
    assert given.json()["password"] is None


async def test_people_are_listed_by_name_in_pages(desk: Desk, wang: httpx.AsyncClient) -> None:
    names = ["Li", "Qian", "Sun", "Zhao", "Zhao", "周"]
    for name in names:
        await desk.take_in(name)
    seen: list[str] = []
    after: str | None = None
    while True:
        page = (await wang.get("/people", params={"limit": 3} | ({"after": after} if after else {}))).json()
        seen += [person["name"] for person in page["items"]]
        after = page["next"]
        if after is None:
            break
        assert len(page["items"]) == 3
    assert seen == ["Li", "Qian", "Sun", "Wang", "Zhao", "Zhao", "周"]


async def test_people_are_found_by_name_role_team_and_whether_they_left(desk: Desk, wang: httpx.AsyncClient) -> None:
    li = await desk.take_in("Li_Na", Role.SUPERVISOR)
    gone = await desk.take_in("Li_Gone")
    await wang.patch(f"/people/{gone.id}", json={"active": False})
    team = (await wang.post("/teams", json={"name": "Returns", "members": [li.id]})).json()

    async def found(**by: object) -> list[str]:
        page = (await wang.get("/people", params={key: str(value) for key, value in by.items()})).json()
        return [person["name"] for person in page["items"]]

    assert await found(q="li_n") == ["Li_Na"]
    assert await found(q="%") == []
    assert await found(q=li.email.upper()) == ["Li_Na"]
    assert await found(role="supervisor") == ["Li_Na"]
    assert await found(team=team["id"]) == ["Li_Na"]
    assert await found(q="li", active="true") == ["Li_Na"]
    assert await found(q="li", active="false") == ["Li_Gone"]


async def test_a_colleague_who_leaves_is_out_with_the_answer(
    desk: Desk, wang: httpx.AsyncClient, by_token: ByToken
) -> None:
    person = await desk.take_in("Li")
    li = await by_token(person)
    assert (await li.get("/session")).status_code == 200
    assert (await wang.patch(f"/people/{person.id}", json={"active": False})).json()["active"] is False
    assert (await li.get("/session")).status_code == 401


async def test_the_last_administrator_stays(desk: Desk, wang: httpx.AsyncClient) -> None:
    answer = await wang.patch(f"/people/{desk.wang.id}", json={"role": "agent"}, headers={"Accept-Language": "zh"})
    assert answer.status_code == 409
    assert answer.json()["detail"] == "工作区至少要保留一名在职管理员。"


async def test_an_administrator_gives_a_new_password(desk: Desk, wang: httpx.AsyncClient, visit: Visit) -> None:
    li = await desk.take_in("Li")
    assert paths(await wang.patch(f"/people/{li.id}", json={"password": "12345678"})) == ["password"]
    assert (await wang.patch(f"/people/{li.id}", json={"password": PASSWORD})).status_code == 200
    assert (await (await visit()).post("/session", json={"email": li.email, "password": PASSWORD})).status_code == 201


async def test_every_wrong_field_of_a_new_colleague_is_named(wang: httpx.AsyncClient) -> None:
    answer = await wang.post(
        "/people", json={"name": "", "email": "x", "role": "king", "teams": [HUGE, "x"], "extra": 1}
    )
    assert sorted(paths(answer)) == ["email", "extra", "name", "role", "teams.0", "teams.1"]
    answer = await wang.post("/people", json={"name": " \t", "email": "xyz", "password": "123", "zone": "Mars"})
    assert sorted(paths(answer)) == ["email", "name", "password", "zone"]


async def test_an_unknown_team_takes_nobody_in_and_nothing_is_half_done(desk: Desk, wang: httpx.AsyncClient) -> None:
    email = f"half-{desk.id}@example.test"
    answer = await wang.post("/people", json={"name": "Half", "email": email, "teams": [999_999_999]})
    assert answer.status_code == 404
    assert (await wang.get("/people", params={"q": email})).json()["items"] == []


async def test_a_team_is_made_changed_joined_left_and_dissolved(desk: Desk, wang: httpx.AsyncClient) -> None:
    li = await desk.take_in("Li")
    first = (await wang.post("/teams", json={"name": "Everything"})).json()
    assert first["is_default"] is True
    team = (await wang.post("/teams", json={"name": "Returns", "types": ["after_sale"], "lead_id": li.id})).json()
    assert team["lead"] == {"id": li.id, "name": "Li"}
    member = [{"id": li.id, "name": "Li", "role": "agent"}]
    for _ in range(2):
        joined = await wang.put(f"/teams/{team['id']}/members/{li.id}")
        assert (joined.status_code, joined.json()["members"]) == (200, member)
    changed = await wang.patch(f"/teams/{team['id']}", json={"name": "退货", "types": [], "lead_id": None})
    assert (changed.json()["name"], changed.json()["types"], changed.json()["lead"]) == ("退货", [], None)
    assert [(t["name"], t["members"]) for t in (await wang.get("/teams")).json()["items"]] == [
        ("Everything", []), ("退货", member),
    ]  # fmt: skip
    assert (await wang.delete(f"/teams/{team['id']}/members/{li.id}")).json()["members"] == []
    assert (await wang.delete(f"/teams/{team['id']}")).status_code == 204
    assert (await wang.delete(f"/teams/{team['id']}")).status_code == 404
    assert (await wang.delete(f"/teams/{first['id']}")).status_code == 409
    assert [t["name"] for t in (await wang.get("/teams")).json()["items"]] == ["Everything"]


async def test_teams_are_listed_in_pages(wang: httpx.AsyncClient) -> None:
    for name in ("C", "A", "B"):
        await wang.post("/teams", json={"name": name})
    first = (await wang.get("/teams", params={"limit": 2})).json()
    second = (await wang.get("/teams", params={"limit": 2, "after": first["next"]})).json()
    assert [team["name"] for team in first["items"] + second["items"]] == ["A", "B", "C"]
    assert second["next"] is None


async def test_a_token_is_shown_once_used_and_revoked(wang: httpx.AsyncClient, visit: Visit) -> None:
    made = (await wang.post("/tokens", json={"name": "erp"})).json()
    assert made["token"].endswith(made["hint"])
    program = await visit()
    program.headers["Authorization"] = f"Bearer {made['token']}"
    assert (await program.get("/session")).json()["via"] == "token"
    listed = (await wang.get("/tokens", params={"limit": 1})).json()
    assert [(token["name"], "token" in token) for token in listed["items"]] == [("erp", False)]
    rest = (await wang.get("/tokens", params={"after": listed["next"]})).json()
    assert [token["name"] for token in rest["items"]] == ["test"]
    assert (await wang.delete(f"/tokens/{made['id']}")).status_code == 204
    assert (await wang.delete(f"/tokens/{made['id']}")).status_code == 404
    assert (await program.get("/session")).status_code == 401


async def test_a_secret_is_not_kept_for_a_request_that_is_made_again(desk: Desk, wang: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": f"key-{desk.id}"}
    first = (await wang.post("/tokens", json={"name": "erp"}, headers=key)).json()
    again = await wang.post("/tokens", json={"name": "erp"}, headers=key)
    assert (again.status_code, again.json()) == (201, {**first, "token": None})
    person = {"name": "Li", "email": f"li-{desk.id}@example.test"}
    made = (await wang.post("/people", json=person, headers={"Idempotency-Key": "other"})).json()
    async with desk.database.job(desk.id) as tx:
        kept = await tx.fetch("SELECT body FROM idempotency_keys WHERE workspace_id = $1", desk.id)
    assert len(kept) == 2
    for row in kept:
        assert first["token"].encode() not in row["body"]
        assert made["password"].encode() not in row["body"]


async def test_only_administrators_revoke_a_token_of_somebody_else(
    desk: Desk, wang: httpx.AsyncClient, by_token: ByToken
) -> None:
    li, qian = await by_token(await desk.take_in("Li")), await by_token(await desk.take_in("Qian"))
    made = (await li.post("/tokens", json={"name": "erp"})).json()
    assert (await qian.delete(f"/tokens/{made['id']}")).status_code == 404
    assert (await wang.delete(f"/tokens/{made['id']}")).status_code == 204


async def test_the_workspace_is_read_by_all_and_changed_with_every_fault_named(
    desk: Desk, wang: httpx.AsyncClient, by_token: ByToken
) -> None:
    helper = await by_token(await desk.take_in("Li", Role.COLLABORATOR))
    workspace = (await helper.get("/workspace")).json()
    assert [tier["key"] for tier in workspace["settings"]["tiers"]] == ["vip", "regular"]
    tiers = [{"key": "gold", "zh": "金牌", "en": "Gold"}, *workspace["settings"]["tiers"]]
    answer = await wang.patch("/workspace", json={"name": "新客服台", "settings": {"tiers": tiers}})
    assert answer.status_code == 200
    now = (await helper.get("/workspace")).json()
    assert now == answer.json()
    assert (now["name"], now["settings"]["tiers"], now["slug"]) == ("新客服台", tiers, desk.workspace.slug)
    wrong = {"zone": "Mars", "slug": "No", "settings": {"types": [], "close_after_seconds": 1}}
    assert paths(await wang.patch("/workspace", json=wrong)) == [
        "slug", "zone", "settings.types", "settings.close_after_seconds",
    ]  # fmt: skip
    assert paths(await wang.patch("/workspace", json={"settings": {"tier": []}})) == ["settings.tier"]


async def test_the_audit_says_who_changed_what_without_secrets(desk: Desk, wang: httpx.AsyncClient) -> None:
    li = await desk.take_in("Li")
    await wang.patch(f"/people/{li.id}", json={"role": "manager", "password": PASSWORD})
    token = (await wang.post("/tokens", json={"name": "erp"})).json()["token"]
    audit = (await wang.get("/audit", params={"limit": 3})).json()
    assert [entry["kind"] for entry in audit["items"]] == ["TokenIssued", "PasswordChanged", "PersonChanged"]
    changed = audit["items"][2]
    assert changed["by"] == f"person:{desk.wang.id}"
    assert changed["person"] == {"id": desk.wang.id, "name": "Wang"}
    assert changed["fields"] == {"person_id": li.id, "changes": {"role": ["agent", "manager"]}}
    rest = (await wang.get("/audit", params={"after": audit["next"], "limit": 200})).json()
    assert rest["items"][-1]["kind"] == "WorkspaceCreated"
    assert token not in str(audit)
    assert PASSWORD not in str(audit)
    only = (await wang.get("/audit", params={"kind": "PersonChanged", "by": f"person:{desk.wang.id}"})).json()
    assert [entry["id"] for entry in only["items"]] == [changed["id"]]


async def test_the_audit_of_another_desk_is_not_shown(open_desk: OpenDesk, wang: httpx.AsyncClient, desk: Desk) -> None:
    await open_desk()
    kinds = [entry["kind"] for entry in (await wang.get("/audit", params={"limit": 200})).json()["items"]]
    assert kinds.count("WorkspaceCreated") == 1


@pytest.mark.parametrize("key", ["0", "-1", str(2**63 - 1), str(HUGE), "9" * 40, "9" * 5000, "x", "1.5", "%00"])
async def test_an_id_that_is_nobodys_is_refused_kindly(wang: httpx.AsyncClient, key: str) -> None:
    for method, path, body in (
        ("GET", f"/people/{key}", None), ("PATCH", f"/people/{key}", {"name": "x"}), ("PATCH", f"/teams/{key}", {}),
        ("DELETE", f"/teams/{key}", None), ("PUT", f"/teams/{key}/members/{key}", None),
        ("DELETE", f"/tokens/{key}", None), ("GET", f"/customers/{key}", None), ("PATCH", f"/customers/{key}", {}),
    ):  # fmt: skip
        answer = await wang.request(method, path, json=body)
        assert answer.status_code in {404, 422}, f"{method} {path[:40]}: {answer.status_code} {answer.text[:200]}"


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"after": "x"}, {"after": "W10"}, {"after": "WyJcdWQ4MDAiLDFd"},
     {"after": "WzEsMl0"}, {"after": "x" * 3000}],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/people", "/teams", "/tokens", "/audit"])
async def test_a_wrong_page_is_refused_kindly(wang: httpx.AsyncClient, path: str, query: dict[str, Any]) -> None:
    answer = await wang.get(path, params=query)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("query", [{"role": "king"}, {"team": HUGE}, {"active": "maybe"}, {"q": "x" * 200}])
async def test_a_wrong_filter_is_refused_kindly(wang: httpx.AsyncClient, query: dict[str, Any]) -> None:
    assert (await wang.get("/people", params=query)).status_code == 422


@pytest.mark.parametrize("hostile", ["\x00", "\ud800", "'; DROP TABLE people; --", "x" * 100_000, "\u202e\u0000"])
async def test_hostile_text_never_breaks_a_route(wang: httpx.AsyncClient, desk: Desk, hostile: str) -> None:
    for method, path, body in (
        ("POST", "/people", {"name": hostile, "email": f"{hostile}@example.test"}),
        ("POST", "/teams", {"name": hostile, "types": [hostile]}),
        ("POST", "/tokens", {"name": hostile}),
        ("POST", "/session", {"email": hostile, "password": hostile, "workspace": hostile}),
        ("PATCH", "/workspace", {"name": hostile, "slug": hostile}),
        ("PUT", "/session/profile", {"zone": hostile}),
        ("PUT", "/session/password", {"current": hostile, "new": hostile}),
        (
            "POST",
            "/setup",
            {"workspace": hostile, "name": hostile, "email": hostile, "password": hostile, "slug": hostile},
        ),
    ):
        answer = await wang.request(
            method, path, content=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code < 500, f"{method} {path}: {answer.text[:200]}"


async def test_query_text_never_breaks_a_route(wang: httpx.AsyncClient) -> None:
    for hostile in ("\x00", "%", "'", "\\"):
        for path, name in (("/people", "q"), ("/audit", "kind"), ("/audit", "by")):
            assert (await wang.get(path, params={name: hostile})).status_code in {200, 422}
    assert (await wang.get("/people?q=%ff%fe")).status_code in {200, 422}


async def test_setup_is_over_once_a_workspace_exists(desk: Desk, visit: Visit) -> None:
    browser = await visit()
    assert (await browser.get("/setup")).json()["needed"] is False
    body = {"workspace": "Mine", "name": "Mallory", "email": "m@example.test", "password": PASSWORD}
    answer = await browser.post("/setup", json=body)
    assert answer.status_code == 409
    assert "set-cookie" not in answer.headers


async def test_of_another_desk_nothing_is_seen_through_any_route(
    wang: httpx.AsyncClient, open_desk: OpenDesk, desk: Desk
) -> None:
    other = await open_desk()
    theirs: Person = await other.take_in("Theirs")
    team = (await wang.post("/teams", json={"name": "Returns"})).json()
    for method, path, body in (
        ("GET", f"/people/{theirs.id}", None), ("PATCH", f"/people/{theirs.id}", {"name": "x"}),
        ("PUT", f"/teams/{team['id']}/members/{theirs.id}", None),
    ):  # fmt: skip
        assert (await wang.request(method, path, json=body)).status_code == 404
    assert paths(await wang.patch(f"/teams/{team['id']}", json={"lead_id": theirs.id})) == ["lead_id"]
    everyone = (await wang.get("/people")).json()["items"]
    assert [person["id"] for person in everyone] == [desk.wang.id]
