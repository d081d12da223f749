"""Notices by mail, to a real server."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from jishi.notify.delivery import send_mail
from jishi.notify.delivery.site import Site
from jishi.notify.model import Medium, NoticeKind
from tests.cast import ANNA, LEE, OTTO
from tests.notify.delivery.mail_server import HANG_UP, TAKE_AND_HANG_UP, MailServer, mail_server
from tests.notify.delivery.post import Post
from tests.patience import in_time

MAIL = (Medium.SCREEN, Medium.EMAIL)


async def test_a_broken_promise_comes_by_mail_after_a_minute_in_which_nobody_saw_it(
    post: Post, server: MailServer
) -> None:
    await post.use(server, sender_name="极时客服")
    ticket = await post.desk.write()
    await post.tell(ticket_id=ticket["id"], media=MAIL)
    await post.now()
    assert server.mails == []
    await post.later(seconds=60)
    [mail] = server.mails
    assert server.recipients == ["lee@example.com"]
    assert mail["From"] == "极时客服 <desk@example.com>"
    assert mail["To"] == "Lee <lee@example.com>"
    assert mail["Subject"] == "已超时：20260302001 · 首次响应"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert await post.states() == [("email", "sent")]


async def test_the_text_and_the_page_say_the_same_and_what_people_wrote_is_escaped(
    post: Post, server: MailServer
) -> None:
    await post.use(server)
    ticket = await post.desk.write()
    await post.tell(ticket_id=ticket["id"], media=MAIL, at_work=["Anna", "Otto"], due_at=post.desk.clock.now)
    await post.later(minutes=2)
    [mail] = server.mails
    text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    said, shown = text.get_content(), page.get_content()
    for line in ("包裹 <b>在哪</b>?", "正在处理：Anna、Otto", "负责人：Lee", f"{Site.address}/tickets/{ticket['id']}"):
        assert line in said
    assert "<b>在哪</b>" not in shown
    assert "包裹 &lt;b&gt;在哪&lt;/b&gt;?" in shown
    links = Links()
    links.feed(shown)
    assert links.to == [f"{Site.address}/tickets/{ticket['id']}", f"{Site.address}/settings/notifications"]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.to: list[str | None] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.to += [value for name, value in attrs if name == "href"]


async def test_each_reads_it_in_their_own_language_and_in_their_own_time(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.desk.ok("PUT", "/session/profile", {"language": "en", "zone": "Europe/Berlin"}, as_=OTTO)
    due = post.desk.clock.now.replace(hour=9, minute=5)
    for who in (OTTO, ANNA):
        await post.tell(who, NoticeKind.WARNING, media=MAIL, due_at=due)
    await post.later(minutes=2)
    by_name = {str(mail["To"]).split()[0]: mail for mail in server.mails}
    english, chinese = text_of(by_name["Otto"]), text_of(by_name["Anna"])
    assert by_name["Otto"]["Subject"] == "Soon late: 20260302001 · First reply"
    assert "Owner: Lee" in english
    assert re.search(r"Due \d+ Mar, 10:05", english)
    assert re.search(r"时限：\d+月\d+日 17:05", chinese)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_what_waits_for_one_person_at_once_leaves_in_one_mail(post: Post, server: MailServer) -> None:
    await post.use(server)
    for number in range(40):
        await post.tell(LEE, media=MAIL, number=f"N{number:02}")
    await post.tell(ANNA, media=MAIL)
    await post.later(minutes=1)
    assert sorted(server.recipients) == ["anna@example.com", "lee@example.com"]
    [digest] = [mail for mail in server.mails if "Lee" in mail["To"]]
    assert digest["Subject"] == "40 条提醒：已超时：N00 · 首次响应"
    said = text_of(digest)
    assert "N29" in said
    assert "N30" not in said
    assert "另有 10 条" in said
    assert {state for _, state in await post.states()} == {"sent"}


async def test_a_mail_refused_for_now_is_sent_again_with_the_same_message_id(post: Post, server: MailServer) -> None:
    await post.use(server)
    notice = await post.tell(media=MAIL)
    server.answers.extend(["451 try later", "421 too busy"])
    await post.later(minutes=1)
    [row] = await post.deliveries(notice)
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    assert "451 try later" in row["error"]
    assert (row["run_at"] - post.desk.clock.now).total_seconds() == 15
    await post.later(seconds=14)
    assert server.mails == []
    await post.later(seconds=1)
    assert (await post.deliveries(notice))[0]["attempts"] == 2
    await post.tell(media=MAIL)  # news of the meantime is no part of the letter that is tried again
    await post.later(seconds=30)
    [mail] = server.mails
    assert mail["Subject"] == "已超时：20260302001 · 首次响应"
    assert await post.states(notice) == [("email", "sent")]


async def test_a_connection_that_breaks_after_the_server_took_it_gives_the_same_message_twice(
    post: Post, server: MailServer
) -> None:
    """Nobody can know that it was taken; the Message-ID lets the reader's program show one."""
    await post.use(server)
    await post.tell(media=MAIL)
    server.answers.extend([HANG_UP, TAKE_AND_HANG_UP])
    for _ in range(4):
        await post.later(minutes=1)
    assert len(server.mails) == 2
    assert len(set(server.ids())) == 1
    assert await post.states() == [("email", "sent")]


