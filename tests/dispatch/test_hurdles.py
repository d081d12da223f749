"""What stands between somebody and a ticket."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from jishi.dispatch import rules
from jishi.dispatch.model import Why, WhyNot
from tests.dispatch.people import (
    AFTER_SALES,
    BILLING,
    INVOICE,
    LI,
    NINE,
    REFUND,
    WANG,
    ZHAO,
    asked,
    candidate,
    need,
    scene,
)

AN_HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("but", "why_not"),
    [
        ({"rostered": True}, WhyNot.OFF_SHIFT),
        ({"rostered": True, "shift_until": NINE}, WhyNot.OFF_SHIFT),
        ({"rostered": True, "shift_until": NINE + AN_HOUR}, None),
        ({"rostered": True, "shift_until": NINE + AN_HOUR, "status": "break"}, WhyNot.BREAK),
        ({"status": "wrap_up"}, WhyNot.WRAP_UP),
        ({"skills": {REFUND: 1}}, WhyNot.UNSKILLED),
        ({"skills": {INVOICE: 5}, "status": "offline"}, WhyNot.UNSKILLED),
        ({"languages": frozenset({"zh"})}, WhyNot.LANGUAGE),
        ({"languages": frozenset({"en"})}, None),
    ],
)
def test_what_keeps_somebody_from_a_ticket_is_told(but: dict[str, Any], why_not: WhyNot | None) -> None:
    ticket = asked(needs=(need(grade=2),), language="en-GB", language_need="required")
    decision = rules.choose(ticket, [candidate(**{"skills": {REFUND: 2}, **but})], scene())
    assert decision.considered[0].why_not is why_not
    assert decision.agent_id == (WANG if why_not is None else None)


def test_who_never_said_what_they_speak_may_have_it() -> None:
    assert rules.choose(asked(language="ja", language_need="required"), [candidate()], scene()).agent_id == WANG


def test_a_call_fills_a_person_whatever_their_capacity() -> None:
    call = asked(weight=12)
    assert rules.choose(call, [candidate(capacity=6)], scene()).agent_id == WANG
    assert rules.choose(call, [candidate(capacity=6, load=1)], scene()).agent_id is None
    assert rules.seated(candidate(capacity=6), call, at=NINE).load == 6
    assert rules.choose(call, [candidate(capacity=0)], scene()).agent_id is None


def test_case_a10_nobody_outside_the_teams_that_may_take_it_gets_it() -> None:
    stranger = candidate(LI, team_ids=frozenset({BILLING}))
    assert rules.choose(asked(), [stranger], scene()).agent_id is None
    assert rules.choose(asked(open_to=frozenset({AFTER_SALES, BILLING})), [stranger], scene()).agent_id == LI
    assert (
        rules.choose(asked(open_to=frozenset({0})), [candidate(ZHAO, team_ids=frozenset())], scene()).agent_id == ZHAO
    )


def test_case_a15_the_customers_agent_comes_first_only_while_on_shift() -> None:
    crowd = [candidate(WANG, load=6), candidate(LI)]
    at_work = [replace(crowd[0], rostered=True, shift_until=NINE + AN_HOUR), crowd[1]]
    assert rules.choose(asked(previous=WANG), at_work, scene()).why is Why.PREVIOUS
    gone = [replace(crowd[0], rostered=True), crowd[1]]
    decision = rules.choose(asked(previous=WANG), gone, scene())
    assert (decision.agent_id, decision.considered[0].why_not) == (LI, WhyNot.OFF_SHIFT)


def test_a_skill_that_nobody_has_is_named() -> None:
    crowd = [candidate(WANG, skills={REFUND: 2}), candidate(LI, status="offline")]
    decision = rules.choose(asked(needs=(need(grade=3),)), crowd, scene())
    assert decision.why is Why.NOBODY_SKILLED
    assert decision.params["missing"] == [["退款", 3]]


def test_when_each_skill_has_somebody_and_nobody_has_all_all_are_named() -> None:
    crowd = [candidate(WANG, skills={REFUND: 2}), candidate(LI, skills={INVOICE: 2})]
    decision = rules.choose(asked(needs=(need(), need(INVOICE))), crowd, scene())
    assert decision.params["missing"] == [["退款", 1], ["发票", 1]]


def test_only_those_who_could_count_in_the_reason_of_a_wait() -> None:
    crowd = [candidate(WANG, skills={REFUND: 2}, load=8), candidate(LI), candidate(ZHAO, status="offline")]
    decision = rules.choose(asked(needs=(need(),)), crowd, scene())
    assert decision.why is Why.ALL_FULL
    assert decision.params == {"full": 1, "unskilled": 2}
