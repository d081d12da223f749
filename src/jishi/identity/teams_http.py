"""Routes of teams."""

from typing import Annotated

from litestar import delete, get, patch, post, put
from msgspec import UNSET, Meta, Struct, UnsetType

from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.join_team import join_team, leave_team
from jishi.identity.make_team import change_team, dissolve_team, make_team
from jishi.identity.model import Permission, Role, Team
from jishi.identity.parameters import After, Id, Limit, decode_name, encode_name
from jishi.identity.session_http import given
from jishi.identity.store import teams
from jishi.identity.views import Key, Member, Name, PersonName, Shown, TeamView, TypeKey
from jishi.storage.transaction import Transaction

Types = Annotated[list[TypeKey], Meta(max_length=50)]


class NewTeam(Struct, kw_only=True, forbid_unknown_fields=True):
    """`types`: keys of the workspace's types of ticket that come to this team. `members`: ids of colleagues."""

    name: Name
    types: Types = []
    lead_id: Key | None = None
    is_default: bool = False
    members: Annotated[list[Key], Meta(max_length=500)] = []


class TeamChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    types: Types | UnsetType = UNSET
    lead_id: Key | UnsetType | None = UNSET
    is_default: bool | UnsetType = UNSET


class Teams(Shown):
    """A keyset page."""

    items: list[TeamView]
    next: str | None


@get("/teams", guards=[requires(Permission.PEOPLE_READ)], tags=["teams"])
async def list_teams(tx: Transaction, limit: Limit = 50, after: After = None) -> Teams:
    """Teams, by name, with their members."""
    found = await teams.page(tx, after=decode_name(after), limit=limit + 1)
    items = await views(tx, found[:limit])
    return Teams(items=items, next=encode_name(items[-1].name, items[-1].id) if len(found) > limit else None)


@post("/teams", guards=[requires(Permission.PEOPLE_MANAGE)], tags=["teams"])
async def make_team_route(tx: Transaction, data: NewTeam) -> TeamView:
    """Make a team."""
    team = await make_team(
        tx, name=data.name, types=tuple(data.types), lead_id=data.lead_id, is_default=data.is_default
    )
    for person_id in dict.fromkeys(data.members):
        await join_team(tx, team.id, person_id)
    return (await views(tx, [team]))[0]


@patch("/teams/{team_id:int}", guards=[requires(Permission.PEOPLE_MANAGE)], tags=["teams"])
async def change_team_route(tx: Transaction, team_id: Id, data: TeamChange) -> TeamView:
    """Change a team."""
    changes = given(data)
    if "types" in changes:
        changes["types"] = tuple(changes["types"])
    return (await views(tx, [await change_team(tx, team_id, **changes)]))[0]


@delete("/teams/{team_id:int}", guards=[requires(Permission.PEOPLE_MANAGE)], tags=["teams"])
async def dissolve_team_route(tx: Transaction, team_id: Id) -> None:
    """Dissolve a team. What it did stays; nothing comes to it any more."""
    await dissolve_team(tx, team_id)


@put("/teams/{team_id:int}/members/{person_id:int}", guards=[requires(Permission.PEOPLE_MANAGE)], tags=["teams"])
async def join_team_route(tx: Transaction, team_id: Id, person_id: Id) -> TeamView:
    """Put a colleague into a team."""
    return (await views(tx, [await join_team(tx, team_id, person_id)]))[0]


@delete(
    "/teams/{team_id:int}/members/{person_id:int}",
    guards=[requires(Permission.PEOPLE_MANAGE)],
    tags=["teams"],
    status_code=200,
)
async def leave_team_route(tx: Transaction, team_id: Id, person_id: Id) -> TeamView:
    """Take a colleague out of a team."""
    return (await views(tx, [await leave_team(tx, team_id, person_id)]))[0]


async def views(tx: Transaction, shown: list[Team]) -> list[TeamView]:
    members: dict[int, list[Member]] = {team.id: [] for team in shown}
    for row in await teams.members(tx, list(members)):
        members[row["team_id"]].append(Member(id=row["id"], name=row["name"], role=Role(row["role"])))
    leads = await names_of(tx, (team.lead_id for team in shown if team.lead_id is not None))
    return [
        TeamView(
            id=team.id,
            name=team.name,
            lead=PersonName(id=team.lead_id, name=leads[team.lead_id]) if team.lead_id in leads else None,
            types=list(team.types),
            is_default=team.is_default,
            members=members[team.id],
            created_at=team.created_at,
        )
        for team in shown
    ]


routes = [list_teams, make_team_route, change_team_route, dissolve_team_route, join_team_route, leave_team_route]
