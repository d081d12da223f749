"""What is wrong with a field, in the language of whoever filled it in."""

import re

from jishi.identity.language import translate

LIMITS = [  # msgspec's words as keys of the catalogues, with their numbers taken out
    re.compile(r"^Expected `str` of length >= 1$"),
    re.compile(r"^Expected `array` of length >= 1$"),
    re.compile(r"^Expected `str` of length <= (?P<most>\d+)$"),
    re.compile(r"^Expected `str` of length >= (?P<least>\d+)$"),
    re.compile(r"^Expected `array` of length <= (?P<most>\d+)$"),
    re.compile(r"^Expected `array` of length >= (?P<least>\d+)$"),
    re.compile(r"^Expected `(?:int|float)` >= (?P<least>-?\d+)(?:\.0)?$"),
    re.compile(r"^Expected `(?:int|float)` <= (?P<most>-?\d+)(?:\.0)?$"),
    re.compile(r"^Invalid enum value '?(?P<value>.*?)'?$"),
    re.compile(r"^Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`$"),
    re.compile(r"^Expected `str` matching regex '(?P<pattern>.*)'$"),
    re.compile(r"^Invalid RFC3339 encoded datetime$|^Expected `datetime` with a timezone component$"),
    re.compile(r"^Invalid RFC3339 encoded date$"),
    re.compile(r"^Invalid RFC3339 encoded time$"),
]
SENTENCES = [
    "Nothing is written here.",
    "Nothing is chosen here.",
    "At most {most} characters.",
    "At least {least} characters.",
    "At most {most} entries.",
    "At least {least} entries.",
    "At least {least}.",
    "At most {most}.",
    "{value} is not one of the choices.",
    "Expected {expected}, got {got}.",
    "This does not have the right form.",
    "Write the moment with its zone, such as 2026-03-02T09:00:00Z.",
    "Write the day like 2026-03-02.",
    "Write the time like 09:00.",
]


def say(message: str, language: str) -> str:
    """A field's message in the caller's language, msgspec's own sentences included."""
    for pattern, sentence in zip(LIMITS, SENTENCES, strict=True):
        if found := pattern.match(message):
            return translate(sentence, language, **found.groupdict())
    return translate(" ".join(message.split()), language)
