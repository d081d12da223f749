"""Write down why a promise was broken."""

from dataclasses import replace
from datetime import datetime

from jishi.clock import store as timers
from jishi.clock.account import rules, store
from jishi.clock.account.facts import BreachExplained
from jishi.clock.account.gather import Life, gather, gauge_of
from jishi.clock.account.model import Account, Breach
from jishi.clock.account.rules import Gauge
from jishi.clock.facts import PromiseBroken, PromiseMetLate
from jishi.clock.instants import micros
from jishi.clock.model import Timer
from jishi.clock.pause import Pause
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find


async def explain_breach(tx: Transaction, fact: PromiseBroken | PromiseMetLate) -> None:
    """AFTERWARDS: where its time went until it broke; and, once it is kept after all, where the rest went.

    Who had gone without a word is known only when their grace is over, so the second look may correct the first.
    """
    timer = next((each for each in await timers.of_ticket(tx, fact.ticket_id) if each.id == fact.timer_id), None)
    if timer is None or timer.broken_at is None:
        return
    breach = await draw_up(tx, timer, timer.broken_at)
    store.save_breach(tx, breach)
    await tx.record(_told(breach, at=fact.at))


async def draw_up(tx: Transaction, timer: Timer, broken_at: datetime) -> Breach:
    until = timer.met_at or broken_at
    life = await gather(tx, await find(tx, timer.ticket_id), since=timer.started_at, until=until)
    gauge = await gauge_of(tx, timer)
    return Breach(
        timer_id=timer.id,
        ticket_id=timer.ticket_id,
        kind=timer.kind.value,
        due_at=timer.due_at,
        broken_at=broken_at,
        met_at=timer.met_at,
        cause=_cause(life, timer),
        before=_between(life, gauge, timer, timer.started_at, broken_at),
        after=_between(life, gauge, timer, broken_at, until) if timer.met_at is not None else None,
    )


def _cause(life: Life, timer: Timer) -> str:
    """What made it late, when it was not time alone: as was said when it broke."""
    told = (it for it in reversed(life.happenings) if it.kind == "PromiseBroken" and it.data["timer_id"] == timer.id)
    return next((str(it.data.get("cause") or "") for it in told), "")


def pauses_of(timer: Timer) -> list[Pause]:
    """Those that ended, and the one that lasts."""
    lasting: list[Pause] = [] if timer.paused_at is None else [(timer.paused_at, None)]
    return [*timer.pauses, *lasting]


def _between(life: Life, gauge: Gauge, timer: Timer, since: datetime, until: datetime) -> Account:
    spells = rules.spells(life.line, life.attendance, micros(since), micros(until))
    return rules.account(spells, gauge, pauses_of(timer))


def _told(breach: Breach, *, at: datetime) -> BreachExplained:
    told = BreachExplained(at=at, ticket_id=breach.ticket_id, timer_id=breach.timer_id, timer_kind=breach.kind)
    most = rules.largest(breach.before)
    if most is None:
        return told
    return replace(
        told,
        part=most.part.value,
        owner_id=most.owner_id,
        team_id=most.team_id,
        seconds=most.micros / 1_000_000,
        share=most.micros / breach.before.used,
    )
