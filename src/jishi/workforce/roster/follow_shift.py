"""Presence follows the shift: who is off duty with no console open is offline after a grace, and back with the next."""

from collections.abc import Collection
from datetime import timedelta

from jishi.storage.transaction import Transaction
from jishi.workforce import rules
from jishi.workforce import store as agents
from jishi.workforce.attend import keep
from jishi.workforce.roster import store
from jishi.workforce.roster.facts import ShiftEnded, ShiftStarted
from jishi.workforce.roster.model import RosterSettings


async def begin_work(tx: Transaction, fact: ShiftStarted) -> None:
    """Whom the end of a shift made offline is back. Also where presence follows shifts no longer."""
    if (agent := await agents.lock(tx, fact.person_id)) is not None:
        await keep(tx, agent, *rules.start_shift(agent, at=fact.at))


async def end_work(tx: Transaction, fact: ShiftEnded) -> None:
    """Who does not work by roster stays, whatever shifts they have."""
    settings = await store.settings(tx)
    if not settings.presence_follows or not await store.rostered(tx, [fact.person_id]):
        return
    if (agent := await agents.lock(tx, fact.person_id)) is not None:
        goes_at = fact.at + timedelta(seconds=settings.presence_grace)
        await keep(tx, agent, *rules.end_shift(agent, goes_at=goes_at, at=fact.at))


async def follow_rostering(tx: Transaction, person_ids: Collection[int]) -> None:
    """These people work by roster from now on, or no longer."""
    by_roster = await store.rostered(tx, person_ids)
    settings = await store.settings(tx)
    lingering = set(await store.lingering(tx, person_ids)) if settings.presence_follows else set()
    goes_at = tx.now + timedelta(seconds=settings.presence_grace)
    for person_id in sorted(person_ids):
        if (agent := await agents.lock(tx, person_id)) is None:
            continue
        if person_id in lingering:
            await keep(tx, agent, *rules.end_shift(agent, goes_at=goes_at, at=tx.now))
        elif person_id not in by_roster:
            await keep(tx, agent, *rules.stay_on(agent, now=tx.now))


async def follow_or_not(tx: Transaction, settings: RosterSettings) -> None:
    """Presence follows shifts from now on, also for those who are off duty already; or no longer."""
    if settings.presence_follows:
        goes_at = tx.now + timedelta(seconds=settings.presence_grace)
        for person_id in await store.lingering(tx):
            if (agent := await agents.lock(tx, person_id)) is not None:
                await keep(tx, agent, *rules.end_shift(agent, goes_at=goes_at, at=tx.now))
        return
    for person_id in await store.going(tx):
        if (agent := await agents.lock(tx, person_id)) is not None:
            await keep(tx, agent, *rules.stay_on(agent, now=tx.now))
