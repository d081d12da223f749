"""The journal alone makes every timer again, exactly, whatever happened."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.clock.replay import replay
from jishi.tickets.model import Level
from tests.clock.lives import Life, hours

EVENTS = (
    "customer_writes", "customer_writes", "agent_replies", "agent_replies", "bot_replies", "machine_writes",
    "older_mail_comes", "note public", "assign", "give_back", "pend", "hold", "resume", "solve", "close", "reopen",
    "discard", "restore", "serve self", "serve other", "level urgent", "level normal", "standards 0", "standards 1",
    "standards 2", "standards 3", "standards 4", "calendar 1", "calendar 2", "calendar 3", "look", "look",
)  # fmt: skip
Steps = list[tuple[int, str]]
steps = st.lists(st.tuples(st.integers(0, 5 * 3600), st.sampled_from(EVENTS)), max_size=25)
levels = st.sampled_from([Level.NORMAL, Level.URGENT])
thorough = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def lived(level: Level, given_steps: Steps) -> Life:
    life = Life().open(level)
    for seconds, event in given_steps:
        life.wait(seconds=seconds).do(event)
    return life


@thorough
@given(levels, steps)
def test_the_journal_makes_every_timer_again(level: Level, given_steps: Steps) -> None:
    life = lived(level, given_steps)
    assert replay(life.journal, hours) == life.timers


@thorough
@given(levels, steps)
def test_the_journal_has_made_every_timer_again_after_each_step(level: Level, given_steps: Steps) -> None:
    life = Life().open(level)
    for seconds, event in given_steps:
        life.wait(seconds=seconds).do(event)
        assert replay(life.journal, hours) == life.timers
