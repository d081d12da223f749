"""How long the desk takes to say when something is due, on ten years of office hours with lunch, holidays and DST."""

import random
import time
from datetime import UTC, datetime, timedelta

from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.working_time import CompiledCalendar, compile_calendar

LIMIT_MICROSECONDS = 2.0
TARGETS = (300, 7_200, 86_400, 172_800)
CALLS, ROUNDS = 2_000, 40


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    """Microseconds a call of `CompiledCalendar.due`, datetimes in and out, as the desk calls it.

    The best of many short rounds: the rest is what else the machine was doing.
    """
    calendar, starts = ten_years(), some_instants()
    rounds = [one_round(calendar, starts) for _ in range(ROUNDS // 4 if quick else ROUNDS)]
    best = min(rounds)
    return [
        {
            "name": "due_at",
            "what": "due instant on a compiled 10-year calendar",
            "value": round(best, 3),
            "median": round(sorted(rounds)[len(rounds) // 2], 3),
            "unit": "µs/call",
            "limit": LIMIT_MICROSECONDS,
            "better": "less",
            "ok": best <= LIMIT_MICROSECONDS,
        }
    ]


def ten_years() -> CompiledCalendar:
    hours = [["09:00", "12:00"], ["13:00", "18:00"]]
    calendar = parse_calendar(
        {
            "tz": "America/New_York",
            "weekly": {str(day): hours for day in range(5)},
            "holidays": [f"{year}-{day}" for year in range(2020, 2030) for day in ("01-01", "07-04", "12-25")],
        }
    )
    return compile_calendar(calendar, datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))


def some_instants() -> list[datetime]:
    chance, begin = random.Random(1), datetime(2020, 1, 2, tzinfo=UTC)
    return [begin + timedelta(microseconds=chance.randrange(9 * 365 * 86_400 * 10**6)) for _ in range(CALLS)]


def one_round(calendar: CompiledCalendar, starts: list[datetime]) -> float:
    due, clock = calendar.due, time.perf_counter
    began = clock()
    for start in starts:
        due(start, 7_200)
    taken = clock() - began
    for target in TARGETS:
        assert calendar.elapsed(starts[0], due(starts[0], target) or starts[0]) == target
    return taken / len(starts) * 1e6


if __name__ == "__main__":
    for row in measure():
        print(row)
