"""Which language a person reads, and the desk's sentences in it."""

from functools import cache
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.pofile import read_po

LANGUAGES = ("zh-CN", "en")
CATALOGUES = Path(__file__).parent.parent / "locale"


def choose_language(accept_language: str = "", preferred: str | None = None) -> str:
    """`zh-CN` or `en`: what the person has chosen, else what the browser asks for, else English."""
    asked = [part.partition(";")[0].strip() for part in accept_language[:200].split(",")]
    for tag in filter(None, [preferred, *asked]):
        if tag.lower().startswith("zh"):
            return "zh-CN"
        if negotiate_locale([tag.replace("-", "_")], ["en"]):
            return "en"
    return "en"


def translate(sentence: str, language: str, **params: object) -> str:
    """`sentence` is English and the key of the catalogues; `{name}` is filled from `params` after translation."""
    found = catalogue(language).get(sentence, sentence)
    return found.format(**params) if params else found


@cache
def catalogue(language: str) -> dict[str, str]:
    """The sentences of one language. English is its own key, so only Chinese has a file to read."""
    path = CATALOGUES / language.replace("-", "_") / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}
