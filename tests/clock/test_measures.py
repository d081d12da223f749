"""What is measured of a ticket."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jishi.clock.account import rules
from jishi.clock.account.measure import Amount, Measures, measure
from jishi.clock.account.model import Happening
from jishi.clock.account.timeline import timeline
from jishi.clock.instants import micros
from jishi.clock.working_time import CompiledCalendar, around_the_clock, compile_calendar
from tests.clock.happenings import ANNA, LEE, ONE, at_work, happened, story
from tests.clock.hours import compiled, day, local, weekdays

TIMELINES = json.loads((Path(__file__).parent.parent / "data" / "ticket_timelines.json").read_text("utf-8"))
NOBODY = at_work([])


def measured(
    told: list[Happening], until: datetime, hours: CompiledCalendar | None = None, *, note_answers: bool = False
) -> Measures:
    line = timeline(told)
    spells = rules.spells(line, NOBODY, line[0][0], micros(until))
    return measure(told, spells, hours or compiled(), note_answers=note_answers)


def hours(amount: Amount | None) -> float | None:
    return None if amount is None else amount.wall / 3600e6


def working(amount: Amount | None) -> float | None:
    return None if amount is None else amount.working / 3600e6


# A line of the published timeline, in our facts.
MEANING = {
    ("customer creates", "new"): ("opened", "asks"),
    ("agent public reply", "open"): ("to Lee", "replies"),
    ("customer reply", "open"): ("resumed", "asks"),
    ("agent public reply", "pending"): ("replies", "pended"),
    ("agent hold", "on-hold"): ("held",),
    ("open", "open"): ("resumed",),
    ("agent public reply", "solved"): ("replies", "solved"),
}


def test_the_published_timeline_of_states_is_measured_as_recomputed() -> None:
    given = TIMELINES["zendesk_statuses_timeline"]
    told = [
        happened(what, day(at)) for at, event, state in given["events"] for what in MEANING[event, state]
    ]  # fmt: skip
    found = measured(told, day("Wed 14:30"))
    expected = given["expect_hours"]
    states = {state: hours(amount) or 0 for state, amount in found.states.items()}
    assert found.first_response is not None
    assert hours(found.first_response.amount) == expected["first_reply"]
    assert [hours(wait.amount) for wait in found.waits[1:]] == expected["next_reply"]
    assert states["new"] + states["open"] == expected["agent_work"]
    assert states["pending"] == expected["agent_wait_pending"]
    assert states["on_hold"] == expected["on_hold"]
    assert states["new"] + states["open"] + states["on_hold"] == expected["requester_wait"]
    assert hours(found.total_resolution) == expected["total_resolution"]
    assert [hours(gap) for gap in found.updates] == expected["periodic_update"]
    assert [hours(gap) for gap in found.updates_unpaused] == expected["pausable_update"]
    assert given["invariant"] == "agent_work+pending+on_hold == total"
    assert sum(states.values()) == expected["total_resolution"]


def taobao(events: str) -> list[Happening]:
    """B is the buyer, S the seller; the first message opens the ticket."""
    told = [({"B": "asks", "S": "replies"}[event[0]], local(f"2026-03-02T{event[1:]}")) for event in events.split()]
    return story(("opened", told[0][1]), *told)


@pytest.mark.parametrize("given", TIMELINES["taobao_3min_rounds"], ids=lambda given: str(given["events"])[:24])
def test_a_round_is_answered_in_time_when_its_first_message_is(given: dict[str, Any]) -> None:
    if given["events"][0] == "B":
        told = taobao(given["events"])
    else:  # "10 buyer msgs within 3 min, never answered before midnight"
        told = taobao(" ".join(f"B10:0{n // 4}:{n % 4 * 15:02}" for n in range(10)))
    found = measured(told, local("2026-03-02T23:59"), around_the_clock())
    in_time = [wait for wait in found.waits if wait.answered and wait.amount.wall <= 3 * 60 * 1_000_000]
    assert (len(in_time), len(found.waits)) == (given["ok"], given["rounds"])


def test_the_first_row_of_table_2_is_measured_as_it_says() -> None:
    given = TIMELINES["seed_table2_row1"]
    date = given["start"][:10]
    told = story(
        ("opened", local(given["start"].replace(" ", "T"))),
        ("asks", local(given["start"].replace(" ", "T"))),
        ("to Lee", local(f"{date}T09:01")),
        ("replies", local(f"{date}T{given['first_response']}")),
        ("to Anna", local(f"{date}T09:10")),
        ("solved", local(f"{date}T{given['resolved']}")),
    )
    found = measured(told, local(f"{date}T12:00"), around_the_clock())
    assert found.first_response is not None
    assert found.first_response.amount.wall == given["frt_min"] * 60_000_000
    assert found.first_resolution == Amount(given["resolution_min"] * 60_000_000, given["resolution_min"] * 60_000_000)
    assert (found.first_response.answered_by, set(found.owners)) == (LEE, {LEE, ANNA})


def test_a_milestone_without_recurrence_takes_what_it_took() -> None:
    assert TIMELINES["salesforce_milestone"]["no_recurrence"].startswith("10:00 New")
    found = measured(story(("opened", day("Mon 10:00")), ("solved", day("Mon 13:00"))), day("Mon 18:00"))
    assert hours(found.first_resolution) == 3


@pytest.mark.parametrize(
    "given", TIMELINES["business_deadline"], ids=lambda given: f"{given['start']} {given['hours']}"
)
def test_a_deadline_that_vendors_publish_is_due_as_recomputed(given: dict[str, Any]) -> None:
    days, span = given["calendar"].split()
    assert days == "Mon-Fri"
    opens, closes = (f"{hour}:00" for hour in span.split("-"))
    due = compiled(weekdays([[opens, closes]])).due(day(given["start"]), given["hours"] * 3600)
    assert due == day(given["due"] if given["due"].startswith("Fri") else f"next {given['due']}")


def test_a_ticket_that_changed_its_calendar_has_its_time_on_both() -> None:
    """The published decision: 959.46 minutes over both schedules, not 689.46 on the last alone."""
    given = TIMELINES["multi_schedule"]
    one, two = (schedule(given[name]) for name in ("level1", "level2"))
    since, changed, until = (minute(given[name]) for name in ("start", "schedule_change", "reply"))
    told = story(("opened", since), ("to Lee", since))
    spells = rules.spells(timeline(told), at_work([(LEE, since, True)]), micros(since), micros(until))
    both = rules.account(spells, ((micros(changed), one), (None, two)))
    assert both.whole / 60e6 == pytest.approx(given["cumulative_minutes"], abs=1e-6)
    last = rules.account(spells, ((None, two),))
    assert last.whole / 60e6 == pytest.approx(given["zendesk_last_schedule_minutes"], abs=1e-6)


def minute(number: float) -> datetime:
    """So many minutes after a Sunday's midnight in UTC."""
    return local("2026-03-01T00:00", "UTC") + timedelta(minutes=number)


