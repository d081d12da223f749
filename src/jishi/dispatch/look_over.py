"""How a queue is worked has changed: look at what waits in it again."""

from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.offer import look
from jishi.dispatch.peak.facts import PeakBegan, PeakEnded
from jishi.dispatch.queues.facts import QueueSettingsChanged
from jishi.dispatch.queues.see import waiting_in
from jishi.storage.transaction import Transaction
from jishi.workforce.facts import ChannelWeightsChanged


async def look_over(
    tx: Transaction, fact: PeakBegan | PeakEnded | QueueSettingsChanged | ChannelWeightsChanged
) -> None:
    """AFTERWARDS. Others may take it now, or somebody has to be asked first, or what waits takes less of them. Nothing
    loses its place by it."""
    team_id = WHOLE_DESK if isinstance(fact, ChannelWeightsChanged) else fact.team_id
    for ticket_id in await waiting_in(tx, team_id):
        await look(tx, ticket_id)