async def test_an_address_that_does_not_exist_fails_at_once_and_others_get_theirs(
    post: Post, server: MailServer
) -> None:
    await post.use(server)
    server.refused["lee@example.com"] = "550 5.1.1 no such user"
    await post.tell(LEE, media=MAIL)
    await post.tell(ANNA, media=MAIL)
    await post.later(minutes=1)
    assert server.recipients == ["anna@example.com"]
    [failed] = await post.failed()
    assert failed["person"] == "Lee"
    assert failed["error"].startswith("550 5.1.1 no such user")
    assert (failed["medium"], failed["kinds"], failed["notices"], failed["attempts"]) == ("email", ["broken"], 1, 1)


async def test_a_server_that_stays_away_is_given_up_after_two_hours_and_can_be_tried_again(
    post: Post, server: MailServer
) -> None:
    await post.use(server, port=1)
    notice = await post.tell(media=MAIL)
    await post.later(minutes=1)
    for _ in range(12):
        assert (await post.states(notice))[0][1] in {"waiting", "failed"}
        await post.later(minutes=30)
    [failed] = await post.failed()
    assert failed["attempts"] == 10
    await post.use(server)
    assert (await post.desk.ask("POST", f"/failed-deliveries/{failed['id']}/retry", {})).status_code == 202
    await post.now()
    assert len(server.mails) == 1
    assert await post.failed() == []
    assert (await post.desk.ask("POST", f"/failed-deliveries/{failed['id']}/retry", {})).status_code == 404


async def test_a_failed_mail_can_be_dropped(post: Post, server: MailServer) -> None:
    await post.use(server)
    server.answers.append("554 no")
    await post.tell(media=MAIL)
    await post.later(minutes=1)
    [failed] = await post.failed()
    assert (await post.desk.ask("DELETE", f"/failed-deliveries/{failed['id']}")).status_code == 204
    assert await post.failed() == []
    assert await post.states() == [("email", "suppressed")]
    assert (await post.desk.ask("GET", "/failed-deliveries", as_=OTTO)).status_code == 403


async def test_without_a_server_nothing_waits_for_ever(post: Post) -> None:
    await post.tell(media=MAIL)
    await post.later(minutes=1)
    [row] = await post.deliveries()
    assert (row["state"], row["error"]) == ("suppressed", "no_server")


async def test_who_left_gets_no_mail_any_more(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.tell(LEE, media=MAIL)
    await post.desk.ok("PATCH", f"/people/{post.desk.people[LEE]}", {"active": False})
    await post.later(minutes=1)
    assert server.mails == []
    assert (await post.deliveries())[0]["error"] == "gone"


async def test_a_name_that_would_begin_a_header_begins_none(post: Post, server: MailServer) -> None:
    await post.use(server, sender_name='Evil"\\ <x@y.z>,')
    await post.tell(media=MAIL, number="1\r\nBcc: all@example.com")
    await post.later(minutes=1)
    [mail] = server.mails
    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].addr_spec == "desk@example.com"
    assert server.recipients == ["lee@example.com"]


async def test_mails_of_one_ticket_stand_in_one_thread(post: Post, server: MailServer) -> None:
    await post.use(server)
    ticket = await post.desk.write()
    for _ in range(2):
        await post.tell(ticket_id=ticket["id"], media=MAIL)
        await post.later(minutes=5)
    first, second = server.mails
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]


@asynccontextmanager
async def greeting(*said: bytes) -> AsyncIterator[MailServer]:
    """A server that says so and nothing else."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.writelines(said)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        yield MailServer(port=server.sockets[0].getsockname()[1])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("554 用户不存在".encode("gb18030"), "554 用户不存在"),
        (b"554 \x00\xff\x80 no", "554"),
        (b"554 a\x00b", "554 a b"),
    ],
)
async def test_an_answer_in_any_encoding_is_stored_and_ends_the_letter(post: Post, said: bytes, shown: str) -> None:
    """Or it could not be stored, and the letter would be sent again for ever."""
    async with greeting(said, b"\r\n") as server:
        await post.use(server)
        answer = await post.desk.ask("POST", "/mail-settings/test", {})
        assert answer.status_code == 409
        assert shown in answer.text
        await post.tell(media=MAIL)
        await post.later(minutes=1)
    [failed] = await post.failed()
    assert failed["error"].startswith(shown)


async def test_the_test_of_a_server_that_says_nothing_ends(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_mail, "LONGEST_TALK", 0.3)
    async with in_time(), mail_server() as server:
        server.slow = asyncio.Event()
        await post.use(server)
        answer = await post.desk.ask("POST", "/mail-settings/test", {})
        server.slow.set()
    assert answer.status_code == 409
