"""Why a ticket has its owner, and what waits for one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from asyncpg import Record
from litestar import get
from litestar.params import Parameter

from jishi.dispatch import explain, replay, store
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
READ = [requires(Permission.TICKETS_READ)]
ALL = [requires(Permission.TICKETS_READ_ALL)]


class Ref(msgspec.Struct, kw_only=True):
    id: int
    name: str
    email: str | None = None


class ConsideredView(msgspec.Struct, kw_only=True):
    """Somebody the dispatcher looked at. `why` says why not; `score` is more for the better placed."""

    agent: Ref
    eligible: bool
    why: str | None
    score: float | None
    load: int
    capacity: int


class DecisionView(msgspec.Struct, kw_only=True):
    """`agent` is null when nobody could take it, or it was given back. `by` is `dispatcher` or `person:12`."""

    id: int
    at: datetime
    agent: Ref | None
    team: Ref | None
    by: str
    reason: str
    considered: list[ConsideredView]


class Decisions(msgspec.Struct, kw_only=True):
    items: list[DecisionView]
    next: str | None = None


@get("/tickets/{ticket_id:int}/assignments", guards=READ)
async def list_assignments(tx: Transaction, caller: Caller, ticket_id: Id) -> Decisions:
    """Every decision about who owns the ticket, oldest first, in the caller's language."""
    await find(tx, ticket_id)
    await check_scope(tx, caller, ticket_id)
    rows = await store.decisions(tx, ticket_id)
    people = await store.names(tx, sorted({packed[0] for row in rows for packed in row["considered"]}))
    return Decisions(items=[_decision(row, people, caller.language) for row in rows])


def _decision(row: Mapping[str, Any], people: dict[int, Record], language: str) -> DecisionView:
    return DecisionView(
        id=row["id"],
        at=row["at"],
        agent=_ref(row, "agent"),
        team=_ref(row, "team"),
        by=row["by"],
        reason=explain.sentence(row["code"], row["params"], language),
        considered=[
            _considered(packed, people[packed[0]], language) for packed in row["considered"] if packed[0] in people
        ],
    )


def _considered(packed: list[object], person: Record, language: str) -> ConsideredView:
    seen = replay.unpack(packed)
    return ConsideredView(
        agent=Ref(id=seen.id, name=person["name"], email=person["email"]),
        eligible=seen.why_not is None,
        why=seen.why_not and explain.why_not(seen.why_not, language, load=seen.load, capacity=seen.capacity),
        score=seen.score,
        load=seen.load,
        capacity=seen.capacity,
    )


def _ref(row: Mapping[str, Any], kind: str) -> Ref | None:
    """A colleague or team that may have been removed since: then only the number is known."""
    found = row[f"{kind}_id"]
    if found is None:
        return None
    email = row["agent_email"] if kind == "agent" else None
    return Ref(id=found, name=row[f"{kind}_name"] or f"#{found}", email=email)


routes = [list_assignments]
