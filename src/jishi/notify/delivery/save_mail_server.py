"""Say which server takes the workspace's mail."""

from dataclasses import replace

from jishi.notify.delivery import rules, store
from jishi.notify.delivery.errors import BadMailServer
from jishi.notify.delivery.facts import MailServerRemoved, MailServerSaved
from jishi.notify.delivery.model import MailServer
from jishi.notify.delivery.send_mail import SEALED_AS
from jishi.storage.seal import seal
from jishi.storage.transaction import Transaction

GIVE_AGAIN = "Give the password again: it is not sent to another server or for another user."


async def save_mail_server(tx: Transaction, server: MailServer, *, password: str | None, keep: bool) -> MailServer:
    """`keep` the password that is stored, if `password` is not given. Raises BadMailServer."""
    before = await store.mail_server(tx)
    flaws: list[tuple[str, str]] = []
    if password is not None:
        server = replace(server, password=seal(password.encode(), workspace_id=tx.workspace_id, name=SEALED_AS))
    elif keep and before is not None and before.password is not None:
        # Or whoever may change settings could have the password told to a server of their own.
        if (server.host, server.port, server.username) != (before.host, before.port, before.username):
            flaws.append(("password", GIVE_AGAIN))
        server = replace(server, password=before.password)
    if flaws := [*rules.server_flaws(server), *flaws]:
        raise BadMailServer(errors=flaws)
    await store.save_mail_server(tx, server)
    if before != server:
        await tx.record(
            MailServerSaved(
                at=tx.now,
                by=tx.by,
                host=server.host,
                port=server.port,
                security=server.security,
                sender=server.sender,
            )
        )
    return server


async def remove_mail_server(tx: Transaction) -> None:
    """Mail that waits is suppressed when its time comes."""
    if await store.remove_mail_server(tx):
        await tx.record(MailServerRemoved(at=tx.now, by=tx.by))
