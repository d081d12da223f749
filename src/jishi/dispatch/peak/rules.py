"""When a peak begins and ends by itself, and when the lead is warned of one to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from jishi.dispatch.forecast.model import Forecast
from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.peak.model import Cause, Peak, Said

SHORTEST = timedelta(minutes=5)  # a peak that came by itself lasts so long, so that it does not flicker
CALM = 0.5  # of the target: a newcomer's wait at which a peak is over
QUIET = timedelta(minutes=30)  # after a warning, or after a person has ended a peak


@dataclass(frozen=True, slots=True)
class Weather:
    """What becomes of one queue at one look."""

    begins: bool = False
    ends: bool = False
    warns: bool = False


def weather(seen: Forecast, peak: Peak | None, said: Said, *, auto: bool, now: datetime) -> Weather:
    """`auto`: the queue may switch itself, unless a person has just ended a peak there. What a person switched on is
    theirs to end. Of the whole desk nobody is warned: its teams are."""
    if peak is not None:
        return Weather(ends=_is_over(seen, peak, now))
    if seen.breaks and auto and _long_ago(said.ended_at, now):
        return Weather(begins=True)
    grows = (seen.breaks or seen.growing) and seen.picture.team_id != WHOLE_DESK
    return Weather(warns=grows and _long_ago(said.warned_at, now))


def _long_ago(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at >= QUIET


def _is_over(seen: Forecast, peak: Peak, now: datetime) -> bool:
    if peak.why != Cause.FORECAST or now - peak.began_at < SHORTEST:
        return False
    target = seen.picture.target
    return seen.picture.waiting == 0 or target is None or (isfinite(seen.wait) and seen.wait <= CALM * target)
