"""The clocks of a ticket do not depend on who looked at them, when, or how late the desk heard of something."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jishi.clock import rules
from jishi.clock.facts import PromiseBroken, WarningReached
from jishi.clock.model import Timer
from jishi.clock.replay import replay
from jishi.kernel.facts import Fact
from tests.clock.lives import Life, hours

EVENTS = (
    "customer_writes", "customer_writes", "agent_replies", "agent_replies", "bot_replies", "note public", "assign",
    "give_back", "pend", "hold", "resume", "solve", "close", "reopen", "discard", "restore", "serve self",
    "serve other",
    "level urgent", "level normal", "standards 0", "standards 1", "standards 2", "standards 3", "standards 4",
    "calendar 1", "calendar 2", "calendar 3",
)  # fmt: skip
HEARD_LATE = frozenset({"customer_writes", "resume"})  # by a slow channel, or of a wait that ended by itself
steps = st.lists(st.tuples(st.integers(0, 5 * 3600), st.sampled_from(EVENTS)), max_size=20)
gaps = st.lists(st.integers(0, 3 * 3600), min_size=21, max_size=21)
thorough = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def ended(life: Life) -> list[Timer]:
    """When everything that could come by itself has come."""
    life.wait(days=30).do("look")
    return life.timers


def told(facts: list[Fact]) -> list[Fact]:
    """What came true by itself, whenever it was noticed."""
    mine = [fact for fact in facts if isinstance(fact, WarningReached | PromiseBroken)]
    return sorted((replace(fact, noticed_at=fact.at) for fact in mine), key=lambda fact: (fact.at, repr(fact)))


@thorough
@given(steps, gaps)
def test_a_worker_who_comes_by_at_any_time_changes_nothing(
    given_steps: list[tuple[int, str]], looks: list[int]
) -> None:
    alone, watched = Life().open(), Life().open()
    for (seconds, event), look in zip(given_steps, looks, strict=False):
        alone.wait(seconds=seconds).do(event)
        at = watched.now + timedelta(seconds=seconds)
        watched.now = min(at, watched.now + timedelta(seconds=look))
        watched.do("look")
        watched.now = at
        watched.do(event)
    assert ended(alone) == ended(watched)
    assert told(alone.journal) == told(watched.journal)


@thorough
@given(steps, gaps)
def test_what_is_heard_late_counts_from_when_it_was_said(given_steps: list[tuple[int, str]], delays: list[int]) -> None:
    """A worker looks between a message and the moment at which the desk has it."""
    prompt, late = Life().open(), Life().open()
    for n, (seconds, event) in enumerate(given_steps):
        prompt.wait(seconds=seconds).do(event)
        late.wait(seconds=seconds)
        if event in HEARD_LATE:
            following = given_steps[n + 1][0] if n + 1 < len(given_steps) else delays[n]
            said = late.now
            late.now += timedelta(seconds=min(delays[n], following))
            late.do("look")
            late.now = said
        late.do(event)
    assert ended(prompt) == ended(late)
    assert told(prompt.journal) == told(late.journal)


@thorough
@given(steps, gaps)
def test_what_a_worker_noticed_need_not_be_in_the_journal(given_steps: list[tuple[int, str]], looks: list[int]) -> None:
    life = Life().open()
    for (seconds, event), look in zip(given_steps, looks, strict=False):
        life.wait(seconds=seconds // 2).do("look" if look % 2 else "customer_writes")
        life.wait(seconds=seconds // 2).do(event)
    life.do("look")
    unnoticed = [fact for fact in life.journal if not isinstance(fact, WarningReached | PromiseBroken)]
    assume(len(unnoticed) < len(life.journal))
    made = [rules.fire(timer, life.now)[0] for timer in replay(unnoticed, hours)]
    assert made == life.timers


@thorough
@given(steps)
def test_every_promise_ends_and_none_breaks_twice_or_before_it_was_due(given_steps: list[tuple[int, str]]) -> None:
    life = Life().open()
    for seconds, event in given_steps:
        life.wait(seconds=seconds).do(event)
    timers = ended(life)
    breaches = [fact for fact in life.journal if isinstance(fact, PromiseBroken)]
    for timer in timers:
        mine = [fact for fact in breaches if fact.timer_id == timer.id]
        assert len(mine) == (timer.broken_at is not None)
        assert all(fact.due_at is not None and fact.at >= fact.due_at for fact in mine)
        assert rules.fires_at(timer) is None
        used = rules.used_seconds(timer, life.now, hours=hours(timer.calendar_id, timer.calendar_version))
        assert used >= 0
        if timer.state == "running":
            assert timer.due_at is None, "its calendar never opens again"
