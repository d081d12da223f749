"""A notice in words, for mail and for the browser's own notices. The console has words of its own."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from jishi.clock.model import Kind
from jishi.identity.language import translate
from jishi.notify.delivery.model import Item, Recipient
from jishi.notify.model import NoticeKind

PROMISES = {
    Kind.DISPATCH: "Dispatch",
    Kind.FIRST_RESPONSE: "First reply",
    Kind.NEXT_RESPONSE: "Next reply",
    Kind.UPDATE: "Word of progress",
    Kind.RESOLUTION: "Resolution",
    Kind.ASK: "A colleague's answer",
    Kind.RECOVERY: "Call back",
}
HEADLINES = {
    NoticeKind.WARNING: "Soon late: {number} · {promise}",
    NoticeKind.BROKEN: "Late: {number} · {promise}",
    NoticeKind.REPEATED: "Still late: {number} · {promise}",
    NoticeKind.UNOPENED: "Not opened yet: {number}",
    NoticeKind.CUSTOMER_WROTE: "{number}: the customer wrote again",
    NoticeKind.COLLABORATOR_ANSWERED: "{number}: {name} answered",
    NoticeKind.ASSIGNED: "{number} is yours now",
    NoticeKind.OFFERED: "{number} is offered to you, for {seconds} seconds",
    NoticeKind.UNASSIGNED: "Nobody could take {number}",
    NoticeKind.BACKLOG: "{team}: the queue grows, {waiting} wait, {short} more people are needed",
    NoticeKind.PEAK: "{team}: peak mode, {short} more people are needed",
    NoticeKind.LEAVE_ASKED: "{name} asks for leave",
    NoticeKind.LEAVE_DECIDED: "Your leave is approved",
    NoticeKind.SWAP_ASKED: "{name} asks you to take a shift",
    NoticeKind.SWAP_DECIDED: "The swap of shifts with {name} is done",
    NoticeKind.CALENDAR_RUNS_OUT: "Calendar {calendar} knows no holidays from {day} on",
}
REFUSED = {
    NoticeKind.LEAVE_DECIDED: "Your leave is refused",
    NoticeKind.SWAP_DECIDED: "The swap of shifts with {name} is refused",
}
TO_APPROVE = "{name} and {other} want to swap a shift"
WHEN = "From {start} to {end}"
MORE_WAIT = "Nobody could take {number}, and {more} more wait"
WHOLE_DESK = "The whole desk"
DUE = "Due {when}"
OWNER = "Owner: {name}"
NO_OWNER = "No owner"
AT_WORK = "At work on it: {names}"


def headline(item: Item, to: Recipient) -> str:
    """What happened, in one line."""
    known = item.data
    promise = PROMISES.get(known.get("timer_kind", ""), "Promise")
    return translate(
        _sentence(item),
        to.language,
        number=known.get("number", ""),
        promise=translate(promise, to.language),
        name=known.get("from", ""),
        other=known.get("to", ""),
        calendar=known.get("calendar", ""),
        day=known.get("from", ""),
        team=known.get("team") or translate(WHOLE_DESK, to.language),
        **{name: known.get(name, 0) for name in ("short", "waiting", "more", "seconds")},
    )


def _sentence(item: Item) -> str:
    """Some kinds are told in two ways."""
    if item.kind is NoticeKind.UNASSIGNED and item.data.get("more"):
        return MORE_WAIT
    if item.kind is NoticeKind.SWAP_ASKED and item.data.get("to"):
        return TO_APPROVE
    return REFUSED[item.kind] if item.data.get("approved") is False else HEADLINES[item.kind]


def particulars(item: Item, to: Recipient) -> Iterator[str]:
    """What else there is to know, a line each: the subject, when it is due, who has it."""
    known = item.data
    if known.get("subject"):
        yield str(known["subject"])
    if known.get("starts_at"):
        yield translate(WHEN, to.language, start=local(known["starts_at"], to), end=local(known["ends_at"], to))
    if known.get("due_at"):
        yield translate(DUE, to.language, when=local(known["due_at"], to))
    if known.get("at_work"):
        yield translate(AT_WORK, to.language, names=_joined(known["at_work"], to.language))
    if "owner" in known and item.kind not in {NoticeKind.ASSIGNED, NoticeKind.OFFERED}:
        yield translate(OWNER, to.language, name=known["owner"]) if known["owner"] else translate(NO_OWNER, to.language)


def local(stored: str, to: Recipient) -> str:
    """An instant of the journal where the reader is."""
    form = "M月d日 HH:mm" if to.language == "zh-CN" else "d MMM, HH:mm"
    at = datetime.fromisoformat(stored)
    return format_datetime(at, form, tzinfo=ZoneInfo(to.zone), locale=to.language.replace("-", "_"))


def _joined(names: list[str], language: str) -> str:
    return ("、" if language == "zh-CN" else ", ").join(names)
