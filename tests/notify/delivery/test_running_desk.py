"""The whole desk in its own processes: its worker carries the post, with the secrets that its web side sealed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.notify.delivery.browser import Browser
from tests.notify.delivery.mail_server import MailServer
from tests.notify.delivery.push_service import PushService
from tests.running import RunningDesk

ADDRESS = "https://desk.example.com"

pytestmark = pytest.mark.slow


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningDesk]:
    settings = {"JISHI_INTERNAL_HOSTS": "127.0.0.1", "JISHI_URL": f"{ADDRESS}/"}
    desk = RunningDesk(tmp_path, demo=False, settings=settings)
    await asyncio.to_thread(desk.start)
    yield desk
    await asyncio.to_thread(desk.stop)


async def test_a_ticket_that_is_given_to_somebody_reaches_them_by_mail_and_in_their_browser(
    running: RunningDesk, server: MailServer, service: PushService
) -> None:
    token = await asyncio.to_thread(running.set_up)
    browser = Browser(service.endpoint("lee"))
    async with running.client(token) as maya:
        settings = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "desk@example.com"}
        (await maya.put("/mail-settings", json=settings)).raise_for_status()
        lee = (await maya.post("/people", json={"name": "Lee", "email": "lee@example.com", "role": "agent"})).json()
        async with running.client(await asyncio.to_thread(running.token, "lee@example.com", "test")) as his:
            (await his.post("/push/subscriptions", json=browser.subscription())).raise_for_status()
            wishes = {"media": {"assigned": ["push", "email"]}, "email_delay": 0}
            (await his.put("/me/notifications", json=wishes)).raise_for_status()
        given = {"body": "Where is my parcel?", "requester": {"email": "mei@example.com"}, "channel": "email"}
        ticket = (await maya.post("/tickets", json=given)).json()
        (await maya.put(f"/tickets/{ticket['id']}/assignment", json={"agent": lee["id"]})).raise_for_status()
        await server.until(1)
        await service.until(1)
    assert server.recipients == ["lee@example.com"]
    body = server.mails[0].get_body(("plain",))
    assert body is not None
    assert f"{ADDRESS}/tickets/{ticket['id']}" in body.get_content()
    assert server.mails[0]["Message-ID"].endswith("@desk.example.com>")
    assert browser.open(service.pushed[0].body)["path"] == f"/tickets/{ticket['id']}"
