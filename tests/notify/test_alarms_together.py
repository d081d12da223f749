"""Alarms due together ring in one transaction: each once, each ticket's in their order, none held up by another."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from jishi.reactions import AFTERWARDS, ALARMS, AT_ONCE
from jishi.storage import alarms
from jishi.storage.alarms import Alarm, Rings, together
from jishi.storage.database import Database, open_database
from jishi.storage.transaction import Transaction
from jishi.web.worker import Worker
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.notify.promises import HOUR, MINUTE, later, lead, notices, promise, rung, target, told

MANY = 12


@pytest.fixture
async def other(database_url: str, desk: Desk) -> AsyncIterator[Database]:
    """Another process's connections."""
    database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    database.clock = desk.clock
    yield database
    await database.close()


async def climbing(desk: Desk, many: int = MANY) -> list[Any]:
    """So many tickets of Lee's, all late, of which the supervisors will hear at one instant, in half an hour."""
    await lead(desk, ANNA)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 100}, as_=OTTO)
    await promise(desk, rung("at", "owner"), rung("after", "supervisors", seconds=HOUR), targets=[target(warn=[])])
    await desk.come_online(LEE)
    tickets = [await desk.write() for _ in range(many)]
    await later(desk, hours=1, minutes=30)
    assert await told(desk, OTTO) == []
    return tickets


async def ring_once(desk: Desk) -> list[int]:
    """How many rang in each transaction."""
    rung: list[int] = []
    while some := await desk.worker._ring_some(desk.workspace_id):
        rung.append(some)
    return rung


async def waiting(desk: Desk, name: str) -> list[Any]:
    async with desk.database.job(desk.workspace_id) as tx:
        return await tx.fetch(
            "SELECT ticket_id, at, run_at, attempts, error FROM alarms WHERE workspace_id = $1 AND name = $2",
            desk.workspace_id, name,
        )  # fmt: skip


async def test_steps_that_are_due_together_are_told_in_one_transaction(desk: Desk) -> None:
    tickets = await climbing(desk)
    desk.clock.pass_by(minutes=31)
    await desk.worker.fire()
    assert MANY in await ring_once(desk)
    assert Counter(notice["ticket_id"] for notice in await notices(desk, OTTO)) == {each["id"]: 1 for each in tickets}


async def test_tickets_that_nobody_opened_are_told_of_in_one_transaction_and_as_of_when_they_were_given(
    desk: Desk,
) -> None:
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 100}, as_=OTTO)
    await promise(desk, rung("unopened", "supervisors", seconds=15 * MINUTE), targets=[target(warn=[])])
    await desk.come_online(LEE)
    given: dict[int, str] = {}
    for _ in range(MANY):
        ticket = await desk.write()
        await desk.settle()
        given[ticket["id"]] = desk.clock.now.isoformat().replace("+00:00", "Z")
        desk.clock.pass_by(seconds=7)
    desk.clock.pass_by(minutes=20)
    assert MANY in await ring_once(desk)
    told_of = await notices(desk, OTTO)
    assert [notice["ticket_id"] for notice in told_of] == list(given)  # what was given first is told first
    assert {notice["ticket_id"]: notice["data"]["given_at"] for notice in told_of} == given


async def test_two_workers_ring_each_alarm_once(desk: Desk, other: Database) -> None:
    tickets = await climbing(desk)
    desk.clock.pass_by(minutes=31)
    await asyncio.gather(*(worker.ring() for worker in (desk.worker, Worker(other, dict(ALARMS)), desk.worker)))
    await desk.settle()
    assert Counter(notice["ticket_id"] for notice in await notices(desk, OTTO)) == {each["id"]: 1 for each in tickets}
    assert await waiting(desk, "notify.climb") == []


async def test_what_a_stopped_worker_had_taken_is_rung_by_the_next(desk: Desk) -> None:
    await climbing(desk)
    desk.clock.pass_by(minutes=31)
    tx = desk.database.begin(desk.workspace_id)
    taken = await alarms.take(tx, before=desk.clock.now, limit=100, crowd=["notify.climb"])
    assert len(taken) == MANY
    await tx.rollback()  # as its end does
    await desk.settle()
    assert len(await told(desk, OTTO)) == MANY


