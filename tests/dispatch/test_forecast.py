"""The arithmetic of waiting, against published values and common sense."""

from datetime import UTC, datetime, timedelta
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.dispatch.forecast.model import FOREVER, Picture
from jishi.dispatch.forecast.rules import (
    forecast,
    in_time,
    people_needed,
    served,
    shares,
    time_to_serve,
    waits,
    workload,
)
from jishi.dispatch.forecast.see import forecasts
from tests.dispatch.cast import Floor

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
THREE: tuple[datetime | None, ...] = (None, None, None)


def by_the_book(people: int, load: float) -> float:
    """Erlang C as it is printed: a quotient of sums of powers over factorials."""
    busy = load**people / factorial(people) * people / (people - load)
    return busy / (sum(load**n / factorial(n) for n in range(people)) + busy)


@given(people=st.integers(1, 60), share=st.floats(0.05, 0.99))
def test_the_chance_of_waiting_is_erlangs(people: int, share: float) -> None:
    assert waits(people, people * share) == pytest.approx(by_the_book(people, people * share), rel=1e-9)


def test_one_person_alone_keeps_as_many_waiting_as_they_are_busy() -> None:
    assert waits(1, 0.8) == pytest.approx(0.8)


def test_a_call_centre_of_ten_erlangs_needs_fifteen_people() -> None:
    # 200 calls an hour of three minutes are ten erlangs: 13 people answer 79.6 % of them within 20 s, 14 do 88.8 %.
    assert in_time(13, 10, 180, 20) == pytest.approx(1 - by_the_book(13, 10) * exp(-3 * 20 / 180))
    assert in_time(13, 10, 180, 20) < 0.8 < in_time(14, 10, 180, 20) < 0.9 < in_time(15, 10, 180, 20)
    assert people_needed(Picture(team_id=1, arrived=200, window=3600, handling=180), within=20) == 15


def test_too_few_people_take_nobody_up_in_time() -> None:
    assert in_time(9, 10, 180, 20) == 0


def test_a_newcomer_does_not_wait_where_somebody_is_free() -> None:
    assert forecast(Picture(team_id=1, ends=THREE, free=1, target=600), now=NOW).wait == 0


def test_a_newcomer_waits_for_those_before_them() -> None:
    seen = forecast(Picture(team_id=1, waiting=5, ends=THREE, handling=600, target=3600), now=NOW)
    assert seen.wait == 6 * 600 / 3
    assert not seen.breaks
    assert not seen.growing


def test_who_goes_home_helps_no_longer() -> None:
    leaving = Picture(team_id=1, waiting=3, handling=600, ends=(None, NOW + timedelta(minutes=10)))
    assert time_to_serve(leaving, 4, after=0, now=NOW) == 600 + 2 * 600
    assert served(leaving, until=1800, now=NOW) == 3 + 1
    gone = Picture(team_id=1, waiting=3, handling=600, ends=(NOW + timedelta(minutes=10),))
    assert time_to_serve(gone, 4, after=0, now=NOW) == FOREVER


def test_a_target_that_a_newcomer_would_miss_is_broken_and_says_how_many_are_short() -> None:
    seen = forecast(Picture(team_id=1, waiting=20, arrived=10, ends=(None, None), handling=600, target=1800), now=NOW)
    assert seen.breaks
    assert seen.needed == 7  # twenty tickets of ten minutes within half an hour
    assert seen.short == 5


def test_a_backlog_that_grows_is_seen_before_it_breaks_the_target() -> None:
    seen = forecast(Picture(team_id=1, waiting=2, arrived=30, ends=THREE, handling=600, target=1800), now=NOW)
    assert not seen.breaks
    assert seen.growing
    assert seen.soon > 1800


def test_nothing_is_judged_where_nothing_is_promised_or_nobody_works() -> None:
    unpromised = forecast(Picture(team_id=1, waiting=50, ends=THREE), now=NOW)
    assert (unpromised.breaks, unpromised.growing, unpromised.needed, unpromised.short) == (False, False, None, 0)
    night = forecast(Picture(team_id=1, waiting=3, target=60), now=NOW)
    assert (night.breaks, night.wait) == (False, FOREVER)


