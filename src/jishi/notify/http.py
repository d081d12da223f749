"""The notice centre, and who was told of a ticket."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from asyncpg import Record
from litestar import get, put
from msgspec import Meta

from jishi.clock.ladder import timers_of
from jishi.clock.model import Timer
from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import LARGEST_ID, After, Id, Limit
from jishi.identity.views import PersonName
from jishi.kernel import cursors
from jishi.kernel.errors import Invalid
from jishi.notify import rules, store
from jishi.notify.acknowledge import acknowledge_notice, acknowledge_ticket
from jishi.notify.errors import NoSuchNotice
from jishi.notify.model import URGENT, Acknowledgement, Medium, NoticeKind
from jishi.notify.see import see
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope

READ = [requires(Permission.TICKETS_READ)]
WORK = [requires(Permission.TICKETS_WORK)]
TO_SEE = "Name the notices you have seen, or say all."


class NoticeView(msgspec.Struct, kw_only=True):
    """One thing you were told. `data` is what its sentence needs; `state` is the ticket's now."""

    id: int
    kind: NoticeKind
    urgent: bool
    at: datetime
    ticket_id: int | None
    timer_id: int | None
    state: str | None
    data: dict[str, Any]
    seen_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: PersonName | None


class Notices(msgspec.Struct, kw_only=True):
    """A keyset page, the newest first."""

    items: list[NoticeView]
    next: str | None = None


class NoticeCount(msgspec.Struct, kw_only=True):
    """What you have not seen; 1,000 means that many or more."""

    unseen: int
    urgent: int


