from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
import pytest

from jishi.kernel.facts import Fact
from jishi.storage import outbox
from jishi.storage.database import Database, open_database
from jishi.storage.transaction import Transaction, concerned

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROSES, TULIPS = 7_001, 7_002  # two workspaces


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRang(Fact):
    ticket_id: int
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorOpened(Fact):
    by_whom: str = "nobody"


async def answer_the_door(tx: Transaction, fact: BellRang) -> None:
    await tx.record(DoorOpened(at=fact.at, by_whom="the butler"))


async def tell_the_house(tx: Transaction, fact: BellRang) -> None: ...


async def feed_the_dog(tx: Transaction, fact: BellRang) -> None: ...


@concerned(lambda fact: fact.times > 9)
async def call_the_police(tx: Transaction, fact: BellRang) -> None: ...


@pytest.fixture(scope="module")
async def house(database_url: str) -> AsyncIterator[Database]:
    house = await open_database(
        database_url,
        at_once={BellRang: [answer_the_door]},
        afterwards={BellRang: [tell_the_house, feed_the_dog, call_the_police]},
    )
    yield house
    await house.close()


async def kinds(house: Database, workspace_id: int, ticket_id: int | None = None) -> list[str]:
    async with house.job(workspace_id) as tx:
        rows = await tx.fetch(
            "SELECT kind FROM journal WHERE workspace_id = $1 AND ($2::bigint IS NULL OR ticket_id = $2) ORDER BY id",
            workspace_id, ticket_id,
        )  # fmt: skip
    return [row["kind"] for row in rows]


async def test_a_fact_and_what_follows_at_once_commit_together(house: Database) -> None:
    async with house.job(ROSES, now=NOON) as tx:
        await tx.record(BellRang(at=NOON, ticket_id=11))
    assert (await kinds(house, ROSES))[-2:] == ["BellRang", "DoorOpened"]


async def test_what_is_rolled_back_never_happened(house: Database) -> None:
    before = await kinds(house, ROSES)

    async def ring_and_fail() -> None:
        async with house.job(ROSES) as tx:
            await tx.record(BellRang(at=NOON, ticket_id=12))
            await tx.fetch("SELECT 1")  # sends what was queued
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ring_and_fail()
    assert await kinds(house, ROSES) == before


async def test_what_a_batch_gathers_is_done_once_before_it_commits(house: Database) -> None:
    done: list[tuple[str, list[int]]] = []

    async def sweep(tx: Transaction, rooms: list[int]) -> None:
        done.append(("sweep", rooms))
        if 2 in rooms:
            tx.gather(air, 4)
            tx.gather(sweep, 5)
        await tx.record(DoorOpened(at=NOON, by_whom="the maid"))

    async def air(tx: Transaction, rooms: list[int]) -> None:
        done.append(("air", rooms))

    async with house.job(ROSES, now=NOON) as tx:
        tx.gather(sweep, 1)
        tx.gather(air, 3)
        tx.gather(sweep, 2)
        assert done == []
    assert done == [("sweep", [1, 2]), ("air", [3, 4]), ("sweep", [5])]
    assert (await kinds(house, ROSES))[-2:] == ["DoorOpened", "DoorOpened"]


async def test_some_of_what_was_gathered_can_be_done_earlier(house: Database) -> None:
    done: list[list[int]] = []

    async def sweep(tx: Transaction, rooms: list[int]) -> None:
        done.append(rooms)

    async with house.job(ROSES, now=NOON) as tx:
        tx.gather(sweep, 1)
        await tx.work_off(sweep)
        assert done == [[1]]
        tx.gather(sweep, 2)
    assert done == [[1], [2]]


async def test_what_goes_first_does_so_whoever_named_it(house: Database) -> None:
    done: list[str] = []

    async def sweep(tx: Transaction, rooms: list[int]) -> None:
        done.append(f"sweep {rooms}")

    async def unlock(tx: Transaction, rooms: list[int]) -> None:
        done.append(f"unlock {rooms}")

    async with house.job(ROSES, now=NOON) as tx:
        tx.gather(sweep, 1)
        tx.gather(unlock, 2, first=True)
        tx.gather(sweep, 2)
        tx.gather(unlock, 1, first=True)
    assert done == ["unlock [2, 1]", "sweep [1, 2]"]