async def test_one_that_fails_is_put_off_alone(desk: Desk) -> None:
    tickets = await climbing(desk)
    odd, whole = tickets[4]["id"], ALARMS["notify.climb"]

    @together
    async def climb(tx: Transaction, alarm: Alarm) -> None:
        await whole(tx, alarm)
        if alarm.ticket_id == odd:
            raise ValueError("of this one nothing can be told")

    rings: Rings = {**ALARMS, "notify.climb": climb}
    desk.clock.pass_by(minutes=31)
    await Worker(desk.database, rings).ring()
    assert len(await told(desk, OTTO)) == MANY - 1
    [left] = await waiting(desk, "notify.climb")
    assert (left["ticket_id"], left["attempts"]) == (odd, 1)
    assert left["run_at"] > desk.clock.now > left["at"]
    assert "of this one nothing can be told" in left["error"]
    desk.clock.pass_by(seconds=5)
    await desk.settle()
    assert len(await told(desk, OTTO)) == MANY


async def test_of_one_ticket_what_is_due_first_goes_first(desk: Desk) -> None:
    """A pause that ends before the next step, and one that ends after it, found by a worker that was away."""
    first, then = await climbing(desk, 2)
    began: list[tuple[str, int]] = []

    def noted(name: str) -> Any:
        async def ring(tx: Transaction, alarm: Alarm) -> None:
            began.append((name, alarm.ticket_id))

        return ring

    now = desk.clock.now
    async with desk.database.job(desk.workspace_id) as tx:
        await tx.execute("DELETE FROM alarms WHERE workspace_id = $1", desk.workspace_id)
        for ticket, minutes, name in (
            (first, 1, "alone"), (first, 2, "crowd"), (then, 3, "crowd"), (then, 4, "alone"), (then, 5, "crowd"),
        ):  # fmt: skip
            tx.set_alarm(name, now + timedelta(minutes=minutes), ticket_id=ticket["id"], key=str(minutes))
    desk.clock.pass_by(minutes=10)
    rings: Rings = {"alone": noted("alone"), "crowd": together(noted("crowd"))}
    await Worker(desk.database, rings).ring()
    assert [name for name, ticket in began if ticket == first["id"]] == ["alone", "crowd"]
    assert [name for name, ticket in began if ticket == then["id"]] == ["crowd", "alone", "crowd"]


async def test_who_sees_to_it_while_the_next_step_is_taken_sees_to_that_too(desk: Desk, database_url: str) -> None:
    await lead(desk, ANNA)
    step = rung("after", "supervisors", seconds=HOUR, by=["screen", "email"])
    await promise(desk, rung("at", "owner"), step, targets=[target(warn=[])])
    await desk.come_online(LEE)
    ticket = await desk.write()
    await later(desk, hours=1, minutes=1)
    desk.clock.pass_by(hours=1)
    step_taken = desk.database.begin(desk.workspace_id)
    for alarm in await alarms.take(step_taken, before=desk.clock.now, limit=100, crowd=["notify.climb"]):
        await ALARMS[alarm.name](step_taken, alarm)
    await step_taken.work_off()  # told, and not yet committed
    seen_to = asyncio.create_task(desk.ok("PUT", f"/tickets/{ticket['id']}/acknowledgement", as_=LEE))
    async with asyncio.timeout(60):
        while not seen_to.done() and not await somebody_waits(database_url):
            await asyncio.wait([seen_to], timeout=0.05)
    await step_taken.commit()
    await seen_to
    [notice] = await notices(desk, OTTO)
    assert notice["acknowledged_by"]["name"] == "Lee"
    async with desk.database.job(desk.workspace_id) as tx:
        states = "SELECT state FROM deliveries WHERE workspace_id = $1 AND person_id = $2"
        sent = await tx.fetch(states, tx.workspace_id, desk.people[OTTO])
    assert [row["state"] for row in sent] == ["suppressed"]


async def somebody_waits(database_url: str) -> bool:
    """For an alarm that a transaction holds."""
    connection = await asyncpg.connect(database_url)
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'clear_alarm'"
    try:
        return bool(await connection.fetch(waiting))
    finally:
        await connection.close()


async def test_no_plan_of_the_database_takes_more_than_may_ring_together(desk: Desk) -> None:
    """One that looks again for each row must not find the next ones instead of those it has taken."""
    async with desk.database.job(desk.workspace_id) as tx:
        now = tx.now
        for key in range(20):
            tx.set_alarm("gather", now - timedelta(minutes=1), key=str(key))
    async with desk.database.job(desk.workspace_id) as tx:
        await tx.execute(
            "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_hashagg = off;"
            "SET LOCAL enable_sort = off; SET LOCAL enable_material = off; SET LOCAL enable_memoize = off"
        )
        taken = [len(await alarms.take(tx, before=now, limit=8, crowd=["gather"])) for _ in range(4)]
    assert taken == [8, 8, 4, 0]
