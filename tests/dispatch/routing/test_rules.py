"""Which rule is for a ticket: the first that asks nothing it does not have."""

from jishi.dispatch.routing.model import Rule, Traits
from jishi.dispatch.routing.rules import match, try_rules
from jishi.dispatch.routing.words import occurs, plain
from jishi.kernel.conditions import Condition

VIP = Condition(trait="tier", among=("vip",))
REFUND = Condition(trait="text", among=("退款", "refund"))
NO_CHATS = Condition(trait="channel", among=("chat",), unless=True)

TICKET = Traits(tier="vip", channel="email", text=("退款",), fields={"product": ("A1", "B2")})


def rule(number: int, *when: Condition, always: bool = False, active: bool = True) -> Rule:
    return Rule(id=number, name=f"R{number}", when=when, always=always, active=active)


def test_the_first_rule_that_is_met_counts() -> None:
    rules = [rule(1, VIP, Condition(trait="type", among=("complaint",))), rule(2, VIP, REFUND), rule(3, VIP)]
    assert match(rules, TICKET) is rules[1]


def test_the_rule_for_every_ticket_takes_what_no_other_did() -> None:
    rules = [rule(1, Condition(trait="tier", among=("regular",))), rule(2, always=True)]
    assert match(rules, TICKET) is rules[1]


def test_a_rule_that_says_nothing_of_whom_it_is_for_is_for_nobody() -> None:
    assert match([rule(1)], TICKET) is None


def test_a_rule_switched_off_is_for_nobody() -> None:
    assert match([rule(1, always=True, active=False)], TICKET) is None


def test_a_field_with_several_values_meets_any_of_them() -> None:
    assert match([rule(1, Condition(trait="field.product", among=("B2",)))], TICKET) is not None
    assert match([rule(1, Condition(trait="field.colour", among=("B2",)))], TICKET) is None


def test_each_rule_tells_the_first_thing_that_the_ticket_lacks() -> None:
    complaint = Condition(trait="type", among=("complaint",))
    tried = try_rules([rule(1, VIP, complaint, REFUND), rule(2, NO_CHATS), rule(3, always=True)], TICKET)
    assert [(each.met, each.failed) for each in tried] == [(False, complaint), (True, None), (True, None)]


def test_a_western_word_is_found_where_one_begins() -> None:
    assert occurs("app", plain("The APP crashed"))
    assert occurs("refund", plain("two refunds, please"))
    assert not occurs("app", plain("I am happy"))
    assert not occurs("", plain("anything"))


def test_chinese_words_are_found_anywhere_whatever_the_width_of_their_letters() -> None:
    assert occurs(plain("退款"), plain("请尽快退款!"))
    assert occurs(plain("VIP客户"), plain("我是vip客户"))
    assert occurs(plain("app"), plain("打不开app"))
    assert occurs(plain("order  no"), plain("My ORDER\nNo: 12"))
