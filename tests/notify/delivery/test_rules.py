"""When something leaves, and what becomes of it instead."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.notify.delivery import rules
from jishi.notify.delivery.model import (
    EmailWhen,
    End,
    Item,
    Letter,
    MailServer,
    Preference,
    Quiet,
    Recipient,
    Security,
    State,
    Unsent,
)
from jishi.notify.model import Medium, Notice, NoticeKind

EVERY_DAY = tuple(range(7))
NIGHT = Quiet(days=EVERY_DAY, since=time(22), until=time(8))
SHANGHAI = "Asia/Shanghai"
PUSH, EMAIL = Medium.PUSH, Medium.EMAIL
MONDAY_NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant as Shanghai's clock shows it, in March 2026."""
    return datetime.fromisoformat(f"2026-03-{text}:00+08:00").astimezone(UTC)


def leaves(
    when: datetime, medium: Medium = PUSH, *, urgent: bool = False, zone: str = SHANGHAI, **wants: object
) -> datetime:
    return rules.leaves_at(when, medium, Preference(**wants), zone=zone, urgent=urgent)  # type: ignore[arg-type]


def test_a_push_leaves_at_once_and_mail_a_minute_later() -> None:
    assert leaves(MONDAY_NOON) == MONDAY_NOON
    assert leaves(MONDAY_NOON, EMAIL) == MONDAY_NOON + timedelta(minutes=1)
    assert leaves(MONDAY_NOON, EMAIL, email_delay=0) == MONDAY_NOON


@pytest.mark.parametrize(
    ("when", "then"),
    [("02 21:59", "02 21:59"), ("02 22:00", "03 08:00"), ("03 00:00", "03 08:00"), ("03 07:59", "03 08:00"),
     ("03 08:00", "03 08:00")],
)  # fmt: skip
def test_what_falls_into_quiet_hours_leaves_when_they_end(when: str, then: str) -> None:
    assert leaves(at(when), quiet=(NIGHT,)) == at(then)


def test_quiet_hours_belong_to_the_day_on_which_they_begin() -> None:
    friday_night = Quiet(days=(4,), since=time(22), until=time(8))
    assert leaves(at("07 03:00"), quiet=(friday_night,)) == at("07 08:00")
    assert leaves(at("08 03:00"), quiet=(friday_night,)) == at("08 03:00")


def test_quiet_hours_that_touch_are_one_silence() -> None:
    weekend = Quiet(days=(5, 6), since=time(0), until=time(0))
    assert leaves(at("06 23:00"), quiet=(NIGHT, weekend)) == at("09 08:00")


def test_what_is_urgent_breaks_through_unless_the_person_says_no() -> None:
    night = at("03 03:00")
    assert leaves(night, urgent=True, quiet=(NIGHT,)) == night
    assert leaves(night, urgent=True, quiet=(NIGHT,), urgent_breaks_quiet=False) == at("03 08:00")


def test_quiet_hours_are_the_persons_own_also_when_the_clocks_change() -> None:
    """Berlin's night of 29 March 2026 has no hour from two to three."""
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert leaves(night, quiet=(NIGHT,), zone="Europe/Berlin") == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    before = datetime(2026, 3, 28, 0, 30, tzinfo=UTC)
    assert leaves(before, quiet=(NIGHT,), zone="Europe/Berlin") == datetime(2026, 3, 28, 7, 0, tzinfo=UTC)


def test_mail_is_gathered_to_the_next_full_step_of_the_digest() -> None:
    assert leaves(at("02 10:10"), EMAIL, digest_minutes=30) == at("02 10:30")
    assert leaves(at("02 10:29"), EMAIL, digest_minutes=30) == at("02 10:30")
    assert leaves(at("02 10:29") + timedelta(seconds=1), EMAIL, digest_minutes=30) == at("02 11:00")
    assert leaves(at("02 10:10"), EMAIL, digest_minutes=30, urgent=True) == at("02 10:11")
    assert leaves(at("02 10:10"), PUSH, digest_minutes=30) == at("02 10:10")


