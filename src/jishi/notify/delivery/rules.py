"""When something may leave, when it is tried again, and what becomes of it instead."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from jishi.notify.delivery.model import DEFAULT_MEDIA, OUTSIDE, EmailWhen, Item, Preference, Quiet, Recipient, Unsent
from jishi.notify.model import URGENT, Medium, Notice
from jishi.tickets.model import Level

FIRST_PAUSE = 15  # seconds, doubled with each try
LONGEST_PAUSE = timedelta(minutes=30)
GIVE_UP_AFTER = 10  # tries, over about two hours


def is_urgent(notice: Notice) -> bool:
    """Whether it may ring in quiet hours and waits for no digest."""
    return notice.kind in URGENT or notice.data.get("level") == Level.URGENT


def wanted_media(notice: Notice, preference: Preference) -> tuple[Medium, ...]:
    """The ways out by which the notice is to go and by which the person wants it."""
    wanted = preference.media.get(notice.kind, DEFAULT_MEDIA[notice.kind])
    return tuple(medium for medium in OUTSIDE if medium in notice.media and medium in wanted)


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
    if not to.active:
        return Unsent.GONE
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
    """The quiet hours that begin on a day, in UTC."""
    last = day if quiet.until > quiet.since else day + timedelta(days=1)
    since = datetime.combine(day, quiet.since, zone).astimezone(UTC)
    return since, datetime.combine(last, quiet.until, zone).astimezone(UTC)
