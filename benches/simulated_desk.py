"""A desk run in memory, event by event, on which the desk's own rules decide: the same functions as live.

Three ways of working can be tried. In one line: everybody has one ticket at a time, and who becomes free is given
something by `board.seating`. Pushed: every ticket is given to somebody as it comes (`rules.choose`), who works them off
in that order and keeps them. Pulled: who is done takes a moment to pick the next by themselves.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count

from benches.simulated_team import BREAK, DAY, FIRST, KNOWN, MINUTES, NEXT, SKILLS, STRANGE, Agent, Case
from jishi.dispatch import rules
from jishi.dispatch.board import seating
from jishi.dispatch.model import Asked, Candidate, Need, QueueSettings, Scene, Strategy
from jishi.dispatch.rules import Ways
from jishi.dispatch.strategies import WAYS

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
PICKING, POLLING = 2.0, 4.0  # minutes to pick a ticket oneself, and until one looks again where there was none
PILE = 1_000_000  # how much somebody can have in hand where everything is pushed
NEEDS = {skill: (Need(skill_id=place, name=skill),) for place, skill in enumerate(SKILLS, 1)}


class Line(StrEnum):
    ONE = "one line"
    PUSHED = "pushed"
    PULLED = "pulled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A way of working: the queue's strategy, and with `ways` another order for comparison."""

    name: str
    strategy: Strategy = Strategy.INDEX
    line: Line = Line.ONE
    ways: Ways = field(default_factory=lambda: WAYS)


@dataclass(slots=True)
class Contact:
    """Somebody waits for an answer since minute `since`; the `turn`th time in this case."""

    case: Case
    turn: int
    since: float
    asked: Asked

    @property
    def promised(self) -> float:
        return (NEXT if self.turn else FIRST)[self.case.level]


@dataclass(slots=True)
class Seat:
    """An agent at work. `pile` is what was pushed to them; `spent` the minutes they answered."""

    agent: Agent
    who: Candidate
    pile: list[Contact] = field(default_factory=list)
    busy: bool = False
    tired: bool = False  # the break has begun while they were answering
    spent: float = 0.0


@dataclass(slots=True)
class Outcome:
    """Every contact as (level, turn, minutes waited until somebody began, answered in time). `spent` by agent."""

    answers: list[tuple[str, int, float, bool]]
    spent: list[float]
    unanswered: int

    def share(self, *, turns: Iterable[bool] = (True,), level: str | None = None) -> float:
        """Of first replies (`turns` true) or further ones (false) that came in time."""
        wanted = set(turns)
        kept = [ok for of, turn, _, ok in self.answers if (turn == 0) in wanted and level in {None, of}]
        return sum(kept) / len(kept)

    @property
    def mean_wait(self) -> float:
        waits = [waited for _, turn, waited, _ in self.answers if turn == 0]
        return sum(waits) / len(waits)


