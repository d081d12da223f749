"""Ask a colleague to take a shift, answer, approve, take back."""

from dataclasses import replace

from jishi.storage.transaction import Transaction
from jishi.workforce.roster import draw
from jishi.workforce.roster import store as roster
from jishi.workforce.roster.errors import (
    AlreadyDecided,
    InvalidShift,
    NoSuchSwap,
    NotYourSwap,
    ShiftHasBegun,
    SwapMoved,
    SwapPending,
)
from jishi.workforce.roster.facts import (
    ShiftSwapped,
    SwapAccepted,
    SwapAsked,
    SwapFact,
    SwapRefused,
    SwapWithdrawn,
)
from jishi.workforce.roster.model import Shift, Source, Swap, SwapState
from jishi.workforce.roster.swaps import store
from jishi.workforce.roster.turns import hold, settle

UNDECIDED = (SwapState.ASKED, SwapState.ACCEPTED)


async def ask_swap(
    tx: Transaction, shift_id: int, *, from_id: int, to_id: int, return_id: int | None = None, note: str = ""
) -> Swap:
    """Somebody asks a colleague to take their shift. Raises ShiftHasBegun, NotYourSwap, AlreadyOnShift."""
    if to_id == from_id:
        raise InvalidShift([("to_id", "Ask a colleague.")])
    await draw.known(tx, [from_id, to_id])
    duties = await hold(tx, [from_id, to_id])
    swap = Swap(
        id=tx.new_id(),
        shift_id=shift_id,
        from_id=from_id,
        to_id=to_id,
        return_id=return_id,
        note=note,
        asked_at=tx.now,
    )
    await _check(tx, swap, moved=NotYourSwap)
    if await store.is_asked(tx, shift_id):
        raise SwapPending
    await store.add(tx, swap)
    await tx.record(_said(SwapAsked, swap, tx))
    await settle(tx, duties)
    return swap


async def answer_swap(tx: Transaction, swap_id: int, *, accept: bool, by: int) -> Swap:
    """The colleague's word. Without a supervisor's, if the workspace wants none, the shifts change hands at once."""
    swap = await find_swap(tx, swap_id)
    if swap.to_id != by:
        raise NotYourSwap
    if swap.state is not SwapState.ASKED:
        raise AlreadyDecided
    swap = replace(swap, answered_at=tx.now)
    if not accept:
        return await _become(tx, replace(swap, state=SwapState.REFUSED), SwapRefused)
    if (await roster.settings(tx)).swaps_need_approval:
        await _check(tx, swap)
        return await _become(tx, replace(swap, state=SwapState.ACCEPTED), SwapAccepted)
    return await _exchange(tx, swap)


async def decide_swap(tx: Transaction, swap_id: int, *, approve: bool, by: int) -> Swap:
    """A supervisor's word. They may also approve what the colleague has not answered: somebody must be there."""
    swap = await find_swap(tx, swap_id)
    if swap.state not in UNDECIDED:
        raise AlreadyDecided
    swap = replace(swap, decided_by=by, decided_at=tx.now)
    if approve:
        return await _exchange(tx, swap)
    return await _become(tx, replace(swap, state=SwapState.REFUSED), SwapRefused)


async def withdraw_swap(tx: Transaction, swap_id: int, *, by: int) -> Swap:
    swap = await find_swap(tx, swap_id)
    if swap.from_id != by:
        raise NotYourSwap
    if swap.state not in UNDECIDED:
        raise AlreadyDecided
    return await _become(tx, replace(swap, state=SwapState.WITHDRAWN, decided_at=tx.now), SwapWithdrawn)


async def find_swap(tx: Transaction, swap_id: int) -> Swap:
    """Held. Raises NoSuchSwap."""
    swap = await store.lock(tx, swap_id)
    if swap is None:
        raise NoSuchSwap
    return swap


async def _exchange(tx: Transaction, swap: Swap) -> Swap:
    duties = await hold(tx, [swap.from_id, swap.to_id])
    shifts = await _check(tx, swap)
    await draw.detach(tx, shifts)
    for shift in shifts:
        owner = swap.to_id if shift.id == swap.shift_id else swap.from_id
        source = Source.DRAWN if shift.source is Source.PATTERN else shift.source
        await roster.save_shift(tx, replace(shift, person_id=owner, pattern_id=None, day=None, source=source))
    swap = await _become(tx, replace(swap, state=SwapState.DONE), ShiftSwapped)
    await settle(tx, duties)
    return swap


async def _check(tx: Transaction, swap: Swap, *, moved: type[SwapMoved] | type[NotYourSwap] = SwapMoved) -> list[Shift]:
    """The shifts it is about, still theirs and still to come, with room for each on the other side."""
    wanted = {swap.shift_id: swap.from_id}
    if swap.return_id is not None:
        wanted[swap.return_id] = swap.to_id
    found = await roster.shifts_by_id(tx, wanted)
    if any(shift_id not in found or found[shift_id].person_id != owner for shift_id, owner in wanted.items()):
        raise moved
    shifts = [found[shift_id] for shift_id in wanted]
    if any(shift.starts_at <= tx.now for shift in shifts):
        raise ShiftHasBegun
    other = {swap.from_id: swap.to_id, swap.to_id: swap.from_id}
    after = [replace(shift, person_id=other[shift.person_id]) for shift in shifts]
    await draw.refuse_collisions(tx, after, but=wanted)
    return shifts


async def _become(tx: Transaction, swap: Swap, kind: type[SwapFact]) -> Swap:
    await store.save(tx, swap)
    await tx.record(_said(kind, swap, tx))
    return swap


def _said(kind: type[SwapFact], swap: Swap, tx: Transaction) -> SwapFact:
    return kind(
        at=tx.now,
        by=tx.by,
        swap_id=swap.id,
        shift_id=swap.shift_id,
        from_id=swap.from_id,
        to_id=swap.to_id,
        return_id=swap.return_id,
    )
