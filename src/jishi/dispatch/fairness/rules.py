"""How evenly the work is shared."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from jishi.dispatch.fairness.model import Fairness, Share, Tally, Turn

HERE = ("online", "wrap_up")
LEAST_HERE = 1800.0  # seconds: who was here for less is not compared with others
HOUR = 3600.0


def jain(values: Iterable[float]) -> float | None:
    """Jain's fairness index, `(Σx)² / (n·Σx²)` (Jain, Chiu and Hawe 1984). None of nobody, and when nobody has any."""
    found = list(values)
    squares = sum(value * value for value in found)
    return sum(found) ** 2 / (len(found) * squares) if squares else None


def fairness(tallies: Iterable[Tally]) -> Fairness:
    """Those most given to first. Everything is for the time somebody was here: who works half a day is given half."""
    shares = sorted(map(share, tallies), key=lambda each: (-(each.per_hour or 0.0), each.tally.person_id))
    compared = [each.tally for each in shares if each.tally.here >= LEAST_HERE]
    return Fairness(
        shares=tuple(shares),
        even_given=jain(tally.given / tally.here for tally in compared),
        even_load=jain(tally.busy / tally.here for tally in compared),
        even_hard=jain(tally.hard / tally.here for tally in compared),
        even_easy=jain(tally.easy / tally.here for tally in compared),
    )


def share(tally: Tally) -> Share:
    enough = tally.here >= LEAST_HERE
    load = min(tally.busy / tally.here, 1.0) if enough else None
    return Share(
        tally=tally,
        per_hour=tally.given / tally.here * HOUR if enough else None,
        load=load,
        idle=None if load is None else 1.0 - load,
        hard_share=tally.hard / tally.given if tally.given else None,
        easy_share=tally.easy / tally.given if tally.given else None,
    )


def time_here(turns: Sequence[Turn], *, since: datetime, until: datetime) -> float:
    """Seconds at work between two instants. `turns` are in order; the first may lie before `since`."""
    ends = [*(turn.at for turn in turns[1:]), until][: len(turns)]
    spans = (
        (min(end, until) - max(turn.at, since)).total_seconds()
        for turn, end in zip(turns, ends, strict=True)
        if turn.status in HERE
    )
    return sum(span for span in spans if span > 0)
