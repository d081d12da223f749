"""Accept an offered ticket, or say no."""

from datetime import datetime, timedelta

from jishi.dispatch.because import because
from jishi.dispatch.model import Why
from jishi.dispatch.offers import store
from jishi.dispatch.offers.errors import NotYourOffer, OfferGone
from jishi.dispatch.offers.facts import OfferRefused
from jishi.dispatch.offers.make import LAPSES
from jishi.dispatch.offers.model import Offer
from jishi.storage.transaction import Transaction
from jishi.tickets.assign import claim
from jishi.tickets.find import lock
from jishi.tickets.model import Ticket
from jishi.workforce.admit import hold

REFUSED_FOR = timedelta(minutes=30)  # as for a ticket that somebody gave back
ASK_AGAIN = "dispatch.ask_again"


async def accept(tx: Transaction, ticket_id: int, *, person_id: int) -> Ticket:
    """It is theirs. Said twice it is said once. Raises NoSuchTicket, NotYourOffer, OfferGone."""
    ticket = await lock(tx, ticket_id)
    if ticket.owner_id == person_id:
        return ticket
    await hold(tx, person_id)  # before the offer, as an offer that lapses at this moment does
    offer = await _open(tx, ticket_id, person_id)
    store.save_lapses(tx, person_id, 0)
    tx.clear_alarm(LAPSES, ticket_id=ticket_id)
    because(tx, ticket_id, Why.ACCEPTED)
    return await claim(
        tx, ticket_id, agent_id=person_id, team_id=offer.team_id, by=f"person:{person_id}", reason=offer.reason
    )


async def refuse(tx: Transaction, ticket_id: int, *, person_id: int, reason: str | None) -> None:
    """It is offered to somebody else, and not to them again for half an hour. Raises NotYourOffer, OfferGone."""
    offer = await _open(tx, ticket_id, person_id)
    store.save_lapses(tx, person_id, 0)
    turn_down(tx, offer, Why.REFUSED, at=tx.now, until=tx.now + REFUSED_FOR, reason=reason)
    await tx.record(OfferRefused(at=tx.now, by=tx.by, ticket_id=ticket_id, agent_id=person_id, reason=reason))


def turn_down(tx: Transaction, offer: Offer, why: Why, *, at: datetime, until: datetime, reason: str | None) -> None:
    """The offer is gone; it may be made to them again from `until` on."""
    store.drop(tx, offer.ticket_id)
    store.save_refusal(tx, offer, at=at, why=why, reason=reason, until=until)
    store.record_answer(tx, offer, why, at=at, note=reason)
    tx.clear_alarm(LAPSES, ticket_id=offer.ticket_id)
    # A key that no other offer has: to set an alarm that is ringing would be to wait for the dispatcher.
    tx.set_alarm(ASK_AGAIN, until, ticket_id=offer.ticket_id, key=f"{offer.agent_id}:{offer.made_at.isoformat()}")


async def _open(tx: Transaction, ticket_id: int, person_id: int) -> Offer:
    offer = await store.lock(tx, ticket_id)
    if offer is None or (offer.agent_id == person_id and offer.until <= tx.now):
        raise OfferGone
    if offer.agent_id != person_id:
        raise NotYourOffer
    return offer
