"""Why a promise is due when it is, step by step. Pure; the words are the reader's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from jishi.clock.account.model import Happening
from jishi.clock.account.stretches import Day, around_the_clock, days_between, seconds
from jishi.clock.calendar import Calendar
from jishi.clock.instants import instant
from jishi.clock.model import Timer, TimerState
from jishi.clock.pause import Pause

MOST_DAYS = 7  # told one by one; of more, the first and the last few


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that made it so. `step` names the sentence, `params` what stands in it."""

    step: str
    at: datetime
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """A calendar that measured the promise, and until when; None to the end. Without a calendar, around the clock."""

    until: datetime | None
    calendar: Calendar | None
    name: str | None


def steps(timer: Timer, stages: Sequence[Stage], told: Sequence[Happening], *, now: datetime) -> list[Step]:
    """From the start to the due instant, or to where the clock stands, and what came of it."""
    until = _until(timer, now)
    middle = [*_ran(timer, stages, until), *_pauses(timer, told, until), *_changes(timer, told)]
    return [*_beginning(timer, stages, told), *sorted(middle, key=lambda step: step.at), *_end(timer, until, stages)]


def _until(timer: Timer, now: datetime) -> datetime:
    """Where the telling ends: at the due instant, unless the clock stopped before it."""
    stops = [at for at in (timer.due_at, timer.paused_at, timer.cancelled_at) if at is not None]
    if timer.due_at is None:
        stops.append(now)
    return max(timer.started_at, min(stops))


def _beginning(timer: Timer, stages: Sequence[Stage], told: Sequence[Happening]) -> Iterator[Step]:
    yield Step("started", timer.started_at, {"kind": timer.kind.value, "why": _why_started(timer, told)})
    started = next(iter(_about(timer, told, "TimersStarted")), None)
    mine = {} if started is None else _mine(timer, started)
    because = [] if started is None else started.data.get("because") or []
    yield Step("policy", timer.started_at, {"policy": mine.get("promise", timer.promise), "because": because})
    promised = mine.get("target_seconds", timer.target_seconds)
    yield Step("target", timer.started_at, {"seconds": promised, "calendar": stages[0].name})


def _why_started(timer: Timer, told: Sequence[Happening]) -> str:
    """What the clock was started by, as the kind of a fact: the last of its kind at that instant."""
    beginnings = {
        "TicketOpened", "MessageReceived", "TicketReturned", "TicketReopened", "ReplySent", "TicketAbsorbed",
        "TicketSplit",
    }  # fmt: skip
    wanted = {"next_response": {"MessageReceived", "TicketAbsorbed"}, "update": {"ReplySent", "NoteAdded"}}.get(
        timer.kind, beginnings
    )
    return next((it.kind for it in told if it.at == timer.started_at and it.kind in wanted), "")


def _ran(timer: Timer, stages: Sequence[Stage], until: datetime) -> Iterator[Step]:
    spent, since = 0, timer.started_at
    pauses: list[Pause] = list(timer.pauses)
    for stage in stages:
        end = until if stage.until is None else min(stage.until, until)
        for step, amount in _stage(stage, since, end, pauses):
            spent += amount
            yield Step(step.step, step.at, {**step.params, "spent": seconds(spent)} if amount else step.params)
        since = max(since, end)


def _stage(stage: Stage, since: datetime, end: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[Step, int]]:
    if since >= end:
        return
    if stage.calendar is None:
        for a, b in around_the_clock(since, end, pauses):
            yield Step("ran", instant(a), {"until": instant(b), "seconds": seconds(b - a)}), b - a
        return
    yield from _days(days_between(stage.calendar, since, end, pauses))


def _days(days: Sequence[Day]) -> Iterator[tuple[Step, int]]:
    shown = _few(days)
    for one, together in groupby(days, key=lambda day: shown.get(day.date, "")):
        group = list(together)
        if one == "worked":
            for day in group:
                yield _worked(day), day.worked
        elif one == "closed":
            yield from ((step, 0) for step in _closed(group))
        elif amount := sum(day.worked for day in group):
            yield _folded(group, amount), amount


