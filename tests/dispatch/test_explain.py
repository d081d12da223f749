"""Decisions as sentences."""

import pytest

from jishi.dispatch.explain import sentence, why_not
from jishi.dispatch.model import Why, WhyNot

UNTIL_SIX = {"until": "2026-03-02T10:00:00+00:00", "zone": "Asia/Shanghai"}
WANG = {"agent": "王芳", "load": 3, "capacity": 8, "team": "售后"}


@pytest.mark.parametrize(
    ("why", "params", "zh", "en"),
    [
        (
            Why.LIGHTEST,
            WANG,
            "给〈王芳〉:售后组,在线,3/8;负载最低",
            "To 王芳: in 售后, online, 3/8; the lightest load",
        ),
        (
            Why.PREVIOUS,
            {**WANG, "team": "After-sales"},
            "给〈王芳〉:After-sales 组,在线,3/8;上次服务过这位客户",
            "To 王芳: in After-sales, online, 3/8; served this customer last time",
        ),
        (
            Why.ONLY,
            {"agent": "Wang Fang", "load": 0, "capacity": 1},
            "给〈Wang Fang〉:在线,0/1;此刻唯一有空的人",
            "To Wang Fang: online, 0/1; the only one free",
        ),
        (
            Why.PREVIOUS,
            {"agent": "Anna", "load": 3, "capacity": 8, "skills": [["退款", 2]], **UNTIL_SIX},
            "给〈Anna〉:技能 退款≥2,在班到 18:00,3/8;上次服务过这位客户",
            "To Anna: skill 退款 ≥ 2, on shift until 18:00, 3/8; served this customer last time",
        ),
        (
            Why.FEWEST_SKILLS,
            {**WANG, "skills": [["退款", 2], ["发票", 1]], "language": "en-GB"},
            "给〈王芳〉:售后组,技能 退款≥2、发票≥1,会英语,在线,3/8;会的刚好够用,多面手留给别的工单",
            "To 王芳: in 售后, skills 退款 ≥ 2, 发票 ≥ 1, speaks English, online, 3/8; the fewest skills that suffice",
        ),
        (
            Why.ONLY,
            {
                **WANG,
                "agent": "Li",
                "overflow": True,
                "fallback": [["skill", "VAT", "nobody"], ["language", "xx", "peak"]],
            },
            "给〈Li〉:支援售后组,在线,3/8;此刻唯一有空的人;没有人会 VAT,已放宽;高峰,不再要求 xx",
            "To Li: helping 售后, online, 3/8; the only one free; nobody has VAT, so it was let go; peak: no longer xx",
        ),
        (
            Why.NOBODY_SKILLED,
            {"team": "售后", "unskilled": 3, "missing": [["退款", 4]], "language": "en"},
            "在售后组排队:没有人会 退款≥4,没有人会英语",
            "Waiting in 售后: nobody has 退款 ≥ 4, nobody speaks English",
        ),
        (
            Why.NOBODY_FREE,
            {"team": "售后", "off_shift": 2, "unskilled": 1, "break": 1, "declined": 1},
            "在售后组排队:1 人在休息,2 人不在班,1 人没有所需技能,1 人刚退回过它",
            "Waiting in 售后: 1 on a break, 2 off shift, 1 without the skill, 1 gave it back",
        ),
        (Why.TO_PULL, {"team": "售后"}, "在售后组排队:等人领取", "Waiting in 售后: whoever is next takes it"),
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
