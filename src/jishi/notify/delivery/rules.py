"""When something may leave, when it is tried again, and what becomes of it instead."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jishi.clock.wall_time import first_instant
from jishi.notify.delivery.model import (
    DEFAULT_MEDIA,
    OUTSIDE,
    EmailWhen,
    End,
    Item,
    Letter,
    MailServer,
    Outcome,
    Preference,
    Quiet,
    Recipient,
    Security,
    State,
    Unsent,
)
from jishi.notify.model import URGENT, Medium, Notice, NoticeKind
from jishi.tickets.model import Level

FIRST_PAUSE = 15  # seconds, doubled with each try
LONGEST_PAUSE = timedelta(minutes=30)
DAY, WEEK = 1440, 7 * 1440  # minutes
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, not an instant
GIVE_UP_AFTER = 10  # tries, over about two hours


def is_urgent(notice: Notice) -> bool:
    """Whether it may ring in quiet hours and waits for no digest."""
    return notice.kind in URGENT or notice.data.get("level") == Level.URGENT


def wanted_media(notice: Notice, preference: Preference) -> tuple[Medium, ...]:
    """The ways out by which the notice is to go and by which the person wants it."""
    return tuple(each for each in OUTSIDE if each in notice.media and is_wanted(notice.kind, each, preference))


def is_wanted(kind: NoticeKind, medium: Medium, preference: Preference) -> bool:
    return medium in preference.media.get(kind, DEFAULT_MEDIA[kind])


def good_until(kind: NoticeKind, data: Mapping[str, Any]) -> datetime | None:
    """When there is nothing left to be done about it; None of what is worth knowing however late."""
    if kind is not NoticeKind.OFFERED:
        return None
    until: datetime | str = data["until"]
    return datetime.fromisoformat(until) if isinstance(until, str) else until


def too_late(item: Item, at: datetime) -> Unsent | None:
    until = good_until(item.kind, item.data)
    return Unsent.TOO_LATE if until is not None and until <= at else None


def leaves_at(at: datetime, medium: Medium, preference: Preference, *, zone: str, urgent: bool) -> datetime:
    """The first instant at which it may leave, of something that happened at `at`."""
    if medium is Medium.EMAIL:
        at = _gathered(at, preference, urgent=urgent)
    return after_quiet(at, preference, zone=zone, urgent=urgent)


def after_quiet(at: datetime, preference: Preference, *, zone: str, urgent: bool) -> datetime:
    """`at`, or the end of the quiet hours in which it falls."""
    if urgent and preference.urgent_breaks_quiet:
        return at
    for _ in range(len(preference.quiet) * 8):  # hours that touch one another, for a week at the most
        ends = [end for quiet in preference.quiet if (end := _end_of(quiet, at, ZoneInfo(zone))) is not None]
        if not ends:
            break
        at = max(ends)
    return at


def fate(item: Item, medium: Medium, to: Recipient) -> Unsent | None:
    """Why it need not leave any more, or None."""
    if medium is Medium.EMAIL and to.preference.email_when is not EmailWhen.ALWAYS:
        if item.seen:
            return Unsent.SEEN
        if to.online and to.preference.email_when is EmailWhen.OFFLINE:
            return Unsent.ONLINE
    return None


def next_try(at: datetime, *, attempts: int) -> datetime | None:
    """When to try again after so many tries; None to give up."""
    if attempts >= GIVE_UP_AFTER:
        return None
    return at + min(timedelta(seconds=FIRST_PAUSE << (attempts - 1)), LONGEST_PAUSE)


def sum_up(letter: Letter, ends: Sequence[End]) -> Outcome:
    """Of a letter that goes to several browsers: it has arrived when one has it and none is left to try."""
    by_state = {state: [end for end in ends if end.state is state] for state in State}
    reached = (*letter.reached, *(end.subscription_id for end in by_state[State.SENT]))
    gone = tuple(end.subscription_id for end in by_state[State.SUPPRESSED])
    if waiting := by_state[State.WAITING]:
        return Outcome(state=State.WAITING, error=waiting[0].error, reached=reached, gone=gone)
    if reached:
        return Outcome(state=State.SENT, reached=reached, gone=gone)
    if failed := by_state[State.FAILED]:
        return Outcome(state=State.FAILED, error=failed[0].error, gone=gone)
    return Outcome(state=State.SUPPRESSED, error=Unsent.NO_BROWSER, gone=gone)


def last_word(outcome: Outcome, *, again: datetime | None) -> Outcome:
    """The outcome, or when there is no other try, what that makes of it."""
    if outcome.state is not State.WAITING or again is not None:
        return outcome
    return replace(outcome, state=State.SENT if outcome.reached else State.FAILED)


def _gathered(at: datetime, preference: Preference, *, urgent: bool) -> datetime:
    at += timedelta(seconds=preference.email_delay)
    if urgent or not preference.digest_minutes:
        return at
    step = preference.digest_minutes * 60
    return datetime.fromtimestamp(-(-at.timestamp() // step) * step, UTC)


def _end_of(quiet: Quiet, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When these hours end, if `at` is in them. They may have begun the day before."""
    today = at.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        if day.weekday() in quiet.days:
            since, until = span_on(quiet, day, zone)
            if since <= at < until:
                return until
    return None


def span_on(quiet: Quiet, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The quiet hours that begin on a day, in UTC. Where the clocks change, as working hours do: an hour that never
    comes is over when the clocks jump."""
    last = day if quiet.until > quiet.since else day + timedelta(days=1)
    return _on_the_wall(day, quiet.since, zone), _on_the_wall(last, quiet.until, zone)


def _on_the_wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    seconds = (datetime.combine(day, at) - _EPOCH) // timedelta(seconds=1)
    return datetime.fromtimestamp(first_instant(zone, seconds), UTC)


def preference_flaws(preference: Preference) -> list[tuple[str, str]]:
    """Pairs of a field and what is wrong with it."""
    filled = len(_quiet_minutes(preference.quiet)) == WEEK
    return [("quiet", "Quiet hours have to leave some time of the week.")] if filled else []


def server_flaws(server: MailServer) -> list[tuple[str, str]]:
    """Of settings of mail as they would be saved; an address that was none is empty by now."""
    flaws = []
    if not HOST.fullmatch(server.host):
        flaws.append(("host", "This is not the name of a server."))
    if not server.sender:
        flaws.append(("sender", "This is not an e-mail address."))
    if server.password is not None and not server.username:
        flaws.append(("username", "A password goes with a user name."))
    if server.password is not None and server.security is Security.NONE:
        flaws.append(("security", "A password is sent over an encrypted connection only."))
    return flaws


def _quiet_minutes(quiet: Sequence[Quiet]) -> set[int]:
    """Minutes of a week, from Monday's midnight on, as the wall clock shows them."""
    covered = set[int]()
    for each in quiet:
        since, until = (at.hour * 60 + at.minute for at in (each.since, each.until))
        length = (until - since) % DAY or DAY
        for day in each.days:
            covered.update((day * DAY + since + minute) % WEEK for minute in range(length))
    return covered
