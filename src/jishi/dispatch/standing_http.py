"""How every queue stands, and how it is worked."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from math import isfinite
from typing import Annotated

import msgspec
from asyncpg import Record
from litestar import get, put

from jishi.dispatch.forecast.model import Forecast
from jishi.dispatch.forecast.see import forecasts, waited
from jishi.dispatch.model import WHOLE_DESK, Mode, Overflow, QueueSettings, Strategy
from jishi.dispatch.peak.http import PeakView, peak_view
from jishi.dispatch.peak.model import Peak
from jishi.dispatch.peak.see import peaks
from jishi.dispatch.queues import store
from jishi.dispatch.queues.parameters import QueueId
from jishi.dispatch.queues.settle import settle
from jishi.identity.find import team_names
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import LARGEST_ID
from jishi.identity.views import TeamName
from jishi.storage.transaction import Transaction

Seconds = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
TeamId = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ID)]


class OverflowStep(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """After so many seconds of waiting these teams may take it too. No team: the whole desk."""

    after: Seconds
    team_ids: Annotated[list[TeamId], msgspec.Meta(max_length=50)] = []


class QueueSettingsView(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How a queue is worked; what is left out is the default. `strategy` says who and which, `mode` whether they are
    asked first, for `offer_seconds`; a grace is for how many seconds unanswered tickets stay with who went. With
    `peak_widens` the whole desk may take from it at a peak, where there is no overflow."""

    strategy: Strategy = Strategy.INDEX
    mode: Mode = Mode.PUSH
    offer_seconds: Seconds = 20
    overflow: Annotated[list[OverflowStep], msgspec.Meta(max_length=20)] = []
    grace_off_shift: Seconds = 300
    grace_away: Seconds = 600
    auto_peak: bool = False
    peak_widens: bool = True


class Waited(msgspec.Struct, kw_only=True):
    """Seconds that those waited who were taken up in the last hour."""

    p50: float
    p90: float


class Standing(msgspec.Struct, kw_only=True):
    """A queue. A null team is the whole desk's: what waits in no team's queue; its forecast is of all.

    `forecast`: seconds a newcomer would wait, null when nobody would come to them. `target`: seconds promised until an
    answer, null where nothing is. `needed` people would keep it, `short` more than are here.
    """

    team: TeamName | None
    waiting: int
    oldest: datetime | None
    waited: Waited | None
    forecast: float | None
    target: float | None
    needed: int | None
    short: int
    here: int
    free: int
    settings: QueueSettingsView
    peak: PeakView | None


class Standings(msgspec.Struct, kw_only=True):
    items: list[Standing]
    next: str | None = None


@get("/queues", guards=[requires(Permission.TICKETS_READ_ALL)])
async def list_queues(tx: Transaction) -> Standings:
    """Every queue: what waits, who is here, what a newcomer would wait, and how it is worked."""
    seen = await forecasts(tx)
    names = await team_names(tx, seen)
    told = Told(await store.all_settings(tx), await peaks(tx), await waited(tx), await store.lengths(tx))
    order = sorted(seen, key=lambda team_id: (team_id == WHOLE_DESK, names.get(team_id, ""), team_id))
    return Standings(items=[_standing(seen[team_id], names.get(team_id), told) for team_id in order])


@put("/queues/{team_id:int}", guards=[requires(Permission.DISPATCH_MANAGE)])
async def change_queue(tx: Transaction, team_id: QueueId, data: QueueSettingsView) -> QueueSettingsView:
    """Lay down how a queue is worked."""
    overflow = tuple(Overflow(after=step.after, team_ids=frozenset(step.team_ids)) for step in data.overflow)
    given = {name: getattr(data, name) for name in data.__struct_fields__ if name != "overflow"}
    return settings_view(await settle(tx, QueueSettings(team_id=team_id, overflow=overflow, **given)))


def settings_view(settings: QueueSettings) -> QueueSettingsView:
    steps = [OverflowStep(after=step.after, team_ids=sorted(step.team_ids)) for step in settings.overflow]
    shown = {field.name for field in fields(settings)} - {"team_id", "last_given", "overflow"}
    return QueueSettingsView(overflow=steps, **{name: getattr(settings, name) for name in shown})


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the queues besides their forecasts, by team."""

    settings: Mapping[int, QueueSettings]
    peaks: Mapping[int, Peak]
    waited: Mapping[int, Record]
    lengths: Mapping[int, Record]


def _standing(forecast: Forecast, name: str | None, told: Told) -> Standing:
    seen = forecast.picture
    length, took = told.lengths.get(seen.team_id), told.waited.get(seen.team_id)
    peak = told.peaks.get(seen.team_id)
    return Standing(
        team=TeamName(id=seen.team_id, name=name) if name is not None else None,
        waiting=length["waiting"] if length else 0,
        oldest=length["oldest"] if length else None,
        waited=Waited(p50=round(took["p50"], 1), p90=round(took["p90"], 1)) if took else None,
        forecast=round(forecast.wait, 1) if isfinite(forecast.wait) else None,
        target=seen.target,
        needed=forecast.needed,
        short=forecast.short,
        here=seen.here,
        free=seen.free,
        settings=settings_view(told.settings.get(seen.team_id) or QueueSettings(team_id=seen.team_id)),
        peak=peak_view(peak) if peak else None,
    )


routes = [list_queues, change_queue]
