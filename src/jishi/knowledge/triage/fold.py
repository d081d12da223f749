"""Bring a text to one spelling without moving a character, so that what is found stands where it was found."""

import re
from functools import cache
from importlib.resources import files

HALVES = re.compile("[\ud800-\udfff]")  # of characters, which no other engine reads
MOST_READ = 10_000  # characters of a request; who has not said by then what it is about will not


def fold(text: str) -> str:
    """Lower case, half width, straight quotes, simplified characters; character by character."""
    if text.isascii():
        return text.lower()
    plain = HALVES.sub("\ufffd", text.translate(_table()))
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(small if len(small := each.lower()) == 1 else each for each in plain)


@cache
def _table() -> dict[int, str]:
    table = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
    table |= {0x3000: " ", 0xA0: " ", 0xFFE5: "\xa5", 0x3002: ".", 0x3001: ",", 0x2026: "."}
    table |= dict.fromkeys((0x2018, 0x2019, 0x02BC, 0x60, 0xB4), "'")
    table |= dict.fromkeys((0x201C, 0x201D, 0x300C, 0x300D, 0x300E, 0x300F), '"')
    pairs = (files("jishi.knowledge.triage") / "defaults" / "traditional.txt").read_text("utf-8").split()
    return table | {ord(pair[0]): pair[1] for pair in pairs}
