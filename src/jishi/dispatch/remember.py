"""Keep what people decide beside what the dispatcher decides. Theirs always stands."""

from jishi.dispatch import store
from jishi.dispatch.because import reason_for_change
from jishi.dispatch.model import Why
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import (
    TicketAssigned,
    TicketClosed,
    TicketDiscarded,
    TicketHeld,
    TicketMovedToTeam,
    TicketPended,
    TicketReturned,
    TicketSolved,
)

Ended = TicketPended | TicketHeld | TicketSolved | TicketClosed | TicketDiscarded


async def remember_owner(tx: Transaction, fact: TicketAssigned) -> None:
    """It waits no longer; when a person gave it, their decision joins the record."""
    store.leave_queue(tx, fact.ticket_id)
    if fact.by == "dispatcher":
        return
    given = Why.TAKEN if fact.by == f"person:{fact.agent_id}" else Why.BY_HAND
    if (why := reason_for_change(tx, fact.ticket_id, otherwise=given)) is None:
        return
    store.record_hand_over(
        tx,
        fact.ticket_id,
        why,
        at=fact.at,
        by=fact.by,
        agent_id=fact.agent_id,
        from_agent_id=fact.from_agent_id,
        team_id=fact.team_id,
        note=fact.reason,
    )


async def remember_return(tx: Transaction, fact: TicketReturned) -> None:
    """Who gave a ticket back is not given the same one again at once."""
    if fact.reason == "moved":
        return  # told by TicketMovedToTeam
    returned = Why.GIVEN_BACK if fact.by == f"person:{fact.from_agent_id}" else Why.TAKEN_BACK
    store.record_hand_over(
        tx,
        fact.ticket_id,
        reason_for_change(tx, fact.ticket_id, otherwise=returned) or returned,
        at=fact.at,
        by=fact.by,
        from_agent_id=fact.from_agent_id,
        team_id=fact.team_id,
        note=fact.reason,
    )


async def remember_move(tx: Transaction, fact: TicketMovedToTeam) -> None:
    """A person chose the team: their decision joins the record."""
    if fact.by != "dispatcher":
        store.record_hand_over(tx, fact.ticket_id, Why.MOVED, at=fact.at, by=fact.by, team_id=fact.team_id)


async def stop_waiting(tx: Transaction, fact: Ended) -> None:
    """A ticket that was settled or put off without ever having had an owner."""
    if fact.owner_id is None:
        store.leave_queue(tx, fact.ticket_id)
