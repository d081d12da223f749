"""The route of the team wall."""

from datetime import datetime

from asyncpg import Record
from litestar import get

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.views import CustomerName, TeamName
from jishi.inbox.shapes import Struct
from jishi.inbox.wall import store
from jishi.storage.transaction import Transaction
from jishi.tickets.scope import scope_of
from jishi.workforce.http import SkillOfAgent
from jishi.workforce.model import Source, Status
from jishi.workforce.see_agents import see_agents


class WallTicket(Struct):
    """`weight` is how many of its owner's places it takes now: none while its customer or a colleague has to act."""

    id: int
    number: str
    subject: str
    state: str
    level: str
    channel: str
    tier: str
    requester: CustomerName
    due_at: datetime | None
    warn_at: datetime | None
    waiting_since: datetime | None
    weight: int


class OpenTicket(Struct):
    id: int
    number: str
    typing: bool


class WallAgent(Struct):
    """`at`: the ticket they have open now. `tickets`: the first thirty of the `unfinished`, by when they are due."""

    id: int
    name: str
    email: str
    active: bool
    status: Status
    status_since: datetime
    until: datetime | None
    source: Source
    rostered: bool
    shift_until: datetime | None
    load: int
    capacity: int
    teams: list[TeamName]
    skills: list[SkillOfAgent]
    languages: list[str]
    at: OpenTicket | None
    unfinished: int
    tickets: list[WallTicket]


class Wall(Struct):
    items: list[WallAgent]
    next: str | None = None


@get("/wall", guards=[requires(Permission.PEOPLE_READ, Permission.TICKETS_READ)], tags=["agents"])
async def show_wall(tx: Transaction, caller: Caller) -> Wall:
    """Everyone who takes tickets: here or not, until when, how full, at what, with what in hand. Of the tickets only
    those that the caller may see."""
    scope = scope_of(caller)
    tickets: dict[int, list[Record]] = {}
    for row in await store.in_hand(tx, caller.person_id, scope):
        tickets.setdefault(row["owner_id"], []).append(row)
    at = {row["person_id"]: row for row in await store.at_work(tx, caller.person_id, scope)}
    return Wall(items=[_agent(row, tickets.get(row["id"], []), at.get(row["id"])) for row in await see_agents(tx)])


SHOWN = ("id", "name", "email", "active", "until", "status_since", "rostered", "shift_until", "load", "capacity")


def _agent(row: Record, tickets: list[Record], at: Record | None) -> WallAgent:
    return WallAgent(
        **{name: row[name] for name in SHOWN},
        status=Status(row["status"]),
        source=Source(row["source"]),
        teams=[TeamName(**team) for team in row["teams"]],
        skills=[SkillOfAgent(**skill) for skill in row["skills"]],
        languages=list(row["languages"]),
        at=OpenTicket(id=at["id"], number=at["number"], typing=at["typing"]) if at else None,
        unfinished=tickets[0]["all_of_them"] if tickets else 0,
        tickets=[_ticket(ticket) for ticket in tickets],
    )


def _ticket(row: Record) -> WallTicket:
    same = {name: row[name] for name in WallTicket.__struct_fields__ if name != "requester"}
    return WallTicket(**same, requester=CustomerName(id=row["customer_id"], name=row["customer_name"]))


routes = [show_wall]