class Seen(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Either these, or all."""

    ids: Annotated[list[Annotated[int, Meta(ge=1, le=LARGEST_ID)]], Meta(max_length=1000)] = []
    all: bool = False


class WayOut(msgspec.Struct, kw_only=True):
    """`state`: shown (on the screen), waiting, sending, sent, failed, suppressed."""

    medium: Medium
    state: str
    sent_at: datetime | None = None


class ToldView(msgspec.Struct, kw_only=True):
    """Somebody was told of the ticket."""

    id: int
    person: PersonName
    kind: NoticeKind
    at: datetime
    timer_id: int | None
    data: dict[str, Any]
    media: list[WayOut]
    seen_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: PersonName | None


class LatePromise(msgspec.Struct, kw_only=True):
    """A promise that was warned of or broken and still has to be kept, and who sees to it."""

    timer_id: int
    kind: str
    due_at: datetime | None
    broken: bool
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonName | None = None


class TicketNotices(msgspec.Struct, kw_only=True):
    """Who was told, the latest first, and what is late or about to be."""

    items: list[ToldView]
    late: list[LatePromise]
    next: str | None = None


class Acknowledged(msgspec.Struct, kw_only=True):
    late: list[LatePromise]


@get("/notices", guards=READ, tags=["notices"])
async def list_notices(
    tx: Transaction, caller: Caller, unseen: bool = False, limit: Limit = 50, after: After = None
) -> Notices:
    """What I was told."""
    place = cursors.decode(after) if after else None
    rows = await store.of_person(tx, caller.person_id, unseen=unseen, before=place, limit=limit + 1)
    return Notices(items=[_mine(row) for row in rows[:limit]], next=_next(rows, limit))


@get("/notices/count", guards=READ, tags=["notices"])
async def count_notices(tx: Transaction, caller: Caller) -> NoticeCount:
    """How much of it I have not seen."""
    return await _count(tx, caller)


@put("/notices/seen", guards=READ, tags=["notices"])
async def see_notices(tx: Transaction, caller: Caller, data: Seen) -> NoticeCount:
    """I have seen these. Answers what is left."""
    if not data.ids and not data.all:
        raise Invalid(errors=[("ids", TO_SEE)])
    await see(tx, caller.person_id, ids=None if data.all else data.ids)
    return await _count(tx, caller)


@put("/notices/{notice_id:int}/acknowledgement", guards=WORK, tags=["notices"])
async def put_notice_acknowledgement(tx: Transaction, caller: Caller, notice_id: Id) -> NoticeView:
    """I see to what this notice is about: nobody else is told of that promise again."""
    notice = await store.find(tx, notice_id, person_id=caller.person_id)
    if notice is None:
        raise NoSuchNotice
    await acknowledge_notice(tx, notice, person_id=caller.person_id, by=caller.actor)
    await see(tx, caller.person_id, ids=[notice_id])
    [row] = await store.of_person(tx, caller.person_id, unseen=False, before=(notice.at, notice_id + 1), limit=1)
    return _mine(row)


@get("/tickets/{ticket_id:int}/notices", guards=READ, tags=["notices"])
async def list_ticket_notices(
    tx: Transaction, caller: Caller, ticket_id: Id, limit: Limit = 50, after: After = None
) -> TicketNotices:
    """Who was told of the ticket, when and by which medium, who has seen it and who sees to it."""
    await check_scope(tx, caller, ticket_id)
    await find(tx, ticket_id)
    place = cursors.decode(after) if after else None
    rows = await store.of_ticket(tx, ticket_id, before=place, limit=limit + 1)
    return TicketNotices(
        items=[_told(row) for row in rows[:limit]], late=await _late(tx, ticket_id), next=_next(rows, limit)
    )


@put("/tickets/{ticket_id:int}/acknowledgement", guards=WORK, tags=["notices"])
async def put_ticket_acknowledgement(tx: Transaction, caller: Caller, ticket_id: Id) -> Acknowledged:
    """I see to what is late on this ticket, or will be: nobody else is told again."""
    await check_scope(tx, caller, ticket_id)
    await find(tx, ticket_id)
    await acknowledge_ticket(tx, ticket_id, person_id=caller.person_id, by=caller.actor)
    await see(tx, caller.person_id, ticket_id=ticket_id)
    return Acknowledged(late=await _late(tx, ticket_id))


async def _count(tx: Transaction, caller: Caller) -> NoticeCount:
    unseen, urgent = await store.count(tx, caller.person_id)
    return NoticeCount(unseen=unseen, urgent=urgent)


async def _late(tx: Transaction, ticket_id: int) -> list[LatePromise]:
    timers = [timer for timer in await timers_of(tx, ticket_id) if rules.needs_acknowledgement(timer)]
    said = await store.acknowledged(tx, ticket_id) if timers else []
    names = await names_of(tx, [each.person_id for each in said])
    return [_promise(timer, rules.seen_to(timer, said), names) for timer in timers]


def _promise(timer: Timer, said: Acknowledgement | None, names: dict[int, str]) -> LatePromise:
    return LatePromise(
        timer_id=timer.id,
        kind=timer.kind.value,
        due_at=timer.due_at,
        broken=timer.broken_at is not None,
        acknowledged_at=said.at if said else None,
        acknowledged_by=PersonName(id=said.person_id, name=names.get(said.person_id, "")) if said else None,
    )


def _mine(row: Record) -> NoticeView:
    shown = {name: row[name] for name in NoticeView.__struct_fields__ if name not in {"urgent", "acknowledged_by"}}
    return NoticeView(
        **{**shown, "kind": NoticeKind(row["kind"])}, urgent=row["kind"] in URGENT, acknowledged_by=_by(row)
    )


def _told(row: Record) -> ToldView:
    shown = {name: row[name] for name in ("id", "at", "timer_id", "data", "seen_at", "acknowledged_at")}
    return ToldView(
        **shown,
        kind=NoticeKind(row["kind"]),
        person=PersonName(id=row["person_id"], name=row["person"]),
        media=[WayOut(medium=Medium.SCREEN, state="shown"), *msgspec.convert(row["sent"], list[WayOut])],
        acknowledged_by=_by(row),
    )


def _by(row: Record) -> PersonName | None:
    if row["acknowledged_by"] is None:
        return None
    return PersonName(id=row["acknowledged_by"], name=row["acknowledged_name"] or "")


def _next(rows: list[Record], limit: int) -> str | None:
    return cursors.encode(rows[limit - 1]["at"], rows[limit - 1]["id"]) if len(rows) > limit else None


routes = [
    list_notices,
    count_notices,
    see_notices,
    put_notice_acknowledgement,
    list_ticket_notices,
    put_ticket_acknowledgement,
]
