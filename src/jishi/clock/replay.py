"""The timers of a ticket, made again from its journal alone. Pure.

What the ticket's facts do to them is `respond`, as live. The clock's own facts say which timers began, on which terms,
which stopped, and until when a worker had looked; what came true by then follows by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jishi.clock import rules
from jishi.clock.facts import (
    PlannedTimer,
    PromiseBroken,
    PromiseKept,
    PromiseMetLate,
    TimerFact,
    TimersReplanned,
    TimersStarted,
    TimersStopped,
    WarningReached,
)
from jishi.clock.model import Kind, Terms, Timer
from jishi.clock.respond import MET_FROM_OUTSIDE, Hours, respond
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact

Planning = TimersStarted | TimersReplanned


def replay(facts: Iterable[Fact], hours: Hours) -> list[Timer]:
    """One ticket's timers after these facts of its journal, in the order in which they were started."""
    replayed = _Replay(hours)
    for fact in facts:
        replayed.take(fact)
    return list(replayed.timers.values())


@dataclass(slots=True)
class _Replay:
    hours: Hours
    timers: dict[int, Timer] = field(default_factory=dict)

    def take(self, fact: Fact) -> None:
        if isinstance(fact, TimersStarted | TimersReplanned):
            change = self._start if isinstance(fact, TimersStarted) else self._replan
            for given in fact.timers:
                change(fact, given)
        elif isinstance(fact, TimersStopped):
            for timer in self._those(fact.timer_ids):
                self._keep(rules.cancel(timer, fact.at, why=fact.why))
        elif isinstance(fact, TimerFact):
            for timer in self._those((fact.timer_id,)):
                self._keep(self._told(timer, fact))
        else:
            after, _ = respond(fact, list(self.timers.values()), self.hours)
            self.timers = {timer.id: timer for timer in after}

    def _told(self, timer: Timer, fact: TimerFact) -> rules.Changed:
        if isinstance(fact, WarningReached | PromiseBroken):
            return rules.fire(timer, fact.noticed_at)
        if isinstance(fact, PromiseKept | PromiseMetLate) and timer.kind in MET_FROM_OUTSIDE:
            return rules.meet(timer, fact.met_at, hours=self._hours_of(timer))
        return timer, []

    def _start(self, fact: Planning, given: PlannedTimer) -> None:
        self.timers[given.id] = rules.begin(
            _terms(fact, given),
            id=given.id,
            ticket_id=fact.ticket_id,
            kind=Kind(given.kind),
            at=given.started_at or fact.at,
            hours=self.hours(given.calendar_id, given.calendar_version),
            planned_at=fact.at,
            pauses=given.pauses,
            paused_at=given.paused_at,
            cause=fact.why,
            ref=given.ref,
        )

    def _replan(self, fact: Planning, given: PlannedTimer) -> None:
        timer = self.timers[given.id]
        demanded, old_hours = _terms(fact, given), self._hours_of(timer)
        hours = self.hours(given.calendar_id, given.calendar_version)
        if given.again:
            pauses = given.pauses if given.paused_at is None else (*given.pauses, (given.paused_at, None))
            self._keep(
                rules.revive(
                    timer, demanded, at=fact.at, pauses=pauses, hours=hours, old_hours=old_hours, cause=fact.why
                )
            )
            return
        moved, _ = rules.change_terms(timer, demanded, at=fact.at, hours=hours, old_hours=old_hours, cause=fact.why)
        if given.paused_at is not None:
            self._keep(rules.pause(moved, given.paused_at))
        else:
            self.timers[moved.id] = rules.resume(moved, fact.at, hours=hours)

    def _those(self, ids: Sequence[int]) -> list[Timer]:
        return [self.timers[each] for each in ids if each in self.timers]

    def _keep(self, changed: rules.Changed) -> None:
        self.timers[changed[0].id] = changed[0]

    def _hours_of(self, timer: Timer) -> CompiledCalendar:
        return self.hours(timer.calendar_id, timer.calendar_version)


def _terms(fact: Planning, given: PlannedTimer) -> Terms:
    return Terms(
        target_seconds=given.target_seconds,
        warn_after=given.warn_after,
        paused_in=given.paused_in,
        note_answers=given.note_answers,
        promise=given.promise,
        policy_id=fact.policy_id,
        policy_version=fact.policy_version,
        calendar_id=given.calendar_id,
        calendar_version=given.calendar_version,
    )
