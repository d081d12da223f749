"""A talk that has been silent for a while takes less of its owner, until somebody says something again."""

from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import MessageReceived, NoteAdded, ReplySent
from jishi.workforce import store
from jishi.workforce.facts import LoadEased


async def wake(tx: Transaction, fact: MessageReceived | ReplySent) -> None:
    """Somebody said something. Whoever is unanswered counts in full, however long ago they wrote."""
    if fact.owner_id is not None and not (isinstance(fact, MessageReceived) and (fact.opened or fact.automatic)):
        store.wake_seat(tx, fact.ticket_id, fact.at)


async def wake_by_note(tx: Transaction, fact: NoteAdded) -> None:
    """What the customer can read may be the answer they waited for."""
    if fact.public:
        store.wake_seat(tx, fact.ticket_id, fact.at)


async def seat_idles(tx: Transaction, alarm: Alarm) -> None:
    """Nobody has said anything since the alarm was set: each word sets it anew."""
    person_id = await store.ease_seat(tx, alarm.ticket_id)
    if person_id is not None:
        await tx.record(LoadEased(at=alarm.at, by="system", ticket_id=alarm.ticket_id, person_id=person_id))
