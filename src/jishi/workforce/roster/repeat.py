"""Weeks that repeat. Their shifts are rows, kept eight weeks ahead, so that each of them can be changed by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from jishi.identity import settings
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import rules, store
from jishi.workforce.roster.draw import end_or_remove, known, say
from jishi.workforce.roster.errors import InvalidShift, NoSuchPattern
from jishi.workforce.roster.model import AHEAD, Pattern, Shift, Source, Span
from jishi.workforce.roster.turns import hold, settle
from jishi.workforce.roster.wall_clock import local

FILL = "workforce.fill_shifts"
WEEKLY = timedelta(weeks=1)


async def repeat(
    tx: Transaction,
    *,
    person_id: int,
    weekdays: Iterable[int],
    opens: time,
    closes: time,
    first_day: date,
    last_day: date | None = None,
    every: int = 1,
    name: str = "",
    note: str = "",
) -> tuple[Pattern, list[date]]:
    """A week that repeats, in the workspace's zone, and the days left out because there already is a shift then."""
    pattern = Pattern(
        id=tx.new_id(),
        person_id=person_id,
        weekdays=frozenset(weekdays),
        opens=opens,
        closes=closes,
        every=every,
        first_day=first_day,
        last_day=last_day,
        zone=(await settings.workspace(tx)).zone,
        name=name,
        note=note,
        filled_until=first_day - timedelta(days=1),
    )
    _check(pattern)
    duties = await hold(tx, await known(tx, [person_id]))
    await store.add_pattern(tx, pattern)
    shifts, left_out = await _fill(tx, pattern)
    await say(tx, "repeated", shifts)
    await settle(tx, duties)
    return await find_pattern(tx, pattern.id), left_out


async def change_pattern(tx: Transaction, pattern_id: int, **changes: object) -> tuple[Pattern, list[date]]:
    """Its shifts that have not begun are drawn anew; those that somebody changed by hand stay as they are."""
    before = await find_pattern(tx, pattern_id)
    duties = await hold(tx, [before.person_id])
    before = await _lock(tx, pattern_id)
    gone = await store.coming(tx, after=tx.now, pattern_id=pattern_id)
    after: Pattern = replace(before, **changes)  # type: ignore[arg-type]
    _check(after)
    today = local(ZoneInfo(after.zone), tx.now).date()
    begins = max(after.first_day, today)
    after = replace(after, filled_until=begins - timedelta(days=1))
    await store.remove_shifts(tx, [shift.id for shift in gone])
    await store.save_pattern(tx, after)
    shifts, left_out = await _fill(tx, after)
    await say(tx, "repeated", [*gone, *shifts])
    await settle(tx, duties)
    return await find_pattern(tx, pattern_id), left_out


async def end_pattern(tx: Transaction, pattern_id: int) -> None:
    """Repeated no more. The shifts that have begun stay."""
    before = await find_pattern(tx, pattern_id)
    duties = await hold(tx, [before.person_id])
    await _lock(tx, pattern_id)
    gone = await store.coming(tx, after=tx.now, pattern_id=pattern_id)
    await end_or_remove(tx, gone)
    await store.remove_pattern(tx, pattern_id)
    tx.clear_alarm(FILL, key=str(pattern_id))
    await say(tx, "removed", gone)
    await settle(tx, duties)


async def fill_shifts(tx: Transaction, alarm: Alarm) -> None:
    """The next week of a pattern is within eight weeks now."""
    found = await store.pattern(tx, int(alarm.key))
    if found is None:
        return
    duties = await hold(tx, [found.person_id])
    pattern = await store.lock_pattern(tx, found.id)
    if pattern is not None:
        await _fill(tx, pattern)
        await settle(tx, duties)


async def find_pattern(tx: Transaction, pattern_id: int) -> Pattern:
    """Raises NoSuchPattern."""
    found = await store.pattern(tx, pattern_id)
    if found is None:
        raise NoSuchPattern
    return found


async def _lock(tx: Transaction, pattern_id: int) -> Pattern:
    found = await store.lock_pattern(tx, pattern_id)
    if found is None:
        raise NoSuchPattern
    return found


async def _fill(tx: Transaction, pattern: Pattern) -> tuple[list[Shift], list[date]]:
    """Its shifts from where it is filled to eight weeks ahead, around those that the person has; when to go on."""
    last = local(ZoneInfo(pattern.zone), tx.now + AHEAD).date()
    first = pattern.filled_until + timedelta(days=1)
    wanted = list(rules.expand(pattern, first, last))
    there = await _present(tx, pattern, wanted)
    taken = rules.collisions([span for _, span in wanted], [shift.span for shift in there])
    own = {shift.day for shift in there if shift.pattern_id == pattern.id}
    await tx.reserve_ids(len(wanted))
    shifts = [
        Shift(
            id=tx.new_id(),
            person_id=pattern.person_id,
            starts_at=span.start,
            ends_at=span.end,
            name=pattern.name,
            note=pattern.note,
            source=Source.PATTERN,
            pattern_id=pattern.id,
            day=day,
            entered_at=tx.now,
        )
        for number, (day, span) in enumerate(wanted)
        if number not in taken
    ]
    await store.add_shifts(tx, shifts)
    await store.save_pattern(tx, replace(pattern, filled_until=max(last, pattern.filled_until)))
    if pattern.last_day is None or pattern.last_day > last:
        tx.set_alarm(FILL, tx.now + WEEKLY, key=str(pattern.id))
    else:
        tx.clear_alarm(FILL, key=str(pattern.id))
    return shifts, [day for number in taken if (day := wanted[number][0]) not in own]


async def _present(tx: Transaction, pattern: Pattern, wanted: list[tuple[date, Span]]) -> list[Shift]:
    if not wanted:
        return []
    return await store.shifts(tx, wanted[0][1].start, wanted[-1][1].end, person_ids=[pattern.person_id])


def _check(pattern: Pattern) -> None:
    wrong = []
    if not rules.is_week(pattern.weekdays):
        wrong.append(("weekdays", "Name at least one weekday, 0 (Monday) to 6 (Sunday)."))
    if pattern.last_day is not None and pattern.last_day < pattern.first_day:
        wrong.append(("last_day", "The last day comes after the first."))
    if wrong:
        raise InvalidShift(wrong)
