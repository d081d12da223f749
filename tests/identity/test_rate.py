from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest

from jishi.identity.rate import Rate, address_of
from jishi.identity.short_memory import ShortMemory
from jishi.kernel.errors import TooMany
from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import Database, open_database

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
names = (f"rate {n}" for n in count())


class Watch:
    """A clock that stands until it is moved."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def elsewhere(database_url: str) -> AsyncIterator[Database]:
    """What another process of the same desk has of the database."""
    database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    yield database
    await database.close()


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


async def test_a_burst_passes_and_the_next_has_to_wait(database: Database) -> None:
    each = Rate(next(names), burst=3, per_second=0.5)
    for _ in range(3):
        await each.take(database, "a", at=NOON)
    with pytest.raises(TooMany) as refused:
        await each.take(database, "a", at=NOON)
    assert refused.value.seconds == 2
    await each.take(database, "b", at=NOON)


async def test_what_one_process_has_let_through_counts_in_all(database: Database, elsewhere: Database) -> None:
    name = next(names)
    here, there = (Rate(name, burst=4, per_second=0.001) for _ in range(2))
    for _ in range(2):
        await here.take(database, "a")
        await there.take(elsewhere, "a")
    for rate, process in ((here, database), (there, elsewhere)):
        with pytest.raises(TooMany):
            await rate.take(process, "a")
    await there.give(elsewhere, "a")
    await here.take(database, "a")


async def test_waiting_as_long_as_was_said_is_enough(database: Database) -> None:
    each = Rate(next(names), burst=1, per_second=0.1)
    await each.take(database, "a", at=NOON)
    with pytest.raises(TooMany) as refused:
        await each.take(database, "a", at=after(0.5))
    await each.take(database, "a", at=after(0.5 + refused.value.seconds))


async def test_a_refused_request_does_not_make_the_wait_longer(database: Database) -> None:
    each = Rate(next(names), burst=1, per_second=1)
    await each.take(database, "a", at=NOON)
    for _ in range(100):
        with pytest.raises(TooMany):
            await each.take(database, "a", at=NOON)
    await each.take(database, "a", at=after(1))


async def test_what_is_given_back_can_be_taken_again_but_never_more_than_the_burst(database: Database) -> None:
    each = Rate(next(names), burst=2, per_second=0.001)
    await each.take(database, "a")
    await each.take(database, "a")
    await each.give(database, "a")
    await each.take(database, "a")
    for _ in range(50):
        await each.give(database, "b")
        await each.give(database, "a")
    for key in ("a", "b"):
        await each.take(database, key)
        await each.take(database, key)
        with pytest.raises(TooMany):
            await each.take(database, key)


async def test_rates_are_apart_by_name_and_by_workspace(database: Database) -> None:
    first, second = (Rate(next(names), burst=1, per_second=0.001) for _ in range(2))
    await first.take(database, "a")
    await second.take(database, "a")
    await first.take(database, "a", workspace_id=7)
    with pytest.raises(TooMany):
        await first.take(database, "a", workspace_id=7)


async def test_a_clock_that_runs_behind_opens_nothing(database: Database) -> None:
    each = Rate(next(names), burst=2, per_second=1)
    await each.take(database, "a", at=after(10))
    with pytest.raises(TooMany):
        await each.take(database, "a", at=NOON)
    await each.take(database, "a", at=after(10))


async def test_what_has_run_out_is_swept_away_and_the_rest_stays(database: Database) -> None:
    each, workspace = Rate(next(names), burst=1, per_second=0.01), 4711
    for n in range(40):
        await each.take(database, f"old {n}", workspace_id=workspace, at=NOON)
    await each.take(database, "recent", workspace_id=workspace, at=after(90))
    for n in range(2):
        await each.take(database, f"new {n}", workspace_id=workspace, at=after(110))
    async with database.job(workspace) as tx:
        rows = await tx.fetch("SELECT key FROM rates WHERE workspace_id = $1 ORDER BY key", workspace)
    assert [row["key"] for row in rows] == ["new 0", "new 1", "recent"]
    with pytest.raises(TooMany):
        await each.take(database, "recent", workspace_id=workspace, at=after(110))


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_by_what_one_household_has(host: str, counted_as: str) -> None:
    assert address_of(SimpleNamespace(client=SimpleNamespace(host=host))) == counted_as


def test_a_unix_socket_has_no_address() -> None:
    assert address_of(SimpleNamespace(client=None)) == "unknown"


def test_an_answer_is_remembered_for_a_moment(watch: Watch) -> None:
    memory = ShortMemory[str, str](1, now=watch)
    memory.keep("token", "Li", about=12)
    assert memory.recall("token") == "Li"
    watch.seconds += 1
    assert memory.recall("token") is None


def test_what_is_being_changed_is_neither_trusted_nor_learnt_anew(watch: Watch) -> None:
    memory = ShortMemory[str, str](1, now=watch)
    memory.keep("token", "Li", about=12)
    memory.keep("other", "Wang", about=13)
    memory.forget(12)
    assert memory.recall("token") is None
    memory.keep("token", "Li, read before the change was committed", about=12)
    assert memory.recall("token") is None
    assert memory.recall("other") == "Wang"


def test_memory_of_answers_stays_bounded(watch: Watch) -> None:
    memory = ShortMemory[int, int](1, now=watch)
    for n in range(30_000):
        memory.keep(n, n, about=n)
    assert len(memory._kept) <= 10_000
