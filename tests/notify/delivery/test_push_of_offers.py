"""Who is asked to take a ticket hears of it in the browser, as long as there is something to answer."""

from typing import Any

from jishi.notify.model import NoticeKind
from tests.cast import ANNA, LEE, OTTO
from tests.notify.delivery.browser import Browser
from tests.notify.delivery.post import Post
from tests.notify.delivery.push_service import PushService
from tests.notify.promises import notices, told

ALWAYS = [{"days": [0, 1, 2, 3, 4, 5, 6], "since": "00:00", "until": "23:59"}]


async def offered(post: Post, *, seconds: int = 30, **more: Any) -> Any:
    """A ticket that Lee has so many seconds to accept."""
    settings = {"mode": "offer", "offer_seconds": seconds}
    await post.desk.ok("PUT", f"/queues/{post.desk.team_id}", settings, as_=OTTO)
    await post.desk.come_online(LEE)
    ticket = await post.desk.write(**more)
    await post.desk.settle()
    return ticket


async def test_who_is_offered_a_ticket_is_told_in_their_browser_for_how_long(post: Post, service: PushService) -> None:
    browser = Browser(service.endpoint("lee"))
    await post.allow(browser)
    await post.allow(Browser(service.endpoint("anna")), as_=ANNA)
    ticket = await offered(post, seconds=45)
    await post.now()
    [pushed] = service.pushed
    assert pushed.path == "/push/lee"
    said = browser.open(pushed.body)
    assert said["title"] == f"{ticket['number']} 待您接单，45 秒内有效"
    assert said["body"].splitlines()[0] == ticket["subject"]
    assert said["path"] == f"/tickets/{ticket['id']}"
    assert pushed.headers["ttl"] == "45"  # a browser that is opened later is not told
    [notice] = await notices(post.desk, LEE)
    assert (notice["kind"], notice["data"]["seconds"]) == ("offered", 45)
    assert notice["data"]["until"]


async def test_a_refused_offer_is_seen_and_the_next_is_told(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    await post.allow(Browser(service.endpoint("anna")), as_=ANNA)
    ticket = await offered(post)
    await post.now()
    await post.desk.come_online(ANNA)
    await post.desk.ok("PUT", f"/offers/{ticket['id']}/refusal", as_=LEE)
    await post.desk.settle()
    await post.now()
    assert [each.path for each in service.pushed] == ["/push/lee", "/push/anna"]
    [mine] = await notices(post.desk, LEE)
    assert mine["seen_at"] is not None
    assert await told(post.desk, ANNA) == ["offered"]


async def test_who_accepts_an_offer_without_opening_the_ticket_has_seen_the_offer(post: Post) -> None:
    await post.allow(Browser("https://push.example/lee"))
    ticket = await offered(post)
    await post.desk.ok("PUT", f"/offers/{ticket['id']}/acceptance", as_=LEE)
    await post.desk.settle()
    [mine] = await notices(post.desk, LEE)
    assert (mine["kind"], mine["seen_at"] is not None) == ("offered", True)
    [row] = [each for each in await post.deliveries() if each["person_id"] == post.desk.people[LEE]]
    assert (row["state"], row["error"]) == ("suppressed", "called_off")


async def test_an_offer_that_is_answered_before_it_left_stays(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    ticket = await offered(post)
    await post.desk.ok("PUT", f"/offers/{ticket['id']}/refusal", as_=LEE)
    await post.desk.settle()
    await post.now()
    [row] = [each for each in await post.deliveries() if each["person_id"] == post.desk.people[LEE]]
    assert (row["state"], row["error"], service.pushed) == ("suppressed", "called_off", [])


async def test_an_offer_that_is_over_is_pushed_no_more_not_even_again(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    service.answer("lee", 503)
    await offered(post, seconds=20)
    await post.now()
    assert [row["state"] for row in await post.deliveries()] == ["waiting"]
    await post.later(seconds=20)
    [row] = await post.deliveries()
    assert (row["state"], row["error"], len(service.pushed)) == ("suppressed", "too_late", 1)


async def test_in_quiet_hours_an_offer_rings_nowhere_then_or_later(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    await post.wish(quiet=ALWAYS)
    await offered(post, level="normal")
    await post.now()
    await post.later(hours=20)
    assert service.pushed == []
    assert await post.deliveries() == []
    assert "offered" in await told(post.desk, LEE)


async def test_an_urgent_offer_breaks_the_quiet_of_who_lets_it(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    await post.wish(quiet=ALWAYS, urgent_breaks_quiet=True)
    await offered(post, level="urgent")
    await post.now()
    assert len(service.pushed) == 1


async def test_who_wants_no_offers_in_the_browser_gets_none(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    await post.wish(media={NoticeKind.OFFERED: []})
    await offered(post)
    await post.now()
    assert service.pushed == []
    assert await told(post.desk, LEE) == ["offered"]