def test_an_idle_queue_needs_nobody() -> None:
    assert forecast(Picture(team_id=1, target=600), now=NOW).needed == 0


@given(waiting=st.integers(0, 200), arrived=st.integers(0, 300), people=st.integers(1, 40), target=st.floats(30, 28800))
def test_those_who_are_needed_suffice(waiting: int, arrived: int, people: int, target: float) -> None:
    picture = Picture(team_id=1, waiting=waiting, arrived=arrived, ends=(None,) * people, handling=400, target=target)
    needed = forecast(picture, now=NOW).needed
    assert needed is not None
    assert in_time(needed, picture.rate * 400, 400, target) >= 0.9
    if waiting:
        enough = Picture(team_id=1, ends=(None,) * needed, handling=400)
        assert time_to_serve(enough, waiting, after=0, now=NOW) <= max(target, 1) + 1e-6


@given(
    queues=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.floats(5, 3600)), min_size=1, max_size=6),
    memberships=st.lists(st.sets(st.integers(1, 6)), max_size=20),
)
def test_the_shares_of_all_queues_never_come_to_more_than_the_people(
    queues: list[tuple[int, int, float]], memberships: list[set[int]]
) -> None:
    work = {
        team_id: workload(waiting=waiting, arrived=arrived, handling=handling, general=team_id == 0)
        for team_id, (waiting, arrived, handling) in enumerate(queues)
    }
    people = [shares([team_id for team_id in (0, *teams) if team_id in work], work) for teams in memberships]
    for person in people:
        assert sum(person.values()) <= 1 + 1e-9
        assert all(share > 0 for team_id, share in person.items() if team_id)
    total = sum(share for person in people for share in person.values())
    assert total <= len(people) + 1e-6


@given(share=st.floats(0.01, 1), people=st.integers(1, 12), waiting=st.integers(0, 40))
def test_a_queue_is_never_the_quicker_for_sharing_its_people(share: float, people: int, waiting: int) -> None:
    whole = Picture(team_id=1, waiting=waiting, arrived=20, ends=(None,) * people, handling=300, target=600)
    parts = Picture(
        team_id=1, waiting=waiting, arrived=20, ends=(None,) * people, handling=300, target=600,
        shares=(share,) * people,
    )  # fmt: skip
    mine, theirs = forecast(parts, now=NOW), forecast(whole, now=NOW)
    assert mine.wait >= theirs.wait - 1e-9
    assert mine.short >= theirs.short
    assert mine.needed == theirs.needed


def test_half_of_two_people_is_as_quick_as_one() -> None:
    halves = Picture(team_id=1, waiting=3, handling=600, ends=(None, NOW + timedelta(minutes=10)), shares=(0.5, 0.5))
    assert halves.strength == 1
    assert time_to_serve(halves, 1, after=0, now=NOW) == 600
    assert time_to_serve(halves, 2, after=0, now=NOW) == 600 + 1200
    assert served(halves, until=1200, now=NOW) == 1.5


async def test_somebody_in_two_teams_is_shared_out_by_what_each_has_to_do(floor: Floor) -> None:
    busy, calm = await floor.team("售后", "after_sale"), await floor.team("技术", "technical_support")
    await floor.hire("Both", "售后", "技术", capacity=1)
    await floor.hire("Wang", "售后", capacity=1)
    for _ in range(7):
        await floor.request(type="after_sale")
    await floor.request(type="technical_support")
    await floor.settle()
    async with floor.job() as tx:
        seen = await forecasts(tx)
    both = {team_id: seen[team_id].picture.strength for team_id in (busy, calm)}
    assert both[busy] > 1.5
    assert 0 < both[calm] < 0.5
    assert sum(both.values()) == pytest.approx(2)
    assert seen[0].picture.strength == 2
