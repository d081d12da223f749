"""Agents, their presence and capacity."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, patch, put
from litestar.params import Parameter

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import After, Limit, decode_name, encode_name
from jishi.identity.views import TeamName
from jishi.storage.transaction import Transaction
from jishi.workforce import attend, store
from jishi.workforce.admit import hold
from jishi.workforce.errors import NoSuchAgent, NotYourPresence
from jishi.workforce.model import Agent, Source, Status
from jishi.workforce.set_capacity import MOST, set_capacity

Who = Annotated[str, Parameter(pattern=r"^(me|\d{1,18})$", description="An id, or `me`.")]
PEOPLE = [requires(Permission.PEOPLE_READ)]
OWN = [requires(Permission.PRESENCE_OWN)]
OTHERS = [requires(Permission.PRESENCE_OTHERS)]


class SkillOfAgent(msgspec.Struct, kw_only=True):
    id: int
    name: str
    grade: int


class ChannelLoad(msgspec.Struct, kw_only=True):
    """`places` is what they take now; a chat that has fallen silent may take none."""

    channel: str
    tickets: int
    places: int


class AgentView(msgspec.Struct, kw_only=True):
    """`load` is how many of the places, their `capacity`, their new and open tickets take. Inactive ones take no more
    tickets, but still own some. `until`: when a break, an absence or a wrap-up ends by itself. `rostered`: they work
    by roster, so outside of their shifts (`shift_until` null) they are given nothing. No `languages`: any."""

    id: int
    name: str
    email: str
    active: bool
    status: Status
    status_since: datetime
    until: datetime | None
    source: Source
    load: int
    capacity: int
    loads: list[ChannelLoad]
    teams: list[TeamName]
    skills: list[SkillOfAgent]
    languages: list[str]
    rostered: bool
    shift_until: datetime | None


class Agents(msgspec.Struct, kw_only=True):
    items: list[AgentView]
    next: str | None = None


class Presence(msgspec.Struct, kw_only=True):
    """`source` is who keeps the status: the console's own lapses 90 seconds after its last sign of life. `until`: when
    it ends by itself; they are online again then."""

    status: Status
    since: datetime
    until: datetime | None
    source: Source


class Capacity(msgspec.Struct, kw_only=True):
    id: int
    capacity: int


class PresenceWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`until`: the end of a break, an absence or a wrap-up, within 24 hours. Without it, it lasts until changed."""

    status: Status
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class CapacityWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    capacity: Annotated[int, msgspec.Meta(ge=0, le=MOST)]


@get("/agents", guards=PEOPLE)
async def list_agents(tx: Transaction, limit: Limit = 50, after: After = None) -> Agents:
    """Everyone who takes tickets, by name: who is here, with how many."""
    rows = await store.page_of_agents(tx, after=decode_name(after), limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    return Agents(
        items=[msgspec.convert(dict(row), AgentView) for row in rows],
        next=encode_name(rows[-1]["name"], rows[-1]["id"]) if more else None,
    )


@get("/agents/{who:str}/presence", guards=PEOPLE)
async def get_presence(tx: Transaction, caller: Caller, who: Who) -> Presence:
    """Whether a colleague, or `me`, takes work now, and until when they said so."""
    agent = await store.get(tx, _id(who, caller))
    if agent is None:
        raise NoSuchAgent
    return _presence(agent)


@put("/agents/{who:str}/presence", guards=OWN)
async def put_presence(tx: Transaction, caller: Caller, who: Who, data: PresenceWish) -> Presence:
    """Switch. From one's own console it lasts while the console is open; otherwise until it is changed again."""
    person_id = _id(who, caller)
    own = person_id == caller.person_id
    if not own and not caller.may(Permission.PRESENCE_OTHERS):
        raise NotYourPresence
    source = Source.CONSOLE if own and caller.via == "session" else Source.API
    agent = await hold(tx, person_id)
    return _presence(
        await attend.set_presence(tx, agent, data.status, until=data.until, source=source, by=caller.actor)
    )


@put("/agents/me/heartbeat", guards=OWN)
async def put_heartbeat(tx: Transaction, caller: Caller) -> Presence:
    """The console is open; said every 30 seconds by each of its tabs."""
    agent = await hold(tx, caller.person_id)
    return _presence(await attend.beat(tx, agent, by=caller.actor))


@patch("/agents/{who:str}", guards=OTHERS)
async def change_agent(tx: Transaction, caller: Caller, who: Who, data: CapacityWish) -> Capacity:
    """How many places they have: a ticket takes as many as its channel weighs, or all of them."""
    agent = await hold(tx, _id(who, caller))
    await set_capacity(tx, agent, data.capacity, by=caller.actor)
    return Capacity(id=agent.person_id, capacity=data.capacity)


def _id(who: str, caller: Caller) -> int:
    return caller.person_id if who == "me" else int(who)


def _presence(agent: Agent) -> Presence:
    return Presence(status=agent.status, since=agent.status_since, until=agent.until, source=agent.source)


routes = [list_agents, get_presence, put_presence, put_heartbeat, change_agent]
