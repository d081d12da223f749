"""Decisions as sentences."""

import pytest

from jishi.dispatch.explain import sentence, why_not
from jishi.dispatch.model import Why, WhyNot

WANG = {"agent": "王芳", "load": 3, "capacity": 8, "team": "售后"}


@pytest.mark.parametrize(
    ("why", "params", "zh", "en"),
    [
        (
            Why.LIGHTEST,
            WANG,
            "给〈王芳〉:售后组在线且有空,当前 3/8,负载最低",
            "To 王芳: online in 售后 with room, 3/8, the lightest load",
        ),
        (
            Why.PREVIOUS,
            {**WANG, "team": "After-sales"},
            "给〈王芳〉:After-sales 组在线且有空,当前 3/8,上次服务过这位客户",
            "To 王芳: online in After-sales with room, 3/8, served this customer last time",
        ),
        (
            Why.ONLY,
            {"agent": "Wang Fang", "load": 0, "capacity": 1},
            "给〈Wang Fang〉:在线且有空,当前 0/1,此刻唯一有空的人",
            "To Wang Fang: online with room, 0/1, the only one free",
        ),
        (
            Why.ALL_FULL,
            {"team": "投诉部", "offline": 3, "full": 2},
            "在投诉部排队:2 人已满,3 人离线",
            "Waiting in 投诉部: 2 full, 3 offline",
        ),
        (
            Why.NOBODY_ONLINE,
            {"away": 1, "offline": 1},
            "在总队列排队:1 人离开,1 人离线",
            "Waiting in the general queue: 1 away, 1 offline",
        ),
        (
            Why.NO_MEMBERS,
            {"team": "售后", "deactivated": 1},
            "在售后组排队:没有接单的人",
            "Waiting in 售后: nobody takes tickets there",
        ),
        (
            Why.BY_HAND,
            {"agent": "王芳", "by": "李雷", "note": "客户指定"},
            "由〈李雷〉派给〈王芳〉:客户指定",
            "Given to 王芳 by 李雷: 客户指定",
        ),
        (Why.TAKEN, {"agent": "王芳", "by": "王芳"}, "〈王芳〉自己接手", "Taken by 王芳"),
        (Why.GIVEN_BACK, {"from": "王芳"}, "〈王芳〉退回队列", "Given back to the queue by 王芳"),
        (
            Why.TAKEN_BACK,
            {"from": "王芳"},
            "由〈系统〉从〈王芳〉处收回到队列",
            "Taken back from 王芳 to the queue by the system",
        ),
        (Why.MOVED, {"by": "李雷", "team": "售后"}, "由〈李雷〉转到售后组", "Moved to 售后 by 李雷"),
    ],
)
def test_a_decision_is_one_sentence_in_both_languages(why: Why, params: dict[str, object], zh: str, en: str) -> None:
    assert sentence(why, params, "zh-CN") == zh
    assert sentence(why, params, "en") == en


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_reason_has_words(language: str) -> None:
    for why in Why:
        said = sentence(why, {**WANG, "by": "李雷", "from": "王芳", "full": 1}, language)
        assert said
        assert "{" not in said
        assert "None" not in said


def test_every_hurdle_has_words() -> None:
    for hurdle in WhyNot:
        assert why_not(hurdle, "zh-CN", load=8, capacity=8) != why_not(hurdle, "en", load=8, capacity=8)
    assert why_not(WhyNot.FULL, "zh-CN", load=8, capacity=8) == "已满,8/8"
    assert why_not(WhyNot.FULL, "en", load=9, capacity=8) == "full, 9/8"