class Desk:
    """Runs one plan over one history of customers."""

    def __init__(self, agents: Sequence[Agent], plan: Plan) -> None:
        self.plan = plan
        self.now = 0.0
        self.seats = {agent.id: Seat(agent, _candidate(agent, plan)) for agent in agents}
        self.waiting: dict[str, dict[int, Contact]] = {skill: {} for skill in SKILLS}
        self.queue = QueueSettings(strategy=plan.strategy)
        self.outcome = Outcome([], [], 0)
        self._events: list[tuple[float, int, object, object]] = []
        self._order = count()

    def run(self, cases: Iterable[Case], *, days: int, after: int = 3) -> Outcome:
        """The customers of `days` days, and what they still write in the days `after`."""
        for case in cases:
            self._at(case.at, self._arrive, (case, 0, None))
        for day in range(days + after):
            for seat in self.seats.values():
                begin, end = (day * DAY + minute for minute in seat.agent.shift)
                self._at(begin, self._come, (seat, end))
                self._at(end, self._go, seat)
                if seat.agent.rest is not None:
                    self._at(day * DAY + seat.agent.rest, self._tire, seat)
        until = (days + after) * DAY
        while self._events and self._events[0][0] <= until:
            self.now, _, do, what = heapq.heappop(self._events)
            do(what)  # type: ignore[operator]
        self._give_up()
        self.outcome.spent = [seat.spent for seat in self.seats.values()]
        return self.outcome

    def _at(self, minute: float, do: object, what: object) -> None:
        heapq.heappush(self._events, (minute, next(self._order), do, what))

    # What happens

    def _arrive(self, what: tuple[Case, int, int | None]) -> None:
        case, turn, owner = what
        contact = Contact(case, turn, self.now, _asked(case, turn, owner, self.now))
        if self.plan.line is Line.PUSHED and owner is not None:
            self._pile(self.seats[owner], contact)
        elif self.plan.line is Line.PUSHED:
            self._push(contact)
        else:
            self.waiting[case.skill][contact.asked.ticket_id] = contact
            self._seat(skill=case.skill)

    def _come(self, what: tuple[Seat, float]) -> None:
        seat, end = what
        seat.who = replace(seat.who, shift_until=BEGIN + timedelta(minutes=end), status="online")
        if self.plan.line is Line.PUSHED:
            for contact in [each for line in self.waiting.values() for each in line.values()]:
                self._push(contact)
        self._next(seat)

    def _go(self, seat: Seat) -> None:
        if seat.who.shift_until is not None and seat.who.shift_until <= self._instant():
            seat.who = replace(seat.who, shift_until=None)

    def _tire(self, seat: Seat) -> None:
        if seat.busy:
            seat.tired = True
        else:
            self._rest(seat)

    def _rest(self, seat: Seat) -> None:
        seat.tired = False
        seat.who = replace(seat.who, status="break")
        self._at(self.now + BREAK, self._return, seat)

    def _return(self, seat: Seat) -> None:
        seat.who = replace(seat.who, status="online")
        self._next(seat)

    def _finish(self, what: tuple[Seat, Contact, float]) -> None:
        seat, contact, began = what
        seat.busy = False
        seat.who = replace(seat.who, load=seat.who.load - 1)
        seat.spent += self.now - began
        late = self.now - contact.since > contact.promised + 1e-9
        self.outcome.answers.append((contact.case.level, contact.turn, began - contact.since, not late))
        if contact.turn < len(contact.case.delays):
            again = self.now + contact.case.delays[contact.turn]
            self._at(again, self._arrive, (contact.case, contact.turn + 1, seat.agent.id))
        if seat.tired:
            self._rest(seat)
        else:
            self._next(seat)

    def _pick(self, seat: Seat) -> None:
        """Pulled: they look for something to do."""
        if seat.busy or not self._here(seat):
            return
        if not self._seat([seat]):
            self._at(self.now + POLLING, self._pick, seat)

    # Who gets what

    def _next(self, seat: Seat) -> None:
        """Somebody has nothing to do."""
        if seat.busy or not self._here(seat):
            return
        if self.plan.line is Line.PULLED:
            self._at(self.now + PICKING, self._pick, seat)
        elif self.plan.line is Line.PUSHED:
            if seat.pile:
                self._begin(seat, seat.pile.pop(0))
        else:
            self._seat([seat])

    def _seat(self, free: Sequence[Seat] | None = None, *, skill: str | None = None) -> bool:
        """By the desk's own rule. Those who are busy or not at work would only be passed over."""
        if free is None:
            if self.plan.line is Line.PULLED:
                return False
            free = [seat for seat in self.seats.values()
                    if not seat.busy and skill in seat.agent.skills and self._here(seat)]  # fmt: skip
        skills = [skill] if skill else {each for seat in free for each in seat.agent.skills}
        contacts = [contact for each in skills for contact in self.waiting[each].values()]
        if not free or not contacts:
            return False
        for contact in contacts:  # a frozen ticket is aged in place: it is ours, and there are millions
            object.__setattr__(contact.asked, "waited", (self.now - contact.since) * 60)
        scene = Scene(now=self._instant(), queues={0: self.queue})
        found = seating((each.asked for each in contacts), [seat.who for seat in free], scene, ways=self.plan.ways)
        for placed in found.given:
            assert placed.decision.agent_id is not None
            seat, type_ = self.seats[placed.decision.agent_id], placed.asked.needs[0].name
            seat.who = rules.seated(seat.who, placed.asked, at=scene.now)
            self._begin(seat, self.waiting[type_].pop(placed.asked.ticket_id))
        if 0 in found.turns:
            self.queue = replace(self.queue, last_given=found.turns[0])
        return bool(found.given)

    def _push(self, contact: Contact) -> None:
        scene = Scene(now=self._instant(), queues={0: self.queue})
        decision = rules.choose(contact.asked, [seat.who for seat in self.seats.values()], scene)
        line = self.waiting[contact.case.skill]
        if decision.agent_id is None:
            line[contact.asked.ticket_id] = contact
            return
        line.pop(contact.asked.ticket_id, None)
        self.queue = replace(self.queue, last_given=decision.agent_id)
        self._pile(self.seats[decision.agent_id], contact)

    def _pile(self, seat: Seat, contact: Contact) -> None:
        seat.who = rules.seated(seat.who, contact.asked, at=self._instant())
        seat.pile.append(contact)
        self._next(seat)

    def _begin(self, seat: Seat, contact: Contact) -> None:
        seat.busy = True
        minutes = contact.case.minutes[contact.turn] / seat.agent.speed
        if contact.turn:
            minutes *= KNOWN if contact.asked.previous == seat.agent.id else STRANGE
        self._at(self.now + minutes, self._finish, (seat, contact, self.now))

    def _here(self, seat: Seat) -> bool:
        return (
            seat.who.shift_until is not None and seat.who.shift_until > self._instant() and seat.who.status == "online"
        )

    def _give_up(self) -> None:
        """What nobody has begun is late, where its time is up."""
        piles = [contact for seat in self.seats.values() for contact in seat.pile]
        for contact in [*piles, *(each for line in self.waiting.values() for each in line.values())]:
            self.outcome.unanswered += 1
            self.outcome.answers.append((contact.case.level, contact.turn, self.now - contact.since, False))

    def _instant(self) -> datetime:
        return BEGIN + timedelta(minutes=self.now)


