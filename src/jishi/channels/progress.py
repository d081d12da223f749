"""A customer's own page: where the request stands, what was said, and room to say more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from jishi.channels import store
from jishi.channels.page import language_of, page, sorry, when, zone_name
from jishi.channels.private_link import ticket_of
from jishi.channels.visitor_form import (
    LARGEST_BODY,
    LIMITS,
    MOST_FILES,
    Arrived,
    Wrong,
    arrived,
    files_of,
    fresh_stamp,
    renewed_stamp,
)
from jishi.clock.show import TimerView, show_timers
from jishi.identity import settings
from jishi.identity.find import find_customer, find_team
from jishi.identity.guards import public
from jishi.identity.model import Workspace
from jishi.inbox.links import link
from jishi.storage.transaction import Transaction
from jishi.tickets import solve
from jishi.tickets.attach import attach
from jishi.tickets.find import find, lock
from jishi.tickets.model import Attached, State, Ticket
from jishi.tickets.receive import hear

SHOWN = 200  # messages
LONGEST = 20_000
LONGEST_COMMENT = 2000
AT_ONCE = timedelta()  # whoever has the link has proved to be no program
SAME = timedelta(minutes=10)  # the very same words within that time are one message, sent twice
NO_BODY = "Write something first."
TOO_LONG = "At most {most} characters."
NO_SCORE = "Choose a score from 1 to 5, or none."
MOVED_ON = "The request has changed meanwhile. Please look again."
ANSWERS = ("first_response", "next_response", "update")
UNDER_WAY = frozenset({"running", "broken"})


@dataclass(frozen=True, slots=True)
class Ahead:
    """What happens next. `late` when the instant has passed."""

    kind: str  # answer, solution
    by: datetime
    late: bool


@get("/p/{token:str}", guards=[public], include_in_schema=False, opt={"page": sorry})
async def show_progress(request: Request[Any, Any, Any], tx: Transaction, token: str) -> Response[str]:
    """The page of one request."""
    own, ticket = await _asked(tx, token)
    stamp = await fresh_stamp(tx)
    return await _progress(request, tx, own, ticket, token, stamp=stamp.text, files=[], wrong={}, sent=None)


@post(
    "/p/{token:str}/messages",
    guards=[public],
    include_in_schema=False,
    request_max_body_size=LARGEST_BODY,
    opt={"page": sorry, "streams": True},
)
async def add_message(request: Request[Any, Any, Any], tx: Transaction, token: str) -> Response[Any]:
    """The customer says more. A solved or closed request opens again."""
    await _check(tx, token)
    sent = await arrived(request, tx, soonest=AT_ONCE)
    own, ticket = await _asked(tx, token)
    ticket = await lock(tx, ticket.id)
    files = await files_of(tx, sent)
    body = sent.form.get("body")
    wrong = dict(sent.wrong)
    if not body and not files:
        wrong["body"] = (NO_BODY, {})
    if len(body) > LONGEST:
        wrong["body"] = (TOO_LONG, {"most": LONGEST})
    if wrong:
        return await _again(request, tx, own, ticket, token, sent=sent, files=files, wrong=wrong)
    await _say(tx, own, ticket, body or " · ".join(file.name for file in files), files, sent.uploader)
    return _back(request, token, sent, "said")


@post(
    "/p/{token:str}/confirmation",
    guards=[public],
    include_in_schema=False,
    request_max_body_size=LARGEST_BODY,
    opt={"page": sorry, "streams": True},
)
async def confirm(request: Request[Any, Any, Any], tx: Transaction, token: str) -> Response[Any]:
    """The customer's word on the solution. With `no` the request opens again and the comment joins it."""
    await _check(tx, token)
    sent = await arrived(request, tx, soonest=AT_ONCE)
    own, ticket = await _asked(tx, token)
    ticket = await lock(tx, ticket.id)
    score, comment = sent.form.get("score"), sent.form.get("comment")
    wrong = dict(sent.wrong)
    if score and score not in {"1", "2", "3", "4", "5"}:
        wrong["score"] = (NO_SCORE, {})
    if len(comment) > LONGEST_COMMENT:
        wrong["comment"] = (TOO_LONG, {"most": LONGEST_COMMENT})
    if ticket.state not in {State.SOLVED, State.CLOSED} or sent.form.get("satisfied") not in {"yes", "no"}:
        wrong["form"] = (MOVED_ON, {})
    if wrong:
        return await _again(request, tx, own, ticket, token, sent=sent, files=[], wrong=wrong)
    satisfied = sent.form.get("satisfied") == "yes"
    by = f"customer:{own.customer_id}"
    given = int(score) if score else None
    after = await solve.confirm(tx, ticket.id, satisfied=satisfied, score=given, comment=comment or None, by=by)
    if not satisfied and comment:
        await _say(tx, own, after, comment, [], "")
    return _back(request, token, sent, "confirmed" if satisfied else "reopened")


