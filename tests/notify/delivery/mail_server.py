"""A mail server that takes, refuses, or hangs up, as a test wishes."""

import asyncio
import warnings
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ssl import SSLContext
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.patience import in_time

USER, PASSWORD = "desk", "open sesame 密码"


@dataclass
class MailServer:
    """`mails` arrived. `answers` are given to the next messages instead of taking them; `HANG_UP` gives none at all."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: deque[str] = field(default_factory=deque)
    refused: dict[str, str] = field(default_factory=dict)  # answers to recipients
    logins: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    slow: asyncio.Event | None = None  # when set, nothing is answered to a message before that

    async def until(self, mails: int) -> None:
        """So many have arrived."""
        async with in_time():
            while len(self.mails) < mails:
                self.arrived.clear()
                await self.arrived.wait()

    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.popleft() if self.answers else "250 OK"
        if answer in {"250 OK", TAKE_AND_HANG_UP}:
            transport = cast("asyncio.Transport", server.transport)
            self.encrypted.append(transport.get_extra_info("ssl_object") is not None)
            self.recipients += envelope.rcpt_tos
            mail = message_from_bytes(cast("bytes", envelope.content), policy=default)
            self.mails.append(mail)
            self.arrived.set()
        if self.slow is not None:
            await self.slow.wait()
        if answer in {HANG_UP, TAKE_AND_HANG_UP}:
            cast("asyncio.Transport", server.transport).abort()
            return "421 bye"
        return answer

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login.decode())
        right = given.login.decode() == USER and given.password.decode() == PASSWORD
        return AuthResult(success=right, handled=False)


HANG_UP = "hang up"
TAKE_AND_HANG_UP = "take it and hang up"


@asynccontextmanager
async def mail_server(
    *, starttls: SSLContext | None = None, tls: SSLContext | None = None, log_in: bool = False, port: int = 0
) -> AsyncIterator[MailServer]:
    """Serve on this machine until the block ends."""
    office = MailServer()

    def talk() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it would rather ask for a password after STARTTLS only
            return make()

    def make() -> SMTP:
        return SMTP(
            office,
            hostname="mail.test",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=office.check,
            auth_required=log_in,
            auth_require_tls=False,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(talk, "127.0.0.1", port, ssl=tls)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
