"""Promises that begin when something else says so: an ask, a recovery, a bot that hands over."""

from typing import Any

from jishi.clock import rules
from jishi.clock.clocks import clocks_of
from jishi.clock.facts import PromiseBroken, WarningReached
from jishi.clock.model import WAITING, Kind, Policy, Target, Timer, TimerState
from jishi.clock.promise import meet_promise, start_promise
from jishi.clock.replay import replay
from jishi.clock.respond import respond
from jishi.clock.save_policy import add_policies
from jishi.clock.stood_still import stood_still
from jishi.clock.working_time import around_the_clock
from jishi.storage.transaction import Transaction
from jishi.tickets import solve
from jishi.tickets.facts import TicketClosed, TicketPended, TicketResumed, TicketSolved
from jishi.tickets.find import lock
from tests.cast import Desk
from tests.clock.hours import day, hours
from tests.clock.test_replay_of_a_real_desk import every_version, rows_and_journal
from tests.clock.timers import HOURS, started, target, told

PROMISED = Policy(
    name="Asks",
    always=True,
    targets=(
        Target(kind=Kind.ASK, seconds=1800, business=False),
        Target(kind=Kind.RECOVERY, seconds=3600, business=False),
        Target(kind=Kind.RESOLUTION, seconds=7200, business=False, paused_in=WAITING),
    ),
)


async def a_ticket(desk: Desk) -> int:
    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        await add_policies(tx, [PROMISED], instead=True)
    return int((await desk.write())["id"])


async def timers_of(desk: Desk, key: int) -> list[Timer]:
    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        return list(await clocks_of(tx, key))


async def do(desk: Desk, key: int, what: Any) -> Any:
    async def held(tx: Transaction) -> Any:
        await lock(tx, key)
        return await what(tx)

    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        return await held(tx)


async def test_two_asks_have_a_clock_each_and_end_each_by_itself(desk: Desk) -> None:
    key = await a_ticket(desk)
    for ref in (1, 2):
        await do(desk, key, lambda tx, ref=ref: start_promise(tx, key, Kind.ASK, desk.clock.now, ref=ref))
    assert await do(desk, key, lambda tx: start_promise(tx, key, Kind.ASK, desk.clock.now, ref=2)) is None
    desk.clock.pass_by(minutes=10)
    await do(desk, key, lambda tx: meet_promise(tx, key, Kind.ASK, desk.clock.now, ref=2))
    asks = {timer.ref: timer.state for timer in await timers_of(desk, key) if timer.kind is Kind.ASK}
    assert asks == {1: TimerState.RUNNING, 2: TimerState.MET}


async def test_a_policy_that_says_nothing_of_asks_promises_none(desk: Desk) -> None:
    key = int((await desk.write())["id"])
    assert await do(desk, key, lambda tx: start_promise(tx, key, Kind.ASK, desk.clock.now, ref=1)) is None


async def test_a_recovery_goes_on_when_the_ticket_is_done(desk: Desk) -> None:
    key = await a_ticket(desk)
    await do(desk, key, lambda tx: start_promise(tx, key, Kind.RECOVERY, desk.clock.now))
    await do(desk, key, lambda tx: solve.solve(tx, key, by="system"))
    await do(desk, key, lambda tx: solve.close(tx, key, by="system"))
    assert [t.state for t in await timers_of(desk, key) if t.kind is Kind.RECOVERY] == [TimerState.RUNNING]


async def test_the_journal_makes_these_again_too(desk: Desk) -> None:
    key = await a_ticket(desk)
    for ref in (1, 2):
        await do(desk, key, lambda tx, ref=ref: start_promise(tx, key, Kind.ASK, desk.clock.now, ref=ref))
    desk.clock.pass_by(minutes=10)
    await do(desk, key, lambda tx: meet_promise(tx, key, Kind.ASK, desk.clock.now, ref=1))
    desk.clock.pass_by(minutes=30)
    await do(desk, key, lambda tx: meet_promise(tx, key, Kind.ASK, desk.clock.now, ref=2))
    async with desk.database.job(desk.workspace_id) as tx:
        timers, journal, _ = await rows_and_journal(tx)
        assert replay(journal[key], await every_version(tx, timers)) == timers[key]
    assert [timer.state for timer in timers[key] if timer.ref == 2] == [TimerState.BROKEN]


