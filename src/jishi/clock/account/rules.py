"""Where time went. Every stretch belongs to exactly one part, so the parts sum to the whole, to the microsecond."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from jishi.clock.account.model import Account, Attendance, Part, Share, Spell, Standing
from jishi.clock.account.timeline import Line
from jishi.clock.pause import Pause, merge
from jishi.clock.working_time import CompiledCalendar

Gauge = Sequence[tuple[int | None, CompiledCalendar]]
"""What measures the time until each instant, in order; the last until None."""

ENDED = ("solved", "closed")
_BY_STATE = {
    "pending": Part.CUSTOMER,
    "on_hold": Part.COLLABORATION,
    "solved": Part.SOLVED,
    "closed": Part.SOLVED,
    "discarded": Part.OTHER,
}


def spells(line: Line, attendance: Attendance, since: int, until: int) -> list[Spell]:
    """The stretches of [since, until), each with the part it belongs to: in order, apart, and without a gap."""
    found: list[Spell] = []
    for start, end, standing in _stretches(line, since, until):
        for a, b in _cut(start, end, _edges(standing, attendance)):
            part = part_of(standing, attendance, a)
            if found and found[-1].part is part and found[-1].standing == standing:
                found[-1] = Spell(found[-1].since, b, part, standing)
            else:
                found.append(Spell(a, b, part, standing))
    return found


def part_of(standing: Standing, attendance: Attendance, at: int) -> Part:
    """What a moment of a ticket that stands like this is spent on."""
    if standing.state in _BY_STATE:
        return _BY_STATE[standing.state]
    if at < attendance.filed_at:
        return Part.CHANNEL
    if not _anybody_there(standing, attendance, at):
        return Part.OFF_SHIFT
    if standing.owner_id is not None:
        return Part.OWNER
    if standing.queued is not None:
        return Part.QUEUE
    return Part.HAND_OVER if standing.owned_before else Part.DISPATCH


def account(found: Iterable[Spell], gauge: Gauge, pauses: Iterable[Pause] = ()) -> Account:
    """Sum the spells up by what they were spent on, in the order in which each first came."""
    merged = merge(pauses)
    sums: dict[tuple[Part, int | None, int | None, bool], int] = {}
    reasons: dict[tuple[Part, int | None, int | None, bool], dict[str, None]] = {}
    whole = closed = 0
    for spell in found:
        worked = elapsed(gauge, spell.since, spell.until)
        whole, closed = whole + worked, closed + spell.until - spell.since - worked
        stood = sum(elapsed(gauge, max(a, spell.since), min(b, spell.until)) for a, b in merged)
        for paused, amount in ((False, worked - stood), (True, stood)):
            if amount > 0:
                key = (spell.part, *_whose(spell), paused)
                sums[key] = sums.get(key, 0) + amount
                told = reasons.setdefault(key, {})
                if spell.standing.reason:
                    told[spell.standing.reason] = None
    shares = [
        Share(part=part, owner_id=owner, team_id=team, paused=paused, micros=amount, reasons=tuple(reasons[key]))
        for key, amount in sums.items()
        for part, owner, team, paused in [key]
    ]
    return Account(whole=whole, closed=closed, shares=tuple(shares))


def elapsed(gauge: Gauge, since: int, until: int) -> int:
    """Working microseconds in [since, until), each stretch on the calendar that counted then."""
    worked = 0
    for ends, hours in gauge:
        if since >= until:
            break
        end = until if ends is None else min(until, ends)
        if end > since:
            worked += hours.elapsed_micros(since, end)
            since = end
    return worked


def largest(told: Account) -> Share | None:
    """What took most of the time that counted."""
    counted = [share for share in told.shares if not share.paused]
    return max(counted, key=lambda share: share.micros, default=None)


def _whose(spell: Spell) -> tuple[int | None, int | None]:
    return (spell.standing.owner_id if spell.part is Part.OWNER else None), spell.standing.team_id


def _stretches(line: Line, since: int, until: int) -> Iterator[tuple[int, int, Standing]]:
    """The line cut to [since, until). What lies before its first instant belongs to how it stood then."""
    for n, (at, standing) in enumerate(line):
        start = since if n == 0 else max(at, since)
        end = until if n + 1 == len(line) else min(line[n + 1][0], until)
        if start < end:
            yield start, end, standing
    if not line and since < until:
        yield since, until, Standing()


def _edges(standing: Standing, attendance: Attendance) -> Iterator[int]:
    yield attendance.filed_at
    yield from (at for at, _ in attendance.teams.get(standing.team_id, ()))
    if standing.owner_id is not None:
        yield from (at for at, _ in attendance.people.get(standing.owner_id, ()))


def _cut(start: int, end: int, edges: Iterable[int]) -> Iterator[tuple[int, int]]:
    for edge in sorted({at for at in edges if start < at < end}):
        yield start, edge
        start = edge
    yield start, end


def _anybody_there(standing: Standing, attendance: Attendance, at: int) -> bool:
    team = attendance.teams.get(standing.team_id, ())
    return _at(team, at) or (standing.owner_id is not None and _at(attendance.people.get(standing.owner_id, ()), at))


def _at(steps: Sequence[tuple[int, bool]], at: int) -> bool:
    n = bisect_right(steps, at, key=lambda step: step[0])
    return steps[n - 1][1] if n else False
