"""Identity's routes, as the desk serves them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from jishi.identity import http, session_http
from jishi.identity.guards import guard_of, public
from jishi.identity.model import Permission, Person, Role
from jishi.identity.rate import Rate
from tests.identity.conftest import PASSWORD, ByToken, Desk, SignedIn, Visit

OpenDesk = Callable[[], Awaitable[Desk]]
HUGE = 2**63


def paths(answer: httpx.Response) -> list[str]:
    """The wrong fields that an answer names."""
    assert answer.status_code == 422, answer.text
    return [wrong["path"] for wrong in answer.json()["errors"]]


@pytest.mark.parametrize("route", http.routes, ids=lambda route: route.handler_name)
def test_every_route_says_who_may_use_it(route: HTTPRouteHandler) -> None:
    assert guard_of(route) is not None


def test_only_the_way_in_is_public() -> None:
    open_ones = {(next(iter(route.http_methods)), *route.paths) for route in http.routes if guard_of(route) is public}
    assert open_ones == {("POST", "/session"), ("GET", "/setup"), ("POST", "/setup")}


@pytest.mark.parametrize(
    "route",
    [route for route in http.routes if public not in (route.guards or ())],
    ids=lambda route: route.handler_name,
)
async def test_no_route_but_the_public_answers_a_stranger(route: HTTPRouteHandler, visit: Visit) -> None:
    stranger = await visit()
    stranger.headers["Authorization"] = "Bearer jsh_1_" + "a" * 43
    [path] = route.paths
    path = path.replace("{person_id:int}", "1").replace("{team_id:int}", "1").replace("{token_id:int}", "1")
    answer = await stranger.request(next(iter(route.http_methods)), path.replace("{customer_id:int}", "1"), json={})
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_people_teams_and_the_audit_are_for_administrators(role: Role, desk: Desk, by_token: ByToken) -> None:
    li = await by_token(await desk.take_in("Li", role))
    person = {"name": "x", "email": "x@example.test"}
    assert (await li.post("/people", json=person)).status_code == 403
    assert (await li.patch(f"/people/{desk.wang.id}", json={"role": "agent"})).status_code == 403
    assert (await li.post("/teams", json={"name": "x"})).status_code == 403
    assert (await li.get("/audit")).status_code == 403
    assert (await li.get("/people")).status_code == 200
    allowed = 200 if role is Role.MANAGER else 403
    assert (await li.patch("/workspace", json={"name": "Renamed"})).status_code == allowed


async def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(desk: Desk, visit: Visit) -> None:
    browser = await visit()
    answer = await browser.post("/session", json={"email": desk.wang.email, "password": PASSWORD})
    assert answer.status_code == 201
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("jishi_session=")
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "path=/" in cookie.lower()
    assert "secure" not in cookie.lower()
    assert answer.headers["cache-control"] == "no-store"
    session = answer.json()
    assert (session["email"], session["role"], session["via"]) == (desk.wang.email, "administrator", "session")
    assert set(session["permissions"]) == set(Permission)
    assert session["workspace"]["slug"] == desk.workspace.slug
    assert session["workspace"]["settings"]["close_after_seconds"] == 72 * 3600
    assert (await browser.get("/session")).json() == session


async def test_over_https_the_cookie_is_for_https_only(desk: Desk, visit: Visit) -> None:
    browser = await visit()
    for headers, base in (({"X-Forwarded-Proto": "https"}, ""), ({}, "https://desk.test/api/v1")):
        answer = await browser.post(
            f"{base}/session", json={"email": desk.wang.email, "password": PASSWORD}, headers=headers
        )
        assert "secure" in answer.headers["set-cookie"].lower()


async def test_a_change_by_cookie_needs_the_word_that_goes_with_it(desk: Desk, browse: SignedIn) -> None:
    browser = await browse(desk.wang.email)
    right = browser.headers.pop("X-CSRF-Token")
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "wrong"}, {"X-CSRF-Token": right + "x"}):
        answer = await browser.put("/session/profile", json={"name": "Mallory"}, headers=given)
        assert answer.status_code == 403
        assert (await browser.delete("/session", headers=given)).status_code == 403
    assert (await browser.get("/session")).json()["name"] == "Wang"
    answer = await browser.put("/session/profile", json={"name": "Wang Fang"}, headers={"X-CSRF-Token": right})
    assert answer.json()["name"] == "Wang Fang"


async def test_the_word_of_another_session_is_worth_nothing(desk: Desk, browse: SignedIn) -> None:
    here, there = await browse(desk.wang.email), await browse(desk.wang.email)
    here.headers["X-CSRF-Token"] = there.headers["X-CSRF-Token"]
    assert (await here.put("/session/profile", json={"name": "x"})).status_code == 403


async def test_a_token_needs_no_such_word(wang: httpx.AsyncClient) -> None:
    answer = await wang.put("/session/profile", json={"language": "en"})
    assert answer.status_code == 200
    assert (answer.json()["language"], answer.json()["csrf_token"], answer.json()["via"]) == ("en", None, "token")


async def test_another_site_cannot_sign_anybody_in(desk: Desk, visit: Visit) -> None:
    browser = await visit()
    answer = await browser.post(
        "/session",
        content=f'{{"email": "{desk.wang.email}", "password": "{PASSWORD}"}}',
        headers={"Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_an_old_cookie_does_not_stand_in_the_way_of_signing_in(desk: Desk, browse: SignedIn) -> None:
    browser = await browse(desk.wang.email)
    del browser.headers["X-CSRF-Token"]
    answer = await browser.post("/session", json={"email": desk.wang.email, "password": PASSWORD})
    assert answer.status_code == 201


async def test_signing_out_clears_the_cookie(desk: Desk, browse: SignedIn) -> None:
    browser = await browse(desk.wang.email)
    cookie = browser.cookies["jishi_session"]
    answer = await browser.delete("/session")
    assert answer.status_code == 204
    assert "jishi_session" not in browser.cookies
    browser.cookies["jishi_session"] = cookie
    assert (await browser.get("/session")).status_code == 401


async def test_a_wrong_password_is_said_in_the_language_of_the_browser(desk: Desk, visit: Visit) -> None:
    browser = await visit()
    wrong = {"email": desk.wang.email, "password": "wrong"}
    english = await browser.post("/session", json=wrong, headers={"Accept-Language": "en"})
    chinese = await browser.post("/session", json=wrong, headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert english.status_code == chinese.status_code == 401
    assert english.json()["detail"] == "The e-mail or the password is wrong."
    assert chinese.json()["detail"] == "邮箱或密码错误。"


async def test_a_locked_email_is_told_how_long_to_wait(desk: Desk, visit: Visit) -> None:
    browser = await visit()
    answers = [
        await browser.post("/session", json={"email": desk.wang.email, "password": f"guess {n}"}) for n in range(7)
    ]
    assert [answer.status_code for answer in answers] == [401] * 6 + [429]
    assert 50 < int(answers[-1].headers["retry-after"]) <= 60


async def test_an_address_that_tries_one_email_after_another_is_slowed_down(
    visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_http, "sign_in_rate", Rate(burst=4, per_second=0.001))
    browser = await visit()
    for _ in range(5):
        await browser.post("/session", json={"email": desk.wang.email, "password": PASSWORD})
    guesses = [{"email": f"no address {n}", "password": "Spring2026!"} for n in range(6)]
    codes = [(await browser.post("/session", json=guess)).status_code for guess in guesses]
    assert codes == [401] * 4 + [429] * 2


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["email", "password"]),
        ({"email": 7, "password": None}, ["email", "password"]),
        ({"email": "x" * 400, "password": "x" * 2000}, ["email", "password"]),
    ],
)
async def test_every_wrong_field_of_a_sign_in_is_named(visit: Visit, body: dict[str, Any], wrong: list[str]) -> None:
    assert sorted(paths(await (await visit()).post("/session", json=body))) == wrong


async def test_changing_the_password_keeps_this_browser_and_ends_the_other(desk: Desk, browse: SignedIn) -> None:
    here, there = await browse(desk.wang.email), await browse(desk.wang.email)
    answer = await here.put("/session/password", json={"current": PASSWORD, "new": "mist over West Lake"})
    assert answer.status_code == 204
    assert (await here.get("/session")).status_code == 200
    assert (await there.get("/session")).status_code == 401
    assert paths(await here.put("/session/password", json={"current": PASSWORD, "new": "gone with it"})) == ["current"]


async def test_a_profile_can_follow_the_workspace_again(wang: httpx.AsyncClient) -> None:
    own = await wang.put("/session/profile", json={"language": "en", "zone": "Europe/Berlin"})
    assert (own.json()["own_language"], own.json()["own_zone"]) == ("en", "Europe/Berlin")
    again = await wang.put("/session/profile", json={"language": None, "zone": None})
    assert (again.json()["own_language"], again.json()["language"]) == (None, "zh-CN")
    assert sorted(paths(await wang.put("/session/profile", json={"language": "tlh", "zone": "Mars"}))) == [
        "language", "zone",
    ]  # fmt: skip
    assert paths(await wang.put("/session/profile", json={"role": "administrator"})) == ["role"]


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
