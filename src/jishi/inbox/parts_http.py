"""Merge tickets, split one, throw one away and take it back."""

from typing import Annotated, Literal

import msgspec
from litestar import delete, post, put
from msgspec import Meta

from jishi.identity.block_customer import block_customer
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.inbox import show, store
from jishi.inbox.http import Id
from jishi.inbox.shapes import TicketPage
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets.discard import discard, restore
from jishi.tickets.errors import NoSuchTicket
from jishi.tickets.merge import merge
from jishi.tickets.model import Discard
from jishi.tickets.scope import check_scope
from jishi.tickets.split import split

WORK = [requires(Permission.TICKETS_WORK)]
BodyId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Line = Annotated[str, Meta(max_length=500)]


class Merger(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`into` is the other ticket, by id or number. `share`: they are of two customers, and both may see everything."""

    into: BodyId | Annotated[str, Meta(min_length=1, max_length=30)]
    reason: Line | None = None
    share: bool = False


class Split(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which messages the new ticket gets; at least one of the customer's is among them."""

    messages: Annotated[list[BodyId], Meta(min_length=1, max_length=100)]
    subject: Annotated[str, Meta(min_length=1, max_length=500)] | None = None


class Junk(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Why it goes. With `block`, all that this sender sends from now on goes, too."""

    why: Literal["spam", "deleted"]
    block: bool = False


@put("/tickets/{ticket_id:int}/merger", guards=WORK)
async def merge_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: Merger) -> TicketPage:
    """Let it go on as part of another ticket, which is what you get. It waits since the oldest unanswered message of
    both.
    """
    await check_scope(tx, caller, ticket_id)
    into = data.into if isinstance(data.into, int) else await store.with_number(tx, data.into.strip())
    if into is None:
        raise Invalid(errors=[("into", NoSuchTicket.__doc__ or "")])
    await check_scope(tx, caller, into)
    try:
        target = await merge(tx, ticket_id, into_id=into, by=caller.actor, reason=data.reason, share=data.share)
    except NoSuchTicket:
        await show.show(tx, ticket_id, caller)  # which of the two is missing?
        raise Invalid(errors=[("into", NoSuchTicket.__doc__ or "")]) from None
    await check_scope(tx, caller, target.id)  # the other one may go on in a third
    return await show.show(tx, target.id, caller)


@post("/tickets/{ticket_id:int}/splits", guards=WORK)
async def split_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: Split) -> TicketPage:
    """A new ticket with copies of some of its messages. Its clocks start now; `received_at` says when they had come."""
    await check_scope(tx, caller, ticket_id)
    chosen = list(dict.fromkeys(data.messages))
    new = await split(tx, ticket_id, chosen, subject=data.subject, by=caller.actor)
    return await show.show(tx, new.id, caller)


@put("/tickets/{ticket_id:int}/junk", guards=WORK)
async def discard_ticket(tx: Transaction, caller: Caller, ticket_id: Id, data: Junk) -> TicketPage:
    """Throw it away: out of views, search and counts, without a clock. It can be taken back for 30 days."""
    await check_scope(tx, caller, ticket_id)
    ticket = await discard(tx, ticket_id, why=Discard(data.why), by=caller.actor)
    if data.block:
        await block_customer(tx, ticket.customer_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


@delete("/tickets/{ticket_id:int}/junk", guards=WORK, status_code=200)
async def restore_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """Take it back to where it stood. A blocked sender stays blocked."""
    await check_scope(tx, caller, ticket_id)
    await restore(tx, ticket_id, by=caller.actor)
    return await show.show(tx, ticket_id, caller)


routes = [merge_ticket, split_ticket, discard_ticket, restore_ticket]
