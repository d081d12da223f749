"""Lay down how a queue is worked."""

from jishi.dispatch.model import WHOLE_DESK, QueueSettings
from jishi.dispatch.queues import rules, store
from jishi.dispatch.queues.errors import BadQueueSettings
from jishi.dispatch.queues.facts import QueueSettingsChanged
from jishi.identity import settings
from jishi.identity.find import find_team, team_names
from jishi.identity.rules import changes
from jishi.storage.transaction import Transaction


async def settle(tx: Transaction, new: QueueSettings) -> QueueSettings:
    """Where round robin stands is kept. Raises NoSuchTeam, BadQueueSettings."""
    await check_queue(tx, new.team_id)
    named = {team_id for step in new.overflow for team_id in step.team_ids}
    if wrong := list(rules.flaws(new, teams=await team_names(tx, named))):
        raise BadQueueSettings(errors=wrong)
    before = await store.settings_of(tx, new.team_id)
    changed = {name: pair for name, pair in changes(before, new).items() if name != "last_given"}
    if changed:
        store.save(tx, new)
        settings.renew(tx)
        await tx.record(QueueSettingsChanged(at=tx.now, by=tx.by, team_id=new.team_id, changes=changed))
    return new


async def check_queue(tx: Transaction, team_id: int) -> None:
    """Raises NoSuchTeam where no team has such a queue. 0 is the whole desk's."""
    if team_id != WHOLE_DESK:
        await find_team(tx, team_id)
