"""Draw a shift, change it, take it away."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from jishi.identity.errors import NoSuchPerson
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import rules, store
from jishi.workforce.roster.errors import AlreadyOnShift, InvalidShift, NoSuchShift, ShiftHasBegun, ShiftIsOver
from jishi.workforce.roster.facts import RosterChanged
from jishi.workforce.roster.model import Shift, Source, Span
from jishi.workforce.roster.turns import hold, settle


async def draw_shift(
    tx: Transaction,
    *,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    name: str = "",
    note: str = "",
    source: Source = Source.DRAWN,
) -> Shift:
    """A new shift. Raises InvalidShift, NoSuchPerson, AlreadyOnShift."""
    _check(Span(starts_at, ends_at))
    duties = await hold(tx, await known(tx, [person_id]))
    shift = Shift(
        id=tx.new_id(),
        person_id=person_id,
        starts_at=starts_at,
        ends_at=ends_at,
        name=name,
        note=note,
        source=source,
        entered_at=tx.now,
    )
    await refuse_collisions(tx, [shift])
    await store.add_shifts(tx, [shift])
    await say(tx, "drawn", [shift])
    await settle(tx, duties)
    return shift


async def change_shift(
    tx: Transaction,
    shift_id: int,
    *,
    person_id: int | None = None,
    span: Span | None = None,
    name: str | None = None,
    note: str | None = None,
) -> Shift:
    """What is not given stays. One that has begun keeps its beginning and its person; one that is over stays as it
    was. One that a pattern made is its own from then on."""
    before = await find(tx, shift_id)
    whose = before.person_id if person_id is None else person_id
    await known(tx, [whose])
    duties = await hold(tx, {before.person_id, whose})
    before = await find(tx, shift_id)  # held now, as others have left it
    if before.person_id not in duties:
        duties |= await hold(tx, [before.person_id])  # swapped in this moment
    after = replace(
        before,
        person_id=before.person_id if person_id is None else person_id,
        starts_at=before.starts_at if span is None else span.start,
        ends_at=before.ends_at if span is None else span.end,
        name=before.name if name is None else name,
        note=before.note if note is None else note,
    )
    _check(after.span)
    refuse_the_past(before, after, now=tx.now)
    await refuse_collisions(tx, [after])
    await detach(tx, [before])
    await store.save_shift(tx, replace(after, pattern_id=None, day=None, source=_own(before)))
    await say(tx, "changed", [before, after])
    await settle(tx, duties)
    return after


async def remove_shift(tx: Transaction, shift_id: int) -> None:
    """One that has begun ends now; one that is over stays, unless it was entered only afterwards."""
    shift = await find(tx, shift_id)
    duties = await hold(tx, [shift.person_id])
    shift = await find(tx, shift_id)
    if shift.entered_at < shift.ends_at <= tx.now:
        raise ShiftIsOver
    await detach(tx, [shift])
    await end_or_remove(tx, [shift])
    await say(tx, "removed", [shift])
    await settle(tx, duties)


async def end_or_remove(tx: Transaction, shifts: Sequence[Shift]) -> None:
    """What has not begun goes; what has begun ends now, so that the hours worked stay."""
    running = [shift for shift in shifts if shift.starts_at < tx.now < shift.ends_at]
    for shift in running:
        await store.save_shift(tx, replace(shift, ends_at=tx.now, pattern_id=None, day=None, source=_own(shift)))
    await store.remove_shifts(tx, [shift.id for shift in shifts if shift not in running])


async def find(tx: Transaction, shift_id: int) -> Shift:
    """Raises NoSuchShift."""
    found = (await store.shifts_by_id(tx, [shift_id])).get(shift_id)
    if found is None:
        raise NoSuchShift
    return found


async def known(tx: Transaction, person_ids: Collection[int]) -> Collection[int]:
    """These people, all of them colleagues. Raises NoSuchPerson."""
    if set(person_ids) - (await store.names(tx, person_ids)).keys():
        raise NoSuchPerson
    return person_ids


async def refuse_collisions(tx: Transaction, wanted: Sequence[Shift], *, but: Collection[int] = ()) -> None:
    """Raises AlreadyOnShift when a shift lies over one that its person has already; `but` these, which move away."""
    for shift in wanted:
        there = await store.shifts(tx, shift.starts_at, shift.ends_at, person_ids=[shift.person_id])
        if any(other.id != shift.id and other.id not in but for other in there):
            names = await store.names(tx, [shift.person_id])
            raise AlreadyOnShift(name=names.get(shift.person_id, ""))


def refuse_the_past(before: Shift, after: Shift, *, now: datetime) -> None:
    """Raises ShiftIsOver or ShiftHasBegun."""
    if before.entered_at >= before.ends_at:
        return  # written down afterwards: it may be put right afterwards
    if before.ends_at <= now:
        raise ShiftIsOver
    moved = (after.starts_at, after.person_id) != (before.starts_at, before.person_id)
    if before.starts_at <= now and (moved or after.ends_at < now):
        raise ShiftHasBegun


async def detach(tx: Transaction, shifts: Sequence[Shift]) -> None:
    """Their patterns make no others in their place."""
    await store.skip_days(tx, [(s.pattern_id, s.day) for s in shifts if s.pattern_id is not None and s.day is not None])


async def say(tx: Transaction, what: str, shifts: Sequence[Shift]) -> None:
    await tx.record(
        RosterChanged(
            at=tx.now,
            by=tx.by,
            person_ids=tuple(sorted({shift.person_id for shift in shifts})),
            what=what,
            count=len({shift.id for shift in shifts}),
            first=min((shift.starts_at for shift in shifts), default=None),
            last=max((shift.ends_at for shift in shifts), default=None),
        )
    )


def _own(shift: Shift) -> Source:
    return Source.DRAWN if shift.source is Source.PATTERN else shift.source


def _check(span: Span) -> None:
    why = rules.flaws_of(span)
    if why is not None:
        raise InvalidShift([("closes", why)])
