"""What the clock costs: of all that a customer's message sends to the database, at most one round trip is its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from jishi.identity.model import Requester
from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import Database, Held, open_database
from jishi.storage.transaction import Transaction
from jishi.tickets import assign, reply, solve, wait
from jishi.tickets.model import Author, Level
from jishi.tickets.receive import Incoming, receive
from tests.cast import LEE, Desk

WITHOUT = {kind: [r for r in how if not r.__module__.startswith("jishi.clock")] for kind, how in AT_ONCE.items()}
SENDS = frozenset({"fetch", "fetchrow", "fetchval", "execute", "executemany"})


@dataclass
class Counted:
    """A connection that counts what is sent over it."""

    connection: Any
    sent: list[str]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.connection, name)
        if name not in SENDS:
            return found

        def counting(sql: str, *args: Any, **more: Any) -> Any:
            self.sent.append(sql)
            return found(sql, *args, **more)

        return counting


@dataclass
class Counter:
    """A database whose transactions count their round trips."""

    database: Database
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        plain: Callable[[], Awaitable[Held]] = self.database.hold

        async def hold() -> Held:
            held = await plain()
            return _Held(held.rack, held.connection, self.sent)

        self.database.hold = hold  # type: ignore[method-assign]

    async def count(self, desk: Desk, do: Callable[[Transaction], Awaitable[Any]]) -> int:
        """Round trips of one transaction, when what is remembered of the workspace is remembered."""
        self.sent.clear()
        async with self.database.job(desk.workspace_id, now=desk.clock.now) as tx:
            await do(tx)
        return len(self.sent)


class _Held(Held):
    def __init__(self, rack: Any, connection: Any, sent: list[str]) -> None:
        super().__init__(rack, Counted(connection, sent))

    async def release(self, *, well: bool = False) -> None:
        self.connection = self.connection.connection
        await super().release(well=well)


@pytest.fixture
async def counters(database_url: str) -> AsyncIterator[tuple[Counter, Counter]]:
    """A desk with its clock, and one without."""
    whole = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    clockless = await open_database(database_url, at_once=WITHOUT, afterwards=AFTERWARDS)
    yield Counter(whole), Counter(clockless)
    await whole.close()
    await clockless.close()


def message(desk: Desk, thread: str) -> Callable[[Transaction], Awaitable[Any]]:
    requester = Requester(name="李雷", email=f"{thread}-{desk.slug}@example.com")
    incoming = Incoming(channel="chat", body="在吗", requester=requester, thread_key=thread, level=Level.URGENT)
    return lambda tx: receive(tx, incoming)


def steps(desk: Desk, thread: str, key: int) -> dict[str, Callable[[Transaction], Awaitable[Any]]]:
    lee = desk.people[LEE]
    speaker = reply.Speaker(kind=Author.AGENT, id=lee, name="Lee", actor=f"person:{lee}")
    return {
        "message": message(desk, thread),
        "reply": lambda tx: reply.reply(tx, key, "好的", by=speaker),
        "pend": lambda tx: wait.pend(tx, key, by="system"),
        "hold": lambda tx: wait.hold(tx, key, by="system"),
        "solve": lambda tx: solve.solve(tx, key, by="system"),
        "assign": lambda tx: assign.assign(tx, key, agent_id=lee, by="system"),
    }


async def counted(
    desk: Desk, counters: tuple[Counter, Counter], before: list[str], do: str = "message"
) -> tuple[int, int]:
    """Of the last of these steps, with the clock and without, on two tickets that lived through the same."""
    found: list[int] = []
    for n, counter in enumerate(counters):
        write = message(desk, f"t{n}")
        await counter.count(desk, write)
        async with counter.database.job(desk.workspace_id, now=desk.clock.now) as tx:
            opened = await write(tx)
        step = steps(desk, f"t{n}", opened.ticket.id)
        for name in before:
            desk.clock.pass_by(seconds=1)
            await counter.count(desk, step[name])
        desk.clock.pass_by(seconds=1)
        found.append(await counter.count(desk, step[do]))
    return found[0], found[1]


async def test_the_clocks_of_a_new_ticket_cost_no_round_trip(desk: Desk, counters: tuple[Counter, Counter]) -> None:
    found: list[int] = []
    for counter in counters:
        await counter.count(desk, message(desk, "warm"))
        found.append(await counter.count(desk, message(desk, f"new-{len(found)}")))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "before",
    [
        [],
        ["reply"],
        ["reply", "message"],
        ["pend"],
        ["reply", "pend"],
        ["reply", "hold"],
        ["solve"],
        ["reply", "solve"],
    ],
    ids="-".join,
)
async def test_the_clock_of_a_customers_message_costs_at_most_one_round_trip(
    desk: Desk, counters: tuple[Counter, Counter], before: list[str]
) -> None:
    whole, clockless = await counted(desk, counters, before)
    assert 0 <= whole - clockless <= 1


@pytest.mark.parametrize("do", ["reply", "pend", "solve", "assign"])
async def test_nor_does_what_the_desk_does(desk: Desk, counters: tuple[Counter, Counter], do: str) -> None:
    whole, clockless = await counted(desk, counters, ["reply", "message"], do)
    assert 0 <= whole - clockless <= 1
