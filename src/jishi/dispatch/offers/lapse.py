"""An offer that nobody answers goes to the next."""

from datetime import datetime, timedelta

from jishi.dispatch.model import Why
from jishi.dispatch.offers import store
from jishi.dispatch.offers.answer import turn_down
from jishi.dispatch.offers.facts import OfferLapsed
from jishi.dispatch.offers.model import Offer
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce.admit import hold
from jishi.workforce.attend import set_presence
from jishi.workforce.errors import NoSuchAgent
from jishi.workforce.facts import PresenceChanged
from jishi.workforce.model import Agent, Source, Status

LAPSED_FOR = timedelta(minutes=5)
MOST_IN_A_ROW = 2


async def offer_lapses(tx: Transaction, alarm: Alarm) -> None:
    """The time is over. Who let two in a row go by is not there, whatever their console says."""
    seen = await store.get(tx, alarm.ticket_id)
    if seen is None:
        return
    agent = await _hold(tx, seen.agent_id)  # before the offer, as whoever gives the ticket away by hand locks them
    offer = await store.lock(tx, alarm.ticket_id)
    if offer is None or offer.until > tx.now:
        return
    await _lapse(tx, offer, at=offer.until)
    if agent is not None and agent.person_id == offer.agent_id:
        await _count(tx, agent)


async def withdraw_offers(tx: Transaction, fact: PresenceChanged) -> None:
    """Who goes away is not waited for. Who comes back is asked again, also what they did not answer before."""
    if fact.status == Status.ONLINE:
        await store.forgive(tx, fact.person_id)
        return
    for ticket_id in await store.held_out(tx, fact.person_id):
        offer = await store.lock(tx, ticket_id)
        if offer is not None and offer.agent_id == fact.person_id:
            await _lapse(tx, offer, at=min(tx.now, offer.until))


async def _hold(tx: Transaction, person_id: int) -> Agent | None:
    """None for somebody who takes no tickets any more."""
    try:
        return await hold(tx, person_id)
    except NoSuchAgent:
        return None


async def _lapse(tx: Transaction, offer: Offer, *, at: datetime) -> None:
    turn_down(tx, offer, Why.LAPSED, at=at, until=tx.now + LAPSED_FOR, reason=None)
    await tx.record(OfferLapsed(at=at, ticket_id=offer.ticket_id, agent_id=offer.agent_id))


async def _count(tx: Transaction, agent: Agent) -> None:
    in_a_row = await store.lapsed_in_a_row(tx, agent.person_id) + 1
    if in_a_row >= MOST_IN_A_ROW and agent.status is Status.ONLINE:
        await set_presence(tx, agent, Status.AWAY, source=Source.DISPATCH, by="system")
        in_a_row = 0
    store.save_lapses(tx, agent.person_id, in_a_row)
