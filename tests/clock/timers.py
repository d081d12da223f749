"""Timers as tests like to start them."""

from collections.abc import Sequence
from datetime import datetime

from jishi.clock import rules
from jishi.clock.model import WAITING, Kind, Policy, Target, Timer
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from tests.clock.hours import compiled

HOURS = compiled()


def target(seconds: float, kind: Kind = Kind.RESOLUTION, **rest: object) -> Target:
    """A promise in working time that stands still while the ticket waits, as a resolution does."""
    paused_in = rest.pop("paused_in", WAITING if kind in {Kind.RESOLUTION, Kind.UPDATE} else ())
    return Target(kind=kind, seconds=int(seconds), paused_in=paused_in, **rest)  # type: ignore[arg-type]


def policy(*targets: Target, id: int = 1, version: int = 1) -> Policy:  # noqa: A002 - the policy's field
    return Policy(id=id, name="Gold", targets=targets, always=True, version=version)


def started(at: datetime, promised: Target, *, hours: CompiledCalendar = HOURS, id: int = 7) -> Timer:  # noqa: A002
    return rules.start(promised, id=id, ticket_id=70, at=at, policy=policy(promised), hours=hours, calendar_id=3)


def replanned(timer: Timer, promised: Target, at: datetime, *, hours: CompiledCalendar = HOURS) -> rules.Changed:
    """The same calendar, unless its version differs from the timer's."""
    return rules.replan(timer, promised, at=at, policy=policy(promised), hours=hours, calendar_id=3, old_hours=HOURS)


def told(facts: Sequence[Fact]) -> list[tuple[str, datetime]]:
    """What happened and when, without the rest."""
    return [(type(fact).__name__, fact.at) for fact in facts]
