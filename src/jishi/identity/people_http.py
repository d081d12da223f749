"""Routes of colleagues."""

from typing import Annotated, ClassVar

from litestar import get, patch, post
from litestar.params import Parameter
from msgspec import UNSET, Meta, Struct, UnsetType

from jishi.identity.add_person import add_person
from jishi.identity.change_password import reset_password
from jishi.identity.change_person import change_person
from jishi.identity.find import find_person
from jishi.identity.guards import requires
from jishi.identity.join_team import join_team
from jishi.identity.model import Permission, Role
from jishi.identity.parameters import After, Id, Limit, decode_name, encode_name
from jishi.identity.secret import new_password
from jishi.identity.session_http import given
from jishi.identity.store import people, teams
from jishi.identity.views import Email, Key, Language, Name, Password, PersonView, Shown, Zone, person_view
from jishi.storage.transaction import Transaction


class NewPerson(Struct, kw_only=True, forbid_unknown_fields=True):
    """Without `password` one is made and shown once in the answer."""

    name: Name
    email: Email
    role: Role = Role.AGENT
    password: Password | None = None
    language: Language | None = None
    zone: Zone | None = None
    teams: Annotated[list[Key], Meta(max_length=100)] = []


class PersonAdded(PersonView):
    """`password` only when it was made here: it is never shown again."""

    SHOWN_ONCE: ClassVar[str] = "password"
    password: str | None


class PersonChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays. `active` false shuts them out at once; `password` ends their sessions."""

    name: Name | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    language: Language | UnsetType | None = UNSET
    zone: Zone | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET
    password: Password | UnsetType = UNSET


class People(Shown):
    """A keyset page."""

    items: list[PersonView]
    next: str | None


@get("/people", guards=[requires(Permission.PEOPLE_READ)], tags=["people"])
async def list_people(
    tx: Transaction,
    q: Annotated[str | None, Parameter(max_length=100, description="Part of a name or an e-mail.")] = None,
    role: Role | None = None,
    team: Annotated[int | None, Parameter(ge=1, le=2**63 - 1)] = None,
    active: bool | None = None,
    limit: Limit = 50,
    after: After = None,
) -> People:
    """Colleagues, by name."""
    found = await people.page(
        tx, q=q, role=role, team_id=team, active=active, after=decode_name(after), limit=limit + 1
    )
    known = {team.id: team for team in await teams.by_ids(tx, sorted({key for _, ids in found for key in ids}))}
    items = [person_view(person, [known[key] for key in ids if key in known]) for person, ids in found[:limit]]
    more = len(found) > limit
    return People(items=items, next=encode_name(items[-1].name, items[-1].id) if more else None)


@post("/people", guards=[requires(Permission.PEOPLE_MANAGE)], tags=["people"])
async def add_person_route(tx: Transaction, data: NewPerson) -> PersonAdded:
    """Take a colleague in."""
    made = new_password() if data.password is None else None
    person = await add_person(
        tx,
        name=data.name,
        email=data.email,
        role=data.role,
        password=data.password or made,
        language=data.language,
        zone=data.zone,
    )
    for team_id in dict.fromkeys(data.teams):
        await join_team(tx, team_id, person.id)
    shown = person_view(person, await teams.by_ids(tx, data.teams))
    return PersonAdded(**given(shown), password=made)


@get("/people/{person_id:int}", guards=[requires(Permission.PEOPLE_READ)], tags=["people"])
async def show_person(tx: Transaction, person_id: Id) -> PersonView:
    """One colleague."""
    return await view(tx, person_id)


@patch("/people/{person_id:int}", guards=[requires(Permission.PEOPLE_MANAGE)], tags=["people"])
async def change_person_route(tx: Transaction, person_id: Id, data: PersonChange) -> PersonView:
    """Change a colleague: names, role, whether they are still here, their password."""
    changes = given(data)
    password = changes.pop("password", None)
    await change_person(tx, person_id, **changes)
    if password is not None:
        await reset_password(tx, person_id, password)
    return await view(tx, person_id)


async def view(tx: Transaction, person_id: int) -> PersonView:
    person = await find_person(tx, person_id, gone=True)
    return person_view(person, await teams.of(tx, person_id))


routes = [list_people, add_person_route, show_person, change_person_route]
