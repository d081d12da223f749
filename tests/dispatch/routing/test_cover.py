"""Rules that hide another together, against every ticket of a small world."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.dispatch.routing.cover import covering
from jishi.dispatch.routing.model import HOURS, WEEKDAYS, Rule
from jishi.kernel.conditions import Condition
from tests.dispatch.routing.test_implies import condition, met, worlds
from tests.growth import grows_like_a_line

ONE_VALUE = ("level", "mood", "type")


def rules(traits: tuple[str, ...]) -> st.SearchStrategy[list[Rule]]:
    conditions = st.lists(condition(traits), min_size=1, max_size=2).map(tuple)
    made = conditions.map(lambda when: Rule(name="", when=when))
    return st.lists(made, min_size=1, max_size=5)


def taken(rule: Rule, world: dict[str, tuple[str, ...]]) -> bool:
    return rule.always or met(list(rule.when), world)


def numbered(found: list[Rule]) -> tuple[list[Rule], Rule]:
    named = [Rule(id=n, name=f"R{n}", when=rule.when) for n, rule in enumerate(found)]
    return named[:-1], named[-1]


@settings(max_examples=150, deadline=None)
@given(rules((*ONE_VALUE, "tag", "history")).map(numbered))
def test_what_is_said_to_be_hidden_is_never_met_by_a_ticket_that_no_earlier_rule_takes(
    found: tuple[list[Rule], Rule],
) -> None:
    earlier, later = found
    by = covering(earlier, later)
    if by:
        every = worlds({each.trait for rule in (*earlier, later) for each in rule.when})
        assert all(any(taken(rule, world) for rule in by) for world in every if taken(later, world))


@settings(max_examples=150, deadline=None)
@given(rules(ONE_VALUE).map(numbered))
def test_of_traits_with_one_value_every_union_that_hides_is_found(found: tuple[list[Rule], Rule]) -> None:
    earlier, later = found
    every = list(worlds({each.trait for rule in (*earlier, later) for each in rule.when}))
    mine = [world for world in every if taken(later, world)]
    hidden = bool(mine) and all(any(taken(rule, world) for rule in earlier) for world in mine)
    assert not mine or bool(covering(earlier, later)) is hidden


@settings(max_examples=80, deadline=None)
@given(rules(ONE_VALUE).map(numbered))
def test_no_rule_is_named_that_it_does_not_take(found: tuple[list[Rule], Rule]) -> None:
    earlier, later = found
    by = covering(earlier, later)
    assert all(not covering([other for other in by if other is not rule], later) for rule in by)


def test_two_hundred_rules_take_time_in_proportion() -> None:
    last = Rule(id=999, name="last", always=True)
    assert grows_like_a_line(lambda size: covering(many(size), last), 12, 200)


def many(size: int) -> list[Rule]:
    return [
        Rule(
            id=n,
            name=f"R{n}",
            when=(
                Condition(trait="weekday", among=(WEEKDAYS[n % 7],)),
                Condition(trait="hour", among=(HOURS[n % 24], HOURS[(n * 5 + 1) % 24])),
                Condition(trait="type", among=(f"type{n % 11}",), unless=n % 2 == 0),
            ),
        )
        for n in range(size)
    ]
