"""Be present: switch one's status, give signs of life, fall silent."""

from datetime import datetime

from jishi.identity.facts import SignedOut
from jishi.kernel.facts import Fact
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.workforce import rules, store
from jishi.workforce.errors import BadUntil
from jishi.workforce.model import Agent, Source, Status

LAPSES = "workforce.presence_lapses"
ONLY_ABSENCES = "Only a break, an absence or a wrap-up ends by itself."
WITHIN_A_DAY = "It must be within the next 24 hours."


async def set_presence(
    tx: Transaction, agent: Agent, status: Status, *, until: datetime | None = None, source: Source, by: str
) -> Agent:
    """The agent, held by `admit.hold`, is `status` from now on, or until then. Raises BadUntil."""
    if until is not None:
        if status not in rules.ABSENT:
            raise BadUntil(errors=[("until", ONLY_ABSENCES)])
        if not tx.now < until <= tx.now + rules.LONGEST_ABSENCE:
            raise BadUntil(errors=[("until", WITHIN_A_DAY)])
    return await keep(tx, agent, *rules.set_status(agent, status, until=until, source=source, at=tx.now, by=by))


async def beat(tx: Transaction, agent: Agent, *, by: str) -> Agent:
    """A console of theirs is open. However many tabs and devices, they are one colleague."""
    return await keep(tx, agent, *rules.beat(agent, at=tx.now, by=by))


async def sign_out(tx: Transaction, fact: SignedOut) -> None:
    """Offline without a grace; another console that is still open says so at its next sign of life."""
    agent = await store.lock(tx, fact.person_id)
    if agent is not None and agent.source is Source.CONSOLE:
        await keep(tx, agent, *rules.leave_desk(agent, at=fact.at, by=fact.by))


async def presence_lapses(tx: Transaction, alarm: Alarm) -> None:
    """The grace may be over. Signs of life do not move the alarm, so it looks, and waits for the rest of the grace."""
    person_id = int(alarm.key)
    agent = await store.get(tx, person_id)
    if agent is not None and rules.lapse(agent, now=tx.now)[1]:
        agent = await store.lock(tx, person_id)  # only the silent are locked: a beat may come in this very moment
    if agent is None:
        return
    after = await keep(tx, agent, *rules.lapse(agent, now=tx.now))
    if (ends := rules.lapses_at(after)) is not None:
        tx.set_alarm(LAPSES, ends, key=alarm.key)


async def keep(tx: Transaction, before: Agent, after: Agent, facts: list[Fact]) -> Agent:
    """Store what changed, and have somebody look when the grace ends."""
    if after != before:
        store.save(tx, after)
    ends, ended = rules.lapses_at(after), rules.lapses_at(before)
    moved = (after.until, after.off_at) != (before.until, before.off_at)
    if ends is not None and (ended is None or facts or moved):
        tx.set_alarm(LAPSES, ends, key=str(after.person_id))
    elif ends is None and ended is not None:
        tx.clear_alarm(LAPSES, key=str(after.person_id))
    await tx.record(*facts)
    return after
