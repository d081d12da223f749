"""How words are weighed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.knowledge.triage.fold import fold
from jishi.knowledge.triage.model import Entry, FieldPattern, Sets
from tests.knowledge.reading import mood, read, words

KEYS = ("type", "level", "complexity", "mood")


def test_several_words_add_up_and_each_counts_once() -> None:
    by = words(mood("angry", "差", "烂", weight=1), mood("calm", "谢谢", weight=1))
    assert read("太差", by=by).mood is None
    assert read("差差差差", by=by).mood is None
    found = read("又差又烂,谢谢", by=by)
    assert found.mood == "angry"
    assert [(why.words, why.weight) for why in found.because] == [(("差", "烂"), 2)]


def test_of_two_that_weigh_the_same_the_graver_counts() -> None:
    by = words(mood("calm", "谢谢"), mood("angry", "太差"))
    assert read("谢谢,太差", by=by).mood == "angry"


def test_the_longest_of_words_that_overlap_counts() -> None:
    by = words(mood("worried", "着急"), mood("calm", "不着急"))
    assert read("我不着急", by=by).mood == "calm"


def test_words_for_different_things_may_overlap() -> None:
    by = words(mood("angry", "投诉"), Entry(sets=Sets.LEVEL, value="urgent", words=("投诉升级",)))
    found = read("我要投诉升级", by=by)
    assert (found.mood, found.level) == ("angry", "urgent")


@pytest.mark.parametrize(
    "text",
    ["不生气", "我不是很生气", "没有生气", "不太生气", "I am not angry", "I'm not very angry", "not at all that angry"],
)
def test_a_denial_right_before_a_word_takes_it_back(text: str) -> None:
    assert read(text, by=words(mood("angry", "生气", "angry", unless=("不", "没有", "not")))).mood is None


@pytest.mark.parametrize(
    "text", ["不回复,很生气", "你们不发货我生气", "是不是生气", "Why not? I am angry", "do not ship, angry"]
)
def test_a_denial_of_something_else_takes_nothing_back(text: str) -> None:
    assert read(text, by=words(mood("angry", "生气", "angry", unless=("不", "没有", "not")))).mood == "angry"


def test_a_word_that_was_taken_back_says_by_what() -> None:
    [hit] = read("我不生气", by=words(mood("angry", "生气", unless=("不",)))).hits
    assert (hit.text, hit.undone_by) == ("生气", "不")


def test_a_phrase_around_a_word_takes_it_back() -> None:
    by = words(mood("angry", "垃圾", unless=("垃圾桶",)))
    assert read("垃圾桶坏了", by=by).mood is None
    assert read("垃圾公司", by=by).mood == "angry"


@pytest.mark.parametrize(("text", "found"), [("damn!", "angry"), ("adamnt", None), ("fucking", "angry"), ("fu", None)])
def test_a_latin_word_stands_alone_unless_it_ends_in_an_asterisk(text: str, found: str | None) -> None:
    assert read(text, by=words(mood("angry", "damn", "fuck*"))).mood == found


@pytest.mark.parametrize("text", ["ＡＰＩ 报错", "api报错", "Api報錯"])
def test_width_case_and_traditional_characters_make_no_difference(text: str) -> None:
    by = words(Entry(sets=Sets.COMPLEXITY, value="complex", words=("API", "报错"), weight=1))
    assert read(text, by=by).complexity == "complex"


def test_the_words_are_told_as_they_were_written() -> None:
    [why] = read("BUG!", by=words(mood("angry", "bug"))).because
    assert why.words == ("BUG",)


def test_an_entry_for_a_type_that_is_not_there_is_ignored() -> None:
    by = words(Entry(sets=Sets.TYPE, value="astrology", words=("星座",)))
    assert read("星座", by=by).type is None


def test_a_field_takes_the_first_group_of_its_pattern_or_all_of_it() -> None:
    by = words(fields=[FieldPattern(name="seat", pattern=r"seat (\d+)"), FieldPattern(name="gate", pattern=r"gate \d")])
    assert read("Seat 12, Gate 3", by=by).fields == {"seat": "12", "gate": "Gate 3"}


def test_a_text_of_one_pattern_is_not_read_again_by_another() -> None:
    by = words(fields=[FieldPattern(name="a", pattern=r"x(\d+)"), FieldPattern(name="b", pattern=r"(\d+)")])
    assert read("x12", by=by).fields == {"a": "12"}


texts = st.text(st.characters() | st.sampled_from("不急投诉退款着 not angry¥$12.-+@年月日周"), max_size=300)


@given(texts)
def test_reading_never_raises_and_what_it_found_stands_in_the_text(text: str) -> None:
    found = read(text)
    assert all(text[hit.start : hit.end] == hit.text for hit in found.hits)
    assert all(text[each.start : each.end] == each.text for each in found.extracted)
    assert {why.sets for why in found.because} <= set(KEYS)


@given(texts, st.sampled_from(["type", "level", "complexity", "mood", "language", "order_number"]))
def test_what_was_given_always_wins(text: str, name: str) -> None:
    given_: dict[str, Any] = {name: "given"}
    found = read(text + " 退款 投诉 订单号 A123456", **given_)
    assert getattr(found, name, None) == "given" or (name == "order_number" and name not in found.fields)
    assert name not in {why.sets for why in found.because}


@given(st.text())
def test_folding_moves_no_character(text: str) -> None:
    assert len(fold(text)) == len(text)
