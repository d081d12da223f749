"""What is offered to me, and my answer."""

from datetime import datetime
from typing import Annotated

import msgspec
from asyncpg import Record
from litestar import get, put

from jishi.dispatch.explain import sentence
from jishi.dispatch.offers import store
from jishi.dispatch.offers.answer import accept, refuse
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import Id
from jishi.storage.transaction import Transaction

WORK = [requires(Permission.TICKETS_WORK)]


class Requester(msgspec.Struct, kw_only=True):
    id: int
    name: str


class OfferedTicket(msgspec.Struct, kw_only=True):
    id: int
    number: str
    subject: str
    level: str
    channel: str
    tier: str
    requester: Requester
    due_at: datetime | None
    warn_at: datetime | None


class OfferView(msgspec.Struct, kw_only=True):
    """A ticket kept for the caller until they say whether they take it. `reason`: why it is they."""

    ticket: OfferedTicket
    made_at: datetime
    until: datetime
    reason: str


class Offers(msgspec.Struct, kw_only=True):
    items: list[OfferView]
    next: str | None = None


class RefusalGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(max_length=500)] | None = None


class Accepted(msgspec.Struct, kw_only=True):
    id: int
    number: str


@get("/offers", guards=WORK)
async def list_offers(tx: Transaction, caller: Caller) -> Offers:
    """What is offered to the caller now, the one that lapses first before."""
    return Offers(items=[_view(row, caller.language) for row in await store.of_agent(tx, caller.person_id)])


@put("/offers/{ticket_id:int}/acceptance", guards=WORK)
async def accept_offer(tx: Transaction, caller: Caller, ticket_id: Id) -> Accepted:
    """The ticket is the caller's."""
    ticket = await accept(tx, ticket_id, person_id=caller.person_id)
    return Accepted(id=ticket.id, number=ticket.number)


@put("/offers/{ticket_id:int}/refusal", guards=WORK)
async def refuse_offer(tx: Transaction, caller: Caller, ticket_id: Id, data: RefusalGiven | None = None) -> None:
    """Somebody else is asked."""
    reason = (data.reason or "").strip() if data else ""
    await refuse(tx, ticket_id, person_id=caller.person_id, reason=reason or None)


def _view(row: Record, language: str) -> OfferView:
    params = row["params"] or {}
    shown = {name: row[name] for name in OfferedTicket.__struct_fields__ if name != "requester"}
    requester = Requester(id=row["customer_id"], name=row["customer_name"])
    return OfferView(
        ticket=OfferedTicket(**shown, requester=requester),
        made_at=row["made_at"],
        until=row["until"],
        reason=sentence(params["chosen"], params, language) if "chosen" in params else row["reason"],
    )


routes = [list_offers, accept_offer, refuse_offer]
