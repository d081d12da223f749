"""An offer that nobody answers goes to the next.

Whoever accepts, refuses or gives a ticket away holds its agent and its offer, and then takes back the offer's alarm. So
an alarm that rings meanwhile must not wait for them: they would wait for each other. It rings again a moment later.
"""

from datetime import datetime, timedelta

from jishi.dispatch.model import Why
from jishi.dispatch.offers import store
from jishi.dispatch.offers.answer import ASK_AGAIN, turn_down
from jishi.dispatch.offers.facts import OfferLapsed
from jishi.dispatch.offers.make import LAPSES
from jishi.dispatch.offers.model import Offer
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce.admit import hold
from jishi.workforce.attend import set_presence
from jishi.workforce.errors import NoSuchAgent
from jishi.workforce.facts import PresenceChanged
from jishi.workforce.model import Agent, Source, Status

SETTLE = "dispatch.settle_offers"
SOON = timedelta(milliseconds=100)
LAPSED_FOR = timedelta(minutes=5)
MOST_IN_A_ROW = 2


async def offer_lapses(tx: Transaction, alarm: Alarm) -> None:
    """The time is over. Who let two in a row go by is not there, whatever their console says."""
    seen = await store.get(tx, alarm.ticket_id)
    if seen is None:
        return
    if seen.until > tx.now:  # another than the one that this alarm was set for
        tx.set_alarm(LAPSES, seen.until, ticket_id=alarm.ticket_id)
    elif await store.hold_now(tx, seen):
        agent = await _hold(tx, seen.agent_id)
        await _lapse(tx, seen, at=seen.until)
        if agent is not None:
            await _count(tx, agent)
    else:
        tx.set_alarm(LAPSES, tx.now + SOON, ticket_id=alarm.ticket_id)


async def withdraw_offers(tx: Transaction, fact: PresenceChanged) -> None:
    """Who goes away is not waited for. Who comes back is asked again, also what they did not answer before. Both in a
    transaction of its own: the dispatcher's holds other people's tickets."""
    tx.set_alarm(SETTLE, tx.now, key=str(fact.person_id))


async def settle_offers(tx: Transaction, alarm: Alarm) -> None:
    """As they are by now: they may have come and gone since it was set."""
    person_id = int(alarm.key)
    if await store.is_online(tx, person_id):
        for ticket_id in await store.lapsed(tx, person_id):
            tx.set_alarm(ASK_AGAIN, tx.now, ticket_id=ticket_id, key=f"{person_id}:{tx.now.isoformat()}")
        store.forgive(tx, person_id)
        return
    for offer in await store.held_out(tx, person_id):
        if await store.hold_now(tx, offer):
            await _lapse(tx, offer, at=min(tx.now, offer.until))
        else:
            tx.set_alarm(SETTLE, tx.now + SOON, key=alarm.key)


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
