"""What the beginning and the end of a shift do to somebody's presence, without a database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jishi.workforce import rules
from jishi.workforce.facts import PresenceChanged
from jishi.workforce.model import Agent, Source, Status

SIX = datetime(2026, 3, 2, 18, tzinfo=UTC)
GONE = SIX + timedelta(minutes=15)
NINE = SIX + timedelta(hours=15)


def present(source: Source = Source.API, **but: object) -> Agent:
    told = {"person_id": 11, "status": Status.ONLINE, "wanted": Status.ONLINE, "status_since": SIX - timedelta(hours=9)}
    return Agent(**{**told, "source": source, **but})  # type: ignore[arg-type]


def off(agent: Agent) -> Agent:
    return rules.end_shift(agent, goes_at=GONE, at=SIX)[0]


def test_who_has_no_console_is_offline_a_while_after_the_shift_and_the_fact_says_by_the_shift() -> None:
    agent, facts = rules.lapse(off(present()), now=GONE - timedelta(seconds=1))
    assert (agent.status, facts) == (Status.ONLINE, [])
    agent, facts = rules.lapse(off(present()), now=NINE)
    assert (agent.status, agent.source, agent.status_since) == (Status.OFFLINE, Source.SHIFT, GONE)
    [fact] = facts
    assert isinstance(fact, PresenceChanged)
    assert (fact.at, fact.by, fact.source, fact.was) == (GONE, "system", "shift", "online")


def test_who_goes_on_working_at_an_open_console_stays_online_until_it_falls_silent() -> None:
    agent = off(present(seen_at=SIX))
    for minute in range(120):
        agent, facts = rules.beat(agent, at=SIX + timedelta(minutes=minute), by="person:11")
        assert facts == []
    assert agent.status is Status.ONLINE
    agent, _ = rules.lapse(agent, now=NINE)
    assert (agent.status, agent.status_since) == (Status.OFFLINE, SIX + timedelta(minutes=119, seconds=90))


def test_the_consoles_own_status_lapses_as_ever() -> None:
    agent, _ = rules.lapse(off(present(Source.CONSOLE, seen_at=SIX)), now=NINE)
    assert (agent.status, agent.source, agent.status_since) == (
        Status.OFFLINE,
        Source.CONSOLE,
        SIX + timedelta(seconds=90),
    )


def test_whose_console_is_open_when_the_next_shift_begins_is_back() -> None:
    agent, _ = rules.lapse(off(present()), now=GONE)
    agent, facts = rules.beat(agent, at=NINE - timedelta(seconds=20), by="person:11")
    assert (agent.status, facts) == (Status.OFFLINE, [])  # off duty still
    agent, [fact] = rules.start_shift(agent, at=NINE)
    assert (agent.status, agent.source, agent.off_at) == (Status.ONLINE, Source.CONSOLE, None)
    assert (fact.at, fact.by) == (NINE, "system")


def test_whose_console_opens_later_in_the_shift_is_back_then() -> None:
    agent, _ = rules.lapse(off(present(status=Status.AWAY, wanted=Status.AWAY)), now=GONE)
    agent, facts = rules.start_shift(agent, at=NINE)
    assert (agent.status, facts) == (Status.OFFLINE, [])
    agent, _ = rules.beat(agent, at=NINE + timedelta(minutes=5), by="person:11")
    assert (agent.status, agent.source) == (Status.ONLINE, Source.CONSOLE)
    agent, _ = rules.lapse(agent, now=NINE + timedelta(hours=1))
    assert agent.status is Status.OFFLINE  # the console's own, from then on


def test_who_chose_to_be_offline_or_away_is_not_brought_back_by_a_shift() -> None:
    for status in (Status.OFFLINE, Status.AWAY):
        for source in (Source.CONSOLE, Source.API, Source.DEMO):
            agent = present(source, status=status, wanted=status, seen_at=NINE)
            after, facts = rules.start_shift(agent, at=NINE)
            assert (after.status, facts) == (status, [])


def test_a_word_said_after_the_shift_holds() -> None:
    agent, _ = rules.set_status(
        off(present()), Status.ONLINE, source=Source.API, at=SIX + timedelta(minutes=5), by="person:1"
    )
    assert rules.lapse(agent, now=NINE)[0].status is Status.ONLINE
    told_late = off(present(status_since=SIX + timedelta(minutes=5)))
    assert rules.lapse(told_late, now=NINE)[0].status is Status.ONLINE


def test_a_break_that_outlasts_the_shift_ends_with_it() -> None:
    agent = off(present(status=Status.BREAK, wanted=Status.BREAK, until=GONE + timedelta(minutes=5)))
    agent, facts = rules.lapse(agent, now=NINE)
    assert (agent.status, agent.until, len(facts)) == (Status.OFFLINE, None, 1)
    agent = off(present(status=Status.BREAK, wanted=Status.BREAK, until=SIX + timedelta(minutes=5)))
    agent, facts = rules.lapse(agent, now=NINE)
    assert (agent.status, len(facts)) == (Status.OFFLINE, 2)


def test_those_whom_the_demo_plays_go_home_and_come_back_without_a_console() -> None:
    home, gone = rules.lapse(off(present(Source.DEMO)), now=NINE)
    assert (home.status, len(gone)) == (Status.OFFLINE, 1)
    back, came = rules.start_shift(home, at=NINE)
    assert (back.status, back.source, len(came)) == (Status.ONLINE, Source.DEMO, 1)


def test_a_shift_drawn_within_the_grace_leaves_no_trace() -> None:
    agent, first = rules.start_shift(off(present()), at=SIX + timedelta(minutes=10))
    agent, second = rules.lapse(agent, now=NINE)
    assert (agent, [*first, *second]) == (present(), [])


@given(
    source=st.sampled_from(Source),
    status=st.sampled_from(Status),
    beats=st.lists(st.integers(0, 60 * 60), max_size=20),
    looks=st.sets(st.integers(0, 120 * 60)),
)
def test_it_does_not_matter_how_often_anybody_looks(
    source: Source, status: Status, beats: list[int], looks: set[int]
) -> None:
    seldom = often = off(present(source, status=status, wanted=status))
    told_seldom, told_often = [], []
    for second in sorted({*beats, *looks}):
        at = SIX + timedelta(seconds=second)
        often, facts = rules.lapse(often, now=at)
        told_often += facts
        if second in beats:
            often, facts = rules.beat(often, at=at, by="person:11")
            told_often += facts
            seldom, facts = rules.beat(seldom, at=at, by="person:11")
            told_seldom += facts
    end = SIX + timedelta(days=1)
    often, facts = rules.lapse(often, now=end)
    seldom, more = rules.lapse(seldom, now=end)
    assert (often, [*told_often, *facts]) == (seldom, [*told_seldom, *more])
    assert often.status is Status.OFFLINE
