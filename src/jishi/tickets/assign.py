"""Who owns a ticket, and in which team's queue it stands."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jishi.storage.transaction import Transaction
from jishi.tickets import rules, store
from jishi.tickets.errors import NoSuchTicket
from jishi.tickets.find import lock
from jishi.tickets.model import Ticket


class Claim(NamedTuple):
    """Whom a ticket is for, and why."""

    ticket_id: int
    agent_id: int
    team_id: int | None
    reason: str


async def assign(
    tx: Transaction, ticket_id: int, *, agent_id: int, team_id: int | None = None, by: str, reason: str | None = None
) -> Ticket:
    """A person decides: whatever the dispatcher had in mind gives way."""
    before, own = await _lock(tx, ticket_id, agent_id)
    after, facts = rules.assign(before, agent_id, team_id=team_id, by=by, at=tx.now, reason=reason, own=own)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after


async def claim(
    tx: Transaction, ticket_id: int, *, agent_id: int, team_id: int | None = None, by: str, reason: str | None = None
) -> Ticket:
    """Take a ticket that nobody owns. Raises AlreadyOwned when somebody was quicker."""
    before, own = await _lock(tx, ticket_id, agent_id)
    after, facts = rules.claim(before, agent_id, team_id=team_id, by=by, at=tx.now, reason=reason, own=own)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after


async def claim_many(tx: Transaction, claims: Sequence[Claim], *, by: str) -> None:
    """As `claim`, of many in a few round trips. Raises AlreadyOwned when one of them is owned: none is then given."""
    held = await store.lock_all_to_give(tx, [(each.ticket_id, each.agent_id) for each in claims])
    outcomes = []
    for each in claims:
        if each.ticket_id not in held:
            raise NoSuchTicket
        before, own = held[each.ticket_id]
        after, facts = rules.claim(
            before, each.agent_id, team_id=each.team_id, by=by, at=tx.now, reason=each.reason, own=own
        )
        outcomes.append((after, facts))
    store.save_owned(tx, [after for after, _ in outcomes])
    await tx.record(*(fact for _, facts in outcomes for fact in facts))


async def return_to_queue(tx: Transaction, ticket_id: int, *, by: str, reason: str | None = None) -> Ticket:
    """Nobody owns it; the dispatcher looks for someone."""
    before = await lock(tx, ticket_id)
    after, facts = rules.give_back(before, by=by, at=tx.now, reason=reason)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after


async def move(tx: Transaction, ticket_id: int, *, team_id: int, by: str) -> Ticket:
    """To another team."""
    before = await lock(tx, ticket_id)
    after, facts = rules.move(before, team_id, by=by, at=tx.now)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after


async def move_many(tx: Transaction, moves: Mapping[int, int], *, by: str) -> None:
    """As `move`, of many that nobody owns, each with its team, in a few round trips."""
    held = await store.lock_all(tx, list(moves))
    outcomes = [rules.move(before, moves[before.id], by=by, at=tx.now) for before in held]
    if any(facts for _, facts in outcomes):
        store.save_owned(tx, [after for after, facts in outcomes if facts])
        await tx.record(*(fact for _, facts in outcomes for fact in facts))


async def _lock(tx: Transaction, ticket_id: int, agent_id: int) -> tuple[Ticket, bool]:
    ticket, own = await store.lock_to_give(tx, ticket_id, agent_id)
    if ticket is None:
        raise NoSuchTicket
    return ticket, own
