"""What waits for somebody, in the order in which it will be taken."""

from datetime import datetime
from typing import Annotated

import msgspec
from asyncpg import Record
from litestar import get
from litestar.params import Parameter

from jishi.dispatch import explain, place, store
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.views import CustomerName, TeamName
from jishi.storage.transaction import Transaction

Limit = Annotated[int, Parameter(ge=1, le=200)]
Id = Annotated[int, Parameter(ge=0, le=2**63 - 1, description="0 is the general queue.")]
Word = Annotated[str | None, Parameter(max_length=400)]


class WaitingTicket(msgspec.Struct, kw_only=True):
    """A ticket that nobody owns."""

    id: int
    number: str
    subject: str
    state: str
    channel: str
    type: str | None
    level: str
    tier: str
    requester: CustomerName
    created_at: datetime
    due_at: datetime | None
    warn_at: datetime | None


class Queued(msgspec.Struct, kw_only=True):
    """`since` is when it began to wait; `reason` says what for, in the caller's language."""

    ticket: WaitingTicket
    team: TeamName | None
    since: datetime
    why: str
    reason: str


class Length(msgspec.Struct, kw_only=True):
    """One team's queue. A null team is the general one."""

    team: TeamName | None
    waiting: int
    oldest: datetime


class Queue(msgspec.Struct, kw_only=True):
    items: list[Queued]
    next: str | None = None
    teams: list[Length] = []


@get("/queue", guards=[requires(Permission.TICKETS_READ_ALL)])
async def list_queue(
    tx: Transaction, caller: Caller, team: Id | None = None, limit: Limit = 50, after: Word = None
) -> Queue:
    """Tickets without an owner, in order, and how long each team's queue is."""
    found = await store.waiting(tx, team_id=team, after=place.decode(after) if after else None, limit=limit + 1)
    more, rows = len(found) > limit, found[:limit]
    return Queue(
        items=[_queued(row, caller.language) for row in rows],
        next=place.encode(rows[-1]["place"]) if more else None,
        teams=[
            Length(team=_team(row), waiting=row["waiting"], oldest=row["oldest"]) for row in await store.lengths(tx)
        ],
    )


def _queued(row: Record, language: str) -> Queued:
    shown = {name: row[name] for name in WaitingTicket.__struct_fields__ if name != "requester"}
    return Queued(
        ticket=WaitingTicket(**shown, requester=CustomerName(id=row["customer_id"], name=row["customer_name"])),
        team=_team(row),
        since=row["since"],
        why=row["code"],
        reason=explain.sentence(row["code"], row["params"], language),
    )


def _team(row: Record) -> TeamName | None:
    return TeamName(id=row["team_id"], name=row["team_name"]) if row["team_name"] is not None else None


routes = [list_queue]
