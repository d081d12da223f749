"""How a queue is worked has changed: look at what waits in it again."""

from jishi.dispatch.offer import look
from jishi.dispatch.peak.facts import PeakBegan, PeakEnded
from jishi.dispatch.queues.facts import QueueSettingsChanged
from jishi.dispatch.queues.see import waiting_in
from jishi.storage.transaction import Transaction


async def look_over(tx: Transaction, fact: PeakBegan | PeakEnded | QueueSettingsChanged) -> None:
    """AFTERWARDS. Others may take it now, or somebody has to be asked first. Nothing loses its place by it."""
    for ticket_id in await waiting_in(tx, fact.team_id):
        await look(tx, ticket_id)
