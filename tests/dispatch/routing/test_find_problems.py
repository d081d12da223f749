"""Rules that are right by themselves and yet will not do what they say."""

from dataclasses import replace

from jishi.dispatch.model import Need
from jishi.dispatch.routing.find_problems import Here, find_problems
from jishi.dispatch.routing.model import Flaw, Rule
from jishi.kernel.conditions import Condition

REFUND, CHINESE_LAW = 1, 2
TEAM, EMPTY_TEAM = 10, 11
HERE = Here(
    values={"type": frozenset({"complaint", "enquiry"}), "tier": frozenset({"vip"})},
    teams={TEAM: frozenset({100, 101}), EMPTY_TEAM: frozenset()},
    skills={REFUND: "退款", CHINESE_LAW: "法务"},
    grades={REFUND: {100: 3, 102: 5}, CHINESE_LAW: {}},
)


def rule(number: int, *when: tuple[str, str], **more: object) -> Rule:
    conditions = tuple(Condition(trait=trait, among=(value,)) for trait, value in when)
    return replace(Rule(id=number, name=f"R{number}", when=conditions), **more)  # type: ignore[arg-type]


def problems(*rules: Rule) -> dict[int, list[Flaw]]:
    return find_problems(rules, HERE)


def codes(*rules: Rule) -> dict[int, list[str]]:
    return {key: [flaw.why for flaw in flaws] for key, flaws in problems(*rules).items()}


def test_a_rule_behind_the_one_for_every_ticket_is_hidden() -> None:
    first, second = rule(1, always=True), rule(2, ("tier", "vip"))
    assert problems(first, second) == {1: [], 2: [Flaw(why="hidden", rule=first)]}
    assert codes(second, first) == {2: [], 1: []}


def test_a_rule_is_hidden_by_an_earlier_one_that_asks_less() -> None:
    wide = rule(1, ("tier", "vip"))
    narrow = rule(2, ("tier", "vip"), ("type", "complaint"))
    assert codes(wide, narrow) == {1: [], 2: ["hidden"]}
    assert codes(narrow, wide) == {2: [], 1: []}


def test_what_is_switched_off_stands_in_nobodys_way() -> None:
    assert codes(rule(1, always=True, active=False), rule(2, ("tier", "vip"))) == {2: []}


def test_a_rule_that_asks_for_two_channels_at_once_can_never_match() -> None:
    assert problems(rule(1, ("channel", "chat"), ("channel", "email"))) == {1: [Flaw(why="never", trait="channel")]}


def test_a_rule_that_earlier_ones_hide_together_names_those_that_it_takes() -> None:
    urgent, rest = rule(1, ("level", "urgent")), rule(2, ("level", "important"))
    vip = rule(3, ("tier", "vip"))
    last = rule(4, ("level", "normal"))
    behind = rule(5, ("type", "complaint"))
    found = problems(urgent, rest, vip, last, behind)
    assert found == {1: [], 2: [], 3: [], 4: [], 5: [Flaw(why="covered", value="R1 / R2 / R4")]}


def test_rules_for_a_type_and_for_every_other_hide_what_is_behind_them() -> None:
    other = Rule(id=2, name="R2", when=(Condition(trait="type", among=("complaint",), unless=True),))
    assert codes(rule(1, ("type", "complaint")), other, rule(3, always=True)) == {1: [], 2: [], 3: ["covered"]}


def test_types_that_are_all_named_still_leave_a_ticket_without_one() -> None:
    assert codes(rule(1, ("type", "complaint")), rule(2, ("type", "enquiry")), rule(3, always=True))[3] == []


def test_an_impossible_rule_hides_no_other() -> None:
    assert codes(rule(1, ("hour", "3"), ("hour", "4")), rule(2, ("hour", "3")))[2] == []


def test_a_type_a_team_or_a_skill_that_is_gone_is_named() -> None:
    wrong = rule(1, ("type", "repair"), team_id=99, needs=(Need(skill_id=77),))
    gone = [(flaw.why, flaw.trait, flaw.value) for flaw in problems(wrong)[1]]
    assert gone == [("gone", "type", "repair"), ("gone", "team", "99"), ("gone", "skill", "77")]


def test_a_skill_that_nobody_of_the_team_has_so_well_is_named() -> None:
    asks = (Need(skill_id=REFUND, grade=4),)
    assert codes(rule(1, ("tier", "vip"), needs=asks)) == {1: []}
    [flaw] = problems(rule(1, ("tier", "vip"), team_id=TEAM, needs=asks))[1]
    assert (flaw.why, flaw.value, flaw.grade) == ("nobody", "退款", 4)


def test_a_skill_that_nobody_has_at_all_is_named_also_when_it_is_only_wished() -> None:
    assert codes(rule(1, always=True, needs=(Need(skill_id=CHINESE_LAW, required=False),))) == {1: ["nobody"]}


def test_a_team_without_anybody_is_named_once_whatever_it_should_know() -> None:
    lonely = rule(1, ("tier", "vip"), team_id=EMPTY_TEAM, needs=(Need(skill_id=REFUND), Need(skill_id=CHINESE_LAW)))
    assert codes(lonely) == {1: ["empty"]}
