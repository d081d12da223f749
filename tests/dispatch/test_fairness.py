"""Whether the work is shared fairly."""

from datetime import timedelta
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from jishi.dispatch.fairness.model import Tally, Turn
from jishi.dispatch.fairness.rules import HOUR, fairness, jain, time_here
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.dispatch.people import LI, NINE, WANG, ZHAO

EIGHT_HOURS = 8 * HOUR


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=50))
def test_jains_index_is_one_for_equals_and_never_below_one_of_them(values: list[float]) -> None:
    found = jain(values)
    assert found is not None
    assert 1 / len(values) - 1e-9 <= found <= 1 + 1e-9
    assert isclose(jain([values[0]] * len(values)) or 0, 1)
    assert isclose(jain([values[0]] + [0.0] * (len(values) - 1)) or 0, 1 / len(values))


def test_the_index_knows_a_published_value_and_says_nothing_of_nothing() -> None:
    assert jain([1.0, 2.0, 3.0]) == 36 / 42
    assert jain([]) is None
    assert jain([0.0, 0.0]) is None


def test_who_works_half_a_day_is_fairly_given_half() -> None:
    found = fairness(
        [
            Tally(person_id=WANG, given=40, hard=10, easy=4, here=EIGHT_HOURS, busy=EIGHT_HOURS / 2),
            Tally(person_id=LI, given=20, hard=5, easy=2, here=EIGHT_HOURS / 2, busy=EIGHT_HOURS / 4),
        ]
    )
    assert all(isclose(each or 0, 1) for each in (found.even_given, found.even_load, found.even_hard, found.even_easy))
    assert [(each.per_hour, each.load, each.idle, each.hard_share) for each in found.shares] == [
        (5, 0.5, 0.5, 0.25)
    ] * 2


def test_one_who_gets_all_the_hard_ones_shows() -> None:
    people = [Tally(person_id=each, given=30, here=EIGHT_HOURS, hard=30 * (each == ZHAO)) for each in (WANG, LI, ZHAO)]
    found = fairness(people)
    assert isclose(found.even_given or 0, 1)
    assert isclose(found.even_hard or 0, 1 / 3)


def test_who_was_hardly_here_is_not_compared() -> None:
    found = fairness([Tally(person_id=WANG, given=9, here=HOUR), Tally(person_id=LI, given=9, here=60.0)])
    assert isclose(found.even_given or 0, 1)
    assert found.shares[1].per_hour is None


def test_time_here_counts_what_lies_within_and_no_breaks() -> None:
    def at(hours: float) -> Turn:
        return Turn(NINE + timedelta(hours=hours), "online")

    end = NINE + timedelta(hours=8)
    assert time_here([at(-3)], since=NINE, until=end) == EIGHT_HOURS
    assert time_here([], since=NINE, until=end) == 0
    turns = [at(-3), Turn(NINE + timedelta(hours=2), "break"), Turn(NINE + timedelta(hours=3), "wrap_up"), at(4),
             Turn(NINE + timedelta(hours=7), "offline")]  # fmt: skip
    assert time_here(turns, since=NINE, until=end) == 6 * HOUR


async def test_an_instant_without_a_zone_is_one_in_utc(desk: Desk) -> None:
    found = await desk.ok("GET", "/fairness?from=2026-03-01T12:00:00&to=2026-03-02T12:00:00")
    assert (found["since"], found["until"]) == ("2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z")


async def test_a_supervisor_sees_how_evenly_the_week_was_shared(desk: Desk) -> None:
    await desk.come_online(LEE, ANNA)
    for _ in range(3):
        await desk.write(fields={"complexity": "complex"})
    await desk.write()
    await desk.settle()
    desk.clock.pass_by(hours=2)
    found = await desk.ok("GET", "/fairness", as_=OTTO)
    assert sorted((each["agent"]["name"], each["given"], each["here_seconds"]) for each in found["items"]) == [
        ("Anna", 2, 7200), ("Lee", 2, 7200)
    ]  # fmt: skip
    assert found["even_given"] == 1.0
    assert sum(each["hard"] for each in found["items"]) == 3
    assert found["even_load"] is None, "nobody had a ticket open"
    assert (await desk.ask("GET", "/fairness", as_=ANNA)).status_code == 403
    wrong = await desk.ask("GET", "/fairness?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", as_=OTTO)
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["path"] == "to"
    unread = await desk.ask("GET", "/fairness?from=yesterday&to=today", as_=OTTO)
    assert sorted(error["path"] for error in unread.json()["errors"]) == ["from", "to"], "as they were sent"
