"""Somebody has more than they take: after a grace, what is too much for them and not yet answered goes to others.

It comes to that when they take less than before, and when tickets that were put off or solved are open again. Talks
that were silent and go on take nothing away: the customer is in the middle of them.
"""

from datetime import timedelta

from jishi.dispatch.absence import rules, store
from jishi.dispatch.absence.watch import give_back
from jishi.dispatch.model import WHOLE_DESK, QueueSettings, Why
from jishi.dispatch.queues.see import queues
from jishi.storage.alarms import Alarm, awaited
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.facts import TicketReopened, TicketRestored, TicketResumed
from jishi.workforce.facts import CapacityChanged

OVERFULL = "dispatch.relieve"
AGAIN = "again"  # in the key of an alarm: by tickets that are open again, and not by a capacity that fell

OpenAgain = TicketResumed | TicketReopened | TicketRestored


async def watch_capacity(tx: Transaction, fact: CapacityChanged) -> None:
    """AFTERWARDS. Also what a person gave them goes then: whoever made the capacity less knew of that."""
    if fact.capacity < fact.was:
        await _watch(tx, fact.person_id, str(fact.person_id))


@concerned(lambda fact: fact.owner_id is not None)
async def watch_room(tx: Transaction, fact: OpenAgain) -> None:
    """AFTERWARDS: a ticket of theirs counts again."""
    if fact.owner_id is not None:
        await _watch(tx, fact.owner_id, f"{fact.owner_id}:{AGAIN}")


async def relieve(tx: Transaction, alarm: Alarm) -> None:
    number, _, why = alarm.key.partition(":")
    person_id = int(number)
    room = await store.room(tx, person_id)
    if room is None or room.load <= room.capacity:
        return
    tickets = await store.owned(tx, person_id)
    beyond = rules.beyond(tickets, load=room.load, capacity=room.capacity, spare_by_hand=why == AGAIN)
    await give_back(tx, beyond, Why.OVER_CAPACITY, of=person_id)


async def _watch(tx: Transaction, person_id: int, key: str) -> None:
    """From the first moment on that it is too much: what comes to it later does not put that off."""
    room = await store.room(tx, person_id)
    if room is not None and room.load > room.capacity and key not in await awaited(tx, OVERFULL, [key]):
        queue = (await queues(tx)).get(WHOLE_DESK) or QueueSettings()
        tx.set_alarm(OVERFULL, tx.now + timedelta(seconds=queue.grace_away), key=key)
