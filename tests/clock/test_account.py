"""Where the time of a promise went."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jishi.clock.account import rules
from jishi.clock.account.model import Account, Attendance, Happening, Part
from jishi.clock.account.timeline import timeline
from jishi.clock.instants import micros
from jishi.clock.pause import Pause, merge
from jishi.clock.working_time import CompiledCalendar, around_the_clock
from tests.clock.happenings import ANNA, LEE, ONE, OTTO, SAYINGS, TWO, at_work, happened, story
from tests.clock.hours import compiled, day

OFFICE = compiled()
ALL_THERE = at_work([(person, day("Mon 00:00"), True) for person in (LEE, ANNA, OTTO)])
Told = dict[tuple[str, int | None, bool], float]


def drawn_up(
    told: list[Happening],
    since: datetime,
    until: datetime,
    *,
    pauses: list[Pause] | None = None,
    gauge: rules.Gauge = ((None, OFFICE),),
    there: Attendance = ALL_THERE,
) -> Account:
    spells = rules.spells(timeline(told), there, micros(since), micros(until))
    return rules.account(spells, gauge, pauses or [])


def minutes(account: Account) -> Told:
    """Part, owner, whether paused: minutes."""
    return {(s.part.value, s.owner_id, s.paused): s.micros / 60e6 for s in account.shares}


def test_each_stretch_is_laid_at_the_door_where_it_was_spent() -> None:
    told = story(
        ("opened", day("Mon 09:00")),
        ("queued", day("Mon 09:01")),
        ("to Lee", day("Mon 09:30")),
        ("returned", day("Mon 10:00")),
        ("to Anna", day("Mon 10:05")),
        ("held", day("Mon 11:00")),
        ("resumed", day("Mon 11:20")),
    )
    account = drawn_up(told, day("Mon 09:00"), day("Mon 12:00"))
    assert minutes(account) == {
        ("dispatch", None, False): 1,
        ("queue", None, False): 29,
        ("owner", LEE, False): 30,
        ("hand_over", None, False): 5,
        ("owner", ANNA, False): 95,
        ("collaboration", None, False): 20,
    }
    assert account.whole == 3 * 3600 * 1_000_000
    [held] = [share for share in account.shares if share.part is Part.COLLABORATION]
    assert held.reasons == ("等仓库",)


def test_time_in_which_the_clock_stood_is_told_apart() -> None:
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")), ("pended", day("Mon 10:00")))
    account = drawn_up(told, day("Mon 09:00"), day("Mon 12:00"), pauses=[(day("Mon 10:00"), None)])
    assert minutes(account) == {("owner", LEE, False): 60, ("customer", None, True): 120}
    assert (account.used, account.paused) == (3600_000_000, 7200_000_000)


def test_waiting_for_the_customer_counts_where_the_clock_does_not_stand_still_for_it() -> None:
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")), ("pended", day("Mon 10:00")))
    account = drawn_up(told, day("Mon 09:00"), day("Mon 12:00"))
    assert minutes(account) == {("owner", LEE, False): 60, ("customer", None, False): 120}


def test_closed_hours_are_nobodys() -> None:
    told = story(("opened", day("Mon 17:00")), ("to Lee", day("Mon 17:30")))
    account = drawn_up(told, day("Mon 17:00"), day("Tue 10:00"))
    assert minutes(account) == {("dispatch", None, False): 30, ("owner", LEE, False): 90}
    assert account.closed == 15 * 3600 * 1_000_000


def test_around_the_clock_nothing_is_closed() -> None:
    told = story(("opened", day("Mon 17:00")), ("to Lee", day("Mon 17:30")))
    account = drawn_up(told, day("Mon 17:00"), day("Tue 10:00"), gauge=((None, around_the_clock()),))
    assert (account.whole, account.closed) == (17 * 3600 * 1_000_000, 0)


def test_while_nobody_of_the_team_is_at_work_it_is_nobodys_fault_but_the_rosters() -> None:
    there = at_work([(LEE, day("Mon 09:30"), True), (LEE, day("Mon 11:00"), False), (OTTO, day("Mon 09:00"), True)])
    told = story(("opened", day("Mon 09:00")), ("queued", day("Mon 09:00")), ("to Lee", day("Mon 10:00")))
    account = drawn_up(told, day("Mon 09:00"), day("Mon 12:00"), there=there)
    assert minutes(account) == {
        ("off_shift", None, False): 90,
        ("queue", None, False): 30,
        ("owner", LEE, False): 60,
    }


def test_an_absent_owners_time_is_theirs_while_colleagues_are_there() -> None:
    there = at_work([(ANNA, day("Mon 09:00"), True)])
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")))
    assert minutes(drawn_up(told, day("Mon 09:00"), day("Mon 10:00"), there=there)) == {("owner", LEE, False): 60}


def test_an_owner_from_elsewhere_is_at_work_when_they_are() -> None:
    there = at_work([(OTTO, day("Mon 09:30"), True)])
    told = [happened("opened", day("Mon 09:00")), happened("to Otto", day("Mon 09:00"), team_id=ONE)]
    account = drawn_up(told, day("Mon 09:00"), day("Mon 10:00"), there=there)
    assert minutes(account) == {("off_shift", None, False): 30, ("owner", OTTO, False): 30}


def test_a_team_knows_its_own_time() -> None:
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")), ("moved", day("Mon 10:00")))
    told += story(("returned", day("Mon 10:00")), ("to Otto", day("Mon 10:30")))
    account = drawn_up(told, day("Mon 09:00"), day("Mon 12:00"))
    assert [(share.part, share.team_id, share.micros // 60_000_000) for share in account.shares] == [
        (Part.OWNER, ONE, 60),
        (Part.HAND_OVER, TWO, 30),
        (Part.OWNER, TWO, 90),
    ]


def test_a_wait_that_ended_before_it_was_noticed_ended_then() -> None:
    told = story(
        ("opened", day("Mon 09:00")),
        ("to Lee", day("Mon 09:00")),
        ("pended", day("Mon 10:00")),
        ("to Anna", day("Mon 11:05")),
    )
    told[-1] = happened("to Anna", day("Mon 11:05"), state="pending")
    told += story(("resumed", day("Mon 11:00")))  # noticed at 11:12, true at 11:00
    account = drawn_up(told, day("Mon 09:00"), day("Mon 12:00"))
    assert minutes(account) == {
        ("owner", LEE, False): 65,
        ("customer", None, False): 60,
        ("owner", ANNA, False): 55,
    }


def test_a_message_fetched_late_does_not_undo_a_wait_that_began_meanwhile() -> None:
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:00")), ("pended", day("Mon 10:10")))
    told += story(("resumed", day("Mon 10:00")))  # received by the channel at 10:00, fetched at 10:25
    account = drawn_up(told, day("Mon 09:00"), day("Mon 11:00"))
    assert minutes(account) == {("owner", LEE, False): 120}


def test_time_among_the_junk_and_time_solved_is_nobodys() -> None:
    told = story(
        ("opened", day("Mon 09:00")),
        ("to Lee", day("Mon 09:00")),
        ("junked", day("Mon 10:00")),
        ("restored", day("Mon 11:00")),
        ("solved", day("Mon 12:00")),
        ("reopened", day("Mon 14:00")),
    )
    account = drawn_up(told, day("Mon 09:00"), day("Mon 15:00"))
    assert minutes(account) == {
        ("owner", LEE, False): 180,
        ("other", None, False): 60,
        ("solved", None, False): 120,
    }


def test_case_53_time_before_a_change_of_hours_is_measured_as_it_was_then() -> None:
    long_days = compiled({str(n): [["08:00", "20:00"]] for n in range(5)})
    gauge = ((micros(day("Tue 09:00")), OFFICE), (None, long_days))
    told = story(("opened", day("Mon 17:00")), ("to Lee", day("Mon 17:00")))
    account = drawn_up(told, day("Mon 17:00"), day("Tue 20:00"), gauge=gauge)
    assert account.whole == (1 + 11) * 3600 * 1_000_000


def instants(first: int = 0, last: int = 14 * 86_400) -> st.SearchStrategy[datetime]:
    seconds = st.integers(first * 1_000_000, last * 1_000_000)
    return seconds.map(lambda n: day("Mon 00:00") + timedelta(microseconds=n))


stories = st.lists(st.tuples(st.sampled_from(SAYINGS), instants()), max_size=14).map(lambda told: story(*told))
rosters = st.lists(st.tuples(st.sampled_from([LEE, ANNA, OTTO]), instants(), st.booleans()), max_size=8).map(at_work)
breaks = st.lists(st.tuples(instants(), instants()), max_size=4)
hours = st.sampled_from([OFFICE, around_the_clock(), compiled({"0": [["22:00", "24:00"]], "2": [["00:00", "03:30"]]})])


@given(stories, rosters, breaks, hours, hours, instants(), instants(), instants())
def test_the_parts_sum_exactly_to_the_whole(
    told: list[Happening],
    there: Attendance,
    pauses: list[tuple[datetime, datetime]],
    before: CompiledCalendar,
    after: CompiledCalendar,
    changed: datetime,
    one: datetime,
    other: datetime,
) -> None:
    since, until = sorted((one, other))
    gauge = ((micros(changed), before), (None, after))
    account = drawn_up(told, since, until, pauses=list(pauses), gauge=gauge, there=there)
    assert (
        sum(share.micros for share in account.shares)
        == account.whole
        == rules.elapsed(gauge, micros(since), micros(until))
    )
    assert account.whole + account.closed == micros(until) - micros(since)
    assert all(share.micros > 0 for share in account.shares)
    stood = [(max(a, micros(since)), min(b, micros(until))) for a, b in merge(pauses)]
    assert account.paused == sum(rules.elapsed(gauge, a, b) for a, b in stood)


@given(stories, rosters, instants(), instants())
def test_the_spells_leave_no_gap_and_never_overlap(
    told: list[Happening], there: Attendance, one: datetime, other: datetime
) -> None:
    since, until = sorted((one, other))
    found = rules.spells(timeline(told), there, micros(since), micros(until))
    edges = [spell.since for spell in found] + [micros(until)]
    assert [spell.until for spell in found] == edges[1:]
    assert edges[0] == micros(since)


@given(stories, rosters, instants(), instants(), instants())
def test_an_account_in_two_pieces_sums_to_the_account_in_one(
    told: list[Happening], there: Attendance, one: datetime, other: datetime, third: datetime
) -> None:
    since, middle, until = sorted((one, other, third))
    whole, first, second = (
        drawn_up(told, a, b, there=there) for a, b in ((since, until), (since, middle), (middle, until))
    )
    assert whole.whole == first.whole + second.whole
    assert {s.part for s in whole.shares} == {s.part for s in (*first.shares, *second.shares)}


def test_queued_in_a_team_that_it_was_moved_to_waits_there() -> None:
    told = [*story(("opened", day("Mon 09:00"))), happened("queued", day("Mon 09:00"), team_id=TWO)]
    [share] = drawn_up(told, day("Mon 09:00"), day("Mon 10:00")).shares
    assert (share.part, share.team_id) == (Part.QUEUE, TWO)


def test_what_the_channel_kept_to_itself_is_nobodys_at_the_desk() -> None:
    there = replace(ALL_THERE, filed_at=micros(day("Mon 09:25")))
    told = story(("opened", day("Mon 09:00")), ("to Lee", day("Mon 09:26")))
    account = drawn_up(told, day("Mon 09:00"), day("Mon 10:00"), there=there)
    assert minutes(account) == {("channel", None, False): 25, ("dispatch", None, False): 1, ("owner", LEE, False): 34}
