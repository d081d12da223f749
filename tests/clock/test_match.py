"""Which policy counts for a ticket."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.clock.match import match
from jishi.clock.model import Kind, Policy, Target, Traits
from jishi.clock.try_policies import try_policies
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


def test_unless_means_none_of_these() -> None:
    others = Policy(
        name="others", targets=(ANSWER,), when=(Condition(trait="tag", among=("angry", "lost"), unless=True),)
    )  # fmt: skip
    assert chosen(others) is None
    assert chosen(others, traits=replace(WANG, tags=("refund",))) == "others"
    assert chosen(others, traits=replace(WANG, tags=())) == "others"


def test_a_field_of_the_ticket_can_be_asked_about() -> None:
    east = replace(WANG, fields=(("region", "east"), ("size", "43")))
    assert chosen(policy("east", ("field.region", "east")), traits=east) == "east"
    assert chosen(policy("east", ("field.region", "43")), traits=east) is None
    assert chosen(policy("east", ("field.region", "east"))) is None


VALUES = {"level": ("urgent", "normal"), "tier": ("vip", "regular"), "tag": ("a", "b", "c"), "field.x": ("1", "2")}
traits = st.sampled_from(tuple(VALUES))
conditions = traits.flatmap(
    lambda trait: st.builds(
        Condition,
        trait=st.just(trait),
        among=st.lists(st.sampled_from(VALUES[trait]), max_size=2, unique=True).map(tuple),
        unless=st.booleans(),
    )
)
policies = st.builds(
    Policy,
    name=st.just("any"),
    targets=st.just((ANSWER,)),
    when=st.lists(conditions, max_size=3).map(tuple),
    always=st.booleans(),
    active=st.booleans(),
)
tickets = st.builds(
    Traits,
    level=st.sampled_from(VALUES["level"]),
    tier=st.sampled_from(VALUES["tier"]),
    channel=st.just("chat"),
    tags=st.lists(st.sampled_from(VALUES["tag"]), unique=True).map(tuple),
    fields=st.lists(st.sampled_from((("x", "1"), ("x", "2"), ("y", "1"))), max_size=1).map(tuple),
)


@given(st.lists(policies, max_size=12), tickets)
def test_asking_all_at_once_finds_what_asking_one_after_the_other_does(asked: list[Policy], ticket: Traits) -> None:
    numbered = [replace(each, id=number) for number, each in enumerate(asked)]
    first = next((each for each in try_policies(numbered, ticket) if each.met), None)
    found = match(numbered, ticket)
    assert (found and found.policy) == (first and first.policy)
