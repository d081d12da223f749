"""Rosters on a real PostgreSQL: what the dispatcher is told, and what holds when two draw at once."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

from jishi.workforce.roster import rules
from jishi.workforce.roster.draw import draw_shift, remove_shift
from jishi.workforce.roster.errors import AlreadyOnShift
from jishi.workforce.roster.model import Shift, Span
from jishi.workforce.roster.state_rostered import state_rostered
from jishi.workforce.roster.take_leave import ask_leave
from tests.cast import ANNA, LEE, MAYA, OTTO, Desk

START = datetime(2027, 3, 1, tzinfo=UTC)


async def on_duty(desk: Desk, names: list[str], at: datetime) -> dict[str, tuple[bool, datetime | None]]:
    people = [desk.people[name] for name in names]
    async with desk.database.job(desk.workspace_id) as tx:
        rows = await tx.fetch("SELECT * FROM on_duty($1, $2, $3)", desk.workspace_id, people, at)
    found = {row["person_id"]: (row["rostered"], row["shift_until"]) for row in rows}
    return {name: found[desk.people[name]] for name in names}


async def test_the_dispatcher_is_told_what_the_rules_say_of_any_roster_at_any_instant(desk: Desk) -> None:
    dice = random.Random(7)
    spans: dict[str, tuple[list[Span], list[Span]]] = {}
    async with desk.database.job(desk.workspace_id) as tx:
        for name in (LEE, ANNA, OTTO):
            shifts, leaves, at = [], [], START
            for _ in range(10):
                at += timedelta(hours=dice.choice([0, 0, 1, 5, 13]))
                ends = at + timedelta(hours=dice.choice([4, 8, 9, 12]))
                await draw_shift(tx, person_id=desk.people[name], starts_at=at, ends_at=ends)
                shifts.append(Span(at, ends))
                at = ends
            for day in (1, 3):
                begins = START + timedelta(days=day, hours=dice.randrange(20))
                leave = Span(begins, begins + timedelta(hours=dice.choice([1, 3, 30])))
                await ask_leave(tx, person_id=desk.people[name], starts_at=leave.start, ends_at=leave.end, decided_by=1)
                leaves.append(leave)
            spans[name] = shifts, leaves
    for _ in range(60):
        moment = START + timedelta(minutes=30 * dice.randrange(-10, 10 * 48))
        told = await on_duty(desk, [LEE, ANNA, OTTO, MAYA], moment)
        assert told.pop(MAYA) == (False, None)
        for name, (rostered, until) in told.items():
            shifts, leaves = spans[name]
            near = [each for each in shifts if each.start < moment + timedelta(days=1)]  # it looks no further ahead
            duty = rules.on_duty(near, leaves)
            assert until == next((each.end for each in duty if each.start <= moment < each.end), None)
            assert rostered


async def test_who_works_by_roster_is_off_duty_however_long_they_have_no_shift(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id) as tx:
        await draw_shift(tx, person_id=desk.people[LEE], starts_at=START, ends_at=START + timedelta(hours=8))
    for days in (10, -27, 29, -29, 400, -400):
        assert await on_duty(desk, [LEE], START + timedelta(days=days)) == {LEE: (True, None)}, days


async def test_what_is_said_of_somebody_counts_more_than_their_shifts(desk: Desk) -> None:
    in_shift, after = START + timedelta(hours=4), START + timedelta(hours=9)

    async def say(rostered: bool | None) -> None:
        async with desk.database.job(desk.workspace_id) as tx:
            await state_rostered(tx, [desk.people[LEE], desk.people[ANNA]], rostered)

    async with desk.database.job(desk.workspace_id) as tx:
        shift = await draw_shift(tx, person_id=desk.people[LEE], starts_at=START, ends_at=START + timedelta(hours=8))
    await say(False)
    assert await on_duty(desk, [LEE, ANNA], after) == {LEE: (False, None), ANNA: (False, None)}
    await say(True)
    assert await on_duty(desk, [LEE, ANNA], in_shift) == {LEE: (True, shift.ends_at), ANNA: (True, None)}
    await say(None)
    assert await on_duty(desk, [LEE, ANNA], after) == {LEE: (True, None), ANNA: (False, None)}
    async with desk.database.job(desk.workspace_id) as tx:
        await remove_shift(tx, shift.id)  # drawn for the wrong one: as if it had never been
    assert await on_duty(desk, [LEE], after) == {LEE: (False, None)}


async def test_of_two_who_draw_the_same_hours_at_once_one_is_told_that_there_is_a_shift(desk: Desk) -> None:
    async def draw() -> Shift:
        async with desk.database.job(desk.workspace_id) as tx:
            return await draw_shift(tx, person_id=desk.people[LEE], starts_at=START, ends_at=START + timedelta(hours=8))

    drawn = await asyncio.gather(*(draw() for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(each, Shift) for each in drawn) == 1
    assert sum(isinstance(each, AlreadyOnShift) for each in drawn) == 5
