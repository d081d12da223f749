"""The first page of a new desk."""

from typing import Annotated

from litestar import Response, get, post
from msgspec import Meta, Struct

from jishi.identity.create_workspace import create_workspace, is_demo, setup_needed
from jishi.identity.guards import public
from jishi.identity.rate import Rate, address_of
from jishi.identity.session_http import AnyRequest, Session, origin_of, refuse_other_sites, signed_in
from jishi.identity.sign_in import sign_in
from jishi.identity.views import Email, Language, Name, Password, Shown, Slug, Zone
from jishi.storage.database import Database

setup_rate = Rate("set-up", burst=20, per_second=0.1)


class SetupState(Shown):
    """Whether the first workspace has to be made, and whether there is the demo's."""

    needed: bool
    demo: bool


class Setup(Struct, kw_only=True, forbid_unknown_fields=True):
    """The workspace (`workspace` is its name, `slug` its short name in addresses) and its first administrator."""

    workspace: Name
    name: Name
    email: Email
    password: Password
    slug: Slug | None = None
    zone: Zone = "Asia/Shanghai"
    language: Annotated[Language, Meta(description="zh-CN or en")] = "zh-CN"


@get("/setup", guards=[public], tags=["setup"])
async def show_setup(database: Database) -> SetupState:
    """What a visitor needs to know of this desk before signing in."""
    return SetupState(needed=await setup_needed(database), demo=await is_demo(database))


@post("/setup", guards=[public], tags=["setup"])
async def set_up(request: AnyRequest, database: Database, data: Setup) -> Response[Session]:
    """Make the first workspace and its administrator, and sign them in. Works once."""
    refuse_other_sites(request)
    await setup_rate.take(database, address_of(request))
    workspace, admin = await create_workspace(
        database,
        name=data.workspace,
        slug=data.slug or None,
        zone=data.zone,
        language=data.language,
        admin_name=data.name,
        admin_email=data.email,
        admin_password=data.password,
        only_first=True,
    )
    secret = await sign_in(
        database, email=admin.email, password=data.password, workspace=workspace.slug, origin=origin_of(request)
    )
    return await signed_in(request, database, secret)


routes = [show_setup, set_up]
