"""The simulated desk, on which ways of dispatching are compared, keeps to what is known without simulating."""

import math
import random

from benches.simulated_desk import Desk, Line, Plan
from benches.simulated_team import DAY, MINUTES, MIX, Agent, Case, cases, contact, per_day, team
from jishi.dispatch.model import Strategy

COUNTER, SERVICE = 5, 10.0  # people, and minutes each customer takes on average


def test_waits_at_a_counter_of_equals_are_erlangs() -> None:
    """M/M/c: the mean wait is `C / (c·μ - λ)` with Erlang's C, whatever the order of those who wait (Erlang 1917)."""
    rate, customers = 0.7 * COUNTER / SERVICE, 5_000
    chance, at, written = random.Random(7), 0.0, []
    for number in range(customers):
        at += chance.expovariate(rate)
        written.append(Case(number, at, "billing", "normal", (chance.expovariate(1 / SERVICE),), ()))
    people = [Agent(each, ("billing",), 1.0, (0.0, DAY), None) for each in range(1, COUNTER + 1)]
    outcome = Desk(people, Plan(name="one line")).run(written, days=math.ceil(at / DAY))
    assert outcome.unanswered == 0
    expected = erlang_c(COUNTER, rate * SERVICE) / (COUNTER / SERVICE - rate)
    assert abs(outcome.mean_wait / expected - 1) < 0.08
    busy = sum(outcome.spent) / (COUNTER * at)
    assert abs(busy - 0.7) < 0.02


def erlang_c(servers: int, offered: float) -> float:
    """The chance that somebody has to wait."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked))


def test_the_customers_are_as_many_as_keep_the_team_busy_and_as_mixed_as_said() -> None:
    found = cases(3, a_day=per_day(team(), 1.0), days=20)
    assert abs(len(found) / 20 / per_day(team(), 1.0) - 1) < 0.05
    assert abs(sum(case.skill == "tech" for case in found) / len(found) - MIX["tech"]) < 0.02
    assert abs(sum(len(case.delays) for case in found) / len(found) - 2 / 3) < 0.05, "0.4 + 0.4² + …"
    chance = random.Random(1)
    drawn = [contact(chance, MINUTES["tech"]) for _ in range(20_000)]
    mean = sum(drawn) / len(drawn)
    assert abs(mean / MINUTES["tech"] - 1) < 0.03
    assert abs(math.sqrt(sum((each - mean) ** 2 for each in drawn) / len(drawn)) / mean - 0.9) < 0.05


def test_every_contact_is_answered_once_in_each_way_of_working() -> None:
    people = team()
    written = cases(1, a_day=per_day(people, 0.6), days=1)
    contacts = sum(len(case.minutes) for case in written)
    for line in Line:
        for strategy in (Strategy.INDEX, Strategy.ROUND_ROBIN):
            outcome = Desk(people, Plan(name=line, line=line, strategy=strategy)).run(written, days=1, after=4)
            assert len(outcome.answers) == contacts
            assert outcome.unanswered == 0
