"""Have a ticket open, write a reply, leave."""

from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce import rules, store
from jishi.workforce.store import AtWork

LAPSES = "workforce.work_lapses"


async def work_on(tx: Transaction, ticket_id: int, *, person_id: int, typing: bool, by: str) -> None:
    """A sign of life from the ticket's page, every 15 seconds."""
    before = await store.lock_work(tx, ticket_id, person_id)
    after, facts = rules.work_on(before, ticket_id=ticket_id, person_id=person_id, typing=typing, at=tx.now, by=by)
    if before is None:
        store.start_work(tx, after)
    else:
        store.save_work(tx, after)
    if before is None or before.started_at != after.started_at:
        tx.set_alarm(LAPSES, after.seen_at + rules.WORK_GRACE, ticket_id=ticket_id, key=str(person_id))
    await tx.record(*facts)


async def leave(tx: Transaction, ticket_id: int, *, person_id: int, by: str) -> None:
    """The page was closed. Where another tab shows it still, its next sign of life begins anew."""
    work = await store.lock_work(tx, ticket_id, person_id)
    if work is None:
        return
    store.forget_work(tx, work)
    tx.clear_alarm(LAPSES, ticket_id=ticket_id, key=str(person_id))
    at = tx.now if rules.is_there(work, now=tx.now) else work.seen_at
    await tx.record(rules.leave_work(work, at=at, by=by))


async def who_works(tx: Transaction, *ticket_ids: int) -> list[AtWork]:
    """Those who are at one of these tickets now."""
    if not ticket_ids:
        return []
    return [there for there in await store.at_work(tx, ticket_ids) if rules.is_there(there.work, now=tx.now)]


async def work_lapses(tx: Transaction, alarm: Alarm) -> None:
    """The page may have gone silent. Signs of life do not move the alarm, so it looks, and waits for the rest."""
    work = await store.lock_work(tx, alarm.ticket_id, int(alarm.key))
    if work is None:
        return
    if rules.is_there(work, now=tx.now):
        tx.set_alarm(LAPSES, work.seen_at + rules.WORK_GRACE, ticket_id=alarm.ticket_id, key=alarm.key)
        return
    store.forget_work(tx, work)
    await tx.record(rules.leave_work(work, at=work.seen_at, by=f"person:{work.person_id}"))