def _few(days: Sequence[Day]) -> dict[Any, str]:
    """Which days are told: those that were worked, at most so many; and those that were closed, except in between."""
    worked = [day.date for day in days if day.worked]
    if len(worked) <= MOST_DAYS:
        kept, special = {day.date for day in days}, set[Any]()
    else:
        first, last = worked[2], worked[-3]
        kept = {day.date for day in days if day.date <= first or day.date >= last}
        special = {day.date for day in days if day.special and not day.open}
    told: dict[Any, str] = {}
    for day in days:
        if day.worked and day.date in kept:
            told[day.date] = "worked"
        elif not day.open and (day.date in kept or day.date in special):
            told[day.date] = "closed"
    return told


def _worked(day: Day) -> Step:
    stretches = [(instant(a), instant(b)) for a, b in day.stretches]
    return Step(
        "worked",
        stretches[0][0],
        {
            "date": day.date,
            "stretches": stretches,
            "seconds": seconds(day.worked),
            "special": day.special,
            "name": day.name,
        },
    )


def _folded(days: Sequence[Day], amount: int) -> Step:
    worked = [day for day in days if day.worked]
    first, last = worked[0], worked[-1]
    params = {"from": first.date, "to": last.date, "days": len(worked), "seconds": seconds(amount)}
    return Step("worked_days", instant(first.stretches[0][0]), params)


def _closed(days: Sequence[Day]) -> Iterator[Step]:
    """Closed days one after the other are one step, as long as they are closed for the same reason."""
    groups = groupby(days, key=lambda day: (day.special, day.name))
    for (special, name), together in groups:
        closed = list(together)
        at, dates = closed[0].begins, [day.date for day in closed]
        yield Step("holiday" if special else "closed", at, {"from": dates[0], "to": dates[-1], "name": name})


def _pauses(timer: Timer, told: Sequence[Happening], until: datetime) -> Iterator[Step]:
    lasting: list[tuple[datetime, datetime | None]] = []
    if timer.paused_at is not None and timer.state is TimerState.PAUSED:
        lasting = [(timer.paused_at, None)]
    for paused, resumed in [*timer.pauses, *lasting]:
        if paused <= until:
            why = next((it for it in reversed(told) if it.at == paused and it.kind in _STOPS), None)
            params = {
                "until": resumed,
                "why": "" if why is None else why.kind,
                "reason": why and why.data.get("reason"),
            }
            yield Step("paused", paused, params)


_STOPS = {"TicketPended", "TicketHeld", "TicketSolved", "TicketClosed", "TicketDiscarded"}


def _changes(timer: Timer, told: Sequence[Happening]) -> Iterator[Step]:
    for it in _about(timer, told, "TimersReplanned"):
        mine = _mine(timer, it)
        yield Step(
            "changed",
            it.at,
            {
                "why": it.data.get("why", ""),
                "policy": mine.get("promise"),
                "because": it.data.get("because") or [],
                "seconds": mine["target_seconds"],
                "was_due_at": mine.get("was_due_at"),
                "due_at": mine.get("due_at"),
            },
        )


def _end(timer: Timer, until: datetime, stages: Sequence[Stage]) -> Iterator[Step]:
    if timer.paused_at is not None and timer.state is TimerState.PAUSED:
        yield Step("standing", timer.paused_at, {})
    elif timer.due_at is None:
        yield Step("never", until, {"calendar": stages[-1].name})
    else:
        yield Step("due", timer.due_at, {"seconds": timer.target_seconds})
    if timer.broken_at is not None:
        yield Step("broken", timer.broken_at, {"cause": timer.cause})
    if timer.met_at is not None:
        yield Step("done_late" if timer.broken_at else "kept", timer.met_at, {})
    elif timer.cancelled_at is not None:
        yield Step("cancelled", timer.cancelled_at, {"why": timer.cancelled_why})


def _about(timer: Timer, told: Iterable[Happening], kind: str) -> list[Happening]:
    return [it for it in told if it.kind == kind and any(each["id"] == timer.id for each in it.data["timers"])]


def _mine(timer: Timer, it: Happening) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in it.data["timers"] if each["id"] == timer.id)
    return found
