"""Hand notices to the post, in the transaction that gives them."""

from collections.abc import Sequence

from jishi.notify.delivery import rules, store
from jishi.notify.delivery.model import OUTSIDE
from jishi.notify.model import Notice
from jishi.storage.transaction import Transaction


async def enqueue(tx: Transaction, notices: Sequence[Notice]) -> None:
    """One delivery for each way out that the notice names and its person wants. Again for the same: nothing."""
    leaving = [notice for notice in notices if {*notice.media} & {*OUTSIDE}]
    people = await store.recipients(tx, {notice.person_id for notice in leaving}) if leaving else {}
    rows = []
    for notice in leaving:
        to = people[notice.person_id]
        urgent = rules.is_urgent(notice)
        for medium in rules.wanted_media(notice, to.preference):
            at = rules.leaves_at(notice.at, medium, to.preference, zone=to.zone, urgent=urgent)
            until = rules.good_until(notice.kind, notice.data)
            if until is None or at < until:  # in quiet hours somebody may have none to answer an offer
                rows.append((notice.id, medium, notice.person_id, urgent, at))
    if rows:
        store.add(tx, rows)


async def call_off(tx: Transaction, notice_ids: Sequence[int]) -> None:
    """What these notices warned of is done: whatever has not left yet stays."""
    await store.call_off(tx, notice_ids)
