"""Who answers next, decided without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.dispatch import rules
from jishi.dispatch.model import Asked, Candidate, Routed, Why, WhyNot
from jishi.identity.model import Team

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
AFTER_SALES, BILLING, FRONT = 1, 2, 3
WANG, LI, ZHAO = 11, 12, 13
TIERS = ("vip", "regular")


def asked(**but: Any) -> Asked:
    return Asked(**{"ticket_id": 1, "team_id": AFTER_SALES, "created_at": NINE, **but})


def candidate(id: int = WANG, **but: Any) -> Candidate:  # noqa: A002
    told = {"id": id, "name": f"P{id}", "team_ids": frozenset({AFTER_SALES}), "idle_since": NINE}
    return Candidate(**{**told, **but})


def in_order(waiting: Iterable[Asked], tiers: Sequence[str]) -> list[Asked]:
    return sorted(waiting, key=lambda each: rules.urgency(each, tiers))


def team(id: int, name: str, **but: Any) -> Team:  # noqa: A002
    return Team(**{"id": id, "name": name, "created_at": NINE, **but})


TEAMS = (
    team(AFTER_SALES, "售后", types=("after_sale", "complaint")),
    team(BILLING, "Billing", types=("refund", "complaint")),
    team(FRONT, "前台", is_default=True),
)


def test_a_ticket_goes_to_the_team_that_takes_its_type() -> None:
    route = rules.route(asked(team_id=None, type="after_sale"), TEAMS)
    assert (route.team_id, route.why) == (AFTER_SALES, Routed.TYPE)


def test_of_two_teams_that_take_a_type_the_first_by_name_gets_it() -> None:
    assert rules.route(asked(team_id=None, type="complaint"), reversed(TEAMS)).team_id == BILLING


def test_what_no_team_takes_goes_to_the_default_team() -> None:
    for type_ in (None, "praise"):
        route = rules.route(asked(team_id=None, type=type_), TEAMS)
        assert (route.team_id, route.why) == (FRONT, Routed.DEFAULT)


def test_the_team_somebody_chose_stands_above_the_type() -> None:
    route = rules.route(asked(team_id=FRONT, type="refund"), TEAMS)
    assert (route.team_id, route.why) == (FRONT, Routed.ASKED)


def test_a_team_chosen_by_rule_gives_way_to_a_new_rule() -> None:
    assert rules.route(asked(team_id=FRONT, type="refund", routed=True), TEAMS).team_id == BILLING


def test_a_team_that_was_dissolved_is_as_if_never_chosen() -> None:
    assert rules.route(asked(team_id=99, type="refund"), TEAMS).team_id == BILLING


def test_without_any_team_the_whole_desk_is_asked() -> None:
    route = rules.route(asked(team_id=None), [])
    assert (route.team_id, route.why) == (None, Routed.NO_TEAM)
    assert rules.choose(asked(team_id=None), [candidate(team_ids=frozenset())]).agent_id == WANG


def test_the_least_load_for_ones_capacity_wins() -> None:
    half, third = candidate(WANG, load=2, capacity=4), candidate(LI, load=4, capacity=12)
    decision = rules.choose(asked(), [half, third])
    assert (decision.agent_id, decision.why) == (LI, Why.LIGHTEST)
    assert decision.params == {"agent": "P12", "load": 4, "capacity": 12}


def test_of_equal_loads_the_longest_idle_wins() -> None:
    rested = candidate(LI, idle_since=NINE - timedelta(hours=1))
    decision = rules.choose(asked(), [candidate(WANG), rested])
    assert (decision.agent_id, decision.why) == (LI, Why.IDLE)


def test_of_equals_the_lowest_id_wins_whatever_the_order_asked() -> None:
    for crowd in ([candidate(WANG), candidate(LI)], [candidate(LI), candidate(WANG)]):
        decision = rules.choose(asked(), crowd)
        assert (decision.agent_id, decision.why) == (WANG, Why.ORDER)


def test_the_customers_previous_agent_comes_first_while_free() -> None:
    known = candidate(LI, load=7)
    decision = rules.choose(asked(previous=LI), [candidate(WANG), known])
    assert (decision.agent_id, decision.why) == (LI, Why.PREVIOUS)


@pytest.mark.parametrize("but", [{"status": "away"}, {"status": "offline"}, {"load": 8}, {"active": False}])
def test_the_customers_previous_agent_is_not_waited_for(but: dict[str, Any]) -> None:
    assert rules.choose(asked(previous=LI), [candidate(WANG, load=7), candidate(LI, **but)]).agent_id == WANG


@pytest.mark.parametrize(
    ("but", "why_not"),
    [
        ({"active": False, "status": "offline"}, WhyNot.DEACTIVATED),
        ({"team_ids": frozenset({BILLING})}, WhyNot.ELSEWHERE),
        ({"status": "offline", "load": 8}, WhyNot.OFFLINE),
        ({"status": "away"}, WhyNot.AWAY),
        ({"load": 8}, WhyNot.FULL),
        ({"load": 9}, WhyNot.FULL),
        ({"capacity": 0}, WhyNot.FULL),
    ],
)
def test_everybody_who_is_passed_over_is_told_why(but: dict[str, Any], why_not: WhyNot) -> None:
    decision = rules.choose(asked(), [candidate(WANG), candidate(LI, **but)])
    assert decision.agent_id == WANG
    assert [each.why_not for each in decision.considered] == [None, why_not]
    assert [each.score for each in decision.considered] == [1.0, None]


def test_who_gave_a_ticket_back_is_not_given_it_again() -> None:
    decision = rules.choose(asked(declined=frozenset({WANG})), [candidate(WANG), candidate(LI, load=7)])
    assert decision.agent_id == LI
    assert decision.considered[0].why_not is WhyNot.DECLINED


def test_a_heavy_ticket_needs_as_much_room_as_it_weighs() -> None:
    crowd = [candidate(WANG, load=6)]
    assert rules.choose(asked(weight=2), crowd).agent_id == WANG
    assert rules.choose(asked(weight=3), crowd).agent_id is None


@pytest.mark.parametrize(
    ("crowd", "why"),
    [
        ([], Why.NO_MEMBERS),
        ([candidate(active=False)], Why.NO_MEMBERS),
        ([candidate(team_ids=frozenset())], Why.NO_MEMBERS),
        ([candidate(status="offline"), candidate(LI, status="away")], Why.NOBODY_ONLINE),
        ([candidate(load=8), candidate(LI, status="offline")], Why.ALL_FULL),
        ([candidate(LI), candidate(load=8)], Why.NOBODY_FREE),
    ],
)
def test_a_ticket_nobody_can_take_says_what_it_waits_for(crowd: list[Candidate], why: Why) -> None:
    decision = rules.choose(asked(declined=frozenset({LI})), crowd)
    assert (decision.agent_id, decision.why) == (None, why)


people = st.builds(
    candidate,
    id=st.integers(1, 50),
    load=st.integers(0, 12),
    capacity=st.integers(0, 12),
    status=st.sampled_from(["online", "online", "away", "offline"]),
    active=st.sampled_from([True, True, True, False]),
    team_ids=st.sampled_from([frozenset({AFTER_SALES}), frozenset({BILLING}), frozenset({AFTER_SALES, BILLING})]),
    idle_since=st.integers(0, 3600).map(lambda seconds: NINE - timedelta(seconds=seconds)),
)
crowds = st.lists(people, max_size=12, unique_by=lambda each: each.id)


@given(crowds, st.none() | st.integers(1, 50), st.frozensets(st.integers(1, 50), max_size=3), st.randoms())
def test_the_chosen_one_is_eligible_and_nobody_eligible_is_better(
    crowd: list[Candidate], previous: int | None, declined: frozenset[int], random: Any
) -> None:
    ticket = asked(previous=previous, declined=declined)
    decision = rules.choose(ticket, crowd)
    able = [
        each for each in crowd
        if each.active and each.status == "online" and AFTER_SALES in each.team_ids
        and each.id not in declined and each.load < each.capacity
    ]  # fmt: skip
    assert {each.id for each in decision.considered if each.why_not is None} == {each.id for each in able}
    assert len(decision.considered) == len(crowd)
    if not able:
        assert decision.agent_id is None
    elif previous in {each.id for each in able}:
        assert decision.agent_id == previous
    else:
        best = min(able, key=lambda each: (each.load / each.capacity, each.idle_since, each.id))
        assert decision.agent_id == best.id
    random.shuffle(crowd)
    assert rules.choose(ticket, crowd).agent_id == decision.agent_id


@given(st.integers(1, 12), st.integers(0, 60))
def test_a_burst_spreads_evenly_over_equals(people: int, tickets: int) -> None:
    crowd = {each: candidate(each, capacity=100) for each in range(1, people + 1)}
    for second in range(tickets):
        ticket = asked(ticket_id=second)
        chosen = rules.choose(ticket, list(crowd.values())).agent_id
        assert chosen is not None
        crowd[chosen] = rules.seated(crowd[chosen], ticket, at=NINE + timedelta(seconds=second))
    loads = [each.load for each in crowd.values()]
    assert sum(loads) == tickets
    assert max(loads) - min(loads) <= 1


def test_the_queue_is_taken_by_level_then_tier_then_what_is_due_first() -> None:
    late = asked(ticket_id=1, due_at=NINE + timedelta(hours=9))
    early = asked(ticket_id=2, due_at=NINE + timedelta(hours=1))
    vip = asked(ticket_id=3, tier="vip", due_at=NINE + timedelta(hours=20))
    urgent = asked(ticket_id=4, level="urgent", due_at=NINE + timedelta(hours=30))
    unpromised = asked(ticket_id=5, created_at=NINE - timedelta(days=3))
    order = in_order([unpromised, late, early, vip, urgent], TIERS)
    assert [each.ticket_id for each in order] == [4, 3, 2, 1, 5]


def test_a_tier_of_the_workspaces_own_has_its_place() -> None:
    gold, vip = asked(ticket_id=1, tier="gold"), asked(ticket_id=2, tier="vip")
    assert [each.ticket_id for each in in_order([vip, gold], ("gold", "vip", "regular"))] == [1, 2]
    assert [each.ticket_id for each in in_order([gold, vip], TIERS)] == [2, 1]


def test_the_previous_agent_is_worth_considering_even_outside_the_team() -> None:
    stranger = candidate(ZHAO, team_ids=frozenset({BILLING}))
    assert not rules.is_member(asked(), stranger)
    assert rules.is_member(asked(previous=ZHAO), stranger)
    decision = rules.choose(asked(previous=ZHAO), [candidate(WANG), stranger])
    assert decision.agent_id == WANG
    assert decision.considered[1].why_not is WhyNot.ELSEWHERE


def test_a_decision_can_be_made_again_from_what_it_saw() -> None:
    crowd = [
        candidate(WANG, load=3),
        candidate(LI, load=3, idle_since=NINE - timedelta(minutes=5)),
        candidate(ZHAO, load=8),
    ]
    decision = rules.choose(asked(), crowd)
    again = [
        replace(candidate(each.id), load=each.load, capacity=each.capacity, idle_since=each.idle_since)
        for each in decision.considered
        if each.why_not is None
    ]
    assert rules.choose(asked(), again).agent_id == decision.agent_id == LI
