"""The button for the next ticket."""

import msgspec
from litestar import post

from jishi.dispatch.pull import pull
from jishi.identity.guards import requires
from jishi.identity.language import translate
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction


class NextTicket(msgspec.Struct, kw_only=True):
    id: int
    number: str


class Next(msgspec.Struct, kw_only=True):
    """The ticket that is the caller's now; null, and then `reason` says why."""

    ticket: NextTicket | None
    reason: str | None


@post("/queues/next", guards=[requires(Permission.TICKETS_WORK)], status_code=200)
async def take_next(tx: Transaction, caller: Caller) -> Next:
    """Claim what presses most of all that the caller can take."""
    pulled = await pull(tx, person_id=caller.person_id, team_ids=caller.team_ids, language=caller.language)
    if pulled.ticket is None:
        return Next(ticket=None, reason=translate(pulled.reason, caller.language))
    return Next(ticket=NextTicket(id=pulled.ticket.id, number=pulled.ticket.number), reason=pulled.reason)


routes = [take_next]
