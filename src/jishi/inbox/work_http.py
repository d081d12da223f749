"""Work on a ticket: answer, assign, wait, solve, classify, follow.

A state is a resource: PUT makes it so, DELETE ends it.
"""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import delete, patch, put
from litestar.params import Parameter
from msgspec import UNSET, Meta, UnsetType

from jishi.identity.find import find_person, find_team
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.inbox import show
from jishi.inbox.http import Id
from jishi.inbox.shapes import TicketPage
from jishi.inbox.talk_http import speaker
from jishi.kernel.errors import Forbidden, Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets import assign, classify, follow, reply, solve, wait
from jishi.tickets.model import Level, State
from jishi.tickets.scope import check_scope

Text = Annotated[str, Meta(max_length=50_000)]
Line = Annotated[str, Meta(max_length=500)]
Tag = Annotated[str, Parameter(min_length=1, max_length=60)]
BodyId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
WORK = [requires(Permission.TICKETS_WORK)]
NOTE = [requires(Permission.TICKETS_NOTE)]


class AssignTo(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An agent by id or e-mail, or a team's queue, or both."""

    agent: BodyId | Line | None = None
    team: BodyId | None = None
    reason: Line | None = None


class Solution(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How it ended. With `body`, that is sent to the customer first."""

    outcome: Line | None = None
    body: Text | None = None


class Confirmation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    satisfied: bool
    score: Annotated[int, Meta(ge=1, le=5)] | None = None
    comment: Annotated[str, Meta(max_length=5000)] | None = None


class WaitGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    until: Annotated[datetime, Meta(tz=True)] | None = None
    reason: Line | None = None


class About(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is given is changed. `fields` are merged; null removes one."""

    level: Level | UnsetType = UNSET
    type: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType | None = UNSET
    subject: Annotated[str, Meta(min_length=1, max_length=500)] | UnsetType = UNSET
    fields: Annotated[dict[str, Any], Meta(max_length=100)] | UnsetType = UNSET
    team: BodyId | UnsetType = UNSET


@put("/tickets/{ticket_id:int}/assignment", guards=WORK)
async def assign_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: AssignTo) -> TicketPage:
    """Give the ticket to an agent, or to a team's queue. A person's word stands above the dispatcher's."""
    await check_scope(tx, caller, ticket_id)
    if data.agent is None and data.team is None:
        raise Invalid(errors=[("agent", "Name an agent or a team.")])
    team = await find_team(tx, data.team) if data.team is not None else None
    if data.agent is None:
        assert team is not None
        await assign.move(tx, ticket_id, team_id=team.id, by=caller.actor)
        return await show.show(tx, ticket_id, caller)
    person = await find_person(tx, data.agent)
    if person.id != caller.person_id and Permission.TICKETS_ASSIGN not in caller.permissions:
        raise Forbidden
    await assign.assign(
        tx,
        ticket_id,
        agent_id=person.id,
        team_id=team.id if team else None,
        by=caller.actor,
        reason=data.reason,
    )
    return await show.show(tx, ticket_id, caller)


@delete("/tickets/{ticket_id:int}/assignment", guards=WORK, status_code=200)
async def return_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Back to the queue."""
    await check_scope(tx, caller, ticket_id)
    await assign.return_to_queue(tx, ticket_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/solution", guards=WORK)
async def solve_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: Solution | None = None) -> TicketPage:
    """Solved, as the desk sees it; the customer has yet to agree."""
    await check_scope(tx, caller, ticket_id)
    data = data or Solution()
    if data.body:
        await reply.reply(tx, ticket_id, data.body, by=speaker(caller))
    await solve.solve(tx, ticket_id, outcome=data.outcome, by=caller.actor, person_id=caller.person_id)
    return await show.show(tx, ticket_id, caller)


@delete("/tickets/{ticket_id:int}/solution", guards=WORK, status_code=200)
async def reopen_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Take the solution back."""
    await check_scope(tx, caller, ticket_id)
    await solve.reopen(tx, ticket_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/confirmation", guards=WORK)
async def confirm_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: Confirmation) -> TicketPage:
    """Record the customer's word: content closes, discontent opens again."""
    await check_scope(tx, caller, ticket_id)
    await solve.confirm(
        tx, ticket_id, satisfied=data.satisfied, score=data.score, comment=data.comment, by=caller.actor
    )
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/closure", guards=WORK)
async def close_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Close a solved ticket without waiting for the customer."""
    await check_scope(tx, caller, ticket_id)
    await solve.close(tx, ticket_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/pending", guards=WORK)
async def pend_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: WaitGiven | None = None) -> TicketPage:
    """Wait for the customer."""
    await check_scope(tx, caller, ticket_id)
    data = data or WaitGiven()
    await wait.pend(tx, ticket_id, until=data.until, reason=data.reason, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/hold", guards=WORK)
async def hold_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: WaitGiven | None = None) -> TicketPage:
    """Wait for somebody who is not the customer."""
    await check_scope(tx, caller, ticket_id)
    data = data or WaitGiven()
    await wait.hold(tx, ticket_id, until=data.until, reason=data.reason, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@delete("/tickets/{ticket_id:int}/pending", guards=WORK, status_code=200)
async def resume_pending(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Go on without the customer."""
    return await _resume(tx, caller, ticket_id, State.PENDING)


@delete("/tickets/{ticket_id:int}/hold", guards=WORK, status_code=200)
async def resume_held(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Go on."""
    return await _resume(tx, caller, ticket_id, State.ON_HOLD)


async def _resume(tx: Transaction, caller: Caller, ticket_id: int, state: State) -> TicketPage:
    await check_scope(tx, caller, ticket_id)
    await wait.resume(tx, ticket_id, state=state, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@patch("/tickets/{ticket_id:int}", guards=WORK)
async def change_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: About) -> TicketPage:
    """Change what it is about."""
    await check_scope(tx, caller, ticket_id)
    given = {
        name: value for name in ("level", "type", "subject", "fields") if (value := getattr(data, name)) is not UNSET
    }
    if given:
        await classify.classify(tx, ticket_id, by=caller.actor, **given)
    if data.team is not UNSET:
        team = await find_team(tx, data.team)
        await assign.move(tx, ticket_id, team_id=team.id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/tags/{tag:str}", guards=NOTE)
async def add_tag(tx: Transaction, caller: Caller, ticket_id: Id, tag: Tag) -> TicketPage:
    """Put a tag on the ticket. One that is there already stays."""
    await check_scope(tx, caller, ticket_id)
    await classify.tag(tx, ticket_id, tag.strip(), by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@delete("/tickets/{ticket_id:int}/tags/{tag:str}", guards=NOTE, status_code=200)
async def remove_tag(tx: Transaction, caller: Caller, ticket_id: Id, tag: Tag) -> TicketPage:
    """Take a tag off the ticket. One that is not there is no error."""
    await check_scope(tx, caller, ticket_id)
    await classify.untag(tx, ticket_id, tag, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@put("/tickets/{ticket_id:int}/following", guards=[requires(Permission.TICKETS_READ)])
async def follow_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Watch it without owning it."""
    await check_scope(tx, caller, ticket_id)
    await follow.follow(tx, ticket_id, person_id=caller.person_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@delete("/tickets/{ticket_id:int}/following", guards=[requires(Permission.TICKETS_READ)], status_code=200)
async def unfollow_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Hear of it no more, and find it no more among what you follow."""
    await check_scope(tx, caller, ticket_id)
    await follow.unfollow(tx, ticket_id, person_id=caller.person_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


routes = [
    assign_ticket, return_ticket, solve_ticket, reopen_ticket, confirm_ticket, close_ticket, pend_ticket,
    hold_ticket, resume_pending, resume_held, change_ticket, add_tag, remove_tag, follow_ticket, unfollow_ticket,
]  # fmt: skip
