"""Solve, confirm, reopen, close."""

from datetime import timedelta

from jishi.identity import settings
from jishi.identity.language import translate
from jishi.kernel.facts import Fact
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.tickets import rules, store
from jishi.tickets.find import lock
from jishi.tickets.model import State, Ticket
from jishi.tickets.wait import WAIT_ENDS

SILENCE_ENDS = "tickets.silence_ends"
USUAL = "Solved"  # how a ticket ended of which nobody said how: every ticket ends with an outcome (R33)


async def solve(
    tx: Transaction, ticket_id: int, *, outcome: str | None = None, by: str, person_id: int | None = None
) -> Ticket:
    """Answered and settled, as the desk sees it. The customer now has time to object."""
    before = await lock(tx, ticket_id)
    workspace = await settings.workspace(tx)
    outcome = outcome or translate(USUAL, workspace.language)
    after, facts = rules.solve(before, outcome=outcome, by=by, person_id=person_id, at=tx.now)
    allowance = timedelta(seconds=workspace.settings.close_after_seconds)
    if ends := rules.silence_ends(after, allowance):
        tx.set_alarm(SILENCE_ENDS, ends, ticket_id=ticket_id)
    return await _keep(tx, before, after, facts)


async def confirm(
    tx: Transaction,
    ticket_id: int,
    *,
    satisfied: bool,
    score: int | None = None,
    comment: str | None = None,
    by: str,
) -> Ticket:
    """The customer's word on it (R37)."""
    before = await lock(tx, ticket_id)
    after, facts = rules.confirm(before, satisfied=satisfied, score=score, comment=comment, by=by, at=tx.now)
    return await _keep(tx, before, after, facts)


async def reopen(tx: Transaction, ticket_id: int, *, by: str) -> Ticket:
    """The solution is taken back."""
    before = await lock(tx, ticket_id)
    after, facts = rules.reopen(before, by=by, at=tx.now)
    return await _keep(tx, before, after, facts)


async def close(tx: Transaction, ticket_id: int, *, by: str) -> Ticket:
    """End a solved ticket without waiting for the customer."""
    before = await lock(tx, ticket_id)
    after, facts = rules.close(before, by=by, at=tx.now, why="asked")
    return await _keep(tx, before, after, facts)


async def silence_ends(tx: Transaction, alarm: Alarm) -> None:
    """The customer has not objected in time, so the ticket is closed, at the instant that was promised."""
    before = await store.lock(tx, alarm.ticket_id)
    if before is None or before.state is not State.SOLVED:
        return
    after, facts = rules.close(before, by="system", at=alarm.at, why="no_objection")
    await store.save(tx, before, after)
    await tx.record(*facts)


async def _keep(tx: Transaction, before: Ticket, after: Ticket, facts: list[Fact]) -> Ticket:
    await store.save(tx, before, after)
    if before.pending_until is not None:
        tx.clear_alarm(WAIT_ENDS, ticket_id=after.id)
    if before.state is State.SOLVED and after.state is not State.SOLVED:
        tx.clear_alarm(SILENCE_ENDS, ticket_id=after.id)
    await tx.record(*facts)
    return after
