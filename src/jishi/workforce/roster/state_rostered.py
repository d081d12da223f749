"""Say who works by roster, and who is at work when they say so."""

from collections.abc import Collection, Sequence

from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store
from jishi.workforce.roster.draw import known
from jishi.workforce.roster.facts import RosteringChanged
from jishi.workforce.roster.follow_shift import follow_rostering
from jishi.workforce.roster.turns import hold, settle


async def state_rostered(tx: Transaction, person_ids: Collection[int], rostered: bool | None) -> Sequence[int]:
    """Whose word it changes. None: nobody says so any more; they work by roster once they have had a shift. Raises
    NoSuchPerson."""
    duties = await hold(tx, await known(tx, person_ids))
    changed = await store.state_rostered(tx, list(duties), rostered)
    if changed:
        await tx.record(RosteringChanged(at=tx.now, by=tx.by, person_ids=tuple(changed), rostered=rostered))
        await settle(tx, duties)
        await follow_rostering(tx, changed)
    return changed
