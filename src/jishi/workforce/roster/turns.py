"""Tell the journal when somebody comes on duty and goes off: each turn once, dated when it came true.

Whoever changes a roster `hold`s the people first, which tells what has come true by the old one, and `settle`s them
afterwards, which tells what the new one makes different at this very moment.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from jishi.kernel.facts import Fact
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce import store as agents
from jishi.workforce.roster import rules, store
from jishi.workforce.roster.facts import ShiftEnded, ShiftStarted
from jishi.workforce.roster.model import Duty, LeaveState, Span

TURNS = "workforce.shift_turns"
HORIZON = timedelta(days=8)
LEAD = timedelta(days=2)  # before the end of what was read, where a stretch may only seem to end


async def shift_turns(tx: Transaction, alarm: Alarm) -> None:
    """A shift begins or ends about now; `key` is whose."""
    await settle(tx, await hold(tx, [int(alarm.key)]))


async def hold(tx: Transaction, person_ids: Collection[int]) -> dict[int, Duty]:
    """These people, held until the transaction ends; their turns up to now are told."""
    duties = await store.hold(tx, person_ids)
    behind = [duty for duty in duties.values() if duty.told_until < tx.now]
    if not behind:
        return duties
    spans = await _spans(tx, duties, since=min(duty.told_until for duty in behind))
    facts: list[Fact] = []
    for duty in behind:
        duties[duty.person_id] = _tell(duty, spans[duty.person_id], facts, until=tx.now, by="system")
    await _keep(tx, duties, facts)
    return duties


async def settle(tx: Transaction, duties: Mapping[int, Duty]) -> None:
    """After a change: who is on duty now that was not, or no longer; and when to look again."""
    if not duties:
        return
    spans = await _spans(tx, duties, since=tx.now)
    facts: list[Fact] = []
    after = {
        person_id: _tell(duty, spans[person_id], facts, until=tx.now, by=tx.by) for person_id, duty in duties.items()
    }
    await _keep(tx, after, facts)
    for person_id in duties:
        await _look_again(tx, person_id, spans[person_id])


def _tell(duty: Duty, spans: list[Span], facts: list[Fact], *, until: datetime, by: str) -> Duty:
    turned = rules.turns(spans, was_on=duty.on_since is not None, since=duty.told_until, until=until)
    for at, span in sorted(turned, key=lambda turn: turn[0]):
        if span is not None:
            facts.append(ShiftStarted(at=at, by=by, person_id=duty.person_id, until=span.end))
        elif duty.on_since is not None:
            facts.append(ShiftEnded(at=at, by=by, person_id=duty.person_id, since=duty.on_since))
        duty = replace(duty, on_since=None if span is None else at)
    return replace(duty, told_until=max(duty.told_until, until))


async def _keep(tx: Transaction, duties: Mapping[int, Duty], facts: Collection[Fact]) -> None:
    await store.save_duties(tx, list(duties.values()))
    if facts:
        await agents.lock_all(tx, duties)  # their presence follows, each in its turn
    await tx.record(*sorted(facts, key=lambda fact: fact.at))


async def _look_again(tx: Transaction, person_id: int, spans: list[Span]) -> None:
    """At the next turn. A stretch that reaches the end of what was read may go on: then a little before that end."""
    horizon = tx.now + HORIZON
    at = rules.next_turn(spans, after=tx.now)
    if at is None:
        at = await store.first_start(tx, person_id, after=horizon)
    if at is None:
        tx.clear_alarm(TURNS, key=str(person_id))
    else:
        tx.set_alarm(TURNS, min(at, horizon - LEAD), key=str(person_id))


async def _spans(tx: Transaction, person_ids: Collection[int], *, since: datetime) -> dict[int, list[Span]]:
    """When each of them is on duty, as far as it matters to the turns from `since` on."""
    start, end = since - timedelta(seconds=1), tx.now + HORIZON
    at_work: dict[int, list[Span]] = defaultdict(list)
    away: dict[int, list[Span]] = defaultdict(list)
    for shift in await store.shifts(tx, start, end, person_ids=person_ids):
        at_work[shift.person_id].append(shift.span)
    for leave in await store.leaves(tx, start, end, states=[LeaveState.APPROVED], person_ids=person_ids):
        away[leave.person_id].append(leave.span)
    return {person_id: rules.on_duty(at_work[person_id], away[person_id]) for person_id in person_ids}
