"""What every queue comes to if nothing is done."""

from math import isfinite

import msgspec
from litestar import get

from jishi.dispatch.forecast.model import Forecast
from jishi.dispatch.forecast.see import forecasts
from jishi.dispatch.model import WHOLE_DESK
from jishi.identity.find import team_names
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.views import TeamName
from jishi.storage.transaction import Transaction


class ForecastView(msgspec.Struct, kw_only=True):
    """A null team is the whole desk. Seconds all: `wait` of a newcomer now, `soon` of one in half an hour, null when
    nobody would come to them; `handling` of work on one; `target` promised until an answer, null where nothing is.
    `arrived` in the last half hour. `needed` people keep the target for nine of ten, `short` more than are here."""

    team: TeamName | None
    waiting: int
    arrived: int
    handling: float
    target: float | None
    wait: float | None
    soon: float | None
    here: int
    needed: int | None
    short: int
    breaks: bool
    growing: bool


class Forecasts(msgspec.Struct, kw_only=True):
    items: list[ForecastView]
    next: str | None = None


@get("/dispatch/forecast", guards=[requires(Permission.TICKETS_READ_ALL)])
async def forecast_queues(tx: Transaction) -> Forecasts:
    """How long a newcomer would wait in each queue, and how many people would mend it; the whole desk last."""
    seen = await forecasts(tx)
    names = await team_names(tx, seen)
    order = sorted(seen, key=lambda team_id: (team_id == WHOLE_DESK, names.get(team_id, ""), team_id))
    return Forecasts(items=[_view(seen[team_id], names.get(team_id)) for team_id in order])


def _view(seen: Forecast, name: str | None) -> ForecastView:
    picture = seen.picture
    return ForecastView(
        team=TeamName(id=picture.team_id, name=name) if name is not None else None,
        waiting=picture.waiting,
        arrived=picture.arrived,
        handling=round(picture.handling, 1),
        target=picture.target,
        wait=_finite(seen.wait),
        soon=_finite(seen.soon),
        here=picture.here,
        needed=seen.needed,
        short=seen.short,
        breaks=seen.breaks,
        growing=seen.growing,
    )


def _finite(seconds: float) -> float | None:
    return round(seconds, 1) if isfinite(seconds) else None


routes = [forecast_queues]
