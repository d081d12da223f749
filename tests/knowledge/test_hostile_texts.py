"""Whatever somebody sends, and whatever pattern a workspace writes, reading takes time linear in the text."""

import time

import pytest

from jishi.knowledge.triage.model import Entry, FieldPattern, Sets
from tests.knowledge.reading import read, words

LENGTH = 100_000
UNITS = [
    "不", "不是", "退款不", "not ", "a@", "a.", "@", "1", "1,", "1-", "+86 ", "(010) ", "0", "$1,1", "¥", "3月",
    "2026-", "last ", "订单号:", "order ", "投诉!", "é́", "İ", "\u0000", "\ud800", "😀", "\n", "https://", "a_",
    "一个", "1个", "元",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_hundred_thousand_characters_are_read_in_a_blink(unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:a|aa)+x", r"(.*)*y", r"((a?){30}){3}b"])
def test_a_pattern_that_would_backtrack_for_ever_does_not(pattern: str) -> None:
    by = words(fields=[FieldPattern(name="evil", pattern=pattern)])
    began = time.process_time()
    read("a" * LENGTH, by=by)
    assert time.process_time() - began < 1.5


def test_a_dictionary_as_large_as_one_may_be_is_ready_in_a_blink() -> None:
    beginnings, whole = (tuple(f"{begin}{n}{end}" for n in range(3000)) for begin, end in (("ab", "*"), ("cd", "")))
    began = time.process_time()
    words(Entry(sets=Sets.MOOD, value="angry", words=(*beginnings, *whole)))
    assert time.process_time() - began < 1.0


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    """Within what is read at all, ten times the text takes about ten times as long: a square would take a hundred."""
    by = words(Entry(sets=Sets.MOOD, value="angry", words=("退款", "退"), unless=("不", "不是")))

    def seconds(length: int) -> float:
        text = ("退款不" * length)[:length]
        return min(_timed(text) for _ in range(5))

    def _timed(text: str) -> float:
        began = time.process_time()
        read(text, by=by)
        return time.process_time() - began

    assert seconds(10_000) < 35 * seconds(1_000)
