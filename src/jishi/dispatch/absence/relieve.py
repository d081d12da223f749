"""Somebody takes less than before: after a grace, what is too much for them goes to others."""

from datetime import timedelta

from jishi.dispatch.absence import rules, store
from jishi.dispatch.absence.watch import give_back
from jishi.dispatch.model import WHOLE_DESK, QueueSettings, Why
from jishi.dispatch.queues.see import queues
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce.facts import CapacityChanged

OVERFULL = "dispatch.relieve"


async def watch_capacity(tx: Transaction, fact: CapacityChanged) -> None:
    """AFTERWARDS. Only a capacity that fell takes anything away: what people gave beyond it was their decision."""
    if fact.capacity >= fact.was:
        return
    room = await store.room(tx, fact.person_id)
    if room is not None and room.load > room.capacity:
        queue = (await queues(tx)).get(WHOLE_DESK) or QueueSettings()
        tx.set_alarm(OVERFULL, tx.now + timedelta(seconds=queue.grace_away), key=str(fact.person_id))


async def relieve(tx: Transaction, alarm: Alarm) -> None:
    person_id = int(alarm.key)
    room = await store.room(tx, person_id)
    if room is None or room.load <= room.capacity:
        return
    tickets = await store.owned(tx, person_id)
    beyond = rules.beyond(tickets, load=room.load, capacity=room.capacity)
    await give_back(tx, beyond, Why.OVER_CAPACITY, of=person_id)
