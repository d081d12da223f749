"""Sets of policies that come with the desk, as the requirements (R23) name them."""

import pytest

from jishi.clock.errors import NoSuchPreset
from jishi.clock.match import match
from jishi.clock.model import Kind, Policy, Traits
from jishi.clock.read_presets import find_preset, preset_policies, presets

MINUTE, HOUR = 60, 3_600
ALL = list(presets())


def promised(
    key: str,
    *,
    channel: str = "chat",
    level: str = "normal",
    tier: str = "regular",
    type: str | None = None,  # noqa: A002 - as the ticket's trait is called
    complexity: str | None = None,
) -> dict[Kind, int]:
    """Seconds by kind for such a ticket."""
    traits = Traits(channel=channel, level=level, tier=tier, type=type, complexity=complexity)
    found = match(preset_policies(key, "en"), traits)
    return {target.kind: target.seconds for target in found.targets} if found else {}


def test_a_an_enquiry_is_answered_within_an_hour_and_a_complaint_settled_within_a_day() -> None:
    key = "enquiries_and_complaints"
    assert promised(key, type="enquiry")[Kind.FIRST_RESPONSE] == HOUR
    assert promised(key, type="complaint")[Kind.RESOLUTION] == 24 * HOUR
    assert promised(key, type="pre_sale") == {}


def test_b_everybody_is_answered_within_five_minutes_and_hard_cases_are_followed_up_within_the_hour() -> None:
    assert promised("five_minutes") == {Kind.FIRST_RESPONSE: 5 * MINUTE}
    assert promised("five_minutes", complexity="complex")[Kind.UPDATE] == HOUR


def test_c_an_hour_after_creation_and_two_after_the_customer_adds_something() -> None:
    expected = {Kind.FIRST_RESPONSE: HOUR, Kind.NEXT_RESPONSE: 2 * HOUR}
    assert promised("one_hour_two_hours") == expected


def test_d_table_1_is_what_a_new_workspace_starts_with() -> None:
    assert promised("table_1", level="urgent", complexity="complex")[Kind.RESOLUTION] == 8 * HOUR
    assert promised("table_1", level="important", channel="phone")[Kind.FIRST_RESPONSE] == 15 * MINUTE


def test_e_each_industry_has_its_own_pace() -> None:
    assert promised("industry_e_commerce")[Kind.FIRST_RESPONSE] == 24 * HOUR
    assert promised("industry_messaging")[Kind.FIRST_RESPONSE] == 3 * MINUTE
    assert promised("industry_messaging", channel="email") == {}
    assert promised("industry_business_services")[Kind.FIRST_RESPONSE] == 2 * HOUR
    assert promised("industry_business_services", tier="vip")[Kind.FIRST_RESPONSE] == HOUR


@pytest.mark.parametrize("key", ALL)
def test_a_preset_says_the_same_in_both_languages(key: str) -> None:
    preset = find_preset(key)
    assert set(preset.name) == set(preset.text) == {"zh-CN", "en"}
    chinese, english = preset_policies(key, "zh-CN"), preset_policies(key, "en")
    assert [without_name(policy) for policy in chinese] == [without_name(policy) for policy in english]
    assert all(is_chinese(policy.name) for policy in chinese if policy.name != "VIP")
    assert not any(is_chinese(policy.name) for policy in english)
    assert is_chinese(preset.text["zh-CN"])


@pytest.mark.parametrize("key", ALL)
def test_a_preset_tells_somebody_in_time(key: str) -> None:
    for policy in preset_policies(key, "en"):
        assert [rung.moment.value for rung in policy.ladder] == ["before", "at", "after", "after"]


def test_they_are_shown_in_the_order_of_the_requirements() -> None:
    assert ALL[:4] == ["enquiries_and_complaints", "five_minutes", "one_hour_two_hours", "table_1"]


def test_there_is_no_other() -> None:
    with pytest.raises(NoSuchPreset):
        find_preset("../table_1")


def without_name(policy: Policy) -> Policy:
    return Policy(**{name: getattr(policy, name) for name in Policy.__slots__} | {"name": ""})


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
