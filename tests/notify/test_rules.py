"""Who is told, when a ladder's steps are taken, and what nobody is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jishi.clock import rules as clock
from jishi.clock.model import Kind, Moment, Policy, Rung, Timer
from jishi.identity.model import Role
from jishi.notify import rules
from jishi.notify.model import Acknowledgement, Colleague, NoticeKind, Scene, Step
from tests.clock.hours import compiled, day
from tests.clock.timers import target

HOURS = compiled()
OWNER, LEAD, OTTO, MONA, MAYA, NORA, EVE = 1, 2, 3, 4, 5, 6, 7
HOUR = 3600
PEOPLE = (
    Colleague(id=OWNER, name="Lee", role=Role.AGENT, in_team=True),
    Colleague(id=LEAD, name="Anna", role=Role.AGENT, in_team=True, leads=True),
    Colleague(id=OTTO, name="Otto", role=Role.SUPERVISOR),
    Colleague(id=MONA, name="Mona", role=Role.MANAGER),
    Colleague(id=MAYA, name="Maya", role=Role.ADMINISTRATOR),
    Colleague(id=NORA, name="Nora", role=Role.SUPERVISOR, online=True),
    Colleague(id=EVE, name="Eve", role=Role.COLLABORATOR),
)
SCENE = Scene(
    ticket_id=70, number="1", subject="s", level="normal", state="open", owner_id=OWNER, team_id=9, people=PEOPLE
)


def without(*gone: int, owner: int | None = OWNER) -> Scene:
    return replace(SCENE, owner_id=owner, people=tuple(each for each in PEOPLE if each.id not in gone))


def before(*to: str, **rest: object) -> Rung:
    return Rung(moment=Moment.BEFORE, to=to, **rest)  # type: ignore[arg-type]


def at(*to: str, **rest: object) -> Rung:
    return Rung(moment=Moment.AT, to=to, **rest)  # type: ignore[arg-type]


def after(seconds: int, *to: str, **rest: object) -> Rung:
    return Rung(moment=Moment.AFTER, seconds=seconds, to=to, **rest)  # type: ignore[arg-type]


def timer(start: str, seconds: int, *ladder: Rung, kind: Kind = Kind.FIRST_RESPONSE) -> Timer:
    promised = target(seconds, kind)
    policy = Policy(id=1, name="Gold", targets=(promised,), always=True, ladder=ladder)
    return clock.start(promised, id=7, ticket_id=70, at=day(start), policy=policy, hours=HOURS, calendar_id=3)


def broken(start: str, seconds: int, *ladder: Rung, kind: Kind = Kind.FIRST_RESPONSE) -> Timer:
    running = timer(start, seconds, *ladder, kind=kind)
    assert running.due_at is not None
    late, _ = clock.fire(running, running.due_at + timedelta(microseconds=1))
    return late


def instants(steps: list[Step]) -> list[tuple[str, int, datetime]]:
    return [(step.name, step.round, step.at) for step in steps]


def test_the_owner_is_told_and_nobody_else() -> None:
    assert rules.audience(["owner"], SCENE) == (OWNER,)


def test_of_a_ticket_that_nobody_owns_the_lead_is_told() -> None:
    assert rules.audience(["owner"], without(owner=None)) == (LEAD,)


def test_an_owner_who_left_is_as_good_as_none() -> None:
    assert rules.audience(["owner"], without(OWNER)) == (LEAD,)


@pytest.mark.parametrize(
    ("gone", "told"),
    [((), (LEAD,)), ((LEAD,), (OTTO, NORA)), ((LEAD, OTTO, NORA), (MONA,)), ((LEAD, OTTO, NORA, MONA), (MAYA,))],
)
def test_the_place_of_whoever_is_missing_is_taken_by_the_next_above(
    gone: tuple[int, ...], told: tuple[int, ...]
) -> None:
    assert rules.audience(["lead"], without(*gone)) == told


@pytest.mark.parametrize("word", ["owner", "team", "lead", "supervisors", "managers", "person:99", "on_shift:manager"])
def test_a_step_never_tells_nobody(word: str) -> None:
    alone = replace(without(OWNER, LEAD, OTTO, NORA, MONA, EVE), owner_id=None)
    assert rules.audience([word], alone) == (MAYA,)


def test_followers_are_told_only_when_there_are_some() -> None:
    assert rules.audience(["followers"], SCENE) == ()
    following = replace(SCENE, people=(*PEOPLE[:-1], replace(PEOPLE[-1], follows=True)))
    assert rules.audience(["followers"], following) == (EVE,)


def test_on_shift_means_those_who_are_here_now() -> None:
    assert rules.audience(["on_shift:supervisor"], SCENE) == (NORA,)


def test_somebody_named_by_several_words_is_told_once() -> None:
    assert rules.audience(["owner", "team", f"person:{OWNER}"], SCENE) == (OWNER, LEAD)


def test_who_may_not_see_the_ticket_is_not_told_of_it() -> None:
    assert rules.audience([f"person:{EVE}"], SCENE) == (LEAD,)
    assert rules.audience([f"person:{EVE}", "owner"], SCENE) == (OWNER,)


def test_a_warning_is_told_by_the_step_of_its_share_or_lead_time() -> None:
    ladder = (before("owner", share=0.5), before("lead", seconds=HOUR), before("managers", share=0.9))
    running = timer("Mon 10:00", 4 * HOUR, *ladder)
    assert [step.rung for step in rules.warning_steps(running, ladder, 2 * HOUR, at=day("Mon 12:00"))] == [ladder[0]]
    assert [step.rung for step in rules.warning_steps(running, ladder, 3 * HOUR, at=day("Mon 13:00"))] == [ladder[1]]


def test_a_warning_of_which_the_ladder_knows_nothing_goes_to_the_owner() -> None:
    running = timer("Mon 10:00", 4 * HOUR)
    [step] = rules.warning_steps(running, (), 0.8 * 4 * HOUR, at=day("Mon 13:12"))
    assert step.rung.to == ("owner",)


def test_a_step_for_other_kinds_of_promise_says_nothing() -> None:
    ladder = (before("managers", share=0.8, kinds=(Kind.RESOLUTION,)), at("managers", kinds=(Kind.RESOLUTION,)))
    late = broken("Mon 10:00", HOUR, *ladder)
    assert [step.rung.to for step in rules.warning_steps(late, ladder, 0.8 * HOUR, at=day("Mon 11:00"))] == [("owner",)]
    assert [step.rung.to for step in rules.breach_steps(late, ladder, at=day("Mon 11:00"))] == [("owner", "lead")]


def test_a_breach_of_which_the_ladder_knows_nothing_goes_to_the_owner_and_the_lead() -> None:
    late = broken("Mon 10:00", HOUR)
    [step] = rules.climb(late, (), hours=HOURS)
    assert (step.rung.to, step.at) == (("owner", "lead"), day("Mon 11:00"))


def test_the_ladder_is_climbed_in_working_time() -> None:
    ladder = (at("owner"), after(HOUR, "lead"), after(4 * HOUR, "managers"))
    late = broken("Mon 16:30", HOUR, *ladder)
    assert instants(rules.climb(late, ladder, hours=HOURS)) == [
        ("0", 0, day("Mon 17:30")),
        ("1", 0, day("Tue 09:30")),
        ("2", 0, day("Tue 12:30")),
    ]


def test_a_step_is_repeated_as_often_as_it_says_and_no_more() -> None:
    ladder = (at("owner", every=1800, times=3), after(HOUR, "lead", every=HOUR, times=2))
    late = broken("Mon 10:00", HOUR, *ladder)
    assert instants(rules.climb(late, ladder, hours=HOURS)) == [
        ("0", 0, day("Mon 11:00")),
        ("0", 1, day("Mon 11:30")),
        ("0", 2, day("Mon 12:00")),
        ("1", 0, day("Mon 12:00")),
        ("1", 1, day("Mon 13:00")),
    ]


def test_the_ladder_stands_still_while_the_clock_does_and_goes_on_after() -> None:
    ladder = (at("owner"), after(HOUR, "lead"))
    late = broken("Mon 10:00", HOUR, *ladder, kind=Kind.RESOLUTION)
    held, _ = clock.pause(late, day("Mon 11:30"))
    assert instants(rules.climb(held, ladder, hours=HOURS)) == [("0", 0, day("Mon 11:00"))]
    resumed = clock.resume(held, day("Mon 15:00"), hours=HOURS)
    assert instants(rules.climb(resumed, ladder, hours=HOURS))[1:] == [("1", 0, day("Mon 15:30"))]


def test_a_promise_made_late_by_new_terms_takes_no_step_before_it_was_broken() -> None:
    ladder = (at("owner"), after(900, "lead"), after(HOUR, "managers"))
    late = replace(broken("Mon 09:00", 2 * HOUR, *ladder), broken_at=day("Mon 11:30"))
    assert [step.at for step in rules.climb(late, ladder, hours=HOURS)] == [
        day("Mon 11:30"),
        day("Mon 11:30"),
        day("Mon 12:00"),
    ]


def test_case_69_after_a_stoppage_everybody_is_told_once_of_the_last_step_by_all_its_ways() -> None:
    ladder = (at("owner", by=("screen",), every=1800, times=9), after(HOUR, "owner", "lead", by=("email",)))
    late = broken("Mon 10:00", HOUR, *ladder)
    missed = rules.due_steps(rules.climb(late, ladder, hours=HOURS), since=day("Mon 11:00"), until=day("Mon 13:00"))
    told = {one.person_id: (one.step.name, one.step.round, one.media) for one in rules.tell(missed, SCENE)}
    assert told == {OWNER: ("0", 4, ("screen", "email")), LEAD: ("1", 0, ("screen", "email"))}


def test_who_hears_of_the_breach_anyway_is_not_warned_of_it_when_both_came_at_once() -> None:
    ladder = (before("owner", "lead", share=0.5), before("lead", share=0.8), at("owner"))
    late = broken("Mon 10:00", HOUR, *ladder)
    early = rules.warning_steps(late, ladder, 0.5 * HOUR, at=day("Mon 11:00"))
    later = rules.later_steps(late, ladder, 0.5 * HOUR, at=day("Mon 11:00"))
    assert rules.tell(early, SCENE, but=later) == []
    second = rules.warning_steps(late, ladder, 0.8 * HOUR, at=day("Mon 11:00"))
    later = rules.later_steps(late, ladder, 0.8 * HOUR, at=day("Mon 11:00"))
    assert [one.person_id for one in rules.tell(second, SCENE, but=later)] == [LEAD]


def test_a_repetition_is_told_as_one() -> None:
    step = Step(rung=at("owner"), name="0", at=day("Mon 11:00"))
    assert rules.kind_of(step) is NoticeKind.BROKEN
    assert rules.kind_of(replace(step, round=1)) is NoticeKind.REPEATED


def said(of: Timer, at: datetime) -> Acknowledgement:
    return Acknowledgement(timer_id=of.id, due_at=of.due_at, person_id=OWNER, at=at)


def test_seeing_to_a_warning_does_not_excuse_the_breach() -> None:
    late = broken("Mon 10:00", HOUR)
    assert late.broken_at is not None
    assert rules.seen_to(late, [said(late, late.broken_at - timedelta(seconds=1))]) is None
    assert rules.seen_to(late, [said(late, late.broken_at + timedelta(seconds=1))]) is not None


def test_what_was_said_of_another_due_instant_does_not_hold() -> None:
    running = timer("Mon 10:00", 4 * HOUR)
    now = said(running, day("Mon 13:30"))
    assert rules.seen_to(running, [now]) is now
    assert rules.seen_to(running, [replace(now, due_at=day("Mon 12:00"))]) is None
    assert rules.seen_to(running, [replace(now, timer_id=8)]) is None


def test_only_what_is_late_or_soon_will_be_has_to_be_seen_to() -> None:
    running = timer("Mon 10:00", HOUR)
    warned, _ = clock.fire(running, day("Mon 10:50"))
    assert [rules.needs_acknowledgement(each) for each in (running, warned, broken("Mon 10:00", HOUR))] == [
        False,
        True,
        True,
    ]
    answered, _ = clock.meet(warned, day("Mon 10:55"), hours=HOURS)
    assert not rules.needs_acknowledgement(answered)


def test_what_was_not_opened_is_told_in_working_time_and_in_order() -> None:
    ladder = (
        Rung(moment=Moment.UNOPENED, seconds=HOUR, to=("lead",)),
        Rung(moment=Moment.UNOPENED, seconds=900, to=("owner",)),
        at("managers"),
    )
    steps = rules.unopened_steps(ladder, day("Fri 17:50"), hours=HOURS)
    assert instants(steps) == [("1", 0, day("next Mon 09:05")), ("0", 0, day("next Mon 09:50"))]
