"""Why a promise is due when it is."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jishi.clock import rules
from jishi.clock.account.model import Happening, Part
from jishi.clock.account.steps import Stage, Step, steps
from jishi.clock.model import Timer
from jishi.clock.working_time import CompiledCalendar, around_the_clock
from tests.clock.happenings import happened
from tests.clock.hours import compiled, day, every_day, hours, local, weekdays
from tests.clock.timers import policy, started, target
from tests.source import ROOT, SOURCE

ACCOUNT, CONSOLE = SOURCE / "clock" / "account", ROOT / "console" / "src" / "clock" / "explain"
OFFICE = compiled()


def explained(
    timer: Timer, told: list[Happening] | None = None, *, on: CompiledCalendar = OFFICE, now: datetime | None = None
) -> list[Step]:
    stage = Stage(None, None if on is around_the_clock() else on.calendar, "客服")
    return steps(timer, [stage], told or [], now=now or timer.started_at)


def said(found: list[Step]) -> list[str]:
    return [step.step for step in found]


def one(found: list[Step], name: str) -> dict[str, Any]:
    [step] = [step for step in found if step.step == name]
    return step.params


def spent(found: list[Step]) -> float:
    """What all that ran sums to."""
    return sum(float(step.params["seconds"]) for step in found if step.step in {"worked", "worked_days", "ran"})


def test_a_promise_made_before_a_weekend_is_told_day_by_day() -> None:
    timer = started(day("Fri 17:30"), target(hours(1)))
    found = explained(timer)
    assert said(found) == ["started", "policy", "target", "worked", "closed", "worked", "due"]
    friday, monday = (step.params for step in found if step.step == "worked")
    assert friday["stretches"] == [(day("Fri 17:30"), day("Fri 18:00"))]
    assert monday["stretches"] == [(day("next Mon 09:00"), day("next Mon 09:30"))]
    assert (friday["spent"], monday["spent"]) == (1800, 3600)
    assert one(found, "closed") == {"from": date(2026, 3, 7), "to": date(2026, 3, 8), "name": None}


def test_holidays_are_called_by_their_names() -> None:
    on = compiled(holidays=["2026-03-03"], names={"2026-03-03": "校庆日"})
    found = explained(started(day("Mon 17:00"), target(hours(4)), hours=on), on=on)
    assert one(found, "holiday") == {"from": date(2026, 3, 3), "to": date(2026, 3, 3), "name": "校庆日"}
    assert one(found, "due")["seconds"] == 4 * 3600


def test_a_make_up_saturday_is_told_as_special() -> None:
    on = compiled(overrides={"2026-02-28": [["09:00", "18:00"]]})
    found = explained(started(local("2026-02-27T17:30"), target(hours(1)), hours=on), on=on)
    friday, saturday = (step.params for step in found if step.step == "worked")
    assert (friday["special"], saturday["special"]) == (False, True)


def test_long_promises_are_told_in_a_few_steps() -> None:
    found = explained(started(day("Mon 09:00"), target(hours(9 * 40))))
    assert said(found).count("worked") == 6
    assert one(found, "worked_days")["days"] == 34
    assert spent(found) == 9 * 40 * 3600
    assert len(found) < 14


def test_pauses_are_told_with_their_reason() -> None:
    timer, _ = rules.pause(started(day("Mon 09:00"), target(hours(4))), day("Mon 10:00"))
    timer = rules.resume(timer, day("Mon 11:00"), hours=OFFICE)
    found = explained(timer, [happened("held", day("Mon 10:00"))])
    assert one(found, "paused") == {"until": day("Mon 11:00"), "why": "TicketHeld", "reason": "等仓库"}
    assert one(found, "worked")["stretches"] == [
        (day("Mon 09:00"), day("Mon 10:00")),
        (day("Mon 11:00"), day("Mon 14:00")),
    ]
    assert one(found, "due")["seconds"] == 4 * 3600


def test_while_it_stands_still_no_due_instant_is_told() -> None:
    timer, _ = rules.pause(started(day("Mon 09:00"), target(hours(4))), day("Mon 10:00"))
    found = explained(timer, now=day("Tue 10:00"))
    assert said(found)[-2:] == ["paused", "standing"]
    assert spent(found) == 3600


def test_around_the_clock_there_are_no_days_to_tell() -> None:
    on = around_the_clock()
    timer = started(day("Fri 17:30"), target(hours(100), paused_in=()), hours=on)
    found = explained(timer, on=on)
    assert said(found) == ["started", "policy", "target", "ran", "due"]
    assert one(found, "ran")["seconds"] == 360_000


def test_what_came_of_it_is_told_last() -> None:
    timer, _ = rules.meet(started(day("Mon 09:00"), target(hours(1))), day("Mon 11:00"), hours=OFFICE)
    assert said(explained(timer, now=day("Mon 12:00")))[-3:] == ["due", "broken", "done_late"]
    timer, _ = rules.meet(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:30"), hours=OFFICE)
    assert said(explained(timer, now=day("Mon 12:00")))[-2:] == ["due", "kept"]
    timer, _ = rules.cancel(started(day("Mon 09:00"), target(hours(1))), day("Mon 09:30"))
    assert said(explained(timer, now=day("Mon 12:00")))[-1] == "cancelled"


def test_the_night_shift_belongs_to_the_evening_it_began() -> None:
    on = compiled({"0": [["21:00", "02:00"]], "1": [["21:00", "02:00"]]})
    found = explained(started(local("2026-03-03T01:30"), target(hours(1)), hours=on), on=on)
    first, second = (step.params for step in found if step.step == "worked")
    assert (first["date"], second["date"]) == (date(2026, 3, 2), date(2026, 3, 3))


def test_hours_that_never_end_are_told_date_by_date() -> None:
    on = compiled(every_day([["00:00", "24:00"]]))
    found = explained(started(day("Mon 12:00"), target(hours(48)), hours=on), on=on)
    assert [step.params["date"].day for step in found if step.step == "worked"] == [2, 3, 4]
    assert spent(found) == 48 * 3600


CALENDARS = st.sampled_from(
    [
        OFFICE,
        around_the_clock(),
        compiled(every_day([["00:00", "24:00"]])),
        compiled(weekdays([["09:00", "12:00"], ["13:30", "18:00"]]), holidays=["2026-03-04", "2026-03-05"]),
        compiled({"0": [["21:00", "02:00"]], "3": [["08:00", "20:00"]]}, tz="Europe/Berlin"),
    ]
)
instants = st.integers(0, 40 * 86_400).map(lambda n: day("Mon 00:00") + timedelta(seconds=n))


@given(CALENDARS, instants, st.integers(1, 400 * 3600), st.lists(st.tuples(instants, instants), max_size=4))
def test_the_stretches_sum_to_what_was_promised(
    on: CompiledCalendar, at: datetime, seconds: int, breaks: list[tuple[datetime, datetime]]
) -> None:
    promised = target(seconds)
    timer = rules.start(
        promised, id=7, ticket_id=70, at=at, policy=policy(promised), hours=on, calendar_id=None
    )  # fmt: skip
    for paused, resumed in sorted(tuple(sorted(pair)) for pair in breaks):
        if paused > at:
            timer = rules.resume(rules.pause(timer, paused)[0], resumed, hours=on)
    found = explained(timer, on=on, now=at)
    assert timer.due_at is not None
    if timer.paused_at is None:
        assert round(spent(found), 3) == seconds
        told = [step.params["spent"] for step in found if "spent" in step.params]
        assert told == sorted(told)
        assert round(told[-1], 3) == seconds


def test_the_console_has_words_for_every_step_and_part() -> None:
    said = set(re.findall(r'Step\(\s*"(\w+)"', (ACCOUNT / "steps.py").read_text("utf-8")))
    said |= {"kept", "done_late", "holiday", "closed"}  # one of two, in one call
    told = (CONSOLE / "line.ts").read_text("utf-8")
    assert [step for step in said if not re.search(rf"^  {step}: \[", told, re.MULTILINE)] == []
    for language in ("en", "zh-CN"):
        words = json.loads((CONSOLE / "words" / f"{language}.json").read_text("utf-8"))
        assert set(words["part"]) >= {part.value for part in Part}
