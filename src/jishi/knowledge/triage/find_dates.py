"""The days that a text speaks of: 2026年3月1日, 3月1日, 1 March, 昨天, three days ago."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from jishi.knowledge.triage.model import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHINESE = "一二三四五六日"
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
SOON = {  # what contains another comes before it
    "大前天": -3, "前天": -2, "昨天": -1, "昨晚": -1, "昨日": -1, "今天": 0, "今早": 0, "今晚": 0, "今日": 0,
    "明天": 1, "明日": 1, "大后天": 3, "后天": 2,
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0,
    "this morning": 0, "the day after tomorrow": 2, "tomorrow": 1,
}  # fmt: skip
FARTHEST = 3660  # days from the day the text was written; what lies beyond is another number


def find_dates(folded: str, today: date, *, most: int) -> Iterator[tuple[Span, date]]:
    """At most so many, exact days before those that are counted from `today`."""
    return islice(_days(folded, today), most)


def _days(folded: str, today: date) -> Iterator[tuple[Span, date]]:
    for hints, pattern, read in READERS:
        if not any(hint in folded for hint in hints):
            continue
        for match in islice(pattern.finditer(folded), 20):
            try:
                day = read(match, today)
            except (ValueError, OverflowError):  # the 31st of June; a million days ago
                continue
            if day is not None and abs((day - today).days) <= FARTHEST:
                yield match.span(), day


def _full(match: re.Match[str], _: date) -> date:
    return date(int(match[1]), int(match[3]), int(match[4]))


def _chinese_full(match: re.Match[str], _: date) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _day_and_month(match: re.Match[str], today: date) -> date:
    return _in_year(match[3], _month(match[2]), int(match[1]), today)


def _month_and_day(match: re.Match[str], today: date) -> date:
    return _in_year(match[3], _month(match[1]), int(match[2]), today)


def _chinese_day(match: re.Match[str], today: date) -> date:
    return _in_year(None, int(match[1]), int(match[2]), today)


def _named(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=SOON[match[0]])


def _weeks(match: re.Match[str], today: date) -> date:
    """上周五: that day of the week before; weeks begin on Monday."""
    week = {"上": -1, "上上": -2, "这": 0, "本": 0, "下": 1, "下下": 2}[match[1]]
    weekday = CHINESE.index(match[2].replace("天", "日"))
    return today - timedelta(days=today.weekday()) + timedelta(weeks=week, days=weekday)


def _last_weekday(match: re.Match[str], today: date) -> date:
    weekday = WEEKDAYS.index(match[2][:3])
    if match[1] == "this":
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    if match[1] == "next":
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _ago(match: re.Match[str], today: date) -> date | None:
    number = NUMBERS.get(match[1]) or int(match[1])
    return today - timedelta(days=number * (7 if match[2][0] in "w周星礼" else 1))


def _from_now(match: re.Match[str], today: date) -> date | None:
    before = _ago(match, today)
    return None if before is None else today + (today - before)


def _in_year(year: str | None, month: int, day: int, today: date) -> date:
    """Without a year it is the nearest such day: who writes 12月30日 in January speaks of last year."""
    if year:
        return date(int(year), month, day)
    near = [date(y, month, day) for y in (today.year - 1, today.year, today.year + 1) if _is_day(y, month, day)]
    return min(near, key=lambda each: abs(each - today))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


# What a text must have for a pattern to be worth a try; most have none of it.
READERS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (("20",), re.compile(r"(?<![a-z0-9.-])(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-]|\.\d)", re.ASCII), _full),
    (("年",), re.compile(r"(?<!\d)(20\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?"), _chinese_full),
    (("月",), re.compile(r"(?<!\d)(?<!年)(?<!年 )(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]"), _chinese_day),
    (MONTHS, re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}(?![a-z])(?:,? (20\d\d))?\b"), _day_and_month),
    (MONTHS, re.compile(rf"\b{MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (20\d\d))?\b"), _month_and_day),
    (("周", "星期", "礼拜"), re.compile(r"(上上|上|这|本|下下|下)(?:周|个?星期|个?礼拜)([一二三四五六日天])"), _weeks),
    (
        ("last ", "next ", "this "),
        re.compile(r"\b(last|next|this) (mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"),
        _last_weekday,
    ),
    (("前",), re.compile(r"(?<!\d)(\d{1,3}|[一两二三四五六七八九十]) ?个?(天|周|星期|礼拜)[之以]?前"), _ago),
    (
        (" ago",),
        re.compile(r"\b(\d{1,3}|an?|one|two|three|four|five|six|seven|ten) (days?|weeks?) ago\b"),
        _ago,
    ),
    (("后",), re.compile(r"(?<!\d)(\d{1,3}|[一两二三四五六七八九十]) ?个?(天|周|星期|礼拜)[之以]?后"), _from_now),
    (
        ("in ",),
        re.compile(r"\bin (\d{1,3}|an?|one|two|three|four|five|six|seven|ten) (days?|weeks?)\b(?! time)"),
        _from_now,
    ),
    (("天", "日", "今", "昨"), re.compile("|".join(name for name in SOON if not name.isascii())), _named),
    (
        ("day", "night", "morning", "tomorrow"),
        re.compile(r"\b(?:" + "|".join(name for name in SOON if name.isascii()) + r")\b"),
        _named,
    ),
)
