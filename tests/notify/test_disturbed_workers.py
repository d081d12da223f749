"""Two workers that get in each other's way and are stopped in the middle do what one does that is left in peace."""

import asyncio
import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from jishi.clock.model import Moment, Rung
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.save_calendar import change_calendar
from jishi.clock.save_policy import add_policies
from jishi.dispatch import seat
from jishi.reactions import AFTERWARDS, ALARMS, AT_ONCE
from jishi.storage.database import open_database
from jishi.web.worker import Worker
from tests.cast import Clock, Desk, a_desk
from tests.clock import test_replay_of_a_real_desk as days_at_a_desk
from tests.clock.test_replay_of_a_real_desk import EVERYBODY, HOUR, TAGGED, URGENT, WEEKS, Days

LADDER = (
    Rung(moment=Moment.BEFORE, share=0.5, to=("owner",), by=("screen", "email")),
    Rung(moment=Moment.AT, to=("owner", "lead"), every=HOUR, times=3),
    Rung(moment=Moment.AFTER, seconds=2 * HOUR, to=("supervisors",)),
    Rung(moment=Moment.UNOPENED, seconds=900, to=("lead",)),
)
WEEK = timedelta(days=7)
EVENTS = 100

pytestmark = pytest.mark.slow


@dataclass
class LadderDays(Days):
    """Days at a desk whose policies tell people."""

    async def begin(self) -> None:
        async with self.job() as tx:
            told = [replace(policy, ladder=LADDER) for policy in (URGENT, TAGGED, EVERYBODY)]
            await add_policies(tx, told, instead=True)
            office = "SELECT id, name FROM calendars WHERE workspace_id = $1 AND current"
            [row] = await tx.fetch(office, tx.workspace_id)
            await change_calendar(tx, row["id"], name=row["name"], hours=parse_calendar(WEEKS[0]))
        for _ in range(3):
            await self.open()


@dataclass(kw_only=True)
class DisturbedDays(LadderDays):
    """When a worker comes by, another comes at the same time, and one of them may not live to the end."""

    other: Worker
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    async def look(self) -> None:
        both = [asyncio.create_task(worker.drain()) for worker in (self.desk.worker, self.other)]
        await asyncio.sleep(self.chance.uniform(0, 0.1))
        if self.chance.random() < 0.7:
            self.chance.choice(both).cancel()
        for ended in await asyncio.gather(*both, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
        await self.desk.settle()


@pytest.mark.parametrize("seed", [3, 4])
async def test_two_workers_that_are_stopped_in_the_middle_do_what_one_does(
    desk: Desk, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # Weeks that are all alike, so that the same days can be lived again some weeks later.
    monkeypatch.setattr(days_at_a_desk, "WEEKS", WEEKS[:2])
    # A dispatcher that finds a ticket held comes again a tenth of a second later, and this clock stands still.
    monkeypatch.setattr(seat, "SOON", timedelta(0))
    other = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    other.clock = clock
    began = clock.now
    peaceful = await lived(LadderDays(desk, random.Random(seed)))
    clock.now = began + WEEK * ((clock.now - began) // WEEK + 1)
    async with a_desk(desk.database, desk.http, clock) as second:
        disturbed = await lived(DisturbedDays(second, random.Random(seed), other=Worker(other, dict(ALARMS))))
    await other.close()
    assert len(peaceful["notices"]) > 10
    for what in peaceful:
        assert disturbed[what] == peaceful[what], what


async def lived(days: Days) -> dict[str, list[Any]]:
    """What is there in the end; instants count from the beginning."""
    began = days.desk.clock.now
    await days.begin()
    for _ in range(EVENTS):
        await days.pass_by()
    await days.look()
    return {what: await found(days, sql, began=began) for what, sql in WHAT.items()}


async def found(days: Days, sql: str, *, began: Any) -> list[Any]:
    names = {key: name for name, key in days.desk.people.items()}
    async with days.job() as tx:
        rows = await tx.fetch(sql, days.desk.workspace_id, began)
    told = [dict(row) for row in rows]
    for row in told:
        row["ticket"] = days.tickets.index(row["ticket"])
        row["person"] = names.get(row.get("person", 0), "")
    return sorted(told, key=str)


WHAT = {
    "timers": """
        SELECT ticket_id AS ticket, kind, state, started_at - $2 AS started, due_at - $2 AS due, met_at - $2 AS met,
               broken_at - $2 AS broken, warned_at - $2 AS warned, cancelled_at - $2 AS cancelled
          FROM timers WHERE workspace_id = $1""",
    "facts": """
        SELECT ticket_id AS ticket, kind, at - $2 AS at, data->>'cause' AS cause
          FROM journal WHERE workspace_id = $1 AND ticket_id IS NOT NULL""",
    "notices": """
        SELECT ticket_id AS ticket, person_id AS person, kind, media, at - $2 AS at
          FROM notices WHERE workspace_id = $1 AND ticket_id IS NOT NULL""",
    "deliveries": """
        SELECT n.ticket_id AS ticket, d.person_id AS person, d.medium, d.state, d.run_at - $2 AS at
          FROM deliveries d JOIN notices n ON n.workspace_id = $1 AND n.id = d.notice_id
         WHERE d.workspace_id = $1 AND n.ticket_id IS NOT NULL""",
    "alarms": """
        SELECT ticket_id AS ticket, name, at - $2 AS at
          FROM alarms WHERE workspace_id = $1 AND ticket_id <> 0""",
}
