"""Ask to be away, allow it, refuse it, take it back."""

from dataclasses import replace
from datetime import datetime

from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store
from jishi.workforce.roster.draw import known
from jishi.workforce.roster.errors import AlreadyDecided, AlreadyOnLeave, InvalidLeave, NoSuchLeave
from jishi.workforce.roster.facts import LeaveAsked, LeaveFact, LeaveRefused, LeaveTaken, LeaveWithdrawn
from jishi.workforce.roster.model import Duty, Leave, LeaveState
from jishi.workforce.roster.turns import hold, settle

OPEN = (LeaveState.ASKED, LeaveState.APPROVED)
MOST_DAYS = 366


async def ask_leave(
    tx: Transaction,
    *,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    decided_by: int | None = None,
) -> Leave:
    """Asked for; taken at once when `decided_by` may decide. Raises InvalidLeave, AlreadyOnLeave."""
    _check(starts_at, ends_at, now=tx.now)
    duties = await hold(tx, await known(tx, [person_id]))
    if await store.leaves(tx, starts_at, ends_at, states=OPEN, person_ids=[person_id]):
        raise AlreadyOnLeave
    taken = decided_by is not None
    leave = Leave(
        id=tx.new_id(),
        person_id=person_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        state=LeaveState.APPROVED if taken else LeaveState.ASKED,
        asked_at=tx.now,
        decided_by=decided_by,
        decided_at=tx.now if taken else None,
    )
    await store.add_leave(tx, leave)
    await tx.record(_said(LeaveTaken if taken else LeaveAsked, leave, tx))
    await settle(tx, duties)
    return leave


async def decide_leave(tx: Transaction, leave_id: int, *, approve: bool, answer: str = "", by: int) -> Leave:
    """Raises AlreadyDecided, unless it was decided so."""
    leave, duties = await _hold(tx, leave_id)
    wanted = LeaveState.APPROVED if approve else LeaveState.REFUSED
    if leave.state is wanted:
        return leave
    if leave.state is not LeaveState.ASKED:
        raise AlreadyDecided
    after = replace(leave, state=wanted, decided_by=by, decided_at=tx.now, answer=answer)
    await store.save_leave(tx, after)
    await tx.record(_said(LeaveTaken if approve else LeaveRefused, after, tx))
    await settle(tx, duties)
    return after


async def withdraw_leave(tx: Transaction, leave_id: int) -> Leave:
    """Back at work after all. A leave that has begun ends now; one that is over stays."""
    leave, duties = await _hold(tx, leave_id)
    if leave.state not in OPEN or leave.ends_at <= tx.now:
        raise AlreadyDecided
    begun = leave.state is LeaveState.APPROVED and leave.starts_at < tx.now
    after = replace(leave, ends_at=tx.now) if begun else replace(leave, state=LeaveState.WITHDRAWN)
    await store.save_leave(tx, after)
    await tx.record(_said(LeaveWithdrawn, leave, tx))
    await settle(tx, duties)
    return after


async def find_leave(tx: Transaction, leave_id: int) -> Leave:
    """Raises NoSuchLeave."""
    leave = await store.lock_leave(tx, leave_id)
    if leave is None:
        raise NoSuchLeave
    return leave


async def _hold(tx: Transaction, leave_id: int) -> tuple[Leave, dict[int, Duty]]:
    leave = await find_leave(tx, leave_id)
    return leave, await hold(tx, [leave.person_id])


def _said(kind: type[LeaveFact], leave: Leave, tx: Transaction) -> Fact:
    return kind(
        at=tx.now,
        by=tx.by,
        leave_id=leave.id,
        person_id=leave.person_id,
        starts_at=leave.starts_at,
        ends_at=leave.ends_at,
    )


def _check(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    if ends_at <= starts_at:
        raise InvalidLeave([("last_day", "A leave ends after it begins.")])
    if (ends_at - starts_at).days > MOST_DAYS:
        raise InvalidLeave([("last_day", "A leave lasts a year at the most.")])
    if ends_at <= now:
        raise InvalidLeave([("last_day", "This is over already.")])
