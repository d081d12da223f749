"""When a peak begins and ends by itself, and when the lead is warned of one to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from jishi.dispatch.forecast.model import Forecast
from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.peak.model import Cause, Peak

SHORTEST = timedelta(minutes=5)  # a peak that came by itself lasts so long, so that it does not flicker
CALM = 0.5  # of the target: a newcomer's wait at which a peak is over
WARN_AGAIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Weather:
    """What becomes of one queue at one look."""

    begins: bool = False
    ends: bool = False
    warns: bool = False


def weather(seen: Forecast, peak: Peak | None, *, auto: bool, warned_at: datetime | None, now: datetime) -> Weather:
    """`auto`: the queue may switch itself. `warned_at`: when its lead was last told that the backlog grows.

    The whole desk only ever switches by hand or by its own setting; a peak that a person switched on is theirs to end.
    """
    if peak is not None:
        return Weather(ends=_is_over(seen, peak, now))
    if seen.breaks and auto:
        return Weather(begins=True)
    grows = (seen.breaks or seen.growing) and seen.picture.team_id != WHOLE_DESK
    return Weather(warns=grows and (warned_at is None or now - warned_at >= WARN_AGAIN))


def _is_over(seen: Forecast, peak: Peak, now: datetime) -> bool:
    if peak.why != Cause.FORECAST or now - peak.began_at < SHORTEST:
        return False
    target = seen.picture.target
    return seen.picture.waiting == 0 or target is None or (isfinite(seen.wait) and seen.wait <= CALM * target)
