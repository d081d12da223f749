"""How evenly the work is shared."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from jishi.dispatch.fairness.model import Days, Fairness, Share, Tally, Turn
from jishi.workforce.roster.model import Span
from jishi.workforce.roster.rules import merge
from jishi.workforce.roster.rules import on_duty as without

HERE = ("online", "wrap_up")
LEAST_SHIFT = 1800.0  # seconds: who was on shift for less is not compared with others
HOUR = 3600.0


def jain(values: Iterable[float]) -> float | None:
    """Jain's fairness index, `(Σx)² / (n·Σx²)` (Jain, Chiu and Hawe 1984). None of nobody, and when nobody has any."""
    found = list(values)
    squares = sum(value * value for value in found)
    return sum(found) ** 2 / (len(found) * squares) if squares else None


def fairness(tallies: Iterable[Tally]) -> Fairness:
    """Those most given to first. Everything is for the time somebody was on shift: who works half a day is given
    half."""
    shares = sorted(map(share, tallies), key=lambda each: (-(each.per_hour or 0.0), each.tally.person_id))
    compared = [each.tally for each in shares if each.tally.shift >= LEAST_SHIFT]
    return Fairness(
        shares=tuple(shares),
        even_given=jain(tally.given / tally.shift for tally in compared),
        even_load=jain(tally.busy / tally.shift for tally in compared),
        even_hard=jain(tally.hard / tally.shift for tally in compared),
        even_easy=jain(tally.easy / tally.shift for tally in compared),
    )


def share(tally: Tally) -> Share:
    enough = tally.shift >= LEAST_SHIFT
    return Share(
        tally=tally,
        per_hour=tally.given / tally.shift * HOUR if enough else None,
        load=tally.busy / tally.shift if enough else None,
        idle=tally.idle / tally.shift if enough else None,
        hard_share=tally.hard / tally.given if tally.given else None,
        easy_share=tally.easy / tally.given if tally.given else None,
    )


def spent(tally: Tally, days: Days, *, since: datetime, until: datetime) -> Tally:
    """The same with how their time went between two instants. On shift is, who works by roster, during their shifts;
    who does not, and did not yet, while online."""
    online = time_here(days.turns, since=since, until=until)
    on_shift = online
    if days.by_roster is not None:
        at_will = [Span(since, days.by_roster)]
        on_shift = merge([*without(days.shifts, [*days.leaves, *at_will]), *_within(online, at_will)])
    on_shift = _within(on_shift, [Span(since, until)])
    here = _within(online, on_shift)
    return replace(
        tally,
        shift=_seconds(on_shift),
        here=_seconds(here),
        busy=_seconds(_within(days.busy, on_shift)),
        idle=_seconds(without(here, [*days.busy, *days.held])),
    )


def time_here(turns: Sequence[Turn], *, since: datetime, until: datetime) -> list[Span]:
    """When somebody was at work between two instants. `turns` are in order; the first may lie before `since`."""
    ends = [*(turn.at for turn in turns[1:]), until][: len(turns)]
    return merge(
        Span(max(turn.at, since), min(end, until)) for turn, end in zip(turns, ends, strict=True) if turn.status in HERE
    )


def _within(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What both have."""
    spans = merge(spans)
    return without(spans, without(spans, others))


def _seconds(spans: Iterable[Span]) -> float:
    return sum((span.end - span.start).total_seconds() for span in spans)