async def test_what_was_gathered_is_forgotten_with_the_rest_and_undoes_it_when_it_fails(house: Database) -> None:
    before = await kinds(house, ROSES)
    done: list[int] = []

    async def sweep(tx: Transaction, rooms: list[int]) -> None:
        done.extend(rooms)
        raise ZeroDivisionError

    tx = house.begin(ROSES)
    tx.gather(sweep, 1)
    await tx.rollback()
    await tx.commit()
    assert done == []

    async def ring_and_sweep() -> None:
        async with house.job(ROSES) as tx:
            await tx.record(BellRang(at=NOON, ticket_id=14))
            tx.gather(sweep, 2)

    with pytest.raises(ZeroDivisionError):
        await ring_and_sweep()
    assert (done, await kinds(house, ROSES)) == ([2], before)


async def test_each_reaction_waits_in_the_outbox_once(house: Database) -> None:
    async with house.job(ROSES) as tx:
        await tx.record(BellRang(at=NOON, ticket_id=13))
    async with house.job(ROSES) as tx:
        dues = await outbox.claim(tx, before=datetime.now(UTC), limit=100)
        names = [due.reaction.rpartition(".")[2] for due in dues if getattr(due.fact, "ticket_id", 0) == 13]
        assert names == ["tell_the_house"]  # the second waits for the first: in order per ticket
        await outbox.done(tx, dues)
    async with house.job(ROSES) as tx:
        dues = await outbox.claim(tx, before=datetime.now(UTC), limit=100)
        names = [due.reaction.rpartition(".")[2] for due in dues if getattr(due.fact, "ticket_id", 0) == 13]
        assert names == ["feed_the_dog"]
        await outbox.done(tx, dues)


async def test_a_reaction_waits_only_for_the_facts_that_concern_it(house: Database) -> None:
    async with house.job(ROSES) as tx:
        await tx.record(BellRang(at=NOON, ticket_id=16), BellRang(at=NOON, ticket_id=16, times=10))
    async with house.job(ROSES) as tx:
        rows = await tx.fetch(
            "SELECT o.reaction, j.data FROM outbox o JOIN journal j ON j.workspace_id = $1 AND j.id = o.fact_id"
            " WHERE o.workspace_id = $1 AND o.ticket_id = 16 ORDER BY o.seq",
            ROSES,
        )
    told = [(row["reaction"].rpartition(".")[2], row["data"]["times"]) for row in rows]
    assert told == [
        ("tell_the_house", 1), ("feed_the_dog", 1),
        ("tell_the_house", 10), ("feed_the_dog", 10), ("call_the_police", 10),
    ]  # fmt: skip


async def test_two_workers_never_claim_the_same_ticket(house: Database) -> None:
    async with house.job(TULIPS) as tx:
        for ticket_id in range(21, 25):
            await tx.record(BellRang(at=NOON, ticket_id=ticket_id))
    async with house.job(TULIPS) as one, house.job(TULIPS) as two:
        mine = await outbox.claim(one, before=datetime.now(UTC), limit=2)
        theirs = await outbox.claim(two, before=datetime.now(UTC), limit=100)
    assert len(mine) == 2
    assert len(theirs) == 2
    assert {due.fact_id for due in mine} & {due.fact_id for due in theirs} == set()


async def test_a_reaction_that_keeps_failing_is_parked_and_can_be_run_again(house: Database) -> None:
    async with house.job(TULIPS) as tx:
        await tx.record(BellRang(at=NOON, ticket_id=31))
    parked = False
    for _ in range(outbox.PARK_AFTER):
        async with house.job(TULIPS) as tx:
            await tx.execute("UPDATE outbox SET run_at = now() WHERE workspace_id = $1 AND ticket_id = 31", TULIPS)
            due = next(d for d in await outbox.claim(tx, before=datetime.now(UTC), limit=100) if d.fact.ticket_id == 31)  # type: ignore[union-attr]
            parked = await outbox.failed(tx, due, "the butler is ill")
    assert parked
    async with house.job(TULIPS) as tx:
        [row] = await outbox.parked(tx, after=None, limit=10)
        assert row["error"] == "the butler is ill"
        waiting = await outbox.claim(tx, before=datetime.now(UTC), limit=100)
        assert [due.reaction.rpartition(".")[2] for due in waiting if due.fact.ticket_id == 31] == ["feed_the_dog"]  # type: ignore[union-attr]
        assert await outbox.rerun(tx, row["seq"])
        assert not await outbox.rerun(tx, row["seq"])


