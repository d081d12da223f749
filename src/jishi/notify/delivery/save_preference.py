"""Keep what somebody wants of their notices."""

from jishi.notify.delivery import rules, store
from jishi.notify.delivery.errors import BadPreference
from jishi.notify.delivery.model import Preference, Unsent
from jishi.notify.delivery.parse_preference import as_choices
from jishi.storage.transaction import Transaction


async def save_preference(tx: Transaction, person_id: int, preference: Preference) -> None:
    """It holds also for what waits already. Raises BadPreference."""
    if flaws := rules.preference_flaws(preference):
        raise BadPreference(errors=flaws)
    await store.save_choices(tx, person_id, as_choices(preference))
    me = (await store.recipients(tx, [person_id]))[person_id]
    for row in await store.not_begun(tx, person_id):
        if rules.is_wanted(row.item.kind, row.medium, preference):
            at = rules.leaves_at(row.item.at, row.medium, preference, zone=me.zone, urgent=row.item.urgent)
            await store.put_off(tx, row.medium, [row], until=at)
        else:
            await store.suppress(tx, row.medium, [(row, Unsent.UNWANTED)])
