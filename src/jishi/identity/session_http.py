"""Routes of one's own: sign in and out, who am I, my profile, my password."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, post, put
from litestar.datastructures import Cookie
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import asdict

from jishi.identity import settings
from jishi.identity.authenticate import authenticate
from jishi.identity.change_password import change_own_password
from jishi.identity.change_person import change_person
from jishi.identity.errors import FromAnotherSite, WrongPassword
from jishi.identity.find import find_person
from jishi.identity.guards import public, requires
from jishi.identity.model import Caller
from jishi.identity.rate import Rate, address_of
from jishi.identity.rules import SESSION_LIFE
from jishi.identity.secret import COOKIE, Secret
from jishi.identity.sign_in import Origin, sign_in
from jishi.identity.sign_out import sign_out
from jishi.identity.store import teams
from jishi.identity.views import Language, Name, Password, Shown, TeamName, WorkspaceView, Zone, workspace_view
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction

AnyRequest = Request[Any, Any, Any]

# A whole office can come from one address at nine, so a good sign-in gives back what it took: only failures add up.
sign_in_rate = Rate("sign-in", burst=40, per_second=0.2)


class SignIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """`workspace` is its short name; needed only by an e-mail that belongs to several."""

    email: Annotated[str, Meta(max_length=320)]
    password: Annotated[str, Meta(max_length=1000)]
    workspace: Annotated[str, Meta(max_length=64)] | None = None


class Session(Shown):
    """Who is signed in. `language` and `zone` are those in effect; `csrf_token` goes into the header X-CSRF-Token of
    every change that a browser asks for, and is null for a token.
    """

    id: int
    name: str
    email: str
    role: str
    permissions: list[str]
    teams: list[TeamName]
    language: str
    zone: str
    own_language: str | None
    own_zone: str | None
    via: str
    csrf_token: str | None
    workspace: WorkspaceView


class ProfileChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays; null follows the workspace."""

    name: Name | UnsetType = UNSET
    language: Language | UnsetType | None = UNSET
    zone: Zone | UnsetType | None = UNSET


class PasswordChange(Struct, kw_only=True, forbid_unknown_fields=True):
    current: Annotated[str, Meta(max_length=1000)]
    new: Password


@post("/session", guards=[public], tags=["session"])
async def sign_in_route(request: AnyRequest, database: Database, data: SignIn) -> Response[Session]:
    """Sign in. The session comes as a cookie; the answer says who that is."""
    refuse_other_sites(request)
    address = address_of(request)
    await sign_in_rate.take(database, address)
    secret = await sign_in(
        database,
        email=data.email,
        password=data.password,
        workspace=data.workspace or None,
        origin=origin_of(request),
    )
    await sign_in_rate.give(database, address)
    return await signed_in(request, database, secret)


@get("/session", guards=[requires()], tags=["session"])
async def show_session(tx: Transaction, caller: Caller) -> Session:
    """Who am I, and what may I do."""
    return await describe(tx, caller)


@delete("/session", guards=[requires()], tags=["session"], status_code=204)
async def sign_out_route(tx: Transaction, caller: Caller) -> Response[None]:
    """Sign out."""
    await sign_out(tx, caller)
    response = Response[None](None, status_code=204)
    response.delete_cookie(COOKIE)
    return response


@put("/session/profile", guards=[requires()], tags=["session"])
async def change_profile(tx: Transaction, caller: Caller, data: ProfileChange) -> Session:
    """Change my name, language or time zone."""
    await change_person(tx, caller.person_id, **given(data))
    return await describe(tx, caller)


@put("/session/password", guards=[requires()], tags=["session"], status_code=204, look=False)
async def change_password(tx: Transaction, caller: Caller, data: PasswordChange) -> None:
    """Change my password. My other sessions end."""
    await change_own_password(tx, caller, current=data.current, new=data.new)


async def describe(tx: Transaction, caller: Caller) -> Session:
    person = await find_person(tx, caller.person_id)
    workspace = await settings.workspace(tx)
    return Session(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        permissions=sorted(caller.permissions),
        teams=[TeamName(id=team.id, name=team.name) for team in await teams.by_ids(tx, caller.team_ids)],
        language=person.language or workspace.language,
        zone=person.zone or workspace.zone,
        own_language=person.language,
        own_zone=person.zone,
        via=caller.via,
        csrf_token=caller.csrf,
        workspace=workspace_view(workspace),
    )


async def signed_in(request: AnyRequest, database: Database, secret: Secret) -> Response[Session]:
    """The answer that sets the cookie."""
    caller = await authenticate(database, authorization=None, cookie=secret.text)
    if caller is None:  # deactivated in this very moment
        raise WrongPassword
    async with database.job(caller.workspace_id) as tx:
        session = await describe(tx, caller)
    cookie = Cookie(
        key=COOKIE,
        value=secret.text,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_https(request),
    )
    return Response(session, status_code=201, cookies=[cookie], headers={"Cache-Control": "no-store"})


def origin_of(request: AnyRequest) -> Origin:
    client = request.headers.get("user-agent", "")[:200] or None
    return Origin(address=address_of(request), client=client, cookie=request.cookies.get(COOKIE))


def is_https(request: AnyRequest) -> bool:
    """Also behind a proxy that is not trusted for more: at worst a client refuses itself the cookie."""
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto", "").lower() == "https"


def refuse_other_sites(request: AnyRequest) -> None:
    """Another site must not sign somebody in as somebody else. A browser says where a request comes from."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise FromAnotherSite


def given(data: Struct) -> dict[str, Any]:
    """The fields that a body has."""
    return {name: value for name, value in asdict(data).items() if value is not UNSET}


routes = [sign_in_route, show_session, sign_out_route, change_profile, change_password]