def _candidate(agent: Agent, plan: Plan) -> Candidate:
    return Candidate(
        id=agent.id,
        name=f"Agent {agent.id}",
        capacity=PILE if plan.line is Line.PUSHED else 1,
        idle_since=BEGIN,
        skills={NEEDS[skill][0].skill_id: 3 for skill in agent.skills},
        rostered=True,
        handling=_handling(agent),
    )


def _handling(agent: Agent) -> dict[str, float]:
    """Expected seconds, as they would be learned: by skill, and for further contacts by who knows the case."""
    found = {skill: MINUTES[skill] * 60 / agent.speed for skill in agent.skills}
    for skill in agent.skills:
        for other in range(1, 101):
            found[_again(skill, other)] = found[skill] * (KNOWN if other == agent.id else STRANGE)
    return found


def _asked(case: Case, turn: int, owner: int | None, now: float) -> Asked:
    promised = (NEXT if turn else FIRST)[case.level]
    since = BEGIN + timedelta(minutes=now)
    return Asked(
        ticket_id=case.number,
        type=_again(case.skill, owner) if owner is not None else case.skill,
        level=case.level,
        needs=NEEDS[case.skill],
        created_at=since,
        since=since,
        due_at=since + timedelta(minutes=promised),
        target=promised * 60,
        previous=owner,
    )


def _again(skill: str, owner: int) -> str:
    return f"{skill} of {owner}"
