"""Through the real database: after days in which anything may happen, the journal alone makes every timer again."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from jishi.clock import rules
from jishi.clock.clocks import hours_among
from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate
from jishi.clock.model import WAITING, Kind, Policy, Target, Timer, TimerState
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.replay import replay
from jishi.clock.save_calendar import change_calendar
from jishi.clock.save_policy import add_policies, change_policy, deactivate_policy, lock_policies, order_policies
from jishi.clock.store import as_timers
from jishi.identity.model import Requester
from jishi.kernel.conditions import Condition
from jishi.kernel.errors import JishiError
from jishi.kernel.facts import Fact
from jishi.storage.journal import restore
from jishi.storage.transaction import Transaction
from jishi.tickets import assign, classify, discard, merge, reply, solve, split, wait
from jishi.tickets.model import Author, Discard, Level
from jishi.tickets.receive import Incoming, receive
from tests.cast import ANNA, LEE, Desk

HOUR = 3600
WEEKS: list[dict[str, Any]] = [
    {"tz": "Asia/Shanghai", "weekly": {str(n): [["09:00", "18:00"]] for n in range(5)}},
    {"tz": "Asia/Shanghai", "weekly": {str(n): [["08:00", "12:00"], ["13:00", "20:00"]] for n in range(7)}},
    {"tz": "Europe/Berlin", "weekly": {str(n): [["09:00", "17:00"]] for n in range(6)}, "holidays": ["2026-03-03"]},
]
EVERYBODY = Policy(
    name="Everybody",
    always=True,
    note_answers=True,
    targets=(
        Target(kind=Kind.DISPATCH, seconds=12 * HOUR, business=False),
        Target(kind=Kind.FIRST_RESPONSE, seconds=6 * HOUR),
        Target(kind=Kind.NEXT_RESPONSE, seconds=8 * HOUR, paused_in=("on_hold",)),
        Target(kind=Kind.UPDATE, seconds=12 * HOUR, paused_in=WAITING, warn_before=(600,)),
        Target(kind=Kind.RESOLUTION, seconds=40 * HOUR, paused_in=WAITING, warn_shares=(0.5, 0.8)),
    ),
)
URGENT = replace(
    EVERYBODY,
    name="Urgent",
    always=False,
    note_answers=False,
    when=(Condition(trait="level", among=("urgent",)),),
    targets=tuple(replace(each, seconds=each.seconds // 4, business=False) for each in EVERYBODY.targets[:3]),
)
TAGGED = replace(
    EVERYBODY, name="Tagged", always=False, when=(Condition(trait="tag", among=("vip",)), Condition(trait="field.a",
    among=("1",), unless=True)), targets=EVERYBODY.targets[1:],
)  # fmt: skip


@dataclass
class Days:
    """What happens at one desk, thrown by dice."""

    desk: Desk
    dice: random.Random
    tickets: list[int] = field(default_factory=list)
    messages: dict[int, int] = field(default_factory=dict)

    async def begin(self) -> None:
        async with self.job() as tx:
            await add_policies(tx, [URGENT, TAGGED, EVERYBODY], instead=True)
        for _ in range(3):
            await self.open()

    async def pass_by(self) -> None:
        """Something happens, and some time later the worker comes by, or does not."""
        self.desk.clock.pass_by(seconds=self.dice.choice([1, 60, 900, 1800, 2 * HOUR]))
        await self.dice.choice([*[self.work] * 24, *[self.govern] * 5, self.open, self.join, self.look, self.look])()

    async def open(self) -> None:
        late = timedelta(minutes=self.dice.choice([0, 0, 5, 90]))
        requester = Requester(email=f"c{len(self.tickets)}-{self.desk.slug}@example.com")
        level = self.dice.choice([Level.NORMAL, Level.URGENT])
        tags = self.dice.choice([(), ("vip",)])
        incoming = Incoming(channel="chat", body="?", requester=requester, level=level, tags=tags,
                            received_at=self.desk.clock.now - late, automatic=self.dice.random() < 0.1)  # fmt: skip
        async with self.job() as tx:
            received = await receive(tx, incoming)
        self.tickets.append(received.ticket.id)
        if received.message is not None:
            self.messages[received.ticket.id] = received.message.id

    async def work(self) -> None:
        key, person = self.dice.choice(self.tickets), self.desk.people[self.dice.choice([LEE, ANNA])]
        human = reply.Speaker(kind=Author.AGENT, id=person, name="-", actor=f"person:{person}")
        bot = reply.Speaker(kind=Author.BOT, id=None, name="-", actor="bot")
        until = self.desk.clock.now + timedelta(minutes=40)
        verbs: dict[str, Callable[[Transaction], Awaitable[Any]]] = {
            "reply": lambda tx: reply.reply(tx, key, "!", by=human),
            "bot": lambda tx: reply.reply(tx, key, "!", by=bot),
            "note": lambda tx: reply.note(tx, key, "!", by=human, public=True),
            "assign": lambda tx: assign.assign(tx, key, agent_id=person, by="system"),
            "return": lambda tx: assign.return_to_queue(tx, key, by="system"),
            "pend": lambda tx: wait.pend(tx, key, until=until, by="system"),
            "hold": lambda tx: wait.hold(tx, key, by="system"),
            "resume": lambda tx: wait.resume(tx, key, by="system"),
            "solve": lambda tx: solve.solve(tx, key, by="system"),
            "close": lambda tx: solve.close(tx, key, by="system"),
            "reopen": lambda tx: solve.reopen(tx, key, by="system"),
            "confirm": lambda tx: solve.confirm(tx, key, satisfied=False, by="system"),
            "urgent": lambda tx: classify.classify(tx, key, level=Level.URGENT, by="system"),
            "normal": lambda tx: classify.classify(tx, key, level=Level.NORMAL, fields={"a": "1"}, by="system"),
            "tag": lambda tx: classify.tag(tx, key, "vip", by="system"),
            "untag": lambda tx: classify.untag(tx, key, "vip", by="system"),
            "discard": lambda tx: discard.discard(tx, key, why=Discard.DELETED, by="system"),
            "restore": lambda tx: discard.restore(tx, key, by="system"),
        }
        say = ["reply", "say", "say", "assign", "pend", "resume"]
        name = self.dice.choice([*verbs, *say])
        if name == "say":
            body = {"body": "?", "as": "requester", "automatic": self.dice.random() < 0.2}
            await self.desk.ask("POST", f"/tickets/{key}/messages", body, as_=LEE)
        else:
            await self.attempt(verbs[name])

    async def join(self) -> None:
        """Merge, or split."""
        key, other = self.dice.choice(self.tickets), self.dice.choice(self.tickets)
        if self.dice.random() < 0.5:
            await self.attempt(lambda tx: merge.merge(tx, key, into_id=other, by="system", share=True))
        elif key in self.messages:
            new = await self.attempt(lambda tx: split.split(tx, key, [self.messages[key]], by="system"))
            self.tickets += [new.id] if new is not None else []

    async def govern(self) -> None:
        """Policies or the calendar change."""
        async with self.job() as tx:
            held = await lock_policies(tx)
            chosen = self.dice.choice([placed.policy for placed in held.values()])
            match self.dice.choice(["longer", "shorter", "off", "on", "order", "hours", "hours", "kinds"]):
                case "longer" | "shorter" as how:
                    factor = 2 if how == "longer" else 0.5
                    targets = tuple(replace(t, seconds=max(60, int(t.seconds * factor))) for t in chosen.targets)
                    await change_policy(tx, replace(chosen, targets=targets))
                case "off":
                    await deactivate_policy(tx, chosen.id)
                case "on":
                    await change_policy(tx, replace(chosen, active=True))
                case "order":
                    await order_policies(tx, self.dice.sample(list(held), len(held)))
                case "kinds":
                    targets = tuple(self.dice.sample(EVERYBODY.targets, 3))
                    await change_policy(tx, replace(chosen, targets=targets))
                case "hours":
                    row = await tx.fetch_one(
                        "SELECT id, name FROM calendars WHERE workspace_id = $1 AND current AND is_default",
                        tx.workspace_id,
                    )
                    assert row is not None
                    hours = parse_calendar(self.dice.choice(WEEKS))
                    await change_calendar(tx, row["id"], name=row["name"], hours=hours)

    async def look(self) -> None:
        await self.desk.settle()

    async def attempt(self, do: Callable[[Transaction], Awaitable[Any]]) -> Any:
        """What the ticket's state does not allow does nothing."""
        try:
            async with self.job() as tx:
                return await do(tx)
        except JishiError:
            return None

    def job(self) -> Any:
        return self.desk.database.job(self.desk.workspace_id, now=self.desk.clock.now)


