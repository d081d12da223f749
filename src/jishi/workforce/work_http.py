"""Who is at a ticket, and who is writing."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, put
from litestar.params import Parameter

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope
from jishi.workforce import rules, work_on
from jishi.workforce.store import AtWork

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
READ = [requires(Permission.TICKETS_READ)]


class Worker(msgspec.Struct, kw_only=True):
    id: int
    name: str
    typing: bool
    since: datetime


class Workers(msgspec.Struct, kw_only=True):
    people: list[Worker]


class Beat(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    typing: bool = False


@get("/tickets/{ticket_id:int}/work", guards=READ)
async def get_work(tx: Transaction, caller: Caller, ticket_id: Id) -> Workers:
    """Who has the ticket open."""
    await _check(tx, caller, ticket_id)
    return await _workers(tx, ticket_id)


@put("/tickets/{ticket_id:int}/work", guards=READ)
async def put_work(tx: Transaction, caller: Caller, ticket_id: Id, data: Beat | None = None) -> Workers:
    """The caller has the ticket open; said every 15 seconds. Answers who else is there."""
    await _check(tx, caller, ticket_id)
    typing = data is not None and data.typing
    await work_on.work_on(tx, ticket_id, person_id=caller.person_id, typing=typing, by=caller.actor)
    return await _workers(tx, ticket_id)


@delete("/tickets/{ticket_id:int}/work", guards=READ)
async def delete_work(tx: Transaction, caller: Caller, ticket_id: Id) -> None:
    """The caller left the ticket."""
    await _check(tx, caller, ticket_id)
    await work_on.leave(tx, ticket_id, person_id=caller.person_id, by=caller.actor)


async def _check(tx: Transaction, caller: Caller, ticket_id: int) -> None:
    await find(tx, ticket_id)
    await check_scope(tx, caller, ticket_id)


async def _workers(tx: Transaction, ticket_id: int) -> Workers:
    return Workers(people=[_worker(there, tx.now) for there in await work_on.who_works(tx, ticket_id)])


def _worker(there: AtWork, now: datetime) -> Worker:
    work = there.work
    return Worker(id=work.person_id, name=there.name, typing=rules.is_typing(work, now=now), since=work.started_at)


routes = [get_work, put_work, delete_work]
