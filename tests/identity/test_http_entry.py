"""Who may come in, and how: sessions, cookies, guards."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from jishi.identity import http, session_http
from jishi.identity.guards import guard_of, public
from jishi.identity.model import Permission, Role
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
    monkeypatch.setattr(session_http, "sign_in_rate", Rate("sign-in", burst=4, per_second=0.001))
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