spans = st.builds(
    Quiet,
    days=st.sets(st.integers(0, 6), min_size=1).map(tuple),
    since=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    until=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda t: t.replace(tzinfo=UTC))  # noqa: DTZ001


@given(
    instants, st.lists(spans, max_size=4).map(tuple), st.sampled_from([SHANGHAI, "Europe/Berlin", "America/New_York"])
)
def test_quiet_hours_delay_and_never_drop(when: datetime, quiet: tuple[Quiet, ...], zone: str) -> None:
    wants = Preference(quiet=quiet)
    if rules.preference_flaws(wants):
        return
    leaves = rules.after_quiet(when, wants, zone=zone, urgent=False)
    assert when <= leaves <= when + timedelta(days=8)
    assert rules.after_quiet(leaves, wants, zone=zone, urgent=False) == leaves


@pytest.mark.parametrize(
    ("since", "until", "silent"),
    [
        (time(22), time(2, 30), False),  # half past two never comes: it is over when the clocks jump from two to three
        (time(2, 30), time(4), True),  # nor does their beginning: they begin when the clocks jump
        (time(2, 15), time(2, 45), False),  # and of these nothing comes
    ],
)
def test_quiet_hours_that_the_clocks_jump_over_are_over(since: time, until: time, silent: bool) -> None:
    quiet = (Quiet(days=EVERY_DAY, since=since, until=until),)
    jump = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # two o'clock in Berlin, which is three at once
    after = jump + timedelta(minutes=10)
    ends = datetime(2026, 3, 29, 2, 0, tzinfo=UTC)
    assert leaves(after, quiet=quiet, zone="Europe/Berlin") == (ends if silent else after)


def test_quiet_hours_may_not_fill_the_week() -> None:
    half = Quiet(days=EVERY_DAY, since=time(8), until=time(22))
    assert [field for field, _ in rules.preference_flaws(Preference(quiet=(NIGHT, half)))] == ["quiet"]
    assert rules.preference_flaws(Preference(quiet=(NIGHT,))) == []
    whole = Quiet(days=EVERY_DAY, since=time(0), until=time(0))
    assert [field for field, _ in rules.preference_flaws(Preference(quiet=(whole,)))] == ["quiet"]


def a_notice(kind: NoticeKind, media: tuple[Medium, ...], level: str = "normal") -> Notice:
    return Notice(id=1, person_id=2, kind=kind, key="k", data={"level": level}, media=media, at=MONDAY_NOON)


ALL = tuple(Medium)


def test_a_notice_leaves_by_the_ways_that_its_ladder_names_and_its_person_wants() -> None:
    nothing = Preference()
    assert rules.wanted_media(a_notice(NoticeKind.BROKEN, ALL), nothing) == (PUSH, EMAIL)
    assert rules.wanted_media(a_notice(NoticeKind.BROKEN, (Medium.SCREEN,)), nothing) == ()
    assert rules.wanted_media(a_notice(NoticeKind.CUSTOMER_WROTE, ALL), nothing) == (PUSH,)
    chosen = Preference(media={NoticeKind.BROKEN: (EMAIL,), NoticeKind.CUSTOMER_WROTE: ()})
    assert rules.wanted_media(a_notice(NoticeKind.BROKEN, ALL), chosen) == (EMAIL,)
    assert rules.wanted_media(a_notice(NoticeKind.CUSTOMER_WROTE, ALL), chosen) == ()
    assert rules.wanted_media(a_notice(NoticeKind.WARNING, (Medium.SCREEN, PUSH)), chosen) == (PUSH,)


def test_urgent_is_what_is_late_and_whatever_is_about_an_urgent_ticket() -> None:
    assert rules.is_urgent(a_notice(NoticeKind.BROKEN, ALL))
    assert not rules.is_urgent(a_notice(NoticeKind.WARNING, ALL))
    assert rules.is_urgent(a_notice(NoticeKind.WARNING, ALL, level="urgent"))