def test_only_a_recovery_outlives_its_ticket() -> None:
    timers = [started(day("Mon 09:00"), target(hours(4), kind), id=n) for n, kind in enumerate(Kind)]
    about: dict[str, Any] = {"ticket_id": 70, "at": day("Mon 10:00"), "owner_id": None}
    for fact in (TicketSolved(**about, was="open"), TicketClosed(**about, was="solved", why="asked")):
        timers, _ = respond(fact, timers, lambda *_: HOURS)
    assert {timer.kind for timer in timers if timer.state is TimerState.RUNNING} == {Kind.RECOVERY}
    assert {timer.kind for timer in timers if timer.state is TimerState.MET} == {Kind.RESOLUTION}


def test_each_warning_says_which_it_is() -> None:
    timer = started(day("Mon 09:00"), target(hours(4), warn_shares=(0.8, 0.5), warn_before=(1800,)))
    _, facts = rules.fire(timer, day("Mon 13:00"))
    warned = [fact.used_seconds for fact in facts if isinstance(fact, WarningReached)]
    assert warned == [hours(2), hours(3.2), hours(3.5)]


def test_a_warning_that_is_given_again_says_its_new_place() -> None:
    timer, _ = rules.fire(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:48"))
    promise = target(hours(5), warn_shares=(0.1, 0.8))
    later, facts = rules.replan(
        timer, promise, at=day("Mon 09:50"), policy=PROMISED, hours=HOURS, calendar_id=3, old_hours=HOURS
    )
    assert (facts, later.warned_after) == ([], hours(0.8))
    _, facts = rules.fire(later, day("Mon 13:00"))
    assert told(facts) == [("WarningReached", day("Mon 13:00"))]
    assert [fact.used_seconds for fact in facts if isinstance(fact, WarningReached)] == [hours(4)]


def test_a_warning_that_came_too_soon_comes_again_when_it_is_time() -> None:
    """The desk heard only afterwards that the clock had been standing still."""
    warned, _ = rules.fire(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:50"))
    paused, _ = rules.pause(warned, day("Mon 09:30"))
    resumed = rules.resume(paused, day("Mon 10:00"), hours=HOURS)
    assert (resumed.warn_at, resumed.warned_after) == ((day("Mon 10:18"),), None)
    _, facts = rules.fire(resumed, day("Mon 10:20"))
    assert [fact.used_seconds for fact in facts if isinstance(fact, WarningReached)] == [hours(0.8)]


def test_to_know_of_a_younger_message_moves_nothing() -> None:
    timer = started(day("Mon 09:00"), target(hours(1), Kind.NEXT_RESPONSE))
    for since in ("Mon 09:00", "Mon 09:30"):
        assert rules.backdate(timer, day(since), day("Mon 09:40"), hours=HOURS, cause="merged") == (timer, [])


def test_an_answer_that_is_late_since_two_tickets_became_one_is_late_as_of_then() -> None:
    timer = started(day("Mon 11:00"), target(hours(1), Kind.NEXT_RESPONSE))
    moved, facts = rules.backdate(timer, day("Mon 09:00"), day("Mon 11:30"), hours=HOURS, cause="merged")
    assert (moved.started_at, moved.due_at, moved.broken_at) == (day("Mon 09:00"), day("Mon 10:00"), day("Mon 11:30"))
    [breach] = [fact for fact in facts if isinstance(fact, PromiseBroken)]
    assert breach.cause == "merged"


def test_what_was_used_before_a_change_of_calendar_grows_with_an_earlier_beginning() -> None:
    promise = target(hours(6), Kind.NEXT_RESPONSE)
    timer, _ = rules.replan(
        started(day("Mon 11:00"), promise), promise, at=day("Mon 12:00"), policy=PROMISED, hours=around_the_clock(),
        calendar_id=None, old_hours=HOURS,
    )  # fmt: skip
    assert timer.due_at == day("Mon 17:00")
    moved, _ = rules.backdate(timer, day("Mon 09:00"), day("Mon 12:30"), hours=around_the_clock(), cause="merged")
    assert moved.due_at == day("Mon 15:00")


def test_a_wait_that_the_journal_dates_before_it_began_stops_nothing() -> None:
    """A customer wrote while the agent was setting the ticket to wait for them."""
    about: dict[str, Any] = {"ticket_id": 1, "owner_id": None}
    history = [
        TicketPended(**about, at=day("Mon 10:05"), was="open"),
        TicketResumed(**about, at=day("Mon 10:03"), was="pending", state="open"),
        TicketPended(**about, at=day("Mon 10:04"), was="open"),
        TicketResumed(**about, at=day("Mon 10:10"), was="pending", state="open"),
    ]
    stood = stood_still(history, WAITING, since=day("Mon 09:00"), state="open")
    assert list(stood) == [(day("Mon 10:05"), day("Mon 10:10"))]
