"""Begin and end a peak."""

from datetime import datetime, timedelta

from jishi.dispatch.forecast.see import forecasts
from jishi.dispatch.peak import store
from jishi.dispatch.peak.errors import EndsBefore, NoPeak, PeakIsOn
from jishi.dispatch.peak.facts import PeakBegan, PeakEnded
from jishi.dispatch.peak.model import Cause, Peak
from jishi.dispatch.queues.settle import check_queue
from jishi.identity.facts import TeamDissolved
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction

OVER = "dispatch.peak_over"
LONGEST = timedelta(days=7)


async def begin_by_hand(tx: Transaction, team_id: int, *, until: datetime | None = None) -> Peak:
    """A person switches it on. Raises NoSuchTeam, PeakIsOn, EndsBefore."""
    await check_queue(tx, team_id)
    if until is not None and not tx.now < until <= tx.now + LONGEST:
        raise EndsBefore(errors=[("until", EndsBefore.__doc__ or "")])
    before = await store.lock(tx, team_id)
    if before is not None and before.why == Cause.BY_HAND:
        raise PeakIsOn
    seen = (await forecasts(tx)).get(team_id)
    return await begin(tx, team_id, Cause.BY_HAND, short=seen.short if seen else 0, until=until)


async def begin(tx: Transaction, team_id: int, why: Cause, *, short: int, until: datetime | None = None) -> Peak:
    """One that the forecast began is a person's from the moment they say so too."""
    peak = Peak(team_id=team_id, began_at=tx.now, by=tx.by, why=why, short=short, until=until)
    store.save(tx, peak)
    if until is None:
        tx.clear_alarm(OVER, key=str(team_id))
    else:
        tx.set_alarm(OVER, until, key=str(team_id))
    await tx.record(PeakBegan(at=tx.now, by=tx.by, team_id=team_id, why=why, short=short, until=until))
    return peak


async def end(tx: Transaction, team_id: int, why: Cause = Cause.BY_HAND) -> None:
    """Raises NoPeak."""
    if await store.lock(tx, team_id) is None:
        raise NoPeak
    store.drop(tx, team_id)
    if why is Cause.BY_HAND:
        store.save_end_by_hand(tx, team_id)
    tx.clear_alarm(OVER, key=str(team_id))
    await tx.record(PeakEnded(at=tx.now, by=tx.by, team_id=team_id, why=why))


async def end_with_team(tx: Transaction, fact: TeamDissolved) -> None:
    """AFTERWARDS: there is no queue any more that could have one."""
    if await store.lock(tx, fact.team_id) is not None:
        await end(tx, fact.team_id, Cause.DISSOLVED)


async def peak_over(tx: Transaction, alarm: Alarm) -> None:
    """Its time is over, unless somebody has given it another since."""
    peak = await store.lock(tx, int(alarm.key))
    if peak is not None and peak.until is not None and peak.until <= tx.now:
        await end(tx, peak.team_id, Cause.OVER)
