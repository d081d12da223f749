"""The API as a channel: any other system hands its requests over here."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request as HTTPRequest
from litestar import Response, post
from msgspec import Meta

from jishi.channels.mend import further, mend
from jishi.channels.validate import collect
from jishi.identity import recognise, rules, settings
from jishi.identity.guards import requires
from jishi.identity.language import choose_language, translate
from jishi.identity.model import Caller, Permission, Requester, Settings
from jishi.identity.say import say
from jishi.inbox import show
from jishi.inbox.shapes import TicketPage
from jishi.inbox.talk_http import speaker
from jishi.kernel.errors import Invalid
from jishi.kernel.facts import Fact
from jishi.knowledge.triage.sort import sort
from jishi.storage.transaction import Transaction
from jishi.tickets.attach import NoSuchUpload, attach
from jishi.tickets.model import Level, State
from jishi.tickets.receive import AbsurdDate, Incoming, Received, moment, receive
from jishi.tickets.receive_many import receive_many

Short = Annotated[str, Meta(max_length=200)]
Word = Annotated[str, Meta(min_length=1, max_length=60)]
Channel = Literal[
    "form", "portal", "chat", "email", "phone", "wechat", "wechat_kf", "wecom", "feishu", "dingtalk", "social", "api"
]


NO_MACHINE_SPEAKS = "What was said on the telephone was not written by a machine."


class RequesterGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who asks. At least one of e-mail, phone and external_id, so that they can be recognised and reached."""

    name: Short | None = None
    email: Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Annotated[str, Meta(max_length=40, pattern=r"^[+()\d\s.\-#*]{3,40}$")] | None = None
    external_id: Short | None = None
    tier: Word | None = None
    language: Annotated[str, Meta(max_length=20)] | None = None


