"""How a queue is worked has changed: look at what waits in it again, a batch at a time, so that whoever comes meanwhile
does not wait until a long queue has been looked at."""

from jishi.dispatch import place
from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.offer import look
from jishi.dispatch.peak.facts import PeakBegan, PeakEnded
from jishi.dispatch.queues.facts import QueueSettingsChanged
from jishi.dispatch.queues.see import waiting_in
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce.facts import ChannelWeightsChanged

NEXT = "dispatch.look_over"
BATCH = 200  # tickets in one transaction: a fifth of a second or so, with the free people who are given some of them


async def look_over(
    tx: Transaction, fact: PeakBegan | PeakEnded | QueueSettingsChanged | ChannelWeightsChanged
) -> None:
    """AFTERWARDS. Others may take it now, or somebody has to be asked first, or what waits takes less of them. Nothing
    loses its place by it."""
    team_id = WHOLE_DESK if isinstance(fact, ChannelWeightsChanged) else fact.team_id
    _next(tx, str(team_id), "")


async def look_over_more(tx: Transaction, alarm: Alarm) -> None:
    """The next in the order in which they are taken; the key of the alarm says after which. What is moved in the queue
    meanwhile is looked at for that reason."""
    team_id, after, *_ = alarm.key.split(":")
    found = await waiting_in(tx, int(team_id), after=place.decode(after) if after else None, limit=BATCH)
    for ticket_id, _ in found:
        await look(tx, ticket_id)
    if len(found) == BATCH:
        _next(tx, team_id, place.encode(found[-1][1]))


def _next(tx: Transaction, team_id: str, after: str) -> None:
    """An alarm of its own, as a second look has: the one before may be ringing, and waiting for the dispatcher."""
    tx.set_alarm(NEXT, tx.now, key=f"{team_id}:{after}:{tx.now.isoformat()}")
