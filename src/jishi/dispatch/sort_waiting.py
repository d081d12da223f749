"""Rules, teams or skills have changed: what waits may belong elsewhere now."""

from jishi.dispatch.offer import look
from jishi.dispatch.routing import store
from jishi.dispatch.routing.rulebook import rulebook
from jishi.dispatch.routing.sort_out import route
from jishi.kernel.facts import Fact
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction

ALARM = "dispatch.sort_waiting"
BATCH = 200  # tickets: short enough that whoever waits for one of them does not notice


async def sort_again(tx: Transaction, fact: Fact) -> None:  # noqa: ARG001
    """All that waits is sorted anew, soon, a batch at a time."""
    tx.set_alarm(ALARM, tx.now, key="0")


async def sort_waiting(tx: Transaction, alarm: Alarm) -> None:
    """The next tickets in the order of their ids; the key of the alarm says after which. Those that belong elsewhere
    now are offered there, and keep the age of their wait."""
    book = await rulebook(tx)
    ids = await store.waiting_after(tx, int(alarm.key), BATCH) if book.used else []
    for ticket_id in await route(tx, book, ids):
        await look(tx, ticket_id)
    if len(ids) == BATCH:
        tx.set_alarm(ALARM, tx.now, key=str(ids[-1]))
