"""What it costs to let a ticket wait."""

from dataclasses import replace
from datetime import timedelta
from math import exp, isclose
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jishi.dispatch.index import GUARD, index, pressing, weight
from tests.dispatch.people import NINE, asked, candidate, scene

HALF_AN_HOUR = 1800.0


def test_the_index_is_the_formula() -> None:
    waited, target, handling, of_weight = 1500.0, 1800.0, 480.0, 2.0
    sigma = 0.12 * target + 180
    tail = exp(-(waited + handling - target) / sigma)
    density = tail / (1 + tail) ** 2 / sigma
    expected = of_weight * (density + 0.15 * (waited / target) / target) / handling
    assert isclose(index(waited, target, handling=handling, weight=of_weight), expected, rel_tol=1e-12)


def test_it_is_the_same_in_minutes_and_in_seconds() -> None:
    """Known values of the formula in minutes, the target 30 and the handling 8: the spread is 6.6 minutes."""
    for minutes, known in ((0, 0.00062990), (22, 0.0051932), (40, 0.0019245)):
        in_seconds = index(minutes * 60, 1800, handling=480, weight=1)
        assert isclose(in_seconds * 3600, known, rel_tol=1e-4)


@given(st.floats(0, 1e7), st.floats(60, 1e7), st.floats(1, 1e5), st.floats(0.1, 20))
def test_it_is_never_negative_nor_overflows_nor_reaches_the_guard(
    waited: float, target: float, handling: float, of_weight: float
) -> None:
    found = index(min(waited, 3 * target), target, handling=handling, weight=of_weight)
    assert 0 <= found < GUARD


def test_what_is_about_to_be_late_presses_more_than_what_has_time() -> None:
    def at(waited: float) -> float:
        return index(waited, HALF_AN_HOUR, handling=480, weight=1)

    assert at(0) < at(600) < at(1200)
    assert at(1200) > at(2400) > at(5000), "what is late already has less to lose than what can still be saved"


def test_what_is_soon_done_goes_before_what_takes_long() -> None:
    quick, slow = candidate(handling={"invoice": 300.0}), candidate(handling={"invoice": 900.0})
    ticket = asked(type="invoice", target=HALF_AN_HOUR, waited=HALF_AN_HOUR)
    assert pressing(ticket, quick, scene()) > pressing(ticket, slow, scene())


def test_what_has_waited_three_times_its_promise_goes_next_whatever_it_weighs() -> None:
    forgotten = asked(target=HALF_AN_HOUR, waited=3 * HALF_AN_HOUR + 1)
    longer = asked(target=HALF_AN_HOUR, waited=4 * HALF_AN_HOUR)
    vip = asked(tier="vip", level="urgent", mood="angry", target=HALF_AN_HOUR, waited=HALF_AN_HOUR - 480)
    order = sorted([vip, forgotten, longer], key=lambda each: -pressing(each, candidate(), scene()))
    assert order == [longer, forgotten, vip]


def test_without_a_clock_a_working_day_stands_for_the_promise() -> None:
    ticket = asked(since=NINE)
    as_if = asked(target=8 * 3600.0, waited=1800.0)
    now = scene(now=NINE + timedelta(minutes=30))
    assert pressing(ticket, candidate(), now) == pressing(as_if, candidate(), now)


def test_vip_urgent_and_angry_come_first() -> None:
    def of(**but: Any) -> float:
        return pressing(replace(asked(target=HALF_AN_HOUR, waited=600.0), **but), candidate(), scene())

    assert of() < of(mood="angry") < of(tier="vip") == of(level="important") < of(level="urgent")
    assert weight(asked(tier="vip", level="urgent", mood="angry"), scene()) == 12
    assert weight(asked(tier="unknown", level="unknown", mood="unknown"), scene()) == 1