async def test_a_fact_that_cannot_be_read_keeps_nobody_elses_from_being_followed(house: Database) -> None:
    async with house.job(TULIPS) as tx:
        await tx.record(BellRang(at=NOON, ticket_id=32), BellRang(at=NOON, ticket_id=33))
    async with house.job(TULIPS) as tx:
        await tx.execute(
            'UPDATE journal SET data = \'{"times": "once"}\' WHERE workspace_id = $1 AND ticket_id = 32', TULIPS
        )
        claimed = await outbox.claim(tx, before=datetime.now(UTC), limit=100)
        assert {due.fact.ticket_id if due.fact else None for due in claimed} >= {None, 33}  # type: ignore[attr-defined]
        await tx.execute("DELETE FROM outbox WHERE workspace_id = $1 AND ticket_id = ANY('{32,33}')", TULIPS)


async def test_many_queued_writes_leave_in_bulk(house: Database) -> None:
    async with house.job(ROSES) as tx:
        for n in range(200):
            tx.set_alarm("test", NOON, key=str(n))
    async with house.job(ROSES) as tx:
        assert (
            await tx.fetch_value("SELECT count(*) FROM alarms WHERE workspace_id = $1 AND name = 'test'", ROSES) == 200
        )
        for n in range(200):
            tx.clear_alarm("test", key=str(n))
    async with house.job(ROSES) as tx:
        assert await tx.fetch_value("SELECT count(*) FROM alarms WHERE workspace_id = $1 AND name = 'test'", ROSES) == 0


async def test_what_leaves_in_bulk_keeps_the_order_of_the_first_though_a_read_sent_that_ahead(house: Database) -> None:
    async with house.job(ROSES, now=NOON) as tx:
        for n in range(40):
            tx.set_alarm("ring", NOON, key=f"n{n}")
            if n == 0:
                await tx.fetch("SELECT 1")
            tx.clear_alarm("ring", key=f"n{n}")
    async with house.job(ROSES) as tx:
        assert await tx.fetch_value("SELECT count(*) FROM alarms WHERE workspace_id = $1 AND key ~ '^n'", ROSES) == 0


async def test_one_workspace_cannot_read_or_write_the_other(house: Database) -> None:
    async with house.job(ROSES) as tx:
        await tx.record(BellRang(at=NOON, ticket_id=41))
    async with house.job(TULIPS) as tx:
        assert await tx.fetch("SELECT 1 FROM journal WHERE workspace_id = $1", ROSES) == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await tx.execute(
                "INSERT INTO alarms (workspace_id, name, at, run_at) VALUES ($1, 'theft', now(), now())", ROSES
            )
        await tx.rollback()


async def test_the_role_of_the_desk_cannot_lift_its_own_limits(house: Database) -> None:
    held = await house.hold()
    try:
        row = await held.connection.fetchrow("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert tuple(row) == (False, False)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await held.connection.execute("ALTER TABLE journal DISABLE ROW LEVEL SECURITY")
    finally:
        await held.release()


async def test_followers_see_facts_in_the_order_of_their_transactions_even_when_one_commits_late(
    house: Database,
) -> None:
    slow = house.begin(ROSES, now=NOON)
    await slow.record(BellRang(at=NOON, ticket_id=51))
    await slow.fetch("SELECT 1")  # written, not committed
    [start] = await house.across("SELECT * FROM journal_head()")
    async with house.job(ROSES) as quick:
        await quick.record(BellRang(at=NOON, ticket_id=52))
    seen = await house.across("SELECT * FROM journal_since($1, $2, 100)", start["xact"], start["id"])
    assert [row["ticket_id"] for row in seen if row["kind"] == "BellRang"] == []
    await slow.commit()
    seen = await house.across("SELECT * FROM journal_since($1, $2, 100)", start["xact"], start["id"])
    assert [row["ticket_id"] for row in seen if row["kind"] == "BellRang"] == [51, 52]
