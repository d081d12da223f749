"""How a queue finds who."""

from dataclasses import replace
from datetime import timedelta

from jishi.dispatch import rules
from jishi.dispatch.board import seating
from jishi.dispatch.model import Strategy, Why
from tests.dispatch.people import BILLING, INVOICE, LI, NINE, REFUND, WANG, ZHAO, asked, candidate, need, scene

LATER = NINE + timedelta(minutes=5)


def test_who_can_do_least_else_goes_first_so_that_those_who_can_stay_free() -> None:
    allrounder = candidate(WANG, skills={REFUND: 5, INVOICE: 5})
    beginner = candidate(LI, skills={REFUND: 1}, load=7)
    decision = rules.choose(asked(needs=(need(),)), [allrounder, beginner], scene())
    assert (decision.agent_id, decision.why) == (LI, Why.FEWEST_SKILLS)


def test_hard_ones_go_to_veterans_and_simple_ones_to_newcomers() -> None:
    veteran, newcomer = candidate(WANG, skills={REFUND: 5}, load=6), candidate(LI, skills={REFUND: 1, INVOICE: 1})
    hard = rules.choose(asked(needs=(need(),), complexity="complex"), [veteran, newcomer], scene())
    assert (hard.agent_id, hard.why) == (WANG, Why.EXPERT)
    simple = rules.choose(asked(needs=(need(),), complexity="simple"), [veteran, newcomer], scene())
    assert (simple.agent_id, simple.why) == (LI, Why.NEWCOMER)
    assert rules.choose(asked(complexity="complex"), [veteran, newcomer], scene()).agent_id == WANG


def test_of_equal_skills_the_least_load_for_ones_capacity_wins_and_then_the_longest_idle() -> None:
    half, third = candidate(WANG, load=2, capacity=4), candidate(LI, load=4, capacity=12)
    assert rules.choose(asked(), [half, third], scene()).why is Why.LIGHTEST
    rested = candidate(LI, idle_since=NINE - timedelta(hours=1))
    decision = rules.choose(asked(), [candidate(WANG), rested], scene())
    assert (decision.agent_id, decision.why) == (LI, Why.IDLE)


def test_least_load_does_not_look_at_skills_beyond_those_needed() -> None:
    allrounder, beginner = candidate(WANG, skills={REFUND: 5, INVOICE: 5}), candidate(LI, skills={REFUND: 1}, load=1)
    decision = rules.choose(asked(needs=(need(),)), [allrounder, beginner], scene(Strategy.LEAST_LOAD))
    assert (decision.agent_id, decision.why) == (WANG, Why.LIGHTEST)


def test_longest_idle_looks_at_nothing_else() -> None:
    rested = candidate(LI, load=7, idle_since=NINE - timedelta(hours=1))
    decision = rules.choose(asked(previous=WANG), [candidate(WANG), rested], scene(Strategy.LONGEST_IDLE))
    assert (decision.agent_id, decision.why) == (LI, Why.IDLE)


def test_in_turn_one_after_the_other_whatever_they_have_in_hand() -> None:
    crowd = [candidate(WANG, load=7), candidate(LI), candidate(ZHAO)]
    seen = [rules.choose(asked(), crowd, scene(Strategy.ROUND_ROBIN, last_given=last)).agent_id
            for last in (None, WANG, LI, ZHAO)]  # fmt: skip
    assert seen == [WANG, LI, ZHAO, WANG]


def test_case_a9_the_turn_survives_that_its_holder_left_and_that_only_some_may_take_it() -> None:
    turn = scene(Strategy.ROUND_ROBIN, last_given=LI)
    assert rules.choose(asked(), [candidate(WANG), candidate(ZHAO)], turn).agent_id == ZHAO, "Li is gone"
    only_some = [candidate(WANG, skills={REFUND: 1}), candidate(LI, skills={REFUND: 1}), candidate(ZHAO)]
    decision = rules.choose(asked(needs=(need(),)), only_some, turn)
    assert (decision.agent_id, decision.why) == (WANG, Why.TURN)
    assert rules.choose(asked(), only_some, replace(turn, now=LATER)).agent_id == ZHAO, "her turn was not lost"


def test_many_at_once_go_round_in_turn_and_each_queue_has_its_own() -> None:
    crowd = [candidate(each, capacity=100, team_ids=frozenset({1, 2})) for each in (WANG, LI, ZHAO)]
    tickets = [asked(n, created_at=NINE + timedelta(seconds=n)) for n in range(7)]
    other = asked(99, team_id=BILLING)
    found = seating([*tickets, other], crowd, scene(Strategy.ROUND_ROBIN, last_given=LI))
    mine = [placed.decision.agent_id for placed in found.given if placed.asked is not other]
    assert mine == [ZHAO, WANG, LI, ZHAO, WANG, LI, ZHAO]
    assert found.turns == {1: ZHAO}


def test_a_queue_worked_by_hand_gives_nothing_to_anybody() -> None:
    decision = rules.choose(asked(), [candidate()], scene(Strategy.PULL))
    assert (decision.agent_id, decision.why) == (None, Why.TO_PULL)
    found = seating([asked()], [candidate()], scene(Strategy.PULL))
    assert [placed.decision.why for placed in found.left] == [Why.TO_PULL]
