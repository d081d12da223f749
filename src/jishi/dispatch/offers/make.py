"""Hold a ticket out to somebody, until they accept, refuse or the time is over."""

from datetime import timedelta

from jishi.dispatch.model import Asked, Decision
from jishi.dispatch.offers import store
from jishi.dispatch.offers.facts import TicketOffered
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import move

LAPSES = "dispatch.offer_lapses"


async def make(tx: Transaction, asked: Asked, decision: Decision, *, seconds: int, reason: str) -> None:
    """Whoever was decided on is asked. The ticket must stand in the queue: an offer is of something that waits."""
    if decision.agent_id is None:
        return
    if asked.team_id is not None:
        await move(tx, asked.ticket_id, team_id=asked.team_id, by="dispatcher")
    until = tx.now + timedelta(seconds=seconds)
    store.save(tx, asked, decision.agent_id, until=until, reason=reason)
    tx.set_alarm(LAPSES, until, ticket_id=asked.ticket_id)
    await tx.record(
        TicketOffered(
            at=tx.now,
            by="dispatcher",
            ticket_id=asked.ticket_id,
            agent_id=decision.agent_id,
            team_id=asked.team_id,
            until=until,
            reason=reason,
        )
    )
