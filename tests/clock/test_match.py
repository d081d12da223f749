"""Which policy counts for a ticket."""

from dataclasses import replace

import pytest

from jishi.clock.match import match
from jishi.clock.model import Kind, Policy, Target, Traits
from jishi.kernel.conditions import Condition

WANG = Traits(level="important", tier="vip", channel="email", type="complaint", team="4", tags=("refund", "angry"))
ANSWER = Target(kind=Kind.FIRST_RESPONSE, seconds=60)


def policy(name: str, *when: tuple[str, ...], always: bool = False, targets: tuple[Target, ...] = (ANSWER,)) -> Policy:
    """A policy for tickets whose traits are such: `("level", "urgent", "important")`."""
    conditions = tuple(Condition(trait=trait, among=tuple(among)) for trait, *among in when)
    return Policy(name=name, when=conditions, always=always, targets=targets)


def chosen(*policies: Policy, traits: Traits = WANG) -> str | None:
    found = match(policies, traits)
    return None if found is None else found.policy.name


@pytest.mark.parametrize(
    "when",
    [
        ("level", "urgent", "important"),
        ("tier", "vip"),
        ("channel", "email"),
        ("type", "complaint"),
        ("team", "4"),
        ("tag", "angry"),
    ],
)
def test_a_policy_is_for_tickets_with_such_a_trait(when: tuple[str, ...]) -> None:
    assert chosen(policy("theirs", when)) == "theirs"


@pytest.mark.parametrize("when", [("level", "urgent"), ("tag", "lost"), ("complexity", "complex"), ("shoe size", "43")])
def test_a_policy_is_not_for_tickets_without_that_trait(when: tuple[str, ...]) -> None:
    assert chosen(policy("others", when)) is None


def test_every_condition_has_to_hold() -> None:
    assert chosen(policy("both", ("tier", "vip"), ("level", "urgent"))) is None
    assert chosen(policy("both", ("tier", "vip"), ("level", "important"))) == "both"


def test_case_50_a_ticket_that_no_policy_is_for_has_no_promise_and_that_is_no_error() -> None:
    assert match([], WANG) is None
    assert match([policy("others", ("level", "urgent"))], WANG) is None


def test_case_51_an_empty_condition_is_for_no_ticket() -> None:
    assert chosen(policy("blank")) is None


def test_case_51_the_policy_for_all_says_so() -> None:
    assert chosen(policy("all", always=True)) == "all"


def test_case_51_of_two_that_match_the_first_wins_and_says_why() -> None:
    first, second = policy("complaints of VIPs", ("type", "complaint"), ("tier", "vip")), policy("all", always=True)
    found = match([first, second], WANG)
    assert found is not None
    assert (found.policy.name, found.because) == ("complaints of VIPs", (("type", "complaint"), ("tier", "vip")))
    assert chosen(second, first) == "all"


def test_the_policy_for_all_gives_that_as_its_reason() -> None:
    found = match([policy("all", always=True)], WANG)
    assert found is not None
    assert found.because == (("always", ""),)


def test_a_policy_that_is_switched_off_is_for_no_ticket() -> None:
    assert chosen(replace(policy("off", always=True), active=False), policy("all", always=True)) == "all"


def test_of_several_targets_of_a_kind_the_first_that_fits_counts() -> None:
    phone = replace(ANSWER, seconds=5, when=(Condition(trait="channel", among=("phone",)),))
    solved = Target(kind=Kind.RESOLUTION, seconds=900)
    found = match([policy("all", always=True, targets=(phone, ANSWER, solved))], WANG)
    assert found is not None
    assert found.targets == (ANSWER, solved)
    called = match([policy("all", always=True, targets=(phone, ANSWER, solved))], replace(WANG, channel="phone"))
    assert called is not None
    assert called.targets == (phone, solved)
