"""Words with a gap, the ways to spell a denial, and what follows when no word says more."""

import pytest

from jishi.knowledge.triage.model import Entry, Sets
from tests.knowledge.reading import mood, read, words


@pytest.mark.parametrize("text", ["还没收到", "还没有给我收到", "到现在还没见收到", "還沒收到"])
def test_a_word_with_a_gap_is_found_whatever_stands_in_it(text: str) -> None:
    [hit] = read(text, by=words(mood("worried", "还没…收到"))).hits
    assert (text[hit.start : hit.end], hit.text) == (hit.text, hit.text)
    assert hit.text.endswith("收到")


@pytest.mark.parametrize(
    "text", ["还没。收到", "还没,收到", "还没\n收到", "收到还没", "还没" + "很" * 12 + "收到", "还没"]
)
def test_a_gap_ends_with_its_clause(text: str) -> None:
    assert read(text, by=words(mood("worried", "还没…收到"))).hits == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [("the card just stopped working", True), ("the card is workings", False), ("the card reworking", False)],
)
def test_the_end_of_a_gap_is_a_whole_word(text: str, *, found: bool) -> None:
    assert bool(read(text, by=words(mood("worried", "card…working"))).hits) == (found)


def test_the_end_of_a_gap_may_be_any_word_that_begins_so() -> None:
    assert read("a card with refunding", by=words(mood("worried", "card … refund*"))).mood == "worried"


@pytest.mark.parametrize("text", ["it doesn't work", "it doesnt work", "it does not work", "It DOESN’T work"])
def test_a_denial_is_found_however_it_is_spelt(text: str) -> None:
    assert read(text, by=words(mood("angry", "doesn't work"))).mood == "angry"


@pytest.mark.parametrize("text", ["I can't pay", "I cant pay", "I cannot pay", "I can not pay"])
def test_cannot_has_four_spellings(text: str) -> None:
    assert read(text, by=words(mood("angry", "can't pay"))).mood == "angry"


def test_a_type_brings_its_level_where_no_word_says_one() -> None:
    after_sale = Entry(sets=Sets.TYPE, value="after_sale", words=("包裹", "丢件"))
    enquiry = Entry(sets=Sets.TYPE, value="enquiry", words=("几点",))
    later = Entry(sets=Sets.LEVEL, value="normal", words=("不急",))
    by = words(after_sale, enquiry, later)
    found = read("包裹丢件", by=by)
    assert found.level == "important"
    both = ("包裹", "丢件")
    assert [(why.sets, why.words) for why in found.because] == [(Sets.TYPE, both), (Sets.LEVEL, both)]
    assert read("包裹丢件,不急", by=by).level == "normal"
    assert read("包裹呢", by=by).level is None  # asked after, and not yet lost
    assert read("几点", by=by).level is None
    assert read("包裹丢件", by=by, level="urgent").level == "urgent"


def test_who_is_angry_about_nothing_else_complains() -> None:
    by = words(mood("angry", "气死"), Entry(sets=Sets.TYPE, value="after_sale", words=("包裹",)),
               Entry(sets=Sets.TYPE, value="complaint", words=("投诉",)))  # fmt: skip
    assert read("气死了", by=by).type == "complaint"
    assert read("包裹呢,气死了", by=by).type == "after_sale"
    assert read("气死了", by=by, type="enquiry").type == "enquiry"
    assert read("气死了", by=words(mood("angry", "气死"))).type is None  # no such type in this dictionary


def test_a_word_that_two_entries_have_weighs_as_in_the_heavier() -> None:
    by = words(mood("calm", "好", weight=1), mood("angry", "差", weight=2), mood("calm", "好", weight=4))
    assert read("又差又好", by=by).mood == "calm"
