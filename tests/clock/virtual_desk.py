"""A desk in virtual time: the real rules of tickets and clocks, with memory in the place of a database.

Policies and calendars change while clocks run, mail is fetched late, and the workers that look for what is due are
slow, away for hours, killed before they store anything, or have a clock that is behind.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise

from jishi.clock import rules
from jishi.clock.calendar import Calendar, Span
from jishi.clock.model import WAITING, Kind, Match, Policy, Target, Timer
from jishi.clock.promise import FROM_THE_START, traits_of
from jishi.clock.rematch import Change, answered_once, rematch
from jishi.clock.respond import ANSWERS, respond
from jishi.clock.retell import replanned, started, stopped
from jishi.clock.standards import Standards
from jishi.clock.working_time import CompiledCalendar, around_the_clock, compile_calendar
from jishi.kernel.conditions import Condition
from jishi.kernel.facts import Fact
from jishi.tickets import rules as tickets
from jishi.tickets.facts import (
    MessageReceived,
    ReplySent,
    TicketAssigned,
    TicketReopened,
    TicketReturned,
)
from jishi.tickets.model import LIVE, Author, Level, Message, State, Ticket
from jishi.tickets.talk import rules as talk
from tests.clock.witness import OpenTime, Spans

MINUTE, HOUR = 60, 3_600
FIRST, DAYS = date(2026, 2, 23), 120
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = timedelta(days=40)  # in which tickets arrive
END = BEGIN + timedelta(days=75)
CALENDAR = 1


@dataclass(frozen=True)
class Edition:
    """What is promised from an instant on, and its calendar as the desk and as the witness have it."""

    at: datetime
    standards: Standards
    hours: CompiledCalendar
    open_time: OpenTime


@dataclass(frozen=True)
class Look:
    """A worker looks for what is due. Its clock may be behind."""

    at: datetime
    clock: datetime


@dataclass
class World:
    """What all tickets share: the editions of the standards, and when workers look."""

    editions: list[Edition]
    looks: list[Look]
    _begins: list[datetime] = field(init=False)

    def __post_init__(self) -> None:
        self._begins = [look.at for look in self.looks]

    def edition(self, at: datetime) -> Edition:
        return self.editions[max(bisect_right(self.editions, at, key=lambda each: each.at) - 1, 0)]

    def hours(self, calendar_id: int | None, version: int | None) -> CompiledCalendar:
        return around_the_clock() if calendar_id is None else self.editions[(version or 1) - 1].hours

    def look_for(self, due: datetime, *, after: datetime) -> Look | None:
        """The first look after an instant that sees what is due at another."""
        for n in range(bisect_right(self._begins, max(due, after)), len(self.looks)):
            if self.looks[n].clock >= due:
                return self.looks[n]
        return None


def make_world(dice: random.Random, *, edits: int) -> World:
    editions = [_edition(BEGIN - timedelta(days=7), 1, dice, {})]
    exceptions: dict[date, Spans] = {}
    for version in range(2, edits + 2):
        at = BEGIN + SPAN * (version - 1) / (edits + 1) + timedelta(seconds=dice.uniform(0, 40_000))
        day = (at + timedelta(days=dice.randint(-3, 12))).date()
        exceptions[day] = dice.choice([(), ((9 * HOUR, 12 * HOUR),), ((8 * HOUR, 22 * HOUR),)])
        editions.append(_edition(at, version, dice, dict(exceptions)))
    return World(editions, list(_looks(dice)))


def _edition(at: datetime, version: int, dice: random.Random, exceptions: dict[date, Spans]) -> Edition:
    opens, closes = dice.choice([(9, 18), (9, 18), (8, 17), (10, 20)])
    workday: Spans = ((opens * HOUR, 12 * HOUR), (13 * HOUR, closes * HOUR))

    def hours_on(day: date) -> Spans:
        return exceptions.get(day, workday if day.weekday() < 5 else ())

    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    calendar = Calendar(
        tz="Asia/Shanghai",
        weekly=((),) * 7,
        overrides={day: tuple(Span(opens=a, closes=b) for a, b in hours_on(day)) for day in days},
        version=version,
    )
    hours = compile_calendar(calendar, BEGIN - timedelta(days=5), END)
    standards = Standards(version, tuple(_policies(version, dice)), {CALENDAR: hours}, CALENDAR)
    return Edition(at, standards, hours, OpenTime(hours_on, FIRST, DAYS))


def _policies(version: int, dice: random.Random) -> Iterator[Policy]:
    for number, level in enumerate(Level, 1):
        slower = number * dice.choice([1, 1, 2])

        def target(kind: Kind, minutes: int, *, business: bool = True, slower: int = slower) -> Target:
            paused_in = WAITING if kind in {Kind.RESOLUTION, Kind.UPDATE} else ()
            seconds = minutes * MINUTE * slower
            return Target(kind=kind, seconds=seconds, business=business, paused_in=paused_in, warn_before=(5 * MINUTE,))

        yield Policy(
            id=number,
            name=level.value,
            version=version,
            when=(Condition(trait="level", among=(level.value,)),),
            targets=(
                target(Kind.DISPATCH, 10, business=number > 1),
                target(Kind.FIRST_RESPONSE, dice.choice([20, 40])),
                target(Kind.NEXT_RESPONSE, 60),
                target(Kind.UPDATE, 240),
                target(Kind.RESOLUTION, dice.choice([300, 900])),
            ),
        )


def _looks(dice: random.Random) -> Iterator[Look]:
    """Two workers' looks that were stored. They are seconds apart, now and then hours; a killed one leaves no trace."""
    at = BEGIN
    while at < END:
        at += timedelta(seconds=dice.expovariate(1 / 20) if dice.random() < 0.995 else dice.uniform(600, 8 * HOUR))
        behind = 0.0 if dice.random() < 0.9 else dice.uniform(0, 2 * HOUR)
        if dice.random() < 0.9:
            yield Look(at, at - timedelta(seconds=behind))


