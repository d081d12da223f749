"""What is let go so that a wish never keeps a customer waiting for nobody."""

from datetime import timedelta

from jishi.dispatch import rules
from jishi.dispatch.explain import sentence
from jishi.dispatch.model import Why, WhyNot
from jishi.dispatch.wishes import next_ease
from tests.dispatch.people import BILLING, LI, NINE, REFUND, WANG, ZHAO, asked, candidate, need, scene

FIVE_MINUTES = timedelta(minutes=5)
WISHED = (need(grade=3, required=False, drop_after=300),)
VETERAN = candidate(WANG, skills={REFUND: 5}, load=8)
NOVICE = candidate(LI, skills={REFUND: 1})


def test_a_wish_binds_until_its_wait_is_over_and_no_longer() -> None:
    ticket = asked(needs=WISHED, since=NINE)
    early = rules.choose(ticket, [VETERAN, NOVICE], scene(now=NINE + FIVE_MINUTES - timedelta(seconds=1)))
    assert (early.agent_id, early.considered[1].why_not) == (None, WhyNot.UNSKILLED)
    late = rules.choose(ticket, [VETERAN, NOVICE], scene(now=NINE + FIVE_MINUTES))
    assert late.agent_id == LI
    assert late.params["fallback"] == [["skill", "退款", "waited"]]


def test_somebody_has_to_look_again_when_a_wish_lapses() -> None:
    ticket = asked(needs=WISHED, since=NINE)
    assert next_ease(ticket, scene()) == NINE + FIVE_MINUTES
    assert next_ease(ticket, scene(now=NINE + FIVE_MINUTES)) is None
    assert next_ease(asked(needs=(need(required=False),)), scene()) is None
    assert next_ease(asked(language="en"), scene()) == NINE + timedelta(minutes=1)


def test_case_a17_a_wished_skill_that_nobody_has_is_let_go_at_once_and_the_record_says_so() -> None:
    ticket = asked(needs=(need(grade=3, required=False),))
    decision = rules.choose(
        ticket, [NOVICE, candidate(ZHAO, skills={REFUND: 5}, team_ids=frozenset({BILLING}))], scene()
    )
    assert decision.agent_id == LI
    assert decision.params["fallback"] == [["skill", "退款", "nobody"]]
    assert (
        sentence(decision.why, decision.params, "zh-CN") == "给〈P12〉:在线,0/8;此刻唯一有空的人;没有人会 退款,已放宽"
    )


def test_a_wish_that_only_somebody_at_home_could_meet_is_kept() -> None:
    at_home = candidate(WANG, skills={REFUND: 5}, status="offline")
    assert rules.choose(asked(needs=(need(grade=3, required=False),)), [at_home, NOVICE], scene()).agent_id is None


def test_a_required_skill_is_never_let_go() -> None:
    ticket = asked(needs=(need(grade=3),), peak=True)
    decision = rules.choose(ticket, [NOVICE], scene(now=NINE + timedelta(days=3)))
    assert (decision.agent_id, decision.why) == (None, Why.NOBODY_SKILLED)


def test_at_a_peak_wishes_are_not_waited_for() -> None:
    decision = rules.choose(asked(needs=WISHED, peak=True), [VETERAN, NOVICE], scene())
    assert decision.agent_id == LI
    assert decision.params["fallback"] == [["skill", "退款", "peak"]]


def test_who_meets_a_wish_comes_first_even_when_it_is_no_longer_waited_for() -> None:
    known, able = candidate(LI, skills={}), candidate(WANG, skills={REFUND: 5, 7: 1}, load=5)
    decision = rules.choose(asked(needs=WISHED, peak=True, previous=LI), [known, able], scene())
    assert (decision.agent_id, decision.why) == (WANG, Why.WISHED)
    assert "fallback" not in decision.params


def test_a_language_is_waited_for_a_minute() -> None:
    ticket = asked(language="en", since=NINE)
    crowd = [candidate(WANG, languages=frozenset({"en"}), load=8), candidate(LI, languages=frozenset({"zh"}))]
    assert rules.choose(ticket, crowd, scene()).agent_id is None
    decision = rules.choose(ticket, crowd, scene(now=NINE + timedelta(minutes=1)))
    assert decision.agent_id == LI
    assert decision.params["fallback"] == [["language", "en", "waited"]]


def test_a_language_that_nobody_speaks_keeps_nobody_waiting() -> None:
    decision = rules.choose(asked(language="ja"), [candidate(languages=frozenset({"zh"}))], scene())
    assert decision.params["fallback"] == [["language", "ja", "nobody"]]
    assert "没有人会 日语" in sentence(decision.why, decision.params, "zh-CN")


def test_what_somebody_has_is_not_among_what_nobody_has() -> None:
    speaker, novice = candidate(WANG, languages=frozenset({"en"})), candidate(LI, languages=frozenset({"zh"}))
    ticket = asked(needs=(need(grade=3),), language="en", language_need="required")
    decision = rules.choose(ticket, [speaker, novice], scene())
    assert (decision.why, decision.params["missing"]) == (Why.NOBODY_SKILLED, [["退款", 3]])
    assert "language" not in decision.params
    skilled = candidate(LI, languages=frozenset({"zh"}), skills={REFUND: 3})
    both = rules.choose(ticket, [speaker, skilled], scene()).params  # each has somebody, nobody has both
    assert (both["missing"], both["language"]) == ([["退款", 3]], "en")
