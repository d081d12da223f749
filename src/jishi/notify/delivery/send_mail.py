"""Give a message to the workspace's mail server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from jishi.notify.delivery.model import MailServer, Security
from jishi.notify.delivery.site import Site
from jishi.storage.outgoing import connect, trust
from jishi.storage.seal import unseal

PATIENCE = 30.0  # seconds for each answer of the server
LONGEST_TALK = 75.0  # seconds for all of it
FOR_GOOD = 500
LONGEST = 500  # characters of what a server said
SEALED_AS = "mail password"


class MailRefused(Exception):
    """The server said no. `for_good`: it would say so again, whenever it is asked."""

    def __init__(self, said: str, *, for_good: bool) -> None:
        super().__init__(said)
        self.for_good = for_good


async def send_mail(mail: EmailMessage, server: MailServer, *, workspace_id: int) -> None:
    """Returns when the server has taken it.

    Raises MailRefused for what the server said; OSError (TimeoutError, SSLError among them), NoSuchHost, AddressInside,
    SecretUnreadable for what kept us from asking.
    """
    password = None
    if server.password is not None:
        password = unseal(server.password, workspace_id=workspace_id, name=SEALED_AS).decode()
    try:
        async with asyncio.timeout(LONGEST_TALK), _session(server) as smtp:
            if server.username and password is not None:
                await smtp.login(server.username, password)
            await smtp.send_message(mail)
    except SMTPException as error:
        raise _refused(error) from error


@asynccontextmanager
async def _session(server: MailServer) -> AsyncIterator[aiosmtplib.SMTP]:
    sock = await connect(server.host, server.port)
    smtp = aiosmtplib.SMTP(
        hostname=server.host,
        sock=sock,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        tls_context=trust(),
        local_hostname=Site.host() if any(each.isalpha() for each in Site.host()) else "localhost",
        timeout=PATIENCE,
    )
    try:
        await smtp.connect()
        yield smtp
        with contextlib.suppress(SMTPException, OSError):
            await smtp.quit()  # it has the message by now; how it says goodbye changes nothing
    finally:
        smtp.close()  # and not the socket: it belongs to the loop, which may still be taking leave of the other side


def _refused(error: SMTPException) -> MailRefused:
    """A wrong password or address of the sender can be mended by an administrator, so it is no answer for good."""
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, SMTPResponseException):
        lasting = error.code >= FOR_GOOD and not isinstance(error, SMTPAuthenticationError)
        return MailRefused(legible(f"{error.code} {error.message}"), for_good=lasting)
    cause = error.__cause__ or error  # what the library says of a lost connection leaves out why
    return MailRefused(legible(str(cause)) or type(cause).__name__, for_good=False)


def legible(said: str) -> str:
    """What a server said, as text that can be stored and shown. Some answer in GBK, or in no encoding at all."""
    given = said.encode(errors="surrogateescape")
    try:
        text = given.decode()
    except UnicodeDecodeError:
        text = given.decode("gb18030", errors="replace")
    return "".join(each if each.isprintable() else " " for each in text).strip()[:LONGEST]
