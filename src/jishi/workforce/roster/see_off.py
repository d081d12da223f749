"""A colleague leaves: what they were to work is open again."""

from jishi.identity.facts import PersonDeactivated
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store
from jishi.workforce.roster.draw import end_or_remove, say
from jishi.workforce.roster.repeat import FILL
from jishi.workforce.roster.turns import hold, settle


async def clear_roster(tx: Transaction, fact: PersonDeactivated) -> None:
    """Their coming shifts go, the one that runs ends now, and nothing repeats any more."""
    patterns = await store.patterns(tx, [fact.person_id], until=tx.now.date())
    shifts = await store.shifts(tx, tx.now, tx.now, person_ids=[fact.person_id])
    coming = await store.coming(tx, after=tx.now, person_id=fact.person_id)
    if not (patterns or shifts or coming):
        return
    duties = await hold(tx, [fact.person_id])
    for pattern in patterns:
        await store.remove_pattern(tx, pattern.id)
        tx.clear_alarm(FILL, key=str(pattern.id))
    await end_or_remove(tx, [*shifts, *coming])
    await say(tx, "removed", [*shifts, *coming])
    await settle(tx, duties)
