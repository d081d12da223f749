"""Mail over encrypted connections, with the certificate looked at."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jishi.notify.delivery.model import MailServer as Settings
from jishi.notify.delivery.model import Security
from jishi.notify.delivery.send_mail import MailRefused, send_mail
from jishi.notify.delivery.write_mail import blank
from jishi.storage.outgoing import AddressInside
from jishi.storage.seal import seal
from tests.cast import Clock
from tests.notify.delivery.certificate import Certificate, make_certificate
from tests.notify.delivery.mail_server import HANG_UP, PASSWORD, USER, MailServer, mail_server
from tests.notify.delivery.test_rules import a_recipient

WORKSPACE = 7


@pytest.fixture
async def by_tls(certificate: Certificate) -> AsyncIterator[MailServer]:
    async with mail_server(tls=certificate.context, log_in=True) as server:
        yield server


@pytest.fixture
async def by_starttls(certificate: Certificate) -> AsyncIterator[MailServer]:
    async with mail_server(starttls=certificate.context, log_in=True) as server:
        yield server


@pytest.fixture
def _trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))


async def send(server: MailServer, security: Security, *, password: str = PASSWORD, host: str = "localhost") -> None:
    sealed = seal(password.encode(), workspace_id=WORKSPACE, name="mail password")
    settings = Settings(
        host=host, port=server.port, security=security, username=USER, password=sealed, sender="desk@example.com"
    )
    mail = blank(settings, a_recipient(), subject="你好", workspace="极时", at=Clock().now)
    mail.set_content("世界")
    await send_mail(mail, settings, workspace_id=WORKSPACE)


@pytest.mark.usefixtures("_trusted")
async def test_mail_goes_by_tls_with_a_password(by_tls: MailServer) -> None:
    await send(by_tls, Security.TLS)
    assert by_tls.encrypted == [True]
    assert by_tls.logins == [USER]
    assert by_tls.mails[0]["Subject"] == "你好"


@pytest.mark.usefixtures("_trusted")
async def test_mail_goes_by_starttls_with_a_password(by_starttls: MailServer) -> None:
    await send(by_starttls, Security.STARTTLS)
    assert by_starttls.encrypted == [True]
    assert by_starttls.logins == [USER]


@pytest.mark.usefixtures("_trusted")
async def test_a_wrong_password_is_refused_but_not_for_good(by_tls: MailServer) -> None:
    with pytest.raises(MailRefused, match="535") as refused:
        await send(by_tls, Security.TLS, password="wrong")
    assert not refused.value.for_good
    assert by_tls.mails == []


async def test_a_server_that_cannot_show_who_it_is_is_told_nothing(by_tls: MailServer, by_starttls: MailServer) -> None:
    for server, security in ((by_tls, Security.TLS), (by_starttls, Security.STARTTLS)):
        with pytest.raises((MailRefused, ssl.SSLError), match="CERTIFICATE_VERIFY_FAILED"):
            await send(server, security)
        assert server.logins == []


async def test_a_certificate_for_another_name_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_certificate(tmp_path, host="other.example.com")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.path))
    async with mail_server(tls=other.context) as server:
        with pytest.raises((MailRefused, ssl.SSLError), match="CERTIFICATE_VERIFY_FAILED"):
            await send(server, Security.TLS)


@pytest.mark.usefixtures("_trusted")
async def test_who_wants_starttls_sends_nothing_in_the_open() -> None:
    """A server, or somebody between, that does not offer it must not get the password."""
    async with mail_server() as server:
        with pytest.raises(MailRefused, match="STARTTLS"):
            await send(server, Security.STARTTLS)
        assert server.logins == []
        assert server.mails == []


async def test_no_server_of_our_own_network_is_reached_unless_it_is_allowed(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JISHI_INTERNAL_HOSTS")
    with pytest.raises(AddressInside):
        await send(server, Security.NONE)
    assert server.mails == []


async def test_a_server_that_hangs_up_or_is_not_there_is_no_answer_for_good(server: MailServer) -> None:
    server.answers.append(HANG_UP)
    settings = Settings(host="127.0.0.1", port=server.port, security=Security.NONE, sender="desk@example.com")
    mail = blank(settings, a_recipient(), subject="x", workspace="Desk", at=Clock().now)
    with pytest.raises(MailRefused) as refused:
        await send_mail(mail, settings, workspace_id=WORKSPACE)
    assert not refused.value.for_good

    async def nobody(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    silent = await asyncio.start_server(nobody, "127.0.0.1", 0)
    server.port = silent.sockets[0].getsockname()[1]
    with pytest.raises((MailRefused, OSError)):
        await send(server, Security.NONE)
    silent.close()
    with pytest.raises(OSError, match=r"[Cc]onnect"):
        await send(server, Security.NONE)
