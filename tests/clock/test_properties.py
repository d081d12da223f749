"""Random calendars, pauses and instants, around the days on which zones change their clocks."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.clock.calendar import DAY, Calendar, HolidayScope, Hours, Span
from jishi.clock.parse_calendar import calendar_object, parse_calendar
from jishi.clock.working_time import CompiledCalendar, compile_calendar
from tests.clock.minute_grid import DAYS, MINUTE, Grid

CHANGES = [
    ("Asia/Shanghai", date(2026, 3, 4)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # no midnight
    ("America/Sao_Paulo", date(2018, 2, 18)),  # two midnights
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Africa/Casablanca", date(2026, 2, 15)),  # Ramadan
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
    ("Pacific/Kwajalein", date(1969, 9, 30)),  # two days of one date
    ("Asia/Pyongyang", date(2018, 5, 5)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
]

Pauses = list[tuple[datetime, datetime | None]]
Question = tuple[CompiledCalendar, Grid, Pauses, list[datetime]]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    opens = draw(st.integers(0, 1439)) * 60
    closes = draw(st.integers(1, 1440).filter(lambda minute: minute * 60 != opens)) * 60
    return Span(opens=opens, closes=closes if closes > opens else closes + DAY)


def day_hours() -> st.SearchStrategy[Hours]:
    return st.lists(spans(), max_size=3).map(tuple)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date]:
    zone, middle = draw(st.sampled_from(CHANGES))
    nearby = st.integers(-DAYS // 2, DAYS // 2).map(lambda n: middle + timedelta(days=n))
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (draw(day_hours()) for _ in range(7))
    calendar = Calendar(
        tz=zone,
        weekly=(monday, tuesday, wednesday, thursday, friday, saturday, sunday),
        holidays=draw(st.frozensets(nearby, max_size=3)),
        overrides=draw(st.dictionaries(nearby, day_hours(), max_size=3)),
        holiday_scope=draw(st.sampled_from(HolidayScope)),
    )
    return calendar, middle


def moments(middle: date, draw: st.DrawFn) -> datetime:
    midnight = datetime(middle.year, middle.month, middle.day, tzinfo=UTC)
    return midnight + draw(st.integers(-1440 * DAYS // 2, 1440 * DAYS // 2 - 1)) * MINUTE


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A calendar compiled, the same as a grid, pauses, and four instants in order."""
    calendar, middle = draw(calendars())
    pauses: Pauses = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted([moments(middle, draw), moments(middle, draw)])
        pauses.append((start, draw(st.sampled_from([end, end, end, None]))))
    instants = sorted(moments(middle, draw) for _ in range(4))
    narrow = draw(st.sampled_from(instants))
    return compile_calendar(calendar, narrow, narrow), Grid(calendar, middle, pauses), pauses, instants


thorough = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(questions())
def test_elapsed_time_is_what_counting_the_minutes_says(
    question: Question,
) -> None:
    calendar, grid, pauses, (start, *_, end) = question
    assert calendar.elapsed(start, end, pauses) == grid.elapsed(start, end)


@thorough
@given(questions(), st.integers(0, 4000))
def test_a_due_instant_is_what_counting_the_minutes_says(question: Question, minutes: int) -> None:
    calendar, grid, pauses, (start, *_) = question
    expected, due = grid.due(start, minutes), calendar.due(start, minutes * 60, pauses)
    if expected is not None:
        assert due == expected
    else:
        assert due is None or due >= grid.begin + DAYS * 1440 * MINUTE


@thorough
@given(questions(), st.integers(1, 3_000_000_000))
def test_due_and_elapsed_undo_each_other(question: Question, micros: int) -> None:
    calendar, _, pauses, (start, *_) = question
    due = calendar.due(start, micros / 1_000_000, pauses)
    if due is not None:
        assert calendar.elapsed(start, due, pauses) == micros / 1_000_000
        assert calendar.elapsed(start, due - timedelta(microseconds=1), pauses) < micros / 1_000_000


@thorough
@given(questions())
def test_parts_of_a_stretch_sum_to_the_whole(question: Question) -> None:
    calendar, _, pauses, (first, second, third, fourth) = question
    parts = [(first, second), (second, third), (third, fourth)]
    assert sum(calendar.elapsed(*part, pauses) for part in parts) == calendar.elapsed(first, fourth, pauses)


@thorough
@given(questions(), st.integers(0, 2000), st.integers(0, 2000))
def test_what_starts_later_or_takes_longer_is_never_due_sooner(question: Question, shorter: int, extra: int) -> None:
    calendar, _, pauses, (early, late, *_) = question
    end = datetime.max.replace(tzinfo=UTC)
    first = calendar.due(early, shorter * 60, pauses) or end
    assert first <= (calendar.due(late, shorter * 60, pauses) or end)
    assert first <= (calendar.due(early, (shorter + extra) * 60, pauses) or end)


@thorough
@given(calendars())
def test_a_calendar_is_read_back_as_it_was_written(drawn: tuple[Calendar, date]) -> None:
    calendar, _ = drawn
    if calendar.ever_opens:
        assert parse_calendar(calendar_object(calendar)) == calendar
