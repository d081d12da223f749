"""A stretch of the roster as a page shows it: people by days, and how many are on duty in each hour."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jishi.identity import settings
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import rules, store
from jishi.workforce.roster.model import Leave, LeaveState, Pattern, RosterSettings, Shift, Span
from jishi.workforce.roster.wall_clock import local, midnight

QUARTER = timedelta(minutes=15)
SHOWN = (LeaveState.ASKED, LeaveState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One colleague's part. `duty` is what remains of the shifts when leave is taken out, within the days shown. Who
    does not work by roster (`rostered`) is on duty whenever they are online."""

    id: int
    name: str
    team_ids: tuple[int, ...]
    rostered: bool
    shifts: tuple[Shift, ...]
    leaves: tuple[Leave, ...]
    duty: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """`people`: the fewest at any moment of it. `is_gap`: the desk is open and they are too few."""

    at: datetime
    people: int
    is_open: bool
    is_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    first: date
    days: int
    zone: ZoneInfo
    rows: tuple[Row, ...]
    patterns: tuple[Pattern, ...]
    hours: tuple[Hour, ...]
    gaps: tuple[tuple[Span, int], ...]
    settings: RosterSettings


async def show_week(
    tx: Transaction,
    *,
    first: date | None,
    days: int,
    team_id: int | None = None,
    is_open: Callable[[datetime, datetime], bool],
) -> Week:
    """From Monday of this week unless told otherwise. `is_open` says whether the desk works between two instants. What
    has passed is no gap any more: nobody can fill it."""
    zone = ZoneInfo((await settings.workspace(tx)).zone)
    today = local(zone, tx.now).date()
    first = first or today - timedelta(days=today.weekday())
    span = Span(midnight(zone, first), midnight(zone, first + timedelta(days=days)))
    rows = await _rows(tx, span, team_id)
    rules_of_desk = await store.settings(tx)
    quarters = _steps(span, QUARTER)
    opens = rules.merge(Span(at, at + QUARTER) for at in quarters if is_open(at, at + QUARTER))
    ahead = [Span(max(each.start, tx.now), each.end) for each in opens if each.end > tx.now]
    gaps = rules.gaps([row.duty for row in rows], ahead, least=rules_of_desk.least)
    return Week(
        first=first,
        days=days,
        zone=zone,
        rows=tuple(rows),
        patterns=tuple(await store.patterns(tx, [row.id for row in rows], until=first)),
        hours=tuple(_hours(span, rows, opens, [gap for gap, _ in gaps])),
        gaps=tuple(gaps),
        settings=rules_of_desk,
    )


async def _rows(tx: Transaction, span: Span, team_id: int | None) -> list[Row]:
    people = await store.colleagues(tx, team_id)
    ids = [row["id"] for row in people]
    rostered = await store.rostered(tx, ids)
    shifts: dict[int, list[Shift]] = defaultdict(list)
    leaves: dict[int, list[Leave]] = defaultdict(list)
    for shift in await store.shifts(tx, span.start, span.end, person_ids=ids):
        shifts[shift.person_id].append(shift)
    for leave in await store.leaves(tx, span.start, span.end, states=SHOWN, person_ids=ids):
        leaves[leave.person_id].append(leave)
    return [
        Row(
            id=row["id"],
            name=row["name"],
            team_ids=tuple(row["team_ids"]),
            rostered=row["id"] in rostered,
            shifts=tuple(shifts[row["id"]]),
            leaves=tuple(leaves[row["id"]]),
            duty=tuple(_duty(shifts[row["id"]], leaves[row["id"]], span)),
        )
        for row in people
    ]


def _duty(shifts: list[Shift], leaves: list[Leave], within: Span) -> list[Span]:
    away = [leave.span for leave in leaves if leave.state is LeaveState.APPROVED]
    duty = rules.on_duty([shift.span for shift in shifts], away)
    cut = [Span(max(each.start, within.start), min(each.end, within.end)) for each in duty]
    return [each for each in cut if each.end > each.start]


def _hours(span: Span, rows: list[Row], opens: list[Span], gaps: list[Span]) -> list[Hour]:
    hours = _steps(span, rules.AN_HOUR)
    counts = rules.coverage([row.duty for row in rows], hours)
    return [
        Hour(at=at, people=people, is_open=_meets(opens, at), is_gap=_meets(gaps, at))
        for at, people in zip(hours, counts, strict=True)
    ]


def _meets(spans: list[Span], hour: datetime) -> bool:
    return any(each.start < hour + rules.AN_HOUR and hour < each.end for each in spans)


def _steps(span: Span, step: timedelta) -> list[datetime]:
    return [span.start + number * step for number in range(-(-(span.end - span.start) // step))]
