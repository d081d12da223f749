"""Whether the work is shared fairly."""

from dataclasses import replace
from datetime import timedelta
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from jishi.dispatch.fairness.model import Days, Tally, Turn
from jishi.dispatch.fairness.rules import HOUR, fairness, jain, spent, time_here
from jishi.workforce.roster.model import Span
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.dispatch.people import LI, NINE, WANG, ZHAO
from tests.workforce.roster.test_http import MONDAY_EIGHT, draw

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
            Tally(person_id=WANG, given=40, hard=10, easy=4, shift=EIGHT_HOURS, busy=EIGHT_HOURS / 2, idle=HOUR * 2),
            Tally(person_id=LI, given=20, hard=5, easy=2, shift=EIGHT_HOURS / 2, busy=EIGHT_HOURS / 4, idle=HOUR),
        ]
    )
    assert all(isclose(each or 0, 1) for each in (found.even_given, found.even_load, found.even_hard, found.even_easy))
    assert [(each.per_hour, each.load, each.idle, each.hard_share) for each in found.shares] == [
        (5, 0.5, 0.25, 0.25)
    ] * 2


def test_one_who_gets_all_the_hard_ones_shows() -> None:
    people = [Tally(person_id=each, given=30, shift=EIGHT_HOURS, hard=30 * (each == ZHAO)) for each in (WANG, LI, ZHAO)]
    found = fairness(people)
    assert isclose(found.even_given or 0, 1)
    assert isclose(found.even_hard or 0, 1 / 3)


def test_who_was_hardly_on_shift_is_not_compared() -> None:
    found = fairness([Tally(person_id=WANG, given=9, shift=HOUR), Tally(person_id=LI, given=9, shift=60.0)])
    assert isclose(found.even_given or 0, 1)
    assert found.shares[1].per_hour is None


def test_time_here_counts_what_lies_within_and_no_breaks() -> None:
    def at(hours: float) -> Turn:
        return Turn(NINE + timedelta(hours=hours), "online")

    end = NINE + timedelta(hours=8)

    def seconds(turns: list[Turn]) -> float:
        return sum((span.end - span.start).total_seconds() for span in time_here(turns, since=NINE, until=end))

    assert seconds([at(-3)]) == EIGHT_HOURS
    assert seconds([]) == 0
    turns = [at(-3), Turn(NINE + timedelta(hours=2), "break"), Turn(NINE + timedelta(hours=3), "wrap_up"), at(4),
             Turn(NINE + timedelta(hours=7), "offline")]  # fmt: skip
    assert seconds(turns) == 6 * HOUR


def span(start: float, end: float) -> Span:
    """Hours after nine."""
    return Span(NINE + timedelta(hours=start), NINE + timedelta(hours=end))


def turn(hours: float, status: str) -> Turn:
    return Turn(NINE + timedelta(hours=hours), status)


def a_day(days: Days) -> tuple[float, float, float, float]:
    """Hours on shift, here, busy and idle of the day from nine on."""
    found = spent(Tally(person_id=WANG), days, since=NINE, until=NINE + timedelta(days=1))
    return found.shift / HOUR, found.here / HOUR, found.busy / HOUR, found.idle / HOUR


def test_idle_is_the_time_online_with_nothing_in_hand_and_only_the_shift_counts() -> None:
    online_all_day = [turn(-5, "online")]
    shifts, leaves = [span(0, 4), span(5, 9)], [span(8, 9)]
    days = Days(by_roster=NINE - timedelta(days=30), shifts=shifts, leaves=leaves, turns=online_all_day)
    assert a_day(days) == (7, 7, 0, 7)
    in_hand = replace(days, busy=[span(1, 2), span(4, 6)], held=[span(1.5, 3), span(20, 22)])
    assert a_day(in_hand) == (7, 7, 2, 4)
    late = replace(in_hand, turns=[turn(2, "online"), turn(6, "break"), turn(7, "wrap_up"), turn(7.5, "offline")])
    assert a_day(late) == (7, 3.5, 2, 1.5)


def test_who_does_not_work_by_roster_is_on_shift_while_online() -> None:
    turns = [turn(2, "online"), turn(6, "break")]
    assert a_day(Days(shifts=[span(0, 8)], turns=turns, held=[span(3, 4)])) == (4, 4, 0, 3)
    shifts = [span(0, 4.5), span(7, 10)]  # the first was drawn only afterwards
    began_at_five = Days(by_roster=NINE + timedelta(hours=5), shifts=shifts, turns=turns)
    assert a_day(began_at_five) == (6, 3, 0, 3), "three hours online before, three of a shift they did not come to"


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6), st.data())
def test_the_parts_of_a_shift_never_exceed_it(starts: list[tuple[int, int]], data: st.DataObject) -> None:
    def spans() -> list[Span]:
        return [span(at, at + hours) for at, hours in data.draw(st.permutations(starts))]

    changes = sorted({at for at, _ in starts})
    turns = [turn(at, "break" if number % 2 else "online") for number, at in enumerate(changes)]
    shifts, leaves, busy, held = spans()[:3], spans()[3:4], spans()[:2], spans()[4:]
    days = Days(by_roster=NINE, shifts=shifts, leaves=leaves, turns=turns, busy=busy, held=held)
    shift, here, working, idle = a_day(days)
    assert 0 <= here <= shift <= 24
    assert working + idle <= shift + 1e-9
    assert idle <= here


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
    assert [(each["shift_seconds"], each["idle"]) for each in found["items"]] == [(7200, 0.0)] * 2, "both had tickets"
    assert found["even_given"] == 1.0
    assert sum(each["hard"] for each in found["items"]) == 3
    assert found["even_load"] is None, "nobody had a ticket open"
    assert (await desk.ask("GET", "/fairness", as_=ANNA)).status_code == 403
    wrong = await desk.ask("GET", "/fairness?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", as_=OTTO)
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["path"] == "to"
    unread = await desk.ask("GET", "/fairness?from=yesterday&to=today", as_=OTTO)
    assert sorted(error["path"] for error in unread.json()["errors"]) == ["from", "to"], "as they were sent"


async def test_idleness_is_counted_over_the_shift_and_ends_with_a_ticket_in_hand(desk: Desk) -> None:
    desk.clock.now = MONDAY_EIGHT
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    await desk.ok("PUT", "/roster/rostered", {"person_ids": [desk.people[ANNA]], "rostered": True}, as_=OTTO)
    desk.clock.now = MONDAY_EIGHT + timedelta(hours=1)
    await desk.come_online(LEE, ANNA)
    desk.clock.pass_by(hours=3)
    ticket = await desk.write()
    await desk.settle()
    desk.clock.pass_by(hours=1)
    await desk.ok("PUT", f"/tickets/{ticket['id']}/solution", {"outcome": "done", "body": "Done."}, as_=LEE)
    desk.clock.now = MONDAY_EIGHT + timedelta(hours=30)
    await desk.settle()
    found = await desk.ok("GET", "/fairness", as_=OTTO)
    [lee] = [each for each in found["items"] if each["agent"]["name"] == "Lee"]
    assert (lee["shift_seconds"], lee["here_seconds"], lee["idle_seconds"]) == (9 * 3600, 9 * 3600, 8 * 3600)
    assert (lee["given"], lee["idle"]) == (1, round(8 / 9, 4))
    assert [each for each in found["items"] if each["agent"]["name"] == "Anna"] == [], "no shift, and nothing given"
