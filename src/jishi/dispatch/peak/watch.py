"""Look at every queue once a minute while anything waits or a peak is on: switch what may switch itself, or warn."""

from datetime import UTC, datetime
from math import isfinite

from jishi.dispatch.facts import TicketQueued
from jishi.dispatch.forecast.model import Forecast
from jishi.dispatch.forecast.see import forecasts
from jishi.dispatch.model import QueueSettings
from jishi.dispatch.peak import rules, store
from jishi.dispatch.peak.begin import begin, end
from jishi.dispatch.peak.facts import BacklogGrew, PeakBegan
from jishi.dispatch.peak.model import Cause, Said
from jishi.dispatch.queues.see import queues
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction

LOOK = "dispatch.watch_queues"
EVERY = 60  # seconds


async def watch_queues(tx: Transaction, fact: TicketQueued | PeakBegan) -> None:  # noqa: ARG001
    """AFTERWARDS: something waits. However many do, one look a minute."""
    tx.gather(_look_soon, None)


async def look_at_queues(tx: Transaction, alarm: Alarm) -> None:  # noqa: ARG001
    settled, peaks, said = await queues(tx), await store.peaks(tx), await store.said(tx)
    seen = await forecasts(tx)
    for team_id, forecast in seen.items():
        auto = (settled.get(team_id) or QueueSettings()).auto_peak
        met = rules.weather(forecast, peaks.get(team_id), said.get(team_id) or Said(), auto=auto, now=tx.now)
        if met.begins:
            await begin(tx, team_id, Cause.FORECAST, short=forecast.short)
        elif met.ends:
            await end(tx, team_id, Cause.FORECAST)
        elif met.warns:
            await _warn(tx, team_id, forecast)
    for team_id in peaks.keys() - seen.keys():
        await end(tx, team_id, Cause.DISSOLVED)  # begun while its team was being dissolved
    if peaks or any(forecast.picture.waiting for forecast in seen.values()):
        await _look_soon(tx, ())


async def _warn(tx: Transaction, team_id: int, seen: Forecast) -> None:
    """An early warning, once in half an hour: people can still be called in."""
    store.save_warning(tx, team_id)
    worst = seen.wait if seen.breaks else seen.soon
    await tx.record(
        BacklogGrew(
            at=tx.now,
            team_id=team_id,
            waiting=seen.picture.waiting,
            wait=round(worst) if isfinite(worst) else None,
            target=round(seen.picture.target or 0),
            short=seen.short,
        )
    )


async def _look_soon(tx: Transaction, asked: object) -> None:  # noqa: ARG001
    """At the next full minute, so that whoever asks meanwhile asks for the same look."""
    minute = int(tx.now.timestamp()) // EVERY + 1
    tx.set_alarm(LOOK, datetime.fromtimestamp(minute * EVERY, UTC))
