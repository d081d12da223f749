"""A worker that is killed while it sends: nothing is lost, and what comes twice is the same message."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from jishi.notify.delivery.postman import Postman
from jishi.notify.delivery.rules import GIVE_UP_AFTER
from jishi.notify.model import Medium
from tests.cast import ANNA, LEE, MAYA, OTTO
from tests.notify.delivery.mail_server import MailServer
from tests.notify.delivery.post import Post

MAIL = (Medium.SCREEN, Medium.EMAIL)
POSTMAN = Path(__file__).with_name("desk_postman.py")
EVERYBODY = (MAYA, OTTO, LEE, ANNA)

pytestmark = pytest.mark.slow


@asynccontextmanager
async def a_postman(
    post: Post, url: str, *, later: timedelta = timedelta()
) -> AsyncIterator[asyncio.subprocess.Process]:
    """In a process of his own, whose clock stands at the desk's time and a bit."""
    now = post.desk.clock.now + later
    process = await asyncio.create_subprocess_exec(sys.executable, str(POSTMAN), url, now.isoformat())
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_what_was_on_its_way_when_the_worker_was_killed_is_sent_again_as_the_same_message(
    post: Post, server: MailServer, database_url: str
) -> None:
    await post.use(server)
    for who in EVERYBODY:
        await post.tell(who, media=MAIL)
    post.desk.clock.pass_by(minutes=1)
    server.slow = asyncio.Event()  # the server has the message and does not say so
    async with a_postman(post, database_url) as process:
        await server.until(len(EVERYBODY))
        process.kill()
        await process.wait()
    server.slow.set()
    assert {state for _, state in await post.states()} == {"sending"}
    await post.later(minutes=4)
    assert len(server.mails) == len(EVERYBODY)  # somebody else might still be at it
    await post.tell(LEE, media=MAIL)
    await post.later(minutes=2)
    tries = Counter(mail["Message-ID"] for mail in server.mails)
    assert sorted(tries.values()) == [1, 2, 2, 2, 2]  # the fifth is what happened since, and no part of the others
    assert len({(mail["Message-ID"], mail["To"], mail["Subject"]) for mail in server.mails}) == 5
    assert {state for _, state in await post.states()} == {"sent"}


async def test_killed_again_and_again_nothing_is_lost_and_nobody_gets_two_messages_about_one_thing(
    post: Post, server: MailServer, database_url: str
) -> None:
    await post.use(server)
    told: dict[str, str] = {}
    for number in range(40):
        who = EVERYBODY[number % 4]
        await post.tell(who, media=MAIL, number=f"N{number:03}")
        told[f"N{number:03}"] = f"{who}@example.com"
        post.desk.clock.pass_by(minutes=2)
    for round_ in range(4):
        seen = len(server.mails)
        server.slow = asyncio.Event()
        async with a_postman(post, database_url, later=timedelta(minutes=10 * round_)):
            await server.until(seen + 1)
        server.slow.set()
        if round_ == 0:
            for number in range(40, 44):
                await post.tell(EVERYBODY[number % 4], media=MAIL, number=f"N{number:03}")
                told[f"N{number:03}"] = f"{EVERYBODY[number % 4]}@example.com"
    server.slow = None
    await post.later(hours=2)
    assert {state for _, state in await post.states()} == {"sent"}
    letters = {number: {mail["Message-ID"] for mail in server.mails if number in str(text_of(mail))} for number in told}
    assert {number: len(ids) for number, ids in letters.items()} == dict.fromkeys(told, 1)
    for mail in server.mails:
        assert {told[number] for number in told if number in text_of(mail)} == {mail["To"].addresses[0].addr_spec}


def text_of(mail: object) -> str:
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


async def test_two_workers_side_by_side_send_each_message_once(
    post: Post, server: MailServer, database_url: str
) -> None:
    await post.use(server)
    for number in range(60):
        await post.tell(EVERYBODY[number % 4], media=MAIL, number=f"N{number:03}")
    post.desk.clock.pass_by(minutes=1)
    others = [Postman(post.desk.database) for _ in range(2)]
    async with a_postman(post, database_url):
        await asyncio.gather(*(other.drain() for other in others))
        await server.until(4)
    assert len(server.mails) == 4
    assert len(set(server.ids())) == 4


async def test_a_worker_told_to_stop_brings_to_an_end_what_it_has_begun(post: Post, server: MailServer) -> None:
    await post.use(server)
    await post.tell(media=MAIL)
    post.desk.clock.pass_by(minutes=1)
    server.slow = asyncio.Event()
    running = asyncio.create_task(Postman(post.desk.database).run())
    await server.until(1)
    running.cancel()
    await asyncio.sleep(0)
    server.slow.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await post.states() == [("email", "sent")]


async def test_a_server_that_does_not_answer_keeps_no_other_letter_waiting(post: Post, server: MailServer) -> None:
    await post.use(server)
    server.slow = asyncio.Event()
    running = asyncio.create_task(Postman(post.desk.database).run())
    for n, who in enumerate(EVERYBODY, 1):
        await post.tell(who, media=MAIL)
        post.desk.clock.pass_by(minutes=1)
        await server.until(n)  # though none of those before has been taken yet
    server.slow.set()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert {state for _, state in await post.states()} == {"sent"}


async def test_a_letter_that_nobody_comes_back_from_is_given_up(post: Post, server: MailServer) -> None:
    """It may be what ends them."""
    await post.use(server)
    await post.tell(media=MAIL)
    async with post.desk.database.job(post.desk.workspace_id) as tx:
        await tx.execute(
            "UPDATE deliveries SET state = 'sending', letter = 7, attempts = $2 WHERE workspace_id = $1",
            tx.workspace_id, GIVE_UP_AFTER,
        )  # fmt: skip
    await post.later(minutes=6)
    assert server.mails == []
    [failed] = await post.failed()
    assert (failed["attempts"], failed["error"]) == (GIVE_UP_AFTER, "nobody came back from sending it")
