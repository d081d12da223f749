"""Read order numbers, telephone numbers, addresses and sums of money off a text. Dates have a file of their own."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from jishi.identity import normalise
from jishi.knowledge.triage.find_dates import find_dates
from jishi.knowledge.triage.lexicon import Lexicon
from jishi.knowledge.triage.model import Extract, Extracted, Span

MOST_EACH = 5  # of one field; the first fills it
LONGEST_VALUE = 100
EMAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![a-z0-9-])")
PHONE = re.compile(
    r"""(?<![\w.+-])(?:
        (?:\+|00)86[ -]?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4} | \d{2,3}[ -]?\d{7,8})   # from abroad
      | (?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}                                 # mobile
      | \(?0[1-9]\d{1,2}(?:\)[ ]?|[ -])\d{3,4}[ ]?\d{4}(?:[ ]?(?:-|转|ext\.?)[ ]?\d{1,5})?   # with its area code
      | [48]00[ -]\d{3}[ -]?\d{4} | 400\d{7}                                     # service
      | \+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4}    # another country
      | (?:\(\d{3}\)[ ]?|\d{3}[-.])\d{3}[-.]\d{4}                                # North America
    )(?![\w-])""",
    re.VERBOSE | re.ASCII,
)
SIGN = r"(?:hk\$|us\$|a\$|\$|\xa5|€|£|rmb|cny|usd|eur|gbp|hkd|jpy|人民币)"
UNIT = (
    r"(?:元|块钱|块(?=$|[\s,.!?;:)多的呢吧了啊]|\d(?:[角毛]|$|[\s,.!?;:)]))|€|£|"
    r"人民币|rmb|cny|美元|美金|刀(?=$|[\s,.!?;:)])|usd|us\ dollars?|"
    r"dollars?|bucks|欧元|euros?|eur|英镑|pounds?|gbp|港币|港元|hkd|日元|yen|jpy)"
)
NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,4})?"
AMOUNT = re.compile(
    rf"(?<![a-z0-9.-])(?:{SIGN}\ ?({NUMBER})\ ?([kw千万亿]?)(?!\d) | "
    rf"({NUMBER})\ ?([kw百千万亿]?)多?\ ?({UNIT})(?![a-z])"
    r"(?:(?<=元)(\d)[角毛]|(?<=块)(\d)(?:[角毛]|(?=$|[\s,.!?;:)])))?)",
    re.VERBOSE | re.ASCII,
)
SPELT = re.compile(  # 三百块; without a ten it may as well be 一块去
    r"(?<![零一二两三四五六七八九十百千万\d第])([零一二两三四五六七八九十百千万]{0,12}[十百千万][零一二两三四五六七八九十百千万]{0,8})"
    r" ?(?:元|块钱|块(?=$|[\s,.!?;:)多的呢吧了啊]))"
)
DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
WIDE = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
TIMES = {"": 1, "百": 100, "k": 1000, "千": 1000, "w": 10_000, "万": 10_000, "亿": 100_000_000}
CURRENCIES = {
    "HKD": ("hk$", "hkd", "港"), "AUD": ("a$",), "USD": ("us", "$", "dollar", "buck", "美", "刀"),
    "EUR": ("€", "eur", "欧"), "GBP": ("£", "gbp", "pound", "英"), "JPY": ("jpy", "yen", "日"),
}  # fmt: skip


def extract(folded: str, text: str, lexicon: Lexicon, *, at: datetime, zone: ZoneInfo) -> list[Extracted]:
    """In the order of the text. What one has read no later one reads again; the workspace's own patterns come first."""
    found: list[Extracted] = []
    taken = bytearray(len(folded))
    for name, (start, end), value in _candidates(folded, text, lexicon, today=at.astimezone(zone).date()):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(Extracted(name=name, value=value, text=text[start:end], start=start, end=end))
    return sorted(found, key=lambda each: each.start)


def _candidates(folded: str, text: str, lexicon: Lexicon, *, today: date) -> Iterator[tuple[str, Span, str]]:
    for name, (start, end) in lexicon.find_fields(folded):
        if end - start <= LONGEST_VALUE and (value := text[start:end].translate(WIDE).strip(" -\n")):
            yield name, (start, end), value
    for kind, read in (
        (Extract.EMAIL, _emails),
        (Extract.DATE, lambda folded: _dates(folded, today)),
        (Extract.PHONE, _phones),
        (Extract.AMOUNT, _amounts),
    ):
        if kind in lexicon.extract:
            for span, value in read(folded):
                yield kind.value, span, value


def _emails(folded: str) -> Iterator[tuple[Span, str]]:
    if "@" in folded:
        for match in islice(EMAIL.finditer(folded), MOST_EACH):
            yield match.span(), match[0]


def _dates(folded: str, today: date) -> Iterator[tuple[Span, str]]:
    for span, day in find_dates(folded, today, most=MOST_EACH):
        yield span, day.isoformat()


def _phones(folded: str) -> Iterator[tuple[Span, str]]:
    for match in islice(PHONE.finditer(folded), MOST_EACH):
        if number := normalise.phone(match[0]):
            yield match.span(), number


def _amounts(folded: str) -> Iterator[tuple[Span, str]]:
    for match in islice(AMOUNT.finditer(folded), MOST_EACH):
        yield match.span(), money(match)
    if "元" in folded or "块" in folded:
        for match in islice(SPELT.finditer(folded), MOST_EACH):
            yield match.span(), f"{spelt(match[1]):.2f} CNY"


def money(match: re.Match[str]) -> str:
    """`1999.00 CNY`, whatever it was written like."""
    number, times = (match[1], match[2]) if match[1] else (match[3], match[4])
    written = match[5] or match[0][: match[0].index(number)]
    currency = next((code for code, signs in CURRENCIES.items() if any(sign in written for sign in signs)), "CNY")
    tenths = int(match[6] or match[7] or 0)
    return f"{float(number.replace(',', '')) * TIMES[times] + tenths / 10:.2f} {currency}"


def spelt(number: str) -> int:
    """三万二千零五十 is 32050. A digit right after 百, 千 or 万 at the end counts tenths of it: 三百五 is 350."""
    total, part, digit, unit = 0, 0, 0, 1
    for sign in number:
        if sign == "万":
            total, part, digit, unit = total + (part + digit) * 10_000, 0, 0, 10_000
        elif sign in "十百千":
            unit = {"十": 10, "百": 100, "千": 1000}[sign]
            part, digit = part + (digit or 1) * unit, 0
        else:
            digit = DIGITS[sign]
    return total + part + (digit * unit // 10 if unit > 10 and "零" not in number[-2:] else digit)
