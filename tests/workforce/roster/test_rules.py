"""The arithmetic of rosters, without a desk."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.workforce.roster.model import Pattern, Span
from jishi.workforce.roster.rules import (
    collisions,
    coverage,
    expand,
    falls_on,
    flaws_of,
    gaps,
    merge,
    next_turn,
    on_duty,
    shift_of,
    turns,
)
from jishi.workforce.roster.wall_clock import instant

BERLIN, SHANGHAI, HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), ZoneInfo("Australia/Lord_Howe")
ZONES = [BERLIN, SHANGHAI, HOWE, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Africa/Casablanca")]
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def at(hour: float) -> datetime:
    return MONDAY + timedelta(hours=hour)


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def weekly(*weekdays: int, opens: str = "09:00", closes: str = "18:00", **but: object) -> Pattern:
    shape = {
        "id": 1,
        "person_id": 1,
        "weekdays": frozenset(weekdays),
        "opens": time.fromisoformat(opens),
        "closes": time.fromisoformat(closes),
        "first_day": date(2026, 3, 2),
        "zone": "Asia/Shanghai",
        "filled_until": date(2026, 3, 1),
        **but,
    }
    return Pattern(**shape)  # type: ignore[arg-type]


def days_of(pattern: Pattern, first: str, last: str) -> list[str]:
    return [day.isoformat() for day, _ in expand(pattern, date.fromisoformat(first), date.fromisoformat(last))]


def test_a_week_repeats_on_its_weekdays_between_its_first_and_last_day() -> None:
    pattern = weekly(0, 2, first_day=date(2026, 3, 3), last_day=date(2026, 3, 16))
    assert days_of(pattern, "2026-03-01", "2026-03-31") == ["2026-03-04", "2026-03-09", "2026-03-11", "2026-03-16"]


def test_every_other_week_counts_from_the_week_of_the_first_day() -> None:
    pattern = weekly(0, 4, first_day=date(2026, 3, 4), every=2)
    assert days_of(pattern, "2026-03-01", "2026-03-31") == ["2026-03-06", "2026-03-16", "2026-03-20", "2026-03-30"]
    assert falls_on(pattern, date(2026, 3, 16))
    assert not falls_on(pattern, date(2026, 3, 9))


def test_a_day_that_somebody_changed_by_hand_is_not_made_again() -> None:
    pattern = weekly(0, 1, skipped=frozenset({date(2026, 3, 3)}))
    assert days_of(pattern, "2026-03-02", "2026-03-08") == ["2026-03-02"]


def test_a_night_shift_belongs_to_the_day_it_starts_and_ends_on_the_next() -> None:
    night = shift_of(SHANGHAI, date(2026, 3, 2), time(22), time(6))
    assert night == Span(datetime(2026, 3, 2, 14, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC))


def test_a_shift_that_closes_when_it_opens_lasts_the_whole_day() -> None:
    assert shift_of(SHANGHAI, date(2026, 3, 2), time(9), time(9)).end == datetime(2026, 3, 3, 1, tzinfo=UTC)


def test_a_night_shift_is_an_hour_shorter_when_the_clocks_go_forward_and_longer_when_they_go_back() -> None:
    spring = shift_of(BERLIN, date(2026, 3, 28), time(22), time(6))
    autumn = shift_of(BERLIN, date(2026, 10, 24), time(22), time(6))
    assert (spring.end - spring.start, autumn.end - autumn.start) == (timedelta(hours=7), timedelta(hours=9))


def test_a_shift_that_begins_in_the_hour_that_never_comes_begins_when_the_clocks_jump() -> None:
    assert instant(BERLIN, date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_shift_keeps_its_wall_clock_over_the_change_of_the_clocks() -> None:
    pattern = weekly(*range(7), zone="Europe/Berlin", first_day=date(2026, 3, 27))
    starts = [each.start.hour for _, each in expand(pattern, date(2026, 3, 27), date(2026, 3, 30))]
    assert starts == [8, 8, 7, 7]


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    opens=st.times(),
    closes=st.times(),
)
def test_no_shift_ends_before_it_begins_or_lasts_more_than_a_day_whatever_the_clocks_do(
    zone: ZoneInfo, day: date, opens: time, closes: time
) -> None:
    opens, closes = opens.replace(second=0, microsecond=0), closes.replace(second=0, microsecond=0)
    made = shift_of(zone, day, opens, closes)
    assert made.start <= made.end
    assert made.start == made.end or flaws_of(made) is None
    assert instant(zone, day, opens) <= instant(zone, day + timedelta(days=1), opens)


spans = st.lists(
    st.builds(lambda start, length: span(start / 4, (start + length) / 4), st.integers(0, 200), st.integers(1, 60)),
    max_size=8,
)
instants = st.integers(-8, 280).map(lambda quarter: at(quarter / 4))


def is_in(where: list[Span], moment: datetime) -> bool:
    return any(each.start <= moment < each.end for each in where)


@given(spans, spans, instants)
def test_somebody_is_on_duty_exactly_when_in_a_shift_and_not_on_leave(
    shifts: list[Span], leaves: list[Span], moment: datetime
) -> None:
    assert is_in(on_duty(shifts, leaves), moment) == (is_in(shifts, moment) and not is_in(leaves, moment))


@given(spans)
def test_merged_stretches_neither_touch_nor_overlap(given_spans: list[Span]) -> None:
    merged = merge(given_spans)
    assert all(before.end < after.start for before, after in pairwise(merged))


@given(spans, spans, st.lists(st.integers(0, 280), min_size=1, max_size=6))
def test_however_late_and_often_somebody_looks_each_turn_is_told_once_at_its_instant(
    shifts: list[Span], leaves: list[Span], looks: list[int]
) -> None:
    duty = on_duty(shifts, leaves)
    told, since = [], at(-1)
    for quarter in sorted(looks):
        until = at(quarter / 4)
        told += turns(duty, was_on=is_in(duty, since), since=since, until=until)
        since = until
    assert told == turns(duty, was_on=False, since=at(-1), until=since)
    wanted = sorted([(each.start, True) for each in duty] + [(each.end, False) for each in duty])
    assert sorted((moment, on is not None) for moment, on in told) == [turn for turn in wanted if turn[0] <= since]


def test_a_roster_that_changes_under_a_shift_is_a_turn_at_that_moment() -> None:
    assert turns([], was_on=True, since=at(10), until=at(10)) == [(at(10), None)]
    assert turns([span(9, 18)], was_on=False, since=at(10), until=at(10)) == [(at(10), span(9, 18))]
    assert turns([span(9, 20)], was_on=True, since=at(10), until=at(10)) == []


def test_shifts_that_follow_on_each_other_make_no_turn_between_them() -> None:
    assert next_turn(on_duty([span(9, 13), span(13, 18)], []), after=at(10)) == at(18)


def test_leave_in_the_middle_of_a_shift_is_two_turns() -> None:
    duty = on_duty([span(9, 18)], [span(12, 14)])
    assert [next_turn(duty, after=at(hour)) for hour in (8, 9, 12, 14, 18)] == [at(9), at(12), at(14), at(18), None]


@given(spans, spans)
def test_what_is_taken_over_collides_with_nothing(wanted: list[Span], present: list[Span]) -> None:
    present = merge(present)
    wrong = collisions(wanted, present)
    kept = [*present, *(each for number, each in enumerate(wanted) if number not in wrong)]
    for number, one in enumerate(kept):
        assert not any(one.start < other.end and other.start < one.end for other in kept[number + 1 :])


def test_shifts_that_touch_do_not_collide() -> None:
    assert collisions([span(9, 13), span(13, 18), span(17, 19)], [span(19, 22)]) == [2]


@given(st.lists(spans, max_size=5), st.integers(0, 60))
def test_the_coverage_of_an_hour_is_the_fewest_at_any_moment_of_it(people: list[list[Span]], hour: int) -> None:
    duties = [merge(each) for each in people]
    moments = [at(hour + quarter / 4) for quarter in range(4)]
    assert coverage(duties, [at(hour)]) == [min(sum(is_in(duty, moment) for duty in duties) for moment in moments)]


def test_a_hand_over_on_the_hour_or_within_it_leaves_nobody_missing() -> None:
    duties = [[span(8, 12.5)], [span(12.5, 18)]]
    assert coverage(duties, [at(hour) for hour in (7, 8, 12, 13, 17, 18)]) == [0, 1, 1, 1, 1, 0]


@given(st.lists(spans, max_size=4), spans, st.integers(1, 3), instants)
def test_a_gap_is_where_the_desk_is_open_and_too_few_are_on_duty(
    people: list[list[Span]], opens: list[Span], least: int, moment: datetime
) -> None:
    duties = [merge(each) for each in people]
    found = gaps(duties, opens, least=least)
    here = sum(is_in(duty, moment) for duty in duties)
    assert is_in([each for each, _ in found], moment) == (is_in(opens, moment) and here < least)
    assert [count for each, count in found if is_in([each], moment)] in ([], [here])


@pytest.mark.parametrize(
    ("shift", "why"),
    [
        (span(9, 9), "A shift ends after it begins."),
        (span(9, 35), "A shift is not longer than a day."),
        (span(9, 33), None),
    ],
)
def test_a_shift_that_nobody_can_work_is_refused(shift: Span, why: str | None) -> None:
    assert flaws_of(shift) == why
