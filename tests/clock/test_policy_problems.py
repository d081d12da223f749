"""Policies that are right by themselves and yet will not do what they say."""

from dataclasses import replace

from jishi.clock.find_problems import find_problems
from jishi.clock.model import Kind, Moment, Policy, Rung, Target
from jishi.clock.parse_policy import Known
from jishi.kernel.conditions import Condition

KNOWN = Known(
    values={"type": frozenset({"complaint"}), "tier": frozenset({"vip"}), "team": frozenset({"4"})},
    people=frozenset({12}),
)
ANSWER = Target(kind=Kind.FIRST_RESPONSE, seconds=60)


def policy(number: int, *when: tuple[str, str], always: bool = False) -> Policy:
    conditions = tuple(Condition(trait=trait, among=(value,)) for trait, value in when)
    return Policy(id=number, name=f"P{number}", targets=(ANSWER,), when=conditions, always=always)


def problems(*policies: Policy) -> dict[int, list[tuple[str, int | None]]]:
    found = find_problems(policies, KNOWN)
    return {key: [(each.why, each.policy.id if each.policy else None) for each in many] for key, many in found.items()}


def test_a_policy_behind_the_one_for_every_ticket_is_never_tried() -> None:
    assert problems(policy(1, always=True), policy(2, ("tier", "vip"))) == {1: [], 2: [("hidden", 1)]}


def test_a_policy_that_asks_what_an_earlier_one_asked_is_never_for_a_ticket() -> None:
    first, same = policy(1, ("tier", "vip")), policy(2, ("tier", "vip"))
    narrower = policy(3, ("type", "complaint"), ("tier", "vip"))
    assert problems(first, same, narrower) == {1: [], 2: [("repeats", 1)], 3: [("repeats", 1)]}
    assert problems(narrower, first)[1] == []


def test_what_is_switched_off_stands_in_nobodys_way() -> None:
    off = replace(policy(1, always=True), active=False)
    assert problems(off, policy(2, ("tier", "vip"))) == {2: []}


def test_the_opposite_condition_is_not_the_same() -> None:
    others = Policy(
        id=2, name="P2", targets=(ANSWER,), when=(Condition(trait="tier", among=("vip",), unless=True),)
    )  # fmt: skip
    assert problems(policy(1, ("tier", "vip")), others)[2] == []


def test_a_type_a_team_or_a_colleague_that_is_gone_is_named() -> None:
    told = Rung(moment=Moment.AT, to=("owner", "person:13"))
    wrong = replace(policy(1, ("type", "repair"), ("team", "5"), ("tag", "anything")), ladder=(told,))
    [*gone, nobody] = find_problems([wrong], KNOWN)[1]
    assert [(each.why, each.trait, each.value) for each in gone] == [("gone", "type", "repair"), ("gone", "team", "5")]
    assert (nobody.why, nobody.value) == ("nobody", "13")
