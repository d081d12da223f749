"""Copy days of a roster to others, such as a week to the next."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jishi.identity import settings
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import rules, store
from jishi.workforce.roster.draw import say
from jishi.workforce.roster.errors import InvalidShift
from jishi.workforce.roster.model import Shift, Source, Span
from jishi.workforce.roster.turns import hold, settle
from jishi.workforce.roster.wall_clock import instant, local, midnight

MOST_DAYS = 31


async def copy_days(
    tx: Transaction, *, source: date, target: date, days: int = 7, person_ids: Collection[int] | None = None
) -> tuple[list[Shift], list[Shift]]:
    """The shifts that begin in `days` days from `source` on, at the same times from `target` on: those that were
    copied, and those that were not because their person has one then. Colleagues who left are left out."""
    if source == target or not 1 <= days <= MOST_DAYS:
        raise InvalidShift([("to", "Copy to other days, at most 31 at once.")])
    zone = ZoneInfo((await settings.workspace(tx)).zone)
    start, end = midnight(zone, source), midnight(zone, source + timedelta(days=days))
    found = [s for s in await store.shifts(tx, start, end, person_ids=person_ids) if s.starts_at >= start]
    here = await store.names(tx, {shift.person_id for shift in found})
    duties = await hold(tx, here)
    await tx.reserve_ids(len(found))
    wanted = [_moved(tx, shift, zone, by=target - source) for shift in found if shift.person_id in here]
    copied, left_out = await apart(tx, wanted)
    await store.add_shifts(tx, copied)
    await say(tx, "copied", copied)
    await settle(tx, duties)
    return copied, left_out


async def apart(tx: Transaction, wanted: list[Shift]) -> tuple[list[Shift], list[Shift]]:
    """Those for which there is room, and those that overlap a shift of their person or one wanted before."""
    if not wanted:
        return [], []
    first, last = min(s.starts_at for s in wanted), max(s.ends_at for s in wanted)
    people = {shift.person_id for shift in wanted}
    there: dict[int, list[Span]] = {person_id: [] for person_id in people}
    for shift in await store.shifts(tx, first, last, person_ids=people):
        there[shift.person_id].append(shift.span)
    refused: set[int] = set()
    for person_id in people:
        own = [shift for shift in wanted if shift.person_id == person_id]
        refused |= {own[n].id for n in rules.collisions([shift.span for shift in own], there[person_id])}
    return [s for s in wanted if s.id not in refused], [s for s in wanted if s.id in refused]


def _moved(tx: Transaction, shift: Shift, zone: ZoneInfo, *, by: timedelta) -> Shift:
    """On the wall clock: where the clocks change in between, it begins at the same time of day all the same."""
    start, end = local(zone, shift.starts_at), local(zone, shift.ends_at)
    return replace(
        shift,
        id=tx.new_id(),
        starts_at=instant(zone, start.date() + by, start.time()),
        ends_at=instant(zone, end.date() + by, end.time()),
        source=Source.COPIED,
        pattern_id=None,
        day=None,
        entered_at=tx.now,
    )
