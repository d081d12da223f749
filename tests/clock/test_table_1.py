"""The response standard by level, as it stands in the requirements."""

import pytest

from jishi.clock.match import match
from jishi.clock.model import Kind, Traits
from jishi.clock.table_1 import table_1

ONLINE = ("form", "portal", "chat", "email", "wechat", "wechat_kf", "wecom", "feishu", "dingtalk", "social", "api")


def promised(level: str, channel: str, complexity: str | None = None) -> dict[Kind, float]:
    """Minutes by kind."""
    found = match(table_1(), Traits(level=level, tier="regular", channel=channel, complexity=complexity))
    assert found is not None
    return {target.kind: target.seconds / 60 for target in found.targets}


@pytest.mark.parametrize(("level", "minutes"), [("urgent", 5), ("important", 15), ("normal", 30)])
def test_the_phone_is_answered_within(level: str, minutes: int) -> None:
    assert promised(level, "phone")[Kind.FIRST_RESPONSE] == minutes


@pytest.mark.parametrize("channel", ONLINE)
@pytest.mark.parametrize(("level", "minutes"), [("urgent", 10), ("important", 30), ("normal", 120)])
def test_every_other_channel_is_answered_within(level: str, minutes: int, channel: str) -> None:
    assert promised(level, channel)[Kind.FIRST_RESPONSE] == minutes


@pytest.mark.parametrize(("level", "hours"), [("urgent", 2), ("important", 24), ("normal", 48)])
def test_a_case_is_solved_within(level: str, hours: int) -> None:
    assert promised(level, "chat")[Kind.RESOLUTION] == hours * 60
    assert promised(level, "chat", "simple")[Kind.RESOLUTION] == hours * 60


def test_a_complex_urgent_case_is_solved_within_eight_hours() -> None:
    assert promised("urgent", "phone", "complex")[Kind.RESOLUTION] == 8 * 60


@pytest.mark.parametrize(("level", "minutes"), [("urgent", 1), ("important", 5), ("normal", 10)])
def test_someone_owns_it_within(level: str, minutes: int) -> None:
    assert promised(level, "chat")[Kind.DISPATCH] == minutes


@pytest.mark.parametrize("channel", ["phone", "chat"])
@pytest.mark.parametrize("level", ["urgent", "important", "normal"])
def test_what_is_said_later_is_answered_as_fast_as_what_was_said_first(level: str, channel: str) -> None:
    assert promised(level, channel)[Kind.NEXT_RESPONSE] == promised(level, channel)[Kind.FIRST_RESPONSE]


def test_only_urgent_counts_around_the_clock() -> None:
    assert [{target.business for target in policy.targets} for policy in table_1()] == [{False}, {True}, {True}]


def test_only_solving_waits_for_others() -> None:
    waiting = {target.kind for policy in table_1() for target in policy.targets if target.paused_in}
    assert waiting == {Kind.RESOLUTION}


def test_the_policies_have_names_in_both_languages() -> None:
    assert [policy.name for policy in table_1("zh-CN")] == ["表一：紧急", "表一：重要", "表一：一般"]
    assert [policy.name for policy in table_1("en")] == ["Table 1: urgent", "Table 1: important", "Table 1: normal"]


def test_who_is_told_climbs_from_the_owner_to_the_managers() -> None:
    for policy in table_1():
        steps = [(rung.moment.value, rung.share, rung.to, rung.by) for rung in policy.ladder]
        everywhere = ("screen", "push", "email")
        assert steps == [
            ("before", 0.8, ("owner",), ("screen", "push")),
            ("at", None, ("owner", "lead"), everywhere),
            ("after", None, ("supervisors",), everywhere),
            ("after", None, ("managers",), everywhere),
        ]
        supervisors, managers = (rung.seconds for rung in policy.ladder[2:])
        assert 0 < supervisors < managers


def test_the_more_urgent_the_sooner_somebody_above_hears_of_it() -> None:
    delays = [policy.ladder[2].seconds for policy in table_1()]
    assert delays == sorted(set(delays))
