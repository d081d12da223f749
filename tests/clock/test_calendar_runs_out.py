"""Word in time that nobody has entered the holidays of the year to come."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jishi.clock.calendars import run_out
from jishi.clock.calendars.run_out import ALARM, calendar_runs_out, years_to_fill
from jishi.clock.facts import CalendarRunsOut
from jishi.clock.furnish import office_hours
from jishi.clock.save_calendar import add_calendar, change_calendar
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from tests.cast import Desk

NEW_YEAR = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai
KNOWN_UNTIL_2026 = replace(office_hours("Asia/Shanghai", since=2025), known_until=2026)


def before_new_year(days: float) -> datetime:
    return NEW_YEAR - timedelta(days=days)


async def alarms(tx: Transaction, calendar_id: int) -> list[datetime]:
    rows: list[Any] = await tx.fetch(
        "SELECT at FROM alarms WHERE workspace_id = $1 AND name = $2 AND key = $3",
        tx.workspace_id, ALARM, str(calendar_id),
    )  # fmt: skip
    return [row["at"] for row in rows]


@pytest.fixture
def made_default(desk: Desk) -> Callable[[Transaction, int], Any]:
    async def make(tx: Transaction, calendar_id: int) -> None:
        await tx.execute(
            "UPDATE calendars SET is_default = (id = $2) WHERE workspace_id = $1 AND current",
            tx.workspace_id, calendar_id,
        )  # fmt: skip

    return make


async def test_administrators_are_told_six_weeks_before_and_three_times_again(
    desk: Desk, made_default: Callable[[Transaction, int], Any]
) -> None:
    async with desk.database.job(desk.workspace_id, now=datetime(2026, 3, 2, tzinfo=UTC)) as tx:
        calendar = await add_calendar(tx, name="客服", hours=KNOWN_UNTIL_2026)
        await made_default(tx, calendar)
        at = await alarms(tx, calendar)
    told = []
    while at:
        async with desk.database.job(desk.workspace_id, now=at[0]) as tx:
            await tx.execute("DELETE FROM alarms WHERE workspace_id = $1 AND name = $2", tx.workspace_id, ALARM)
            await calendar_runs_out(tx, Alarm(ALARM, 0, str(calendar), at[0]))
            told += [(fact.at, fact.days_left) for fact in tx.recorded if isinstance(fact, CalendarRunsOut)]
            at = await alarms(tx, calendar)
    assert told == [(before_new_year(days), days) for days in (42, 14, 3, 0)]


async def test_a_new_calendar_whose_time_is_near_is_looked_at_at_once(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id, now=before_new_year(20)) as tx:
        calendar = await add_calendar(tx, name="客服", hours=KNOWN_UNTIL_2026)
        assert await alarms(tx, calendar) == [before_new_year(20)]


async def test_an_edit_meanwhile_does_not_tell_it_again_before_its_time(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id, now=before_new_year(100)) as tx:
        calendar = await add_calendar(tx, name="客服", hours=KNOWN_UNTIL_2026)
    async with desk.database.job(desk.workspace_id, now=before_new_year(20)) as tx:
        await change_calendar(tx, calendar, name="客服部", hours=KNOWN_UNTIL_2026)
        assert await alarms(tx, calendar) == [before_new_year(14)]


async def test_who_enters_the_year_is_left_in_peace_until_the_next(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id, now=before_new_year(30)) as tx:
        calendar = await add_calendar(tx, name="客服", hours=KNOWN_UNTIL_2026)
        await change_calendar(tx, calendar, name="客服", hours=replace(KNOWN_UNTIL_2026, known_until=2027))
        assert await alarms(tx, calendar) == [datetime(2027, 11, 19, 16, tzinfo=UTC)]
        await change_calendar(tx, calendar, name="客服", hours=replace(KNOWN_UNTIL_2026, known_until=None))
        assert await alarms(tx, calendar) == []


async def test_an_alarm_that_comes_after_the_year_was_entered_says_nothing(
    desk: Desk, made_default: Callable[[Transaction, int], Any]
) -> None:
    async with desk.database.job(desk.workspace_id, now=before_new_year(30)) as tx:
        calendar = await add_calendar(tx, name="客服", hours=replace(KNOWN_UNTIL_2026, known_until=2027))
        await made_default(tx, calendar)
        await calendar_runs_out(tx, Alarm(ALARM, 0, str(calendar), tx.now))
        await calendar_runs_out(tx, Alarm(ALARM, 0, "12345", tx.now))
        assert [fact for fact in tx.recorded if isinstance(fact, CalendarRunsOut)] == []


def test_years_to_fill_are_those_that_the_desk_knows_by_now(monkeypatch: pytest.MonkeyPatch) -> None:
    china = replace(KNOWN_UNTIL_2026, known_until=2024)
    monkeypatch.setattr(run_out, "announced_until", {"CN": 2026}.get)
    assert years_to_fill(china, 2026) == [2025, 2026]
    assert years_to_fill(china, 2025) == [2025, 2026]
    assert years_to_fill(replace(china, country="DE"), 2026) == [2025, 2026, 2027]
    assert years_to_fill(replace(china, country=None), 2026) == []


def test_a_year_begins_where_the_calendar_is() -> None:
    assert run_out.unknown_at(KNOWN_UNTIL_2026) == NEW_YEAR
    assert KNOWN_UNTIL_2026.unknown_from == date(2027, 1, 1)