def an_item(*, seen: bool = False) -> Item:
    return Item(notice_id=1, kind=NoticeKind.BROKEN, at=MONDAY_NOON, data={}, seen=seen)


@pytest.mark.parametrize(
    ("when", "seen", "online", "fate"),
    [(EmailWhen.ALWAYS, True, True, None), (EmailWhen.UNSEEN, True, False, Unsent.SEEN),
     (EmailWhen.UNSEEN, False, True, None), (EmailWhen.OFFLINE, False, True, Unsent.ONLINE),
     (EmailWhen.OFFLINE, True, False, Unsent.SEEN), (EmailWhen.OFFLINE, False, False, None)],
)  # fmt: skip
def test_mail_stays_away_from_who_has_seen_it_as_they_wish(
    when: EmailWhen, seen: bool, online: bool, fate: Unsent | None
) -> None:
    to = a_recipient(Preference(email_when=when), online=online)
    assert rules.fate(an_item(seen=seen), EMAIL, to) == fate
    assert rules.fate(an_item(seen=seen), PUSH, to) is None


def a_recipient(preference: Preference | None = None, *, online: bool = False) -> Recipient:
    return Recipient(
        person_id=2, name="Lee", email="lee@example.com", language="en", zone=SHANGHAI, online=online,
        preference=preference or Preference(),
    )  # fmt: skip


def test_tries_become_rarer_and_end_after_two_hours() -> None:
    tried = [rules.next_try(MONDAY_NOON, attempts=n) for n in range(1, 12)]
    pauses = [(each - MONDAY_NOON).total_seconds() for each in tried if each is not None]
    assert pauses == [15, 30, 60, 120, 240, 480, 960, 1800, 1800]
    assert tried[-2:] == [None, None]
    assert 1.5 * 3600 < sum(pauses) < 2 * 3600


def a_letter(*reached: int) -> Letter:
    return Letter(id=7, workspace_id=1, medium=PUSH, to=a_recipient(), items=(an_item(),), attempts=1, reached=reached)


def test_a_letter_to_several_browsers_has_arrived_when_one_has_it_and_none_is_left_to_try() -> None:
    sent, later, gone, no = (
        End(1, State.SENT),
        End(2, State.WAITING, "503"),
        End(3, State.SUPPRESSED),
        End(4, State.FAILED, "400"),
    )
    assert rules.sum_up(a_letter(), [sent, gone, no]).state is State.SENT
    assert rules.sum_up(a_letter(), [sent, gone, no]).gone == (3,)
    assert rules.sum_up(a_letter(), [gone, no]).error == "400"
    assert rules.sum_up(a_letter(), [gone]).error == Unsent.NO_BROWSER
    assert rules.sum_up(a_letter(9), []).state is State.SENT
    waiting = rules.sum_up(a_letter(9), [sent, later])
    assert (waiting.state, waiting.reached) == (State.WAITING, (9, 1))
    assert rules.last_word(waiting, again=MONDAY_NOON).state is State.WAITING
    assert rules.last_word(waiting, again=None).state is State.SENT
    assert rules.last_word(rules.sum_up(a_letter(), [later]), again=None).state is State.FAILED


def test_every_wrong_field_of_a_mail_server_is_named() -> None:
    def flaws(**more: object) -> list[str]:
        right = MailServer(host="smtp.example.com", port=587, sender="desk@example.com")
        return [field for field, _ in rules.server_flaws(replace(right, **more))]  # type: ignore[arg-type]

    assert flaws() == []
    assert flaws(host="10.1.2.3") == flaws(host="fd00::1") == flaws(host="mail") == []
    assert flaws(host="http://x", sender="", password=b"x") == ["host", "sender", "username"]
    assert flaws(host="a b", username="u", password=b"x", security=Security.NONE) == ["host", "security"]
