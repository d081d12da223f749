"""Whatever somebody sends, and whatever pattern a workspace writes, reading takes time linear in the text."""

import pytest

from jishi.knowledge.triage.fold import MOST_READ
from jishi.knowledge.triage.model import Entry, FieldPattern, Sets
from tests.growth import grows_like_a_line
from tests.knowledge.reading import read, words

SHORT, LONG = MOST_READ // 16, 100_000
UNITS = [
    "不", "不是", "退款不", "not ", "a@", "a.", "@", "1", "1,", "1-", "+86 ", "(010) ", "0", "$1,1", "¥", "3月",
    "2026-", "last ", "订单号:", "order ", "投诉!", "é́", "İ", "\u0000", "\ud800", "😀", "\n", "https://", "a_",
    "一个", "1个", "元",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_hundred_thousand_characters_take_time_in_proportion(unit: str) -> None:
    assert grows_like_a_line(lambda size: read((unit * size)[:size]), SHORT, MOST_READ)
    assert grows_like_a_line(lambda size: read((unit * size)[:size]), MOST_READ, LONG)


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:a|aa)+x", r"(.*)*y", r"((a?){30}){3}b"])
def test_a_pattern_that_would_backtrack_for_ever_does_not(pattern: str) -> None:
    by = words(fields=[FieldPattern(name="evil", pattern=pattern)])
    for small, large in ((16, 32), (SHORT, MOST_READ), (MOST_READ, LONG)):
        assert grows_like_a_line(lambda size: read("a" * size, by=by), small, large)


def test_a_dictionary_as_large_as_one_may_be_is_ready_in_proportion() -> None:
    def ready(size: int) -> None:
        numbers = range(size // 2)
        beginnings, whole = (tuple(f"{begin}{n}{end}" for n in numbers) for begin, end in (("ab", "*"), ("cd", "")))
        words(Entry(sets=Sets.MOOD, value="angry", words=(*beginnings, *whole)))

    assert grows_like_a_line(ready, 375, 6000)


def test_words_that_are_taken_back_take_no_longer_than_their_number() -> None:
    by = words(Entry(sets=Sets.MOOD, value="angry", words=("退款", "退"), unless=("不", "不是")))
    assert grows_like_a_line(lambda size: read(("退款不" * size)[:size], by=by), SHORT, MOST_READ)
