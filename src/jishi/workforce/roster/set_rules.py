"""Set the rules of a workspace's roster."""

from dataclasses import fields, replace

from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store
from jishi.workforce.roster.facts import RosterRulesChanged
from jishi.workforce.roster.follow_shift import follow_or_not
from jishi.workforce.roster.model import RosterSettings


async def set_rules(tx: Transaction, **sent: object) -> RosterSettings:
    """What is not given stays."""
    before = await store.lock_settings(tx)
    after: RosterSettings = replace(before, **sent)  # type: ignore[arg-type]
    changes = {
        name: (was, now)
        for name in (field.name for field in fields(RosterSettings))
        if (was := getattr(before, name)) != (now := getattr(after, name))
    }
    if changes:
        await store.save_settings(tx, after)
        await tx.record(RosterRulesChanged(at=tx.now, by=tx.by, changes=changes))
    if "presence_follows" in changes:
        await follow_or_not(tx, after)
    return after