async def rows_and_journal(tx: Transaction) -> tuple[dict[int, list[Timer]], dict[int, list[Fact]], dict[int, Any]]:
    rows = await tx.fetch("SELECT * FROM timers WHERE workspace_id = $1 ORDER BY id", tx.workspace_id)
    timers: dict[int, list[Timer]] = {}
    for timer in as_timers(rows):
        timers.setdefault(timer.ticket_id, []).append(timer)
    journal: dict[int, list[Fact]] = {}
    kept = "SELECT kind, at, by, ticket_id, data FROM journal WHERE workspace_id = $1"
    for row in await tx.fetch(f"{kept} AND ticket_id IS NOT NULL ORDER BY id", tx.workspace_id):
        fact = restore(**dict(row))
        assert fact is not None
        journal.setdefault(row["ticket_id"], []).append(fact)
    return timers, journal, {row["id"]: row["fires_at"] for row in rows}


async def every_version(tx: Transaction, timers: dict[int, list[Timer]]) -> Any:
    """All calendars that there ever were, as the journal may speak of any."""
    [some] = [next(timer for many in timers.values() for timer in many)] if timers else []
    versions = await tx.fetch("SELECT id, version FROM calendars WHERE workspace_id = $1", tx.workspace_id)
    named = [replace(some, calendar_id=row["id"], calendar_version=row["version"]) for row in versions]
    return await hours_among(tx, [*named, replace(some, calendar_id=None, calendar_version=None)])


