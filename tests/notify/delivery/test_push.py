"""Notices in browsers that are closed, by a push service."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from jishi.notify.delivery.vapid import raw
from jishi.notify.model import Medium, NoticeKind
from tests.cast import ANNA, LEE
from tests.notify.delivery.browser import Browser
from tests.notify.delivery.post import Post
from tests.notify.delivery.push_service import PushService
from tests.patience import in_time

PUSH = (Medium.SCREEN, Medium.PUSH)


async def test_a_browser_is_told_at_once_and_only_it_can_read_it(post: Post, service: PushService) -> None:
    browser = Browser(service.endpoint("lee"))
    await post.allow(browser)
    ticket = await post.desk.write()
    await post.tell(ticket_id=ticket["id"], media=PUSH)
    await post.now()
    [pushed] = service.pushed
    told = browser.open(pushed.body)
    assert told["title"] == "已超时：20260302001 · 首次响应"
    assert told["body"].splitlines()[0] == "包裹 <b>在哪</b>?"
    assert told["path"] == f"/tickets/{ticket['id']}"
    assert (told["lang"], told["urgent"]) == ("zh-CN", True)
    assert "包裹".encode() not in pushed.body
    assert await post.states() == [("push", "sent")]


async def test_the_request_is_what_rfc_8030_and_8292_ask_for(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    await post.tell(kind=NoticeKind.ASSIGNED, media=PUSH)
    await post.now()
    [pushed] = service.pushed
    assert pushed.headers["content-encoding"] == "aes128gcm"
    assert int(pushed.headers["ttl"]) > 0
    assert pushed.headers["urgency"] == "normal"
    assert 0 < len(pushed.headers["topic"]) <= 32
    scheme, _, given = pushed.headers["authorization"].partition(" ")
    token, key = (part.strip().partition("=")[2] for part in given.split(","))
    assert scheme == "vapid"
    assert key == (await post.desk.ok("GET", "/push/key"))["key"]
    head, claims, signature = token.split(".")
    r, s = raw(signature)[:32], raw(signature)[32:]
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(key))
    signed = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
    public.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))  # raises when it is not ours
    said = json.loads(raw(claims))
    assert said["aud"] == f"http://127.0.0.1:{service.port}"
    assert 0 < said["exp"] - post.desk.clock.now.timestamp() <= 24 * 3600
    assert said["sub"].startswith(("mailto:", "https:"))


async def test_all_browsers_of_a_person_are_told_and_nobody_elses(post: Post, service: PushService) -> None:
    for name, who in (("office", LEE), ("home", LEE), ("anna", ANNA)):
        await post.allow(Browser(service.endpoint(name)), as_=who)
    await post.tell(LEE, media=PUSH)
    await post.now()
    assert sorted(each.path for each in service.pushed) == ["/push/home", "/push/office"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_has_gone_is_forgotten(post: Post, service: PushService, status: int) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    service.answer("lee", status)
    await post.tell(media=PUSH)
    await post.now()
    [row] = await post.deliveries()
    assert (row["state"], row["error"]) == ("suppressed", "no_browser")
    assert (await post.desk.ok("GET", "/push/subscriptions", as_=LEE))["items"] == []
    await post.tell(media=PUSH)
    await post.now()
    assert len(service.pushed) == 1


async def test_a_browser_that_has_it_is_not_told_again_because_another_could_not_be(
    post: Post, service: PushService
) -> None:
    home = Browser(service.endpoint("home"))
    await post.allow(Browser(service.endpoint("office")))
    await post.allow(home)
    service.answer("home", 503, 429)
    await post.tell(media=PUSH)
    await post.now()
    assert await post.states() == [("push", "waiting")]
    for _ in range(3):
        await post.later(seconds=30)
    assert [len(service.of(name)) for name in ("office", "home")] == [1, 3]
    assert len({home.open(each.body)["tag"] for each in service.of("home")}) == 1
    assert len({each.headers["topic"] for each in service.of("home")}) == 1
    assert await post.states() == [("push", "sent")]


@pytest.mark.parametrize("status", [400, 403, 413, 302])
async def test_a_service_that_says_no_for_good_is_not_asked_again(
    post: Post, service: PushService, status: int
) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    service.answer("lee", status)
    await post.tell(media=PUSH)
    await post.now()
    await post.later(hours=1)
    assert len(service.pushed) == 1
    [failed] = await post.failed()
    assert failed["error"] == f"the push service answered {status}"


async def test_many_notices_at_once_are_one_in_the_browser(post: Post, service: PushService) -> None:
    browser = Browser(service.endpoint("lee"))
    await post.allow(browser)
    for number in range(12):
        await post.tell(media=PUSH, number=f"N{number:02}", subject="很长的标题" * 60)
    await post.now()
    [pushed] = service.pushed
    told = browser.open(pushed.body)
    assert told["title"].startswith("12 条提醒")
    assert len(told["body"].splitlines()) == 4
    assert told["path"] == "/inbox"
    assert len(pushed.body) <= 4096


async def test_a_service_that_is_not_there_is_tried_again(post: Post, service: PushService) -> None:
    gone = Browser("http://127.0.0.1:1/push/lee")
    await post.allow(gone)
    await post.tell(media=PUSH)
    async with in_time():
        await post.now()
    [row] = await post.deliveries()
    assert row["state"] == "waiting"
    assert "ConnectError" in row["error"]


async def test_an_endpoint_within_our_own_network_is_never_asked(
    post: Post, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    monkeypatch.delenv("JISHI_INTERNAL_HOSTS")
    await post.tell(media=PUSH)
    await post.now()
    assert service.pushed == []
    assert "own network" in (await post.deliveries())[0]["error"]


async def test_every_wrong_field_of_a_browser_is_named(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JISHI_INTERNAL_HOSTS")

    async def wrong(endpoint: str, p256dh: str, auth: str) -> list[str]:
        body = {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
        answer = await post.desk.ask("POST", "/push/subscriptions", body, as_=LEE)
        assert answer.status_code == 422, answer.text
        return [each["path"] for each in answer.json()["errors"]]

    right = Browser("https://push.example.com/x").subscription()
    keys = right["keys"]
    all_of_them = ["endpoint", "keys.p256dh", "keys.auth"]
    assert await wrong("http://push.example.com/x", "AAAA", "!") == all_of_them
    for endpoint in ("ftp://x/y0000", "https://", "https://u:p@x/y", "https:///xxxx", "https://[::1", "nothing at all"):
        assert await wrong(endpoint, keys["p256dh"], keys["auth"]) == ["endpoint"]
    assert (await post.desk.ask("POST", "/push/subscriptions", right, as_=LEE)).status_code == 201


async def test_a_browser_belongs_to_whoever_used_it_last_and_is_removed_by_them_alone(
    post: Post, service: PushService
) -> None:
    shared = Browser(service.endpoint("shared"))
    first = await post.allow(shared, as_=LEE)
    again = await post.allow(shared, as_=ANNA)
    assert first == again
    await post.tell(LEE, media=PUSH)
    await post.now()
    assert service.pushed == []
    assert (await post.desk.ask("DELETE", f"/push/subscriptions/{again}", as_=LEE)).status_code == 404
    assert (await post.desk.ask("DELETE", f"/push/subscriptions/{again}", as_=ANNA)).status_code == 204


async def test_the_oldest_of_very_many_browsers_gives_way(post: Post) -> None:
    for number in range(23):
        post.desk.clock.pass_by(seconds=1)
        await post.allow(Browser(f"https://push.example.com/{number}"))
    kept = (await post.desk.ok("GET", "/push/subscriptions", as_=LEE))["items"]
    assert [each["endpoint"].rpartition("/")[2] for each in kept] == [str(number) for number in range(3, 23)]
