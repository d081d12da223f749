"""Tickets that live through whatever may happen to them, without a database: the same rules, in the same order."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from jishi.clock import rules
from jishi.clock.keep import WHY
from jishi.clock.match import match
from jishi.clock.model import WAITING, Kind, Moment, Policy, Rung, Target, Timer, Traits
from jishi.clock.rematch import Change, answered_once, rematch
from jishi.clock.respond import ANSWERS, Hours, respond
from jishi.clock.retell import Pairs, replanned, started, stopped
from jishi.clock.working_time import CompiledCalendar, around_the_clock
from jishi.kernel.conditions import Condition
from jishi.kernel.errors import JishiError
from jishi.kernel.facts import Fact
from jishi.tickets import rules as tickets
from jishi.tickets.facts import (
    LevelChanged,
    MessageReceived,
    NoteAdded,
    ReplySent,
    SelfServed,
    TicketOpened,
    TicketReopened,
    TicketReturned,
)
from jishi.tickets.junk import rules as junk
from jishi.tickets.model import LIVE, Author, Discard, Level, Message, Nature, Ticket
from jishi.tickets.talk import rules as talk
from tests.clock.hours import compiled, day

DEFAULT, SECOND = 3, 4  # calendars
BY = "person:1"


def in_version(version: int, **rest: Any) -> CompiledCalendar:
    made = compiled(**rest)
    made.calendar = replace(made.calendar, version=version)
    return made


CALENDARS: dict[tuple[int, int], CompiledCalendar] = {
    (DEFAULT, 1): in_version(1),
    (DEFAULT, 2): in_version(2, holidays=["2026-03-03"]),
    (DEFAULT, 3): in_version(3, weekly={str(n): [["08:00", "12:00"], ["13:00", "20:00"]] for n in range(6)}),
    (SECOND, 1): in_version(1, weekly={str(n): [["00:00", "24:00"]] for n in range(7)}),
}


def hours(calendar_id: int | None, version: int | None) -> CompiledCalendar:
    return around_the_clock() if calendar_id is None or version is None else CALENDARS[calendar_id, version]


def promised(kind: Kind, seconds: int, **rest: Any) -> Target:
    paused_in = WAITING if kind in {Kind.RESOLUTION, Kind.UPDATE} else ()
    return Target(kind=kind, seconds=seconds, **{"paused_in": paused_in, **rest})


HOUR = 3600
URGENT = Policy(
    id=1,
    name="Urgent",
    when=(Condition(trait="level", among=("urgent",)),),
    targets=(
        promised(Kind.DISPATCH, 600, business=False),
        promised(Kind.FIRST_RESPONSE, HOUR, business=False),
        promised(Kind.NEXT_RESPONSE, HOUR, calendar_id=SECOND),
        promised(Kind.RESOLUTION, 8 * HOUR, warn_before=(HOUR,)),
    ),
    ladder=(Rung(moment=Moment.BEFORE, seconds=1800, to=("lead",)),),
)
EVERYBODY = Policy(
    id=2,
    name="Everybody",
    always=True,
    note_answers=True,
    targets=(
        promised(Kind.FIRST_RESPONSE, 2 * HOUR),
        promised(Kind.NEXT_RESPONSE, 4 * HOUR, paused_in=("on_hold",)),
        promised(Kind.UPDATE, 6 * HOUR),
        promised(Kind.RESOLUTION, 16 * HOUR, warn_shares=(0.5, 0.8)),
    ),
)
SHORTER = replace(EVERYBODY, version=2, targets=(promised(Kind.RESOLUTION, 3 * HOUR, calendar_id=SECOND),))
OWNED = replace(
    EVERYBODY,
    id=3,
    targets=(
        promised(Kind.NEXT_RESPONSE, HOUR, paused_in=("new",)),
        promised(Kind.RESOLUTION, 2 * HOUR, paused_in=("new",)),
    ),
)
STANDARDS: tuple[tuple[Policy, ...], ...] = ((URGENT, EVERYBODY), (URGENT,), (URGENT, SHORTER), (), (OWNED,))


@dataclass
class Life:
    """One ticket. Each event is a method; one that the ticket's state does not allow does nothing."""

    now: datetime = field(default_factory=lambda: day("Mon 10:00"))
    policies: tuple[Policy, ...] = STANDARDS[0]
    version: int = 1
    ticket: Ticket = field(init=False)
    timers: list[Timer] = field(default_factory=list)
    journal: list[Fact] = field(default_factory=list)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(100))

    def open(self, level: Level = Level.NORMAL) -> "Life":
        self.ticket = Ticket(
            id=1, number="1", subject="?", channel="chat", level=level, customer_id=5, created_at=self.now,
            filed_at=self.now, updated_at=self.now, waiting_since=self.now,
        )  # fmt: skip
        self.happen(self.ticket, talk.opened(self.ticket, by=BY))
        return self

    def do(self, event: str) -> None:
        name, _, which = event.partition(" ")
        try:
            getattr(self, name)(*([which] if which else []))
        except JishiError:
            return

    # What customers and colleagues do.

    def customer_writes(self) -> None:
        self.happen(*talk.hear(self.ticket, self.message(Author.CUSTOMER), by="customer:5"))

    def older_mail_comes(self) -> None:
        """What the customer wrote by a channel that is twenty minutes slow."""
        message = replace(self.message(Author.CUSTOMER), received_at=self.now - timedelta(minutes=20))
        self.happen(*talk.hear(self.ticket, message, by="customer:5"))

    def agent_replies(self) -> None:
        self.happen(*talk.answer(self.ticket, self.message(Author.AGENT), by=BY))

    def bot_replies(self) -> None:
        self.happen(*talk.answer(self.ticket, self.message(Author.BOT), by="bot"))

    def machine_writes(self) -> None:
        self.happen(*talk.hear(self.ticket, self.message(Author.CUSTOMER, Nature.AUTOMATIC), by="customer:5"))

    def note(self, how: str) -> None:
        about: dict[str, Any] = {"message_id": 1, "author_kind": Author.AGENT, "person_id": 1}
        self.happen(self.ticket, [NoteAdded(ticket_id=1, at=self.now, by=BY, public=how == "public", **about)])

    def discard(self) -> None:
        self.happen(*junk.discard(self.ticket, why=Discard.SPAM, by=BY, at=self.now))

    def restore(self) -> None:
        self.happen(*junk.restore(self.ticket, by=BY, at=self.now))

    def serve(self, whom: str) -> None:
        own = whom == "self"
        if own is not self.ticket.self_served:
            self.happen(replace(self.ticket, self_served=own), [SelfServed(ticket_id=1, at=self.now, by=BY, own=own)])

    def assign(self) -> None:
        self.happen(*tickets.assign(self.ticket, 1, team_id=None, by=BY, at=self.now))

    def give_back(self) -> None:
        self.happen(*tickets.give_back(self.ticket, by=BY, at=self.now))

    def pend(self) -> None:
        self.happen(*tickets.pend(self.ticket, until=None, reason=None, by=BY, at=self.now))

    def hold(self) -> None:
        self.happen(*tickets.hold(self.ticket, until=None, reason=None, by=BY, at=self.now))

    def resume(self) -> None:
        self.happen(*tickets.resume(self.ticket, by=BY, at=self.now))

    def solve(self) -> None:
        self.happen(*tickets.solve(self.ticket, outcome=None, by=BY, person_id=1, at=self.now))

    def close(self) -> None:
        self.happen(*tickets.close(self.ticket, by=BY, at=self.now, why="asked"))

    def reopen(self) -> None:
        self.happen(*tickets.reopen(self.ticket, by=BY, at=self.now))

    def level(self, level: str) -> None:
        if level != self.ticket.level:
            changed = LevelChanged(ticket_id=1, at=self.now, by=BY, level=level, was=self.ticket.level)
            self.happen(replace(self.ticket, level=Level(level)), [changed])

    # What administrators and the worker do.

    def standards(self, which: str) -> None:
        self.policies = STANDARDS[int(which)]
        self.rematch(self.now, "policy_changed")

    def calendar(self, version: str) -> None:
        self.version = int(version)
        self.rematch(self.now, "calendar_changed")

    def look(self) -> None:
        """The worker comes by."""
        fired = [rules.fire(timer, self.now) for timer in self.timers]
        self.timers = [timer for timer, _ in fired]
        self.journal += [fact for _, facts in fired for fact in facts]

    # What the clock does about it, as clock/keep.py has it.

    def happen(self, ticket: Ticket, facts: Sequence[Fact]) -> None:
        self.ticket = ticket
        for fact in facts:
            self.journal.append(fact)
            self.react(fact)

    def react(self, fact: Fact) -> None:
        after, happened = respond(fact, self.timers, self.hours)
        self.settle(fact.at, list(zip(self.timers, after, strict=True)), [], happened)
        match fact:
            case TicketOpened():
                self.start([Kind.DISPATCH, Kind.FIRST_RESPONSE, Kind.RESOLUTION], fact.at)
            case TicketReturned() | TicketReopened(owner_id=None):
                self.start([Kind.DISPATCH], fact.at)
            case ReplySent(author_kind=Author.AGENT):
                self.start([Kind.UPDATE], fact.at)
            case NoteAdded(public=True) if any(t.note_answers and t.met_at == fact.at for t in self.timers):
                self.ticket = talk.count_note(self.ticket, person_id=1, at=fact.at)
                self.start([Kind.UPDATE], fact.at)
            case MessageReceived(opened=False, automatic=False) if not self.is_answer_due():
                self.start([Kind.NEXT_RESPONSE] * answered_once(self.ticket, self.timers), fact.at)
        if type(fact) in WHY:
            self.rematch(fact.at, WHY[type(fact)])

    def is_answer_due(self) -> bool:
        return any(timer.kind in ANSWERS and not rules.is_over(timer) for timer in self.timers)

    def start(self, kinds: list[Kind], at: datetime) -> None:
        matched = match(self.policies, self.traits)
        if matched is None or self.ticket.state not in LIVE:
            return
        running = {timer.kind for timer in self.timers if not rules.is_over(timer)}
        wanted = [target for target in matched.targets if target.kind in kinds and target.kind not in running]
        new = [self.begin(matched.policy, target, at) for target in wanted]
        self.journal += started(1, at, matched, new)
        self.settle(at, [], new, [])

    def begin(self, policy: Policy, target: Target, at: datetime) -> Timer:
        calendar_id, calendar = self.hours_for(policy, target)
        return rules.begin(
            rules.terms(policy, target, hours=calendar, calendar_id=calendar_id),
            id=next(self.ids),
            ticket_id=1,
            kind=target.kind,
            at=at,
            hours=calendar,
            paused_at=at if self.ticket.state in target.paused_in else None,
        )

    def rematch(self, at: datetime, why: str) -> None:
        if self.ticket.state not in LIVE:
            return
        matched = match(self.policies, self.traits)
        change = Change(
            ticket=self.ticket, matched=matched, at=at, why=why, hours=self.hours, new_id=lambda: next(self.ids),
            hours_for=lambda target: self.hours_for(matched.policy, target) if matched else (None, around_the_clock()),
            history=self.journal,
        )  # fmt: skip
        done = rematch(change, self.timers)
        self.journal += replanned(1, at, why, matched, done.changed)
        self.journal += started(1, at, matched, done.new, why=why)
        self.settle(at, done.changed, done.new, done.happened)

    def settle(self, at: datetime, pairs: Pairs, new: Sequence[Timer], happened: Sequence[Fact]) -> None:
        moved = {after.id: after for before, after in pairs if after != before}
        self.timers = [moved.get(timer.id, timer) for timer in self.timers] + list(new)
        self.journal += [*stopped(1, at, [pair for pair in pairs if pair[0] != pair[1]]), *happened]

    def hours_for(self, policy: Policy, target: Target) -> tuple[int | None, CompiledCalendar]:
        if not target.business:
            return None, around_the_clock()
        calendar_id = target.calendar_id or policy.calendar_id or DEFAULT
        return calendar_id, CALENDARS[calendar_id, self.version if calendar_id == DEFAULT else 1]

    @property
    def hours(self) -> Hours:
        return hours

    @property
    def traits(self) -> Traits:
        return Traits(level=self.ticket.level, tier="regular", channel="chat")

    def message(self, kind: Author, nature: Nature = Nature.SAID) -> Message:
        return Message(
            id=next(self.ids), ticket_id=1, author_kind=kind, author_id=5, author_name="-", public=True, channel="chat",
            body="-", received_at=self.now, filed_at=self.now, nature=nature,
        )  # fmt: skip

    def wait(self, **duration: float) -> "Life":
        self.now += timedelta(**duration)
        return self

    def timer(self, kind: Kind) -> Timer:
        """The last of the kind."""
        return [timer for timer in self.timers if timer.kind is kind][-1]

    def kinds(self, *states: str) -> set[Kind]:
        return {timer.kind for timer in self.timers if timer.state in states}