@pytest.mark.parametrize("seed", range(100, 116))
async def test_the_journal_makes_every_row_of_timers_again(desk: Desk, seed: int) -> None:
    days = Days(desk, random.Random(seed))
    await days.begin()
    for _ in range(260):
        await days.pass_by()
    await desk.settle()
    async with days.job() as tx:
        timers, journal, fires_at = await rows_and_journal(tx)
        hours = await every_version(tx, timers)
    assert sum(map(len, timers.values())) > 10
    for ticket_id, facts in journal.items():
        made = sorted(replay(facts, hours), key=lambda timer: timer.id)
        assert made == timers.get(ticket_id, []), [type(fact).__name__ for fact in facts]
        for timer in made:
            assert rules.fires_at(timer) == fires_at[timer.id]
            _told_once(timer, facts)


def _told_once(timer: Timer, facts: list[Fact]) -> None:
    """What the row says happened, the journal says happened, and never twice."""
    mine = [fact for fact in facts if getattr(fact, "timer_id", None) == timer.id]
    broken = [fact.at for fact in mine if isinstance(fact, PromiseBroken)]
    assert len(broken) <= 1 or timer.kind is Kind.RESOLUTION
    if timer.state is TimerState.BROKEN:
        assert broken[-1] == timer.broken_at
    if timer.met_at is not None:
        assert any(isinstance(fact, PromiseKept | PromiseMetLate) and fact.met_at == timer.met_at for fact in mine)