class Request(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A request. Only `body` and one way to reach the requester are needed. `spoken`: you are on the telephone with
    them, so they have been answered. `automatic`: a machine wrote it (an auto-reply, a bounce); nobody waits.
    """

    body: Annotated[str, Meta(min_length=1, max_length=200_000, pattern=r"\S")]
    requester: RequesterGiven
    channel: Channel = "api"
    subject: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    type: Word | None = None
    level: Level | None = None
    tags: Annotated[list[Word], Meta(max_length=50)] = []
    fields: Annotated[dict[Annotated[str, Meta(max_length=100)], Any], Meta(max_length=100)] = {}
    language: Annotated[str, Meta(max_length=20)] | None = None
    external_id: Short | None = None
    thread: Short | None = None
    received_at: Annotated[datetime, Meta(tz=True)] | None = None
    attachments: Annotated[list[Annotated[int, Meta(ge=1, le=2**63 - 1)]], Meta(max_length=20)] = []
    spoken: bool = False
    automatic: bool = False


async def look_over(tx: Transaction, caller: Caller, data: Request) -> Incoming:
    """What the tickets take; nothing is filed yet. Raises Invalid with every wrong field."""
    try:
        return incoming(data, caller, await settings.load(tx), now=tx.now)
    except Invalid as wrong:
        raise Invalid(errors=[*wrong.errors, *await missing(tx, data.attachments, caller)]) from None


async def look(tx: Transaction, caller: Caller, data: Request) -> None:
    """The same when more is known to be wrong already."""
    given = await look_over(tx, caller, data)
    await attach(tx, given.attachments, given.uploaded_by)


@post("/tickets", guards=[requires(Permission.TICKETS_WORK)], look=look)
async def open_ticket(tx: Transaction, caller: Caller, data: Request) -> TicketPage:
    """Open a ticket, or join the one of the same `thread`. 200 when `external_id` was filed before."""
    given = await look_over(tx, caller, data)
    received = await receive(tx, given, improve=sort)
    if received.opened and is_plain(received, given):
        return await show.show_opened(tx, received.ticket, received.customer)
    page = await show.show(tx, received.ticket.id, caller)
    return Response(page, status_code=200) if received.repeated else page  # type: ignore[return-value]


def is_plain(received: Received, given: Incoming) -> bool:
    """Nothing more has happened to the new ticket, so that it need not be read back."""
    return received.ticket.state is State.NEW and given.spoken_with is None


class Batch(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Up to 1,000 requests, each as `POST /tickets` takes it."""

    tickets: Annotated[list[Any], Meta(min_length=1, max_length=1000)]


class WrongField(msgspec.Struct, kw_only=True):
    path: str
    message: str


class NotTaken(msgspec.Struct, kw_only=True):
    """Why one of them was not taken."""

    detail: str
    errors: list[WrongField]


class BatchItem(msgspec.Struct, kw_only=True):
    """What became of one: 201 with the ticket, 200 when `external_id` was filed before, 422 with what is wrong."""

    status: int
    ticket: TicketPage | None = None
    error: NotTaken | None = None


class BatchAnswer(msgspec.Struct, kw_only=True):
    """In the order of the requests."""

    items: list[BatchItem]


@post("/tickets/batch", guards=[requires(Permission.TICKETS_WORK)], status_code=200)
async def open_tickets(
    tx: Transaction, caller: Caller, request: HTTPRequest[Any, Any, Any], data: Batch
) -> BatchAnswer:
    """Open many tickets in one transaction. A wrong one refuses only itself."""
    of = await settings.load(tx)
    given = [read_one(each, caller, of, now=tx.now) for each in data.tickets]
    outcomes = iter(await receive_many(tx, [each for each in given if isinstance(each, Incoming)], improve=sort))
    facts: dict[int, list[Fact]] = {}
    for fact in tx.recorded:
        facts.setdefault(getattr(fact, "ticket_id", 0), []).append(fact)
    language = choose_language(request.headers.get("accept-language", ""), caller.language)
    items = []
    for each in given:
        outcome = next(outcomes) if isinstance(each, Incoming) else each
        if isinstance(outcome, Invalid):
            items.append(BatchItem(status=422, error=refusal(outcome, language)))
        elif outcome.opened and isinstance(each, Incoming) and is_plain(outcome, each):
            page = await show.show_opened(tx, outcome.ticket, outcome.customer, recorded=facts[outcome.ticket.id])
            items.append(BatchItem(status=201, ticket=page))
        else:
            page = await show.show(tx, outcome.ticket.id, caller)
            items.append(BatchItem(status=200 if outcome.repeated else 201, ticket=page))
    return BatchAnswer(items=items)


def read_one(each: object, caller: Caller, of: Settings, *, now: datetime) -> Incoming | Invalid:
    """One request of a batch, or every field that is wrong with it."""
    unread: list[tuple[str, str]] = []
    request: Request | None
    try:
        request = msgspec.convert(each, Request)
    except msgspec.ValidationError:
        unread = collect(each, Request)
        request = mend(each, Request, unread, freely=True)
    try:
        given = None if request is None else incoming(request, caller, of, now=now)
    except Invalid as wrong:
        return Invalid(errors=[*unread, *further(wrong.errors, unread, each)]) if unread else wrong
    return Invalid(errors=unread) if unread or given is None else given


async def missing(tx: Transaction, ids: list[int], caller: Caller) -> list[tuple[str, str]]:
    """Which of the attachments are none."""
    try:
        await attach(tx, ids, caller.actor)
    except NoSuchUpload as wrong:
        return wrong.errors
    return []


def refusal(wrong: Invalid, language: str) -> NotTaken:
    return NotTaken(
        detail=translate(wrong.sentence, language, **wrong.params),
        errors=[WrongField(path=path, message=say(message, language)) for path, message in wrong.errors],
    )


def incoming(data: Request, caller: Caller, of: Settings, *, now: datetime | None = None) -> Incoming:
    """What the tickets take, with the workspace's own words for type and tier. Raises Invalid. With `now` also when it
    cannot have been received at the time it names."""
    requester = Requester(
        name=data.requester.name,
        email=data.requester.email,
        phone=data.requester.phone,
        external_id=data.requester.external_id,
        tier=data.requester.tier,
        language=data.requester.language,
    )
    wrong = [(f"requester.{path}".strip("."), message) for path, message in recognise.flaws(requester, of)]
    if data.spoken and data.automatic:
        wrong.append(("automatic", NO_MACHINE_SPEAKS))
    if now is not None:
        try:
            moment(data.received_at, now)
        except AbsurdDate as absurd:
            wrong += absurd.errors
    if wrong:
        raise Invalid(errors=wrong)
    return Incoming(
        channel=data.channel,
        body=data.body,
        requester=requester,
        subject=data.subject,
        type=data.type and (rules.key_of(of.types, data.type) or data.type),
        level=data.level,
        tags=tuple(dict.fromkeys(data.tags)),
        fields=data.fields,
        language=data.language,
        external_id=data.external_id,
        thread_key=data.thread,
        received_at=data.received_at,
        attachments=tuple(data.attachments),
        uploaded_by=caller.actor,
        spoken_with=speaker(caller) if data.spoken else None,
        automatic=data.automatic,
    )


routes = [open_ticket, open_tickets]
