"""Throw a ticket away, or take it back."""

from datetime import timedelta

from jishi.identity import settings
from jishi.storage.transaction import Transaction
from jishi.tickets import rules, store
from jishi.tickets.find import lock
from jishi.tickets.junk import rules as junk
from jishi.tickets.model import Discard, Ticket
from jishi.tickets.solve import SILENCE_ENDS
from jishi.tickets.wait import WAIT_ENDS


async def discard(tx: Transaction, ticket_id: int, *, why: Discard, by: str) -> Ticket:
    """Out of views, search and counts. Nothing is lost."""
    before = await lock(tx, ticket_id)
    after, facts = junk.discard(before, why=why, by=by, at=tx.now)
    await store.save(tx, before, after)
    tx.clear_alarm(WAIT_ENDS, ticket_id=ticket_id)
    tx.clear_alarm(SILENCE_ENDS, ticket_id=ticket_id)
    await tx.record(*facts)
    return after


async def restore(tx: Transaction, ticket_id: int, *, by: str) -> Ticket:
    """Back to the state it had; a time that was set for it to end a wait holds again, also one that has passed."""
    before = await lock(tx, ticket_id)
    after, facts = junk.restore(before, by=by, at=tx.now)
    await store.save(tx, before, after)
    if after.pending_until is not None:
        tx.set_alarm(WAIT_ENDS, after.pending_until, ticket_id=ticket_id)
    allowance = timedelta(seconds=(await settings.load(tx)).close_after_seconds)
    if ends := rules.silence_ends(after, allowance):
        tx.set_alarm(SILENCE_ENDS, ends, ticket_id=ticket_id)
    await tx.record(*facts)
    return after
