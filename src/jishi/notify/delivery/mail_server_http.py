"""The workspace's server for mail over HTTP. Its password goes in and never comes out."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from msgspec import UNSET, Meta, UnsetType

from jishi.identity import normalise
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.rate import Rate
from jishi.notify.delivery import store
from jishi.notify.delivery.model import MailServer, Security
from jishi.notify.delivery.save_mail_server import remove_mail_server, save_mail_server
from jishi.notify.delivery.try_mail import try_mail
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction

MANAGE = [requires(Permission.SETTINGS_MANAGE)]
tests_rate = Rate("mail-test", burst=10, per_second=0.1)  # a server that is asked too often stops answering


class MailServerView(msgspec.Struct, kw_only=True):
    host: str
    port: int
    security: Security
    username: str | None
    has_password: bool
    sender: str
    sender_name: str | None


class MailSettings(msgspec.Struct, kw_only=True):
    """`server` is null while no mail leaves."""

    server: MailServerView | None
    saved_at: datetime | None


class MailServerGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`password`: left out stays, null goes. It has to be given again with another host, port or user name."""

    host: Annotated[str, Meta(min_length=1, max_length=253, examples=["smtp.example.com"])]
    port: Annotated[int, Meta(ge=1, le=65535)]
    security: Security
    username: Annotated[str, Meta(max_length=254)] | None = None
    password: Annotated[str, Meta(min_length=1, max_length=500)] | UnsetType | None = UNSET
    sender: Annotated[str, Meta(min_length=3, max_length=254)]
    sender_name: Annotated[str, Meta(max_length=120)] | None = None


class MailTried(msgspec.Struct, kw_only=True):
    """The server took it; now look whether it arrives."""

    sent_to: str


@get("/mail-settings", guards=MANAGE, tags=["mail"])
async def get_mail_settings(tx: Transaction) -> MailSettings:
    """By which server mail leaves."""
    return await _shown(tx)


@put("/mail-settings", guards=MANAGE, tags=["mail"])
async def put_mail_settings(tx: Transaction, data: MailServerGiven) -> MailSettings:
    """Have mail leave by this server."""
    server = MailServer(
        host=data.host.strip(),
        port=data.port,
        security=data.security,
        username=(data.username or "").strip() or None,
        sender=normalise.email(data.sender) or "",
        sender_name=normalise.plain(data.sender_name or "") or None,
    )
    given = data.password if isinstance(data.password, str) else None
    await save_mail_server(tx, server, password=given, keep=data.password is UNSET)
    return await _shown(tx)


@delete("/mail-settings", guards=MANAGE, tags=["mail"])
async def delete_mail_settings(tx: Transaction) -> None:
    """Have no mail leave."""
    await remove_mail_server(tx)


@post("/mail-settings/test", guards=MANAGE, tags=["mail"], status_code=200)
async def post_mail_test(database: Database, caller: Caller) -> MailTried:
    """Send a mail to my own address by the server that is saved."""
    await tests_rate.take(database, "", workspace_id=caller.workspace_id)
    to = await try_mail(database, workspace_id=caller.workspace_id, person_id=caller.person_id)
    return MailTried(sent_to=to.email)


async def _shown(tx: Transaction) -> MailSettings:
    server, saved_at = await store.mail_server(tx), await store.mail_server_saved_at(tx)
    if server is None:
        return MailSettings(server=None, saved_at=None)
    shown = {name: getattr(server, name) for name in MailServerView.__struct_fields__ if name != "has_password"}
    return MailSettings(server=MailServerView(**shown, has_password=server.password is not None), saved_at=saved_at)


routes = [get_mail_settings, put_mail_settings, delete_mail_settings, post_mail_test]