@dataclass
class Run:
    """The terms on which a timer ran from an instant on."""

    since: datetime
    target_seconds: int
    version: int | None


class VirtualTicket:
    """One ticket's life. `facts` is its journal, `states` says how long it was in which, `terms` on which each clock
    ran, `born` since when each was promised, which may be later than it starts."""

    def __init__(self, world: World, dice: random.Random, ids: Iterator[int]) -> None:
        self.world, self.dice, self.ids = world, dice, ids
        self.facts: list[Fact] = []
        self.timers: list[Timer] = []
        self.states: list[tuple[datetime, State]] = []
        self.terms: dict[int, list[Run]] = {}
        self.born: dict[int, datetime] = {}
        self.now = BEGIN
        received = BEGIN + SPAN * dice.random()
        late = timedelta(minutes=dice.uniform(0, 25)) if dice.random() < 0.2 else timedelta(0)
        self.ticket = Ticket(
            id=next(ids),
            number="1",
            subject="?",
            channel="email",
            level=dice.choice(list(Level)),
            customer_id=1,
            created_at=received,
            filed_at=received + late,
            updated_at=received,
            waiting_since=received,
        )
        self._open()

    def live(self) -> None:
        """Until the end of time, meeting each new edition of the standards a little after it was made."""
        events = [(edition.at + timedelta(seconds=self.dice.uniform(0, 300)), True) for edition in self.world.editions]
        at = self.now
        for _ in range(self.dice.randint(1, 12)):
            at += timedelta(seconds=self.dice.expovariate(1 / self.dice.choice([600, 3 * HOUR, 30 * HOUR])))
            events.append((at, False))
        for at, is_edit in sorted(event for event in events if self.now < event[0] < END):
            self._look_until(at)
            self.now = at
            if is_edit:
                self._rematch(at, "policy_changed")
            else:
                self._act()
        self._look_until(END)
        self.now = END

    def _open(self) -> None:
        ticket, dice = self.ticket, self.dice
        self.now = ticket.filed_at
        self.states.append((ticket.created_at, ticket.state))
        matched = self._matched()
        assert matched is not None
        self._begin(matched, [t for t in matched.targets if t.kind in FROM_THE_START], ticket.created_at)
        self.ticket, _ = talk.hear(ticket, self._message(Author.CUSTOMER, ticket.created_at), by="c", opened=True)
        if dice.random() < 0.8:
            self.now += timedelta(seconds=dice.uniform(0, 2))
            self._do(tickets.assign(self.ticket, 7, team_id=None, by="system", at=self.now))

    def _act(self) -> None:
        """Something that can happen to a ticket in this state."""
        now, state = self.now, self.ticket.state
        customer = self._hear
        moves: list[Callable[[], None]] = [customer, customer]
        if state in LIVE:
            moves += [self._reply, self._reply, self._reply, self._solve, self._reclassify]
            moves.append(self._assign if self.ticket.owner_id is None else self._give_back)
        if state in {State.NEW, State.OPEN}:
            moves += [
                lambda: self._do(tickets.pend(self.ticket, until=None, reason=None, by="a", at=now)),
                lambda: self._do(tickets.hold(self.ticket, until=None, reason=None, by="a", at=now)),
            ]
        if state in tickets.WAITING:
            moves.append(lambda: self._do(tickets.resume(self.ticket, by="a", at=now)))
        if state is State.SOLVED:
            moves += [lambda: self._do(tickets.close(self.ticket, by="a", at=now, why="no_objection"))] * 3
        self.dice.choice(moves)()

    def _hear(self) -> None:
        """The customer writes; some of it is fetched late, though never from before the last thing that happened."""
        since = max([self.ticket.created_at, *(fact.at for fact in self.facts)])
        fetched = self.now - timedelta(minutes=self.dice.uniform(0, 10)) if self.dice.random() < 0.2 else self.now
        self._do(talk.hear(self.ticket, self._message(Author.CUSTOMER, max(fetched, since)), by="c"))

    def _reply(self) -> None:
        author = Author.AGENT if self.dice.random() < 0.8 else self.dice.choice([Author.BOT, Author.SYSTEM])
        self._do(talk.answer(self.ticket, self._message(author, self.now), by="a"))

    def _solve(self) -> None:
        if self.dice.random() < 0.5:
            self._do(tickets.solve(self.ticket, outcome=None, by="a", person_id=7, at=self.now))

    def _assign(self) -> None:
        self._do(tickets.assign(self.ticket, self.dice.randint(7, 9), team_id=None, by="a", at=self.now))

    def _give_back(self) -> None:
        self._do(tickets.give_back(self.ticket, by="a", at=self.now))

    def _reclassify(self) -> None:
        level = self.dice.choice(list(Level))
        if level != self.ticket.level:
            self.ticket = replace(self.ticket, level=level)
            self._rematch(self.now, "reprioritised")

    def _do(self, outcome: tickets.Outcome) -> None:
        """As the desk does it: the facts at once move the clocks."""
        self.ticket, facts = outcome
        for fact in facts:
            self.facts.append(fact)
            self.states.append((fact.at, self.ticket.state))
            after, happened = respond(fact, self.timers, self.world.hours)
            pairs = list(zip(self.timers, after, strict=True))
            self._keep(pairs, [*stopped(self.ticket.id, fact.at, pairs), *happened])
            self._start_what_follows(fact)

    def _start_what_follows(self, fact: Fact) -> None:
        if isinstance(fact, MessageReceived):
            waits = any(timer.kind in ANSWERS and not rules.is_over(timer) for timer in self.timers)
            if not waits and answered_once(self.ticket, self.timers):
                self._start(Kind.NEXT_RESPONSE, fact.at)
        elif isinstance(fact, ReplySent) and fact.author_kind == Author.AGENT:
            self._start(Kind.UPDATE, fact.at)
        elif isinstance(fact, TicketReturned):
            self._start(Kind.DISPATCH, fact.at)
        elif isinstance(fact, TicketReopened):
            self._rematch(fact.at, "reopened")
        elif isinstance(fact, TicketAssigned):
            pass  # no policy here asks for the team

    def _start(self, kind: Kind, at: datetime) -> None:
        matched = self._matched()
        if matched is None or any(timer.kind is kind and not rules.is_over(timer) for timer in self.timers):
            return
        if self.ticket.state not in LIVE and kind is Kind.UPDATE:
            return
        self._begin(matched, [target for target in matched.targets if target.kind is kind], at)

    def _begin(self, matched: Match, targets: Sequence[Target], at: datetime) -> None:
        new = []
        for target in targets:
            calendar_id, hours = self._standards().hours_for(matched.policy, target)
            demanded = rules.terms(matched.policy, target, hours=hours, calendar_id=calendar_id)
            paused = at if self.ticket.state in target.paused_in else None
            new.append(
                rules.begin(
                    demanded,
                    id=next(self.ids),
                    ticket_id=self.ticket.id,
                    kind=target.kind,
                    at=at,
                    hours=hours,
                    paused_at=paused,
                )
            )
        self._keep([], list(started(self.ticket.id, at, matched, new)), new)

    def _rematch(self, at: datetime, why: str) -> None:
        if self.ticket.state not in LIVE:
            return
        matched = self._matched()
        assert matched is not None
        change = Change(
            ticket=self.ticket,
            matched=matched,
            at=at,
            why=why,
            hours_for=lambda target: self._standards().hours_for(matched.policy, target),
            hours=self.world.hours,
            new_id=lambda: next(self.ids),
            history=self.facts,
        )
        done = rematch(change, self.timers)
        told = [
            *stopped(self.ticket.id, at, done.changed),
            *replanned(self.ticket.id, at, why, matched, done.changed),
            *started(self.ticket.id, at, matched, done.new, why=why),
        ]
        self._keep(done.changed, [*told, *done.happened], done.new)

    def _look_until(self, at: datetime) -> None:
        """Whatever looks before the next event see."""
        while True:
            firing = [fires for timer in self.timers if (fires := rules.fires_at(timer)) is not None]
            look = self.world.look_for(min(firing), after=self.now) if firing else None
            if look is None or look.at >= at:
                return
            fired = [(timer, *rules.fire(timer, look.clock)) for timer in self.timers]
            self._keep([(before, after) for before, after, _ in fired], [f for *_, facts in fired for f in facts])

    def _keep(self, pairs: Sequence[tuple[Timer, Timer]], facts: Sequence[Fact], new: Sequence[Timer] = ()) -> None:
        moved = {after.id: after for _, after in pairs}
        self.timers = [*(moved.get(timer.id, timer) for timer in self.timers), *new]
        self.facts += facts
        self.born |= {timer.id: timer.planned_at for timer in new}
        for timer in self.timers:
            runs = self.terms.setdefault(timer.id, [])
            run = Run(timer.planned_at if runs else timer.started_at, timer.target_seconds, timer.calendar_version)
            if not runs or (runs[-1].target_seconds, runs[-1].version) != (run.target_seconds, run.version):
                runs.append(run)

    def _matched(self) -> Match | None:
        found = self._standards()
        return found.match(traits_of(self.ticket, found))

    def _standards(self) -> Standards:
        return self.world.edition(self.now).standards

    def _message(self, author: Author, at: datetime) -> Message:
        return Message(
            id=next(self.ids),
            ticket_id=self.ticket.id,
            author_kind=author,
            author_id=1,
            author_name="",
            public=True,
            channel="email",
            body="",
            received_at=at,
            filed_at=self.now,
        )


def standstills(ticket: VirtualTicket, timer: Timer) -> list[tuple[datetime, datetime]]:
    """When the promise stood still: the ticket was where the policy says so, or solved."""
    in_hindsight = ticket.born[timer.id] > timer.started_at
    still = {*timer.paused_in, *((State.SOLVED, State.CLOSED) if timer.kind is Kind.RESOLUTION or in_hindsight else ())}
    changes = [*ticket.states, (END, State.CLOSED)]
    return [(since, max(since, until)) for (since, state), (until, _) in pairwise(changes) if state in still]


def some_tickets(seed: int, number: int, *, edits: int = 6) -> Iterator[VirtualTicket]:
    """Each lived to the end, in one world."""
    dice = random.Random(seed)  # repeatable, not secret
    world = make_world(dice, edits=edits)
    ids = count(1)
    for _ in range(number):
        ticket = VirtualTicket(world, dice, ids)
        ticket.live()
        yield ticket
