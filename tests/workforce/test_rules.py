"""Presence, work and load, without a database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.kernel.facts import Fact
from jishi.tickets import rules as tickets
from jishi.tickets.errors import AlreadySolved, NobodyOwnsIt, NotFromThere, NotSolved, NotWaiting
from jishi.tickets.model import State, Ticket
from jishi.workforce import rules
from jishi.workforce.facts import PresenceChanged, ReplyTyped, WorkLeft, WorkStarted
from jishi.workforce.model import Agent, Source, Status, Work

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
WANG, LI, TICKET = 11, 12, 77


def after(**lapse: float) -> datetime:
    return NINE + timedelta(**lapse)


def online(**but: object) -> Agent:
    told = {"person_id": WANG, "status": Status.ONLINE, "wanted": Status.ONLINE, "status_since": NINE, "seen_at": NINE}
    return Agent(**{**told, **but})  # type: ignore[arg-type]


def changes(facts: list[Fact]) -> list[tuple[str, str, datetime]]:
    return [(fact.was, fact.status, fact.at) for fact in facts if isinstance(fact, PresenceChanged)]


def test_setting_the_same_status_again_says_nothing() -> None:
    agent, facts = rules.set_status(online(), Status.ONLINE, source=Source.CONSOLE, at=after(seconds=5), by="person:11")
    assert facts == []
    assert agent.status_since == NINE


def test_a_console_that_beats_stays_online_for_hours() -> None:
    agent = online()
    for minute in range(1, 240):
        agent, facts = rules.beat(agent, at=after(minutes=minute), by="person:11")
        assert facts == []
    assert agent.status is Status.ONLINE


def test_a_lost_connection_lapses_at_the_end_of_the_grace_however_late_it_is_noticed() -> None:
    agent, facts = rules.lapse(online(), now=after(hours=3))
    assert changes(facts) == [("online", "offline", after(seconds=90))]
    assert agent.status_since == after(seconds=90)


def test_a_reload_within_the_grace_changes_nothing() -> None:
    agent, facts = rules.beat(online(), at=after(seconds=89), by="person:11")
    assert (agent.status, facts) == (Status.ONLINE, [])


def test_a_connection_that_comes_back_after_the_grace_leaves_its_gap_in_the_record() -> None:
    agent, facts = rules.beat(online(), at=after(minutes=10), by="person:11")
    assert changes(facts) == [("online", "offline", after(seconds=90)), ("offline", "online", after(minutes=10))]
    assert agent.status is Status.ONLINE


def test_who_chose_to_be_away_is_away_again_after_a_lost_connection() -> None:
    agent, _ = rules.set_status(online(), Status.AWAY, source=Source.CONSOLE, at=NINE, by="person:11")
    agent, facts = rules.beat(agent, at=after(hours=1), by="person:11")
    assert [status for _, status, _ in changes(facts)] == ["offline", "away"]
    assert agent.status is Status.AWAY


def test_who_chose_to_be_offline_is_not_brought_back_by_an_open_console() -> None:
    agent, _ = rules.set_status(online(), Status.OFFLINE, source=Source.CONSOLE, at=NINE, by="person:11")
    agent, facts = rules.beat(agent, at=after(minutes=1), by="person:11")
    assert (agent.status, facts) == (Status.OFFLINE, [])


@pytest.mark.parametrize("source", [Source.API, Source.DEMO])
def test_a_presence_set_by_the_api_or_the_demo_never_lapses(source: Source) -> None:
    agent, _ = rules.set_status(online(), Status.AWAY, source=source, at=NINE, by="system")
    assert rules.lapses_at(agent) is None
    assert rules.lapse(agent, now=after(days=30)) == (agent, [])


def test_the_console_takes_over_from_the_api_when_its_owner_switches_there() -> None:
    agent, _ = rules.set_status(online(), Status.ONLINE, source=Source.API, at=NINE, by="person:11")
    agent, facts = rules.set_status(agent, Status.ONLINE, source=Source.CONSOLE, at=after(hours=1), by="person:11")
    assert facts == []
    assert rules.lapses_at(agent) == after(hours=1, seconds=90)


def test_signing_out_needs_no_grace_and_another_open_console_undoes_it() -> None:
    agent, facts = rules.leave_desk(online(), at=after(minutes=1), by="person:11")
    assert changes(facts) == [("online", "offline", after(minutes=1))]
    agent, facts = rules.beat(agent, at=after(minutes=2), by="person:11")
    assert changes(facts) == [("offline", "online", after(minutes=2))]


def test_a_break_until_two_is_over_at_two_however_late_somebody_looks() -> None:
    agent, _ = rules.set_status(
        online(), Status.BREAK, until=after(minutes=30), source=Source.API, at=NINE, by="person:11"
    )
    agent, facts = rules.lapse(agent, now=after(hours=5))
    assert changes(facts) == [("break", "online", after(minutes=30))]
    assert (agent.until, agent.wanted) == (None, Status.ONLINE)


def test_who_closes_the_console_in_a_break_is_offline_and_in_it_again_until_it_ends() -> None:
    on_break, _ = rules.set_status(
        online(), Status.BREAK, until=after(minutes=30), source=Source.CONSOLE, at=NINE, by="person:11"
    )
    early, facts = rules.beat(on_break, at=after(minutes=10), by="person:11")
    assert [status for _, status, _ in changes(facts)] == ["offline", "break"]
    assert early.until == after(minutes=30)
    late, facts = rules.beat(on_break, at=after(minutes=40), by="person:11")
    assert [status for _, status, _ in changes(facts)] == ["offline", "online"]
    assert late.until is None


def test_a_wrap_up_ends_online_and_is_not_what_they_chose() -> None:
    agent, _ = rules.wrap_up(online(), until=after(seconds=60), at=NINE, by="person:11")
    assert (agent.status, agent.wanted) == (Status.WRAP_UP, Status.ONLINE)
    agent, facts = rules.lapse(agent, now=after(seconds=61))
    assert changes(facts) == [("wrap_up", "online", after(seconds=60))]


@pytest.mark.parametrize("status", [Status.AWAY, Status.BREAK, Status.OFFLINE])
def test_who_is_given_nothing_anyway_has_no_wrap_up(status: Status) -> None:
    agent = online(status=status, wanted=status)
    assert rules.wrap_up(agent, until=after(seconds=60), at=NINE, by="person:11") == (agent, [])


@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from(["beat", "look", *Status])), max_size=40))
def test_presence_is_always_what_its_facts_say(steps: list[tuple[int, str]]) -> None:
    agent, facts, now = online(), list[Fact](), NINE
    for seconds, step in steps:
        now += timedelta(seconds=seconds)
        if step == "beat":
            agent, new = rules.beat(agent, at=now, by="person:11")
        elif step == "look":
            agent, new = rules.lapse(agent, now=now)
        else:
            agent, new = rules.set_status(agent, Status(step), source=Source.CONSOLE, at=now, by="person:11")
        facts += new
    chain = [("online", NINE), *((status, at) for _, status, at in changes(facts))]
    assert chain[-1] == (agent.status, agent.status_since)
    assert [was for was, _, _ in changes(facts)] == [status for status, _ in chain[:-1]]
    assert [at for _, at in chain] == sorted(at for _, at in chain)


def test_several_tabs_on_a_ticket_are_one_piece_of_work() -> None:
    work, facts = begin()
    for second in range(1, 60, 7):
        work, more = rules.work_on(
            work, ticket_id=TICKET, person_id=WANG, typing=False, at=after(seconds=second), by="p"
        )
        facts += more
    assert [type(fact) for fact in facts] == [WorkStarted]


def test_typing_is_told_once_per_stretch() -> None:
    work, facts = begin(typing=True)
    for second, typing in ((15, True), (30, False), (45, True), (60, True), (75, False), (110, False), (130, True)):
        work, more = rules.work_on(
            work, ticket_id=TICKET, person_id=WANG, typing=typing, at=after(seconds=second), by="p"
        )
        facts += more
    assert [fact.at for fact in facts if isinstance(fact, ReplyTyped)] == [NINE, after(seconds=130)]


def test_a_page_that_fell_silent_was_left_at_its_last_sign_of_life() -> None:
    work, _ = begin()
    work, facts = rules.work_on(work, ticket_id=TICKET, person_id=WANG, typing=False, at=after(minutes=9), by="p")
    assert facts == [
        WorkLeft(at=NINE, by="p", ticket_id=TICKET, person_id=WANG, started_at=NINE),
        WorkStarted(at=after(minutes=9), by="p", ticket_id=TICKET, person_id=WANG),
    ]
    assert work.started_at == after(minutes=9)


def test_who_stopped_writing_is_not_shown_as_writing() -> None:
    work, _ = begin(typing=True)
    assert rules.is_typing(work, now=after(seconds=16))
    assert not rules.is_typing(work, now=after(seconds=20))
    stopped, _ = rules.work_on(work, ticket_id=TICKET, person_id=WANG, typing=False, at=after(seconds=5), by="p")
    assert not rules.is_typing(stopped, now=after(seconds=5))


def begin(*, typing: bool = False) -> tuple[Work, list[Fact]]:
    return rules.work_on(None, ticket_id=TICKET, person_id=WANG, typing=typing, at=NINE, by="p")


REFUSED = (AlreadySolved, NobodyOwnsIt, NotFromThere, NotSolved, NotWaiting)
by: dict[str, Any] = {"by": "person:1"}
STEPS: dict[str, Callable[[Ticket, datetime], tickets.Outcome]] = {
    "assign to Wang": lambda ticket, at: tickets.assign(ticket, WANG, team_id=None, at=at, **by),
    "assign to Li": lambda ticket, at: tickets.assign(ticket, LI, team_id=None, at=at, **by),
    "give back": lambda ticket, at: tickets.give_back(ticket, at=at, **by),
    "move": lambda ticket, at: tickets.move(ticket, 5 if ticket.team_id != 5 else 6, at=at, **by),
    "pend": lambda ticket, at: tickets.pend(ticket, until=None, reason=None, at=at, **by),
    "hold": lambda ticket, at: tickets.hold(ticket, until=None, reason=None, at=at, **by),
    "resume": lambda ticket, at: tickets.resume(ticket, at=at, **by),
    "solve": lambda ticket, at: tickets.solve(ticket, outcome=None, person_id=1, at=at, **by),
    "confirm": lambda ticket, at: tickets.confirm(ticket, satisfied=True, score=5, comment=None, at=at, **by),
    "object": lambda ticket, at: tickets.confirm(ticket, satisfied=False, score=1, comment=None, at=at, **by),
    "reopen": lambda ticket, at: tickets.reopen(ticket, at=at, **by),
    "close": lambda ticket, at: tickets.close(ticket, why="asked", at=at, **by),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=60))
def test_a_ticket_counts_for_its_owner_while_it_is_new_or_open(steps: list[str]) -> None:
    ticket, counted = a_ticket(), None
    for minute, step in enumerate(steps):
        try:
            ticket, facts = STEPS[step](ticket, after(minutes=minute))
        except REFUSED:
            continue
        for fact in facts:
            if isinstance(fact, rules.LoadFact):
                counted = rules.counts_for(fact)
        assert counted == (ticket.owner_id if ticket.state in {State.NEW, State.OPEN} else None)


def a_ticket() -> Ticket:
    ticket = Ticket(
        id=TICKET,
        number="20260302001",
        subject="退款",
        channel="form",
        customer_id=1,
        created_at=NINE,
        filed_at=NINE,
        updated_at=NINE,
    )
    return replace(ticket, state=State.NEW)