async def _check(tx: Transaction, token: str) -> None:
    """Refuse a wrong link before its body is read, in a transaction that is over by then."""
    async with tx.database.job(tx.workspace_id, by="system") as short:
        await ticket_of(short, token)


async def _asked(tx: Transaction, token: str) -> tuple[Ticket, Ticket]:
    """The request of a link, and the one that it goes on in: itself, unless it was merged."""
    own = await find(tx, await ticket_of(tx, token))
    return own, own if own.merged_into is None else await find(tx, own.merged_into)


async def _say(
    tx: Transaction, own: Ticket, ticket: Ticket, body: str, files: Sequence[Attached], uploader: str
) -> None:
    if not files and await store.said_already(tx, ticket.id, body, since=tx.now - SAME):
        return
    customer = await find_customer(tx, own.customer_id)
    attached = await attach(tx, [file.id for file in files], uploader)
    await hear(tx, ticket.id, customer, body, channel="portal", attached=attached)


def _back(request: Request[Any, Any, Any], token: str, sent: Arrived, told: str) -> Redirect:
    """See the page anew, so that a reload sends nothing twice, at the place where it says what became of it."""
    language = language_of(request, sent.form.get("lang"))
    path = f"/p/{token}?lang={language}&told={told}#{'latest' if told == 'said' else 'told'}"
    return Redirect(path, status_code=303, headers={"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})


async def _again(
    request: Request[Any, Any, Any],
    tx: Transaction,
    own: Ticket,
    ticket: Ticket,
    token: str,
    *,
    sent: Arrived,
    files: list[Attached],
    wrong: dict[str, Wrong],
) -> Response[str]:
    stamp = await renewed_stamp(tx, sent)
    return await _progress(request, tx, own, ticket, token, stamp=stamp.text, files=files, wrong=wrong, sent=sent)


async def _progress(
    request: Request[Any, Any, Any],
    tx: Transaction,
    own: Ticket,
    ticket: Ticket,
    token: str,
    *,
    stamp: str,
    files: list[Attached],
    wrong: dict[str, Wrong],
    sent: Arrived | None,
) -> Response[str]:
    workspace = await settings.workspace(tx)
    language = language_of(request, sent.form.get("lang") if sent else "")
    said = sent.form.get if sent else lambda _: ""
    return page(
        "progress.html",
        language,
        status=422 if wrong else 200,
        workspace=workspace.name,
        token=token,
        ticket=ticket,
        customer_id=own.customer_id,
        team=await _team(tx, ticket),
        ahead=_ahead(ticket, await show_timers(tx, ticket.id), tx.now),
        messages=await _conversation(tx, ticket.id),
        when=lambda instant: when(instant, workspace.zone, language),
        zone=zone_name(workspace.zone, tx.now, language),
        closes_at=_closes_at(ticket, workspace),
        told=request.query_params.get("told", "") if not wrong else "",
        stamp=stamp,
        files=files,
        wrong=wrong,
        values={name: said(name) for name in ("body", "comment", "score")},
        most_files=MOST_FILES,
        megabytes=f"{LIMITS.size / 1e6:g}",
        longest=LONGEST,
    )


async def _team(tx: Transaction, ticket: Ticket) -> str | None:
    return (await find_team(tx, ticket.team_id)).name if ticket.team_id is not None else None


async def _conversation(tx: Transaction, ticket_id: int) -> list[dict[str, Any]]:
    return [
        {
            **dict(row),
            "files": [{**file, "url": link(tx.workspace_id, file["id"])} for file in row["attachments"]],
        }
        for row in await store.conversation(tx, ticket_id, limit=SHOWN)
    ]


def _ahead(ticket: Ticket, timers: Sequence[TimerView], now: datetime) -> list[Ahead]:
    """The promises that concern the customer: the next answer, then the solution. None of the desk's inner ones."""
    if ticket.state in {State.SOLVED, State.CLOSED, State.DISCARDED} or ticket.imported:
        return []
    open_ = [timer for timer in timers if timer.state in UNDER_WAY and timer.met_at is None]
    ahead: list[Ahead] = []
    for kind, of in (("answer", ANSWERS), ("solution", ("resolution",))):
        due = [timer.due_at for timer in open_ if timer.kind in of and timer.due_at is not None]
        if due:
            ahead.append(Ahead(kind, min(due), min(due) < now))
    return ahead


def _closes_at(ticket: Ticket, workspace: Workspace) -> datetime | None:
    """When silence will count as consent."""
    if ticket.state is not State.SOLVED or ticket.solved_at is None:
        return None
    return ticket.solved_at + timedelta(seconds=workspace.settings.close_after_seconds)


routes = [show_progress, add_message, confirm]
