"""Let a ticket go on as part of another."""

from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.errors import NoSuchTicket, TwoCustomers
from jishi.tickets.find import find
from jishi.tickets.model import Ticket
from jishi.tickets.parts import rules
from jishi.tickets.solve import SILENCE_ENDS
from jishi.tickets.wait import WAIT_ENDS


async def merge(
    tx: Transaction, source_id: int, *, into_id: int, by: str, reason: str | None = None, share: bool = False
) -> Ticket:
    """The target, with all that was said on the source. A target that was merged itself stands for where it goes on,
    so that there are neither chains nor rings. `share`: tickets of two customers, who both see everything then; also
    customers of what was merged into one of them before, whose links lead here now.
    """
    target = await find(tx, into_id)
    held = {ticket.id: ticket for ticket in await store.lock_both(tx, [source_id, target.merged_into or into_id])}
    source, before = held.get(source_id), held.get(target.merged_into or into_id)
    if source is None or before is None:
        raise NoSuchTicket
    if len({ticket.customer_id for ticket in held.values()}) > 1 and not share:
        raise TwoCustomers
    ended, facts = rules.merge(source, before, by=by, at=tx.now, reason=reason)
    after, more = rules.absorb(before, source, by=by, at=tx.now)
    await store.save(tx, source, ended)
    await store.save(tx, before, after)
    await store.move_conversation(tx, source_id, after.id)
    for ticket_id in [source_id] if after.state is before.state else [source_id, after.id]:
        tx.clear_alarm(WAIT_ENDS, ticket_id=ticket_id)
        tx.clear_alarm(SILENCE_ENDS, ticket_id=ticket_id)
    await tx.record(*facts, *more)
    return after
