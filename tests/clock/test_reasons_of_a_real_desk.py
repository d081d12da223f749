"""Through the real database: after days in which anything may happen, every broken promise says where all of its time
went, and nothing beyond it."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from jishi.clock.account.gather import gauge_of
from jishi.clock.account.rules import elapsed
from jishi.clock.instants import MICRO, micros
from jishi.clock.model import Timer, TimerState
from jishi.clock.store import as_timers
from tests.cast import ANNA, LEE, Desk
from tests.clock.test_replay_of_a_real_desk import Days


@dataclass
class ShiftedDays(Days):
    """People come and go, so that nobody is there now and then."""

    async def pass_by(self) -> None:
        if self.dice.random() < 0.15:
            path = f"/agents/{self.desk.people[self.dice.choice([LEE, ANNA])]}/presence"
            await self.desk.ok("PUT", path, {"status": self.dice.choice(["online", "away", "offline"])})
        await super().pass_by()


@pytest.mark.parametrize("seed", range(20, 24))
async def test_the_reasons_of_every_broken_promise_sum_to_its_time(desk: Desk, seed: int) -> None:
    days = ShiftedDays(desk, random.Random(seed))
    await days.begin()
    for _ in range(120):
        await days.pass_by()
    await desk.settle()
    desk.clock.pass_by(days=2)
    await desk.settle()
    parts: set[str] = set()
    broken = await broken_timers(days)
    for timer in broken:
        told = await desk.ok("GET", f"/tickets/{timer.ticket_id}/breaches")
        [breach] = [each for each in told["items"] if each["timer_id"] == timer.id]
        await check(days, timer, breach)
        parts |= {part["part"] for part in breach["parts"]}
    assert len(broken) > 5
    assert len(parts) > 3, "the days were too dull to say anything"


async def check(days: Days, timer: Timer, breach: Any) -> None:
    assert timer.broken_at is not None
    worked = await open_micros(days, timer, micros(timer.started_at), micros(timer.broken_at))
    lasted = micros(timer.broken_at) - micros(timer.started_at)
    assert total(breach["parts"]) == in_micros(breach["whole_seconds"]) == worked
    assert in_micros(breach["closed_seconds"]) == lasted - worked
    assert total([part for part in breach["parts"] if not part["paused"]]) == in_micros(breach["used_seconds"])
    assert all(part["seconds"] > 0 for part in breach["parts"])
    if timer.broken_at == timer.due_at and not breach["cause"]:
        assert in_micros(breach["used_seconds"]) == timer.target_seconds * MICRO
    if timer.met_at is not None:
        late = breach["late"]
        worked = await open_micros(days, timer, micros(timer.broken_at), micros(timer.met_at))
        assert total(late["parts"]) == in_micros(late["whole_seconds"]) == worked


async def open_micros(days: Days, timer: Timer, since: int, until: int) -> int:
    async with days.job() as tx:
        return elapsed(await gauge_of(tx, timer), since, until)


async def broken_timers(days: Days) -> list[Timer]:
    async with days.job() as tx:
        rows = await tx.fetch("SELECT * FROM timers WHERE workspace_id = $1 ORDER BY id", tx.workspace_id)
    return [timer for timer in as_timers(rows) if timer.state is TimerState.BROKEN and timer.broken_at is not None]


def total(parts: list[Any]) -> int:
    return sum(in_micros(part["seconds"]) for part in parts)


def in_micros(seconds: float) -> int:
    return timedelta(seconds=seconds) // timedelta(microseconds=1)