def schedule(spans: list[list[int]]) -> CompiledCalendar:
    """A week of minutes since Sunday, as a calendar: day by day, cut at midnight."""
    weekly: dict[str, list[list[str]]] = {}
    for opens, closes in spans:
        for number in range(opens // 1440, (closes - 1) // 1440 + 1):
            within = [clock(max(opens - number * 1440, 0)), clock(min(closes - number * 1440, 1440))]
            weekly.setdefault(str((number + 6) % 7), []).append(within)  # Monday is 0
    hours = compiled(weekly, tz="UTC").calendar
    return compile_calendar(hours, minute(0), minute(20_000))


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def test_case_56_reopened_work_goes_on_and_the_solved_time_is_in_neither_resolution() -> None:
    told = story(
        ("opened", day("Mon 09:00")),
        ("asks", day("Mon 09:00")),
        ("to Lee", day("Mon 09:00")),
        ("replies", day("Mon 10:00")),
        ("solved", day("Mon 11:00")),
        ("reopened", day("Tue 09:00")),
        ("asks", day("Tue 09:00")),
        ("replies", day("Tue 09:30")),
        ("solved", day("Tue 10:00")),
    )
    found = measured(told, day("Wed 12:00"))
    assert (hours(found.first_resolution), hours(found.total_resolution)) == (2, 3)
    assert found.reopen_count == 1
    assert [hours(wait.amount) for wait in found.waits] == [1, 0.5]


def test_case_57_closing_changes_no_resolution() -> None:
    told = story(("opened", day("Mon 09:00")), ("solved", day("Mon 11:00")))
    closed = [*told, happened("closed", day("Fri 11:00"))]
    one, other = measured(told, day("Fri 12:00")), measured(closed, day("Fri 12:00"))
    assert (one.first_resolution, one.total_resolution) == (other.first_resolution, other.total_resolution)


def test_what_is_not_solved_has_no_total_resolution_yet() -> None:
    told = story(("opened", day("Mon 09:00")), ("solved", day("Mon 11:00")), ("reopened", day("Mon 12:00")))
    found = measured(told, day("Mon 13:00"))
    assert (hours(found.first_resolution), found.total_resolution) == (2, None)


def test_case_23_a_bot_ends_the_wait_it_answers_and_is_no_first_response() -> None:
    told = story(("opened", day("Mon 09:00")), ("asks", day("Mon 09:00")), ("bot", day("Mon 09:01")))
    told += story(("asks", day("Mon 09:05")), ("replies", day("Mon 09:15")))
    found = measured(told, day("Mon 10:00"))
    assert [(wait.answered_by, wait.amount.wall // 60_000_000) for wait in found.waits] == [(None, 1), (LEE, 10)]
    assert found.first_response is not None
    assert hours(found.first_response.amount) == 0.25


def test_case_32_nobody_waits_for_themselves() -> None:
    told = story(("opened", day("Mon 09:00")), ("asks", day("Mon 09:00")), ("their own", day("Mon 09:01")))
    told += story(("asks", day("Mon 09:05")), ("not their own", day("Mon 10:00")), ("asks", day("Mon 11:00")))
    found = measured(told, day("Mon 12:00"))
    assert [(wait.since, wait.until) for wait in found.waits] == [
        (micros(day("Mon 09:00")), micros(day("Mon 09:01"))),
        (micros(day("Mon 11:00")), None),
    ]


def test_a_customer_who_is_not_content_waits_again() -> None:
    told = story(("opened", day("Mon 09:00")), ("solved", day("Mon 10:00")))
    told += [happened("reopened", day("Mon 11:00"), why="not_satisfied"), happened("replies", day("Mon 11:30"))]
    assert [hours(wait.amount) for wait in measured(told, day("Mon 12:00")).waits] == [0.5]


def test_case_60_of_two_tickets_that_became_one_the_oldest_message_counts() -> None:
    told = story(("opened", day("Mon 09:00")), ("asks", day("Mon 10:00")))
    told += [
        happened("absorbed", day("Mon 11:00"), waiting_since="2026-03-02T01:30:00Z"),
        happened("replies", day("Mon 12:00")),
    ]
    assert [hours(wait.amount) for wait in measured(told, day("Mon 13:00")).waits] == [2.5]


def test_case_21_a_note_answers_when_the_customer_sees_it_and_the_policy_says_so() -> None:
    told = story(("opened", day("Mon 09:00")), ("asks", day("Mon 09:00")))
    told += story(("note", day("Mon 09:02")), ("public note", day("Mon 09:30")))
    found = measured(told, day("Mon 10:00"))
    assert found.first_response is None
    assert [wait.until for wait in found.waits] == [None]
    found = measured(told, day("Mon 10:00"), note_answers=True)
    assert found.first_response is not None
    assert hours(found.first_response.amount) == 0.5


def test_automatic_mail_begins_no_wait() -> None:
    told = story(("opened", day("Mon 09:00")), ("asks", day("Mon 09:00")), ("replies", day("Mon 10:00")))
    told += story(("auto", day("Mon 10:01")))
    assert len(measured(told, day("Mon 18:00")).waits) == 1


def test_solved_without_a_word_ends_the_wait_without_an_answer() -> None:
    told = story(("opened", day("Mon 09:00")), ("asks", day("Mon 09:00")), ("solved", day("Mon 10:00")))
    found = measured(told, day("Mon 18:00"))
    assert found.first_response is None
    assert [(wait.answered, hours(wait.amount)) for wait in found.waits] == [(False, 1)]


def test_every_amount_is_told_in_working_time_too() -> None:
    told = story(("opened", day("Mon 17:00")), ("asks", day("Mon 17:00")), ("to Lee", day("Mon 17:30")))
    told += story(("replies", day("Tue 10:00")), ("solved", day("Tue 11:00")))
    found = measured(told, day("Tue 12:00"))
    assert found.first_response is not None
    assert (hours(found.first_response.amount), working(found.first_response.amount)) == (17, 2)
    assert (hours(found.dispatch), working(found.dispatch)) == (0.5, 0.5)
    assert (hours(found.owners[LEE]), working(found.owners[LEE])) == (17.5, 2.5)
    assert (hours(found.teams[ONE]), working(found.total_resolution)) == (17.5, 3)
