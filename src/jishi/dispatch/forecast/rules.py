"""What a queue comes to. Everybody works on one ticket at a time, whatever number of them they keep open.

Waiting in the steady state after A. K. Erlang, "Solution of some problems in the theory of probabilities of
significance in automatic telephone exchanges" (1917), as in Gans, Koole and Mandelbaum, "Telephone call centers:
tutorial, review and research prospects", M&SOM 5 (2003), section 4.1; the recursion keeps large numbers exact.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from math import ceil, exp, inf

from jishi.dispatch.forecast.model import FOREVER, Forecast, Picture

AHEAD = 1800.0  # seconds
SHARE = 0.9  # of newcomers that should be taken up within the target
MOST = 2000  # people; more than that is no advice
CRUMB = 1e-6  # of a person: what adding up shares leaves behind


def forecast(picture: Picture, *, now: datetime) -> Forecast:
    """A queue that nobody works at breaks nothing: whoever it waits for is told that they are missing."""
    wait = _newcomer(picture, picture.waiting, after=0.0, now=now)
    left = max(0.0, picture.waiting + picture.rate * AHEAD - served(picture, until=AHEAD, now=now))
    soon = _newcomer(picture, left, after=AHEAD, now=now)
    target = picture.target
    needed = None if target is None else people_needed(picture, within=target)
    judged = target is not None and picture.here > 0
    breaks = judged and picture.waiting > 0 and wait > (target or inf)
    return Forecast(
        picture=picture,
        wait=wait,
        soon=soon,
        needed=needed,
        short=max(0, ceil((needed or 0) - picture.strength - CRUMB)),
        breaks=breaks,
        growing=judged and not breaks and picture.waiting > 0 and soon > (target or inf),
    )


def shares(team_ids: Collection[int], work: Mapping[int, float]) -> dict[int, float]:
    """How much of somebody is whose, who may work for several queues: in proportion to the `workload` that each of them
    has. They add up to one person."""
    total = sum(work[team_id] for team_id in team_ids)
    return {team_id: work[team_id] / total for team_id in team_ids} if total > 0 else {}


def workload(*, waiting: int, arrived: int, handling: float, general: bool = False) -> float:
    """Seconds of work: what waits and what came within the window; for a team one newcomer besides, the one whose wait
    is forecast, so that nobody is nothing to a team whose queue is empty now."""
    return (waiting + arrived + (not general)) * handling


def served(picture: Picture, *, until: float, now: datetime) -> float:
    """How many tickets those who are here finish in so many seconds, as long as their shifts last."""
    return sum(share * min(until, _lasts(end, now)) for end, share in picture.people) / picture.handling


def time_to_serve(picture: Picture, tickets: float, *, after: float, now: datetime) -> float:
    """Seconds, from `after` seconds on, until those who are here have finished so many; FOREVER when they go before."""
    lasting = sorted((max(0.0, _lasts(end, now) - after), share) for end, share in picture.people if share > 0)
    work, passed, people = tickets * picture.handling, 0.0, picture.strength
    for ends, share in lasting:
        if work <= people * (ends - passed):
            return passed + work / people
        work -= people * (ends - passed)
        passed, people = ends, people - share
    return 0.0 if work <= 0 else FOREVER


def people_needed(picture: Picture, *, within: float) -> int:
    """The fewest who take up nine newcomers of ten within the target, and what waits now within it too."""
    behind = int(-(-(picture.waiting * picture.handling) // max(within, 1.0)))
    people = max(1, behind) if picture.arrived or picture.waiting else 0
    load = picture.rate * picture.handling
    while people < MOST and in_time(people, load, picture.handling, within) < SHARE:
        people += 1
    return people


def in_time(people: int, load: float, handling: float, within: float) -> float:
    """The share of newcomers taken up within so many seconds; `load` is arrivals times handling, in erlangs."""
    if load == 0:
        return 1.0
    if people <= load:
        return 0.0
    return 1 - waits(people, load) * exp(-(people - load) * within / handling)


def waits(people: int, load: float) -> float:
    """Erlang C: the chance that a newcomer finds everybody busy. 1 when there are too few to keep up at all."""
    if people <= load:
        return 1.0
    blocked = 1.0  # Erlang B with nobody
    for n in range(1, people + 1):
        blocked = load * blocked / (n + load * blocked)
    return people * blocked / (people - load * (1 - blocked))


def _newcomer(picture: Picture, waiting: float, *, after: float, now: datetime) -> float:
    """Whoever finds nobody before them and a free place does not wait."""
    if waiting < 1 and picture.free > 0 and any(_lasts(end, now) > after for end in picture.ends):
        return 0.0
    return time_to_serve(picture, waiting + 1, after=after, now=now)


def _lasts(end: datetime | None, now: datetime) -> float:
    return FOREVER if end is None else max(0.0, (end - now).total_seconds())
