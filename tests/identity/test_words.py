"""What identity says to people is there in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jishi.identity import errors
from jishi.identity.language import catalogue, choose_language, translate
from jishi.identity.say import say
from jishi.kernel.errors import JishiError

FOLDER = Path(errors.__file__).parent
SENTENCE = re.compile(r"[A-Z][^_\n]* [^\n]*\.")


def sentences() -> Iterator[str]:
    """Docstrings of errors, and whatever else looks like a sentence and is no docstring or a word about a parameter."""
    for error in vars(errors).values():
        if isinstance(error, type) and issubclass(error, JishiError):
            yield " ".join((error.__doc__ or "").split())
    for path in FOLDER.glob("*.py"):
        yield from filter(SENTENCE.fullmatch, spoken(ast.parse(path.read_text("utf-8"))))


def spoken(tree: ast.Module) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    silent |= {id(node.value) for node in nodes if isinstance(node, ast.keyword) and node.arg == "description"}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_a_sentence_has_its_chinese_with_the_same_placeholders(sentence: str) -> None:
    chinese = catalogue("zh-CN").get(sentence)
    assert chinese
    assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", sentence))


def test_what_a_person_has_chosen_goes_before_what_the_browser_asks_for() -> None:
    assert choose_language("en-US,en;q=0.9", preferred="zh-CN") == "zh-CN"
    assert choose_language("zh-TW,zh;q=0.9,en;q=0.8") == "zh-CN"
    assert choose_language("fr,de;q=0.9,en;q=0.8") == "en"
    assert choose_language("") == choose_language("fr") == choose_language(";;,\x00") == "en"


def test_a_sentence_nobody_translated_stays_english() -> None:
    assert translate("Not {what} yet.", "zh-CN", what="translated") == "Not translated yet."
    locked = "Too many failed attempts. Try again in {seconds} seconds."
    assert translate(locked, "zh-CN", seconds=9).endswith("9 秒后重试。")


@pytest.mark.parametrize(
    ("kind", "chinese", "english"),
    [("str", "请填写此项。", "Nothing is written here."), ("array", "请至少选一项。", "Nothing is chosen here.")],
)
def test_an_empty_field_is_asked_for_and_not_counted(kind: str, chinese: str, english: str) -> None:
    empty = f"Expected `{kind}` of length >= 1"
    assert (say(empty, "zh-CN"), say(empty, "en")) == (chinese, english)
