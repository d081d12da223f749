"""Every sentence that reaches a person is there in Chinese."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import jishi
from jishi.channels import validate
from jishi.identity.language import CATALOGUES, catalogue, choose_language, translate
from jishi.identity.say import SENTENCES
from jishi.kernel.errors import JishiError
from jishi.web import errors

# These speak to whoever runs the desk, in a terminal, in English as all of the command line does.
ON_THE_TERMINAL = (
    "jishi.storage.", "jishi.web.supervise", "jishi.channels.history", "jishi.channels.import_history",
    "jishi.web.find_workspace", "jishi.web.backup", "jishi.web.restore", "jishi.web.archive", "jishi.web.doctor",
    "jishi.web.make_demo", "jishi.web.bench",
)  # fmt: skip


def kinds(of: type[JishiError] = JishiError) -> Iterator[type[JishiError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def sentences() -> set[str]:
    for module in pkgutil.walk_packages(jishi.__path__, "jishi."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    return {
        " ".join((kind.__doc__ or "").split())
        for kind in kinds()
        if kind.__module__.startswith("jishi.") and not kind.__module__.startswith(ON_THE_TERMINAL)
    }


def test_every_error_has_its_chinese_sentence() -> None:
    assert sentences() - catalogue("zh-CN").keys() == set()


def test_every_message_of_the_edge_has_its_chinese_sentence() -> None:
    said = {*errors.TITLES.values(), *SENTENCES, errors.NOT_JSON, errors.NESTED, errors.BROKEN,
            errors.UNSTORABLE, validate.REQUIRED, validate.UNKNOWN, validate.NUL}  # fmt: skip
    assert said - catalogue("zh-CN").keys() == set()


@pytest.mark.parametrize("pair", catalogue("zh-CN").items(), ids=lambda pair: pair[0][:40])
def test_a_translation_fills_in_the_same_words(pair: tuple[str, str]) -> None:
    named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in pair]
    assert named[0] == named[1]


HAN = "\u4e00-\u9fff"
ILL_SET = re.compile(
    rf"[{HAN}}}][,;:!?(](?!\d{{2}})|[,;:!?)][{HAN}]"  # the punctuation of Chinese is its own
    rf"|[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]"  # numerals and Latin words stand apart
    "|你"  # everybody is addressed alike
)


def test_chinese_sentences_are_set_as_the_console_sets_them() -> None:
    assert [said for said in catalogue("zh-CN").values() if ILL_SET.search(said)] == []


def test_no_sentence_stands_twice_in_a_catalogue() -> None:
    for path in Path(CATALOGUES).glob("*/messages.po"):
        ids = re.findall(r'^msgid "(.+)"$', path.read_text(), re.MULTILINE)
        assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize(
    ("accept", "preferred", "language"),
    [("zh-CN,zh;q=0.9", None, "zh-CN"), ("zh-TW", None, "zh-CN"), ("de,en;q=0.5", None, "en"), ("", None, "en"),
     ("en", "zh-CN", "zh-CN"), ("*", None, "en"), (",,;q=x", None, "en")],
)  # fmt: skip
def test_the_language_is_chosen_by_the_person_then_by_the_browser(
    accept: str, preferred: str | None, language: str
) -> None:
    assert choose_language(accept, preferred) == language


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert translate("No such sentence, {name}.", "zh-CN", name="Maya") == "No such sentence, Maya."
