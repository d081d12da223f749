"""When a yearly event comes again, against another program's reckoning."""

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vRecur

from jishi.clock.calendars.come_again import comes_again

FIRST, LAST = date(2025, 1, 1), date(2030, 12, 31)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def comes(rule: str, start: date) -> list[date] | None:
    return comes_again(vRecur.from_ical(rule), start, FIRST, LAST)


def listed(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some of these as a part of a rule, or no such part."""
    return st.lists(values, max_size=3, unique=True).map(lambda some: f";{name}={','.join(some)}" if some else "")


months = listed("BYMONTH", st.integers(1, 12).map(str))
days = listed("BYMONTHDAY", st.sampled_from([str(n) for n in (1, 2, 13, 28, -1, -7)]))  # some of them in every month
every = listed("BYDAY", st.sampled_from(WEEKDAYS))
fourth = listed(
    "BYDAY", st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -4, -3, -2, -1]), st.sampled_from(WEEKDAYS))
)
twentieth = listed("BYDAY", st.builds("{}{}".format, st.sampled_from([5, 20, 52, -5, -20]), st.sampled_from(WEEKDAYS)))
# Only what comes true every few years: of anything else the other program says so after a second.
parts = st.builds("".join, st.tuples(months, days, every) | st.tuples(months, fourth) | st.tuples(twentieth))
ends = st.integers(1, 40).map(";COUNT={}".format) | st.dates(FIRST, LAST).map(";UNTIL={:%Y%m%d}".format) | st.just("")


@given(parts, ends, st.integers(1, 4), st.dates(date(2015, 1, 1), LAST))
def test_a_yearly_event_comes_when_another_program_says(some: str, end: str, interval: int, start: date) -> None:
    rule = f"FREQ=YEARLY;INTERVAL={interval}{some}{end}"
    others = rrulestr(rule + ("T000000" if "UNTIL" in rule else ""), dtstart=datetime.combine(start, time()))
    between = others.between(datetime.combine(FIRST, time()), datetime.combine(LAST, time()), inc=True)
    assert comes(rule, start) == [each.date() for each in between]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=-1",
        "FREQ=YEARLY;COUNT=0",
        "FREQ=YEARLY;COUNT=-5",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTHDAY=99",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=DAILY",
        "FREQ=YEARLY;BYDAY=" + ",".join(["MO"] * 100),
    ],
)
def test_a_rule_that_makes_no_sense_is_not_followed(rule: str) -> None:
    assert comes(rule, date(2026, 1, 1)) is None


def test_a_rule_from_before_all_desks_is_not_followed() -> None:
    assert comes("FREQ=YEARLY", date(1, 1, 1)) is None
    assert comes("FREQ=YEARLY", date(1901, 5, 1)) == [date(year, 5, 1) for year in range(2025, 2031)]
    assert comes("FREQ=YEARLY;COUNT=9999", date(1901, 5, 1)) is None  # all of them would have to be counted
    assert comes("FREQ=YEARLY;COUNT=57", date(1970, 5, 1)) == [date(2025, 5, 1), date(2026, 5, 1)]


def test_a_rule_that_never_comes_true_never_comes() -> None:
    assert comes("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2020, 1, 1)) == []
