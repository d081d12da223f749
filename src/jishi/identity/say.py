"""What is wrong with a field, in the language of whoever filled it in."""

import re

from jishi.identity.language import translate

LIMITS = [  # msgspec's words as keys of the catalogues, with their numbers taken out
    re.compile(r"^Expected `str` of length <= (?P<most>\d+)$"),
    re.compile(r"^Expected `str` of length >= (?P<least>\d+)$"),
    re.compile(r"^Expected `array` of length <= (?P<most>\d+)$"),
    re.compile(r"^Expected `int` >= (?P<least>-?\d+)$"),
    re.compile(r"^Expected `int` <= (?P<most>-?\d+)$"),
    re.compile(r"^Invalid enum value '?(?P<value>.*?)'?$"),
    re.compile(r"^Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`$"),
    re.compile(r"^Expected `str` matching regex '(?P<pattern>.*)'$"),
]
SENTENCES = [
    "At most {most} characters.",
    "At least {least} characters.",
    "At most {most} entries.",
    "At least {least}.",
    "At most {most}.",
    "{value} is not one of the choices.",
    "Expected {expected}, got {got}.",
    "This does not have the right form.",
]


def say(message: str, language: str) -> str:
    """A field's message in the caller's language, msgspec's own sentences included."""
    for pattern, sentence in zip(LIMITS, SENTENCES, strict=True):
        if found := pattern.match(message):
            return translate(sentence, language, **found.groupdict())
    return translate(" ".join(message.split()), language)
