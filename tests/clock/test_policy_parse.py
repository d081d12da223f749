"""A policy as it is sent: every wrong field is named at once."""

from typing import Any

import msgspec
import pytest

from jishi.clock.errors import InvalidPolicy
from jishi.clock.model import Kind, Moment, Policy
from jishi.clock.parse_policy import Known, parse_policy
from jishi.clock.policy_shapes import PolicyGiven, RungView, TargetView, condition_view, rung_view, target_view

HERE = Known(
    values={
        "level": frozenset({"urgent", "important", "normal"}),
        "type": frozenset({"enquiry", "complaint"}),
        "tier": frozenset({"vip", "regular"}),
        "channel": frozenset({"phone", "chat"}),
        "complexity": frozenset({"simple", "complex"}),
        "team": frozenset({"4"}),
    },
    calendars=frozenset({7}),
    people=frozenset({12}),
    roles=frozenset({"agent", "supervisor"}),
)
ANSWER: dict[str, Any] = {"kind": "first_response", "seconds": 600}
TOLD: dict[str, Any] = {"moment": "at", "to": ["owner"]}


def policy(**more: Any) -> dict[str, Any]:
    return {"name": "Gold", "always": True, "targets": [ANSWER], **more}


def asking(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Gold", "condition": list(conditions), "targets": [ANSWER]}


def parsed(sent: dict[str, Any]) -> Policy:
    return parse_policy(msgspec.convert(sent, PolicyGiven), HERE, id=3, version=2)


def wrong(sent: dict[str, Any]) -> list[str]:
    """The paths of what is refused."""
    with pytest.raises(InvalidPolicy) as refused:
        parsed(sent)
    return sorted(path for path, _ in refused.value.errors)


def test_what_is_left_out_has_a_sensible_value() -> None:
    found = parsed(policy())
    [target] = found.targets
    assert (found.id, found.version, found.active, found.note_answers, found.ladder) == (3, 2, True, False, ())
    assert (target.kind, target.business, target.warn_shares, target.paused_in) == (
        Kind.FIRST_RESPONSE,
        True,
        (0.8,),
        (),
    )


def test_what_is_read_can_be_sent_again() -> None:
    sent = {
        "name": "黄金客户",
        "condition": [
            {"trait": "tier", "among": ["vip"], "unless": False},
            {"trait": "team", "among": ["4"], "unless": True},
            {"trait": "tag", "among": ["退款"], "unless": False},
            {"trait": "field.region", "among": ["华东"], "unless": False},
            {"trait": "language", "among": ["zh-CN"], "unless": False},
        ],
        "calendar": 7,
        "note_answers": True,
        "targets": [
            {
                "kind": "resolution",
                "seconds": 7200,
                "hours": "business",
                "calendar": 7,
                "when": [{"trait": "complexity", "among": ["complex"], "unless": False}],
                "warn": [0.5, 0.8],
                "warn_before": [3600, 60],
                "paused_in": ["pending", "on_hold"],
            }
        ],
        "ladder": [
            {
                "moment": "before",
                "share": 0.9,
                "seconds": 0,
                "kinds": ["resolution"],
                "to": ["owner"],
                "by": ["push"],
                "every": None,
                "times": 1,
            },
            {
                "moment": "after",
                "share": None,
                "seconds": 600,
                "kinds": [],
                "to": ["lead", "person:12", "on_shift:supervisor"],
                "by": ["screen", "email"],
                "every": 60,
                "times": 3,
            },
        ],
    }
    found = parsed(sent)
    again = {
        "name": found.name,
        "condition": [msgspec.to_builtins(condition_view(condition)) for condition in found.when],
        "calendar": found.calendar_id,
        "note_answers": found.note_answers,
        "targets": [without_runs_on(target_view(target, None)) for target in found.targets],
        "ladder": [as_sent(rung_view(rung)) for rung in found.ladder],
    }
    assert again == sent


def without_runs_on(view: TargetView) -> dict[str, Any]:
    sent: dict[str, Any] = msgspec.to_builtins(view)
    del sent["runs_on"]
    return sent


def as_sent(view: RungView) -> dict[str, Any]:
    sent: dict[str, Any] = msgspec.to_builtins(view)
    return sent


def test_every_wrong_field_is_named_at_once() -> None:
    sent = policy(
        name="  ",
        condition=[{"trait": "shoe_size", "among": ["43"]}, {"trait": "level", "among": ["urgent", "urgnt"]}],
        calendar=8,
        targets=[
            {
                "kind": "answer",
                "seconds": 0,
                "hours": "office",
                "calendar": 9,
                "warn": [0, 0.8, 1],
                "warn_before": [-1],
            },
            {"kind": "update", "seconds": 60, "warn_before": [59, 60], "paused_in": ["pending", "asleep"]},
        ],
        ladder=[
            {"moment": "before", "to": ["owner"]},
            {"moment": "soon", "to": ["boss", "person:13"], "by": ["pigeon"], "every": 59},
            {"moment": "at", "to": [], "by": [], "kinds": ["answer"], "seconds": 5, "times": 2},
        ],
    )
    assert wrong(sent) == [
        "calendar",
        "condition",  # it is for every ticket, and asks
        "condition.0.trait",
        "condition.1.among.1",
        "ladder.0.seconds",
        "ladder.1.by.0",
        "ladder.1.every",
        "ladder.1.moment",
        "ladder.1.to.0",
        "ladder.1.to.1",
        "ladder.2.by",
        "ladder.2.every",
        "ladder.2.kinds.0",
        "ladder.2.seconds",
        "ladder.2.to",
        "name",
        "targets.0.calendar",
        "targets.0.hours",
        "targets.0.kind",
        "targets.0.seconds",
        "targets.0.warn.0",
        "targets.0.warn.2",
        "targets.0.warn_before.0",
        "targets.1.paused_in.1",
        "targets.1.warn_before.1",
    ]


def test_case_51_a_policy_that_asks_nothing_has_to_say_that_it_is_for_all() -> None:
    assert wrong({"name": "Gold", "targets": [ANSWER]}) == ["condition"]


def test_a_policy_promises_something() -> None:
    assert wrong(policy(targets=[])) == ["targets"]


@pytest.mark.parametrize(
    "condition",
    [
        {"trait": "type", "among": ["repair"]},
        {"trait": "tier", "among": ["gold"]},
        {"trait": "team", "among": ["5"]},
        {"trait": "team", "among": ["04"]},
        {"trait": "channel", "among": ["fax"]},
        {"trait": "complexity", "among": ["hard"]},
        {"trait": "tag", "among": ["  "]},
        {"trait": "field.region", "among": [""]},
    ],
)
def test_a_value_that_nothing_here_has_is_refused(condition: dict[str, Any]) -> None:
    assert wrong(asking(condition)) == ["condition.0.among.0"]


@pytest.mark.parametrize("trait", ["", "field.", "field. x", "of", "matched", "levels"])
def test_a_trait_that_no_ticket_has_is_refused(trait: str) -> None:
    assert wrong(asking({"trait": trait, "among": ["urgent"]})) == ["condition.0.trait"]


def test_a_condition_without_values_is_refused() -> None:
    assert wrong(asking({"trait": "level", "among": []})) == ["condition.0.among"]


def test_of_two_targets_for_the_same_tickets_the_second_is_refused() -> None:
    phone = {**ANSWER, "when": [{"trait": "channel", "among": ["phone"]}]}
    assert wrong(policy(targets=[ANSWER, ANSWER])) == ["targets.1"]
    assert wrong(policy(targets=[ANSWER, phone])) == ["targets.1"]
    assert wrong(policy(targets=[phone, phone, ANSWER])) == ["targets.1"]
    assert len(parsed(policy(targets=[phone, ANSWER])).targets) == 2


@pytest.mark.parametrize("seconds", [-1, 0, 10 * 366 * 86_400 + 1, 2**53])
def test_a_time_is_between_a_second_and_ten_years(seconds: int) -> None:
    assert "targets.0.seconds" in wrong(policy(targets=[{**ANSWER, "seconds": seconds, "warn": []}]))


@pytest.mark.parametrize(
    ("rung", "path"),
    [
        ({"moment": "before", "share": 0.5, "seconds": 60}, "ladder.0.seconds"),
        ({"moment": "before", "share": 1.0}, "ladder.0.share"),
        ({"moment": "at", "share": 0.5}, "ladder.0.share"),
        ({"moment": "after", "seconds": 0}, "ladder.0.seconds"),
        ({"moment": "unopened", "seconds": 0}, "ladder.0.seconds"),
        ({"moment": "unopened", "seconds": 60, "every": 60, "times": 2}, "ladder.0.every"),
        ({"moment": "at", "every": 60, "times": 101}, "ladder.0.times"),
        ({"moment": "at", "times": 0}, "ladder.0.times"),
        ({"to": ["person:0012"]}, "ladder.0.to.0"),
        ({"to": ["person:99999999999999999999"]}, "ladder.0.to.0"),
        ({"to": ["on_shift:captain"]}, "ladder.0.to.0"),
        ({"to": [""]}, "ladder.0.to.0"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(rung: dict[str, Any], path: str) -> None:
    assert wrong(policy(ladder=[{**TOLD, **rung}])) == [path]


def test_warnings_and_recipients_are_kept_once_and_in_order() -> None:
    sent = policy(
        targets=[{**ANSWER, "warn": [0.9, 0.5, 0.9], "warn_before": [60, 120, 60]}],
        ladder=[{**TOLD, "to": ["lead", "owner", "lead"], "by": ["email", "screen"]}],
    )
    found = parsed(sent)
    assert (found.targets[0].warn_shares, found.targets[0].warn_before) == ((0.5, 0.9), (120, 60))
    assert (found.ladder[0].to, found.ladder[0].by) == (("lead", "owner"), ("screen", "email"))
    assert found.ladder[0].moment is Moment.AT
