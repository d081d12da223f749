"""Servers on this machine, which the desk is allowed to reach."""

from collections.abc import AsyncIterator

import pytest

from tests.cast import Desk
from tests.notify.delivery.certificate import Certificate, make_certificate
from tests.notify.delivery.mail_server import MailServer, mail_server
from tests.notify.delivery.post import Post
from tests.notify.delivery.push_service import PushService, push_service


@pytest.fixture(autouse=True)
def _inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISHI_INTERNAL_HOSTS", "127.0.0.1, localhost")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server that asks for nothing."""
    async with mail_server() as server:
        yield server


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as service:
        yield service


@pytest.fixture
def post(desk: Desk) -> Post:
    return Post(desk)
