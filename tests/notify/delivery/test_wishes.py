"""What somebody wants of their notices: when, how, and not at all."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jishi.notify.model import Medium, NoticeKind
from tests.cast import LEE
from tests.notify.delivery.browser import Browser
from tests.notify.delivery.mail_server import MailServer
from tests.notify.delivery.post import Post
from tests.notify.delivery.push_service import PushService

MAIL = (Medium.SCREEN, Medium.EMAIL)
PUSH = (Medium.SCREEN, Medium.PUSH)


async def test_who_has_chosen_nothing_is_told_what_is_late_by_every_way(post: Post) -> None:
    wants = await post.desk.ok("GET", "/me/notifications", as_=LEE)
    assert wants["media"]["broken"] == ["push", "email"]
    assert wants["media"]["customer_wrote"] == ["push"]
    assert (wants["email_when"], wants["email_delay"], wants["digest_minutes"]) == ("unseen", 60, 0)
    assert (wants["zone"], wants["email"]) == ("Asia/Shanghai", "lee@example.com")
    assert (wants["mail_leaves"], wants["browsers"]) == (False, 0)


async def test_what_was_wished_is_kept_and_shown(post: Post, server: MailServer, service: PushService) -> None:
    await post.use(server)
    await post.allow(Browser(service.endpoint("lee")))
    night = {"days": [0, 1, 2, 3, 4], "since": "22:00", "until": "07:30"}
    kept = await post.wish(media={"broken": ["email"], "assigned": []}, quiet=[night], digest_minutes=30)
    assert kept == await post.desk.ok("GET", "/me/notifications", as_=LEE)
    assert kept["quiet"] == [night]
    assert (kept["media"]["broken"], kept["media"]["assigned"]) == (["email"], [])
    assert kept["media"]["warning"] == ["push", "email"]
    assert (kept["mail_leaves"], kept["browsers"]) == (True, 1)


async def test_every_wrong_wish_is_named(post: Post) -> None:
    quiet: list[Any] = [{"days": [7], "since": "25:00", "until": "x"}, {"days": [], "since": "01:00", "until": "02:00"}]
    body = {"quiet": quiet, "email_delay": -1, "email_when": "never", "media": {"nonsense": []}, "x": 1}
    answer = await post.desk.ask("PUT", "/me/notifications", body, as_=LEE)
    assert answer.status_code == 422
    named = {each["path"] for each in answer.json()["errors"]}
    assert {"email_delay", "email_when", "x", "quiet.0.days.0", "quiet.0.since", "quiet.0.until"} <= named
    whole = [{"days": [0, 1, 2, 3, 4, 5, 6], "since": "08:00", "until": "08:00"}]
    answer = await post.desk.ask("PUT", "/me/notifications", {"quiet": whole}, as_=LEE)
    assert [each["path"] for each in answer.json()["errors"]] == ["quiet"]


async def test_what_falls_into_quiet_hours_is_delayed_and_not_dropped(post: Post, service: PushService) -> None:
    browser = Browser(service.endpoint("lee"))
    await post.allow(browser)
    await post.wish(quiet=[around(post)])
    await post.tell(kind=NoticeKind.WARNING, media=PUSH)
    await post.tell(kind=NoticeKind.ASSIGNED, media=PUSH)
    await post.later(minutes=59)
    assert service.pushed == []
    await post.later(minutes=1)
    [pushed] = service.pushed
    assert browser.open(pushed.body)["title"].startswith("2 条提醒")


def around(post: Post, *, minutes: int = 60) -> dict[str, Any]:
    """Quiet hours that began half an hour ago and end in an hour."""
    now = post.desk.clock.now.astimezone(ZoneInfo("Asia/Shanghai"))
    since, until = (f"{now + timedelta(minutes=shift):%H:%M}" for shift in (-30, minutes))
    return {"days": list(range(7)), "since": since, "until": until}


async def test_a_broken_promise_breaks_the_quiet_unless_it_may_not(post: Post, service: PushService) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    await post.wish(quiet=[around(post)])
    await post.tell(kind=NoticeKind.BROKEN, media=PUSH)
    await post.now()
    assert len(service.pushed) == 1
    await post.wish(quiet=[around(post)], urgent_breaks_quiet=False)
    await post.tell(kind=NoticeKind.BROKEN, media=PUSH)
    await post.now()
    assert len(service.pushed) == 1


async def test_quiet_hours_that_begin_while_something_is_tried_again_hold_it_back(
    post: Post, service: PushService
) -> None:
    await post.allow(Browser(service.endpoint("lee")))
    service.answer("lee", 503)
    await post.tell(kind=NoticeKind.WARNING, media=PUSH)
    await post.now()
    await post.wish(quiet=[around(post)])
    await post.later(minutes=30)
    assert len(service.pushed) == 1
    await post.later(minutes=31)
    assert len(service.pushed) == 2


async def test_a_change_of_mind_holds_for_what_waits(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.wish(email_delay=3600)
    kept, dropped = [await post.tell(kind=kind, media=MAIL) for kind in (NoticeKind.BROKEN, NoticeKind.WARNING)]
    await post.wish(email_delay=0, media={"warning": ["push"]})
    await post.now()
    assert len(server.mails) == 1
    assert await post.states(kept) == [("email", "sent")]
    assert [(row["state"], row["error"]) for row in await post.deliveries(dropped)] == [("suppressed", "unwanted")]


async def test_mail_is_gathered_into_a_digest_and_what_is_urgent_takes_it_along(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.wish(digest_minutes=60)
    to_the_hour = 60 - post.desk.clock.now.minute
    if to_the_hour < 20:
        await post.later(minutes=to_the_hour)
    for _ in range(3):
        await post.tell(kind=NoticeKind.WARNING, media=MAIL)
        await post.later(minutes=2)
    assert server.mails == []
    await post.later(minutes=60)
    assert len(server.mails) == 1
    await post.tell(kind=NoticeKind.BROKEN, media=MAIL)
    await post.later(minutes=1)
    assert len(server.mails) == 2


async def test_what_was_seen_on_the_screen_comes_by_no_mail(post: Post, server: MailServer) -> None:
    await post.use(server)
    seen = await post.tell(media=MAIL)
    unseen = await post.tell(media=MAIL, number="UNSEEN")
    await post.desk.ok("PUT", "/notices/seen", {"ids": [seen]}, as_=LEE)
    await post.later(minutes=1)
    [mail] = server.mails
    assert "UNSEEN" in mail["Subject"]
    assert await post.states(seen, unseen) == [("email", "suppressed"), ("email", "sent")]


async def test_who_wants_everything_by_mail_gets_also_what_they_have_seen(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.wish(email_when="always")
    seen = await post.tell(media=MAIL)
    await post.desk.ok("PUT", "/notices/seen", {"ids": [seen]}, as_=LEE)
    await post.later(minutes=1)
    assert len(server.mails) == 1


async def test_who_wants_mail_only_when_away_gets_none_at_the_screen(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.wish(email_when="offline")
    away = await post.tell(media=MAIL)
    await post.later(minutes=1)
    await post.desk.come_online(LEE)
    there = await post.tell(media=MAIL)
    await post.later(minutes=1)
    assert await post.states(away, there) == [("email", "sent"), ("email", "suppressed")]
    assert (await post.deliveries(there))[0]["error"] == "online"


async def test_the_screen_alone_sends_nothing(post: Post) -> None:
    await post.tell(media=(Medium.SCREEN,))
    await post.tell(kind=NoticeKind.CUSTOMER_WROTE, media=MAIL)  # by default such news only rings
    assert await post.deliveries() == []
