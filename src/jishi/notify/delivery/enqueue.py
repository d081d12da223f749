"""Hand notices to the post, in the transaction that gives them."""

from collections.abc import Sequence

from jishi.notify.delivery import rules, store
from jishi.notify.delivery.model import Medium, Told
from jishi.storage.transaction import Transaction


async def enqueue(tx: Transaction, notices: Sequence[Told]) -> None:
    """One delivery for each way out that the notice offers and its person wants. Again for the same: nothing."""
    leaving = [notice for notice in notices if {*notice.media} & {*Medium}]
    if not leaving:
        return
    people = await store.recipients(tx, [notice.person_id for notice in leaving])
    levels = await store.levels(tx, [notice.ticket_id for notice in leaving if notice.ticket_id is not None])
    rows = []
    for notice in leaving:
        to = people[notice.person_id]
        urgent = rules.is_urgent(notice.kind, levels.get(notice.ticket_id or 0))
        for medium in rules.wanted_media(notice.kind, notice.media, to.preference):
            at = rules.leaves_at(notice.at, medium, to.preference, zone=to.zone, urgent=urgent)
            rows.append((notice.id, medium, notice.person_id, urgent, at))
    if rows:
        store.add(tx, rows)


async def call_off(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """What these notices warned of is done: whatever has not left yet stays."""
    await store.call_off(tx, notice_ids)
