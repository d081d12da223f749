"""The public form of a workspace: a visitor asks, and gets a number and a private link."""

import hashlib
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post

from jishi.channels import progress
from jishi.channels.page import language_of, page, sorry
from jishi.channels.private_link import private_token
from jishi.channels.visitor_form import (
    LARGEST_BODY,
    LIMITS,
    MOST_FILES,
    TRAP,
    Arrived,
    Wrong,
    arrived,
    files_of,
    fresh_stamp,
    renewed_stamp,
)
from jishi.identity import recognise, settings
from jishi.identity.guards import public
from jishi.identity.model import Requester, Workspace
from jishi.knowledge.triage.sort import sort
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Attached
from jishi.tickets.receive import Incoming, receive

FIELDS = ("name", "email", "phone", "type", "subject", "order_number", "body")
LONGEST = {"name": 100, "email": 254, "phone": 40, "subject": 200, "order_number": 100, "body": 20_000}
NO_NAME = "Tell us your name."
NO_CONTACT = "Give an e-mail or a phone number, so that we can answer."
NO_BODY = "Describe what happened or what you need."
TOO_LONG = "At most {most} characters."
NO_TYPE = "Choose one of the list."


@get("/f/{slug:str}", guards=[public], include_in_schema=False, opt={"page": sorry})
async def show_form(request: Request[Any, Any, Any], tx: Transaction, slug: str) -> Response[str]:
    """The empty form; `?type=` chooses a type beforehand."""
    workspace = await settings.workspace(tx)
    stamp = await fresh_stamp(tx)
    values = {name: request.query_params.get(name, "")[:200] for name in ("type", "order_number", "subject")}
    return _form(request, workspace, slug, stamp=stamp.text, values=values, files=[], wrong={})


@post(
    "/f/{slug:str}",
    guards=[public],
    include_in_schema=False,
    status_code=200,
    request_max_body_size=LARGEST_BODY,
    opt={"page": sorry, "streams": True},
)
async def send_form(request: Request[Any, Any, Any], tx: Transaction, slug: str) -> Response[str]:
    """A visitor's request. Wrong fields come back with everything that was filled in."""
    sent = await arrived(request, tx)
    workspace = await settings.workspace(tx)
    if sent.trapped:
        return _trapped(request, tx, sent, workspace)
    files = await files_of(tx, sent)
    wrong = {**_wrong(sent, workspace), **sent.wrong}
    if wrong:
        return await _again(request, tx, sent, workspace, slug=slug, files=files, wrong=wrong)
    received = await receive(tx, _incoming(sent, files, language_of(request, sent.form.get("lang"))), improve=sort)
    token = await private_token(tx, received.ticket.id)
    return _thanks(request, sent, workspace, number=received.ticket.number, token=token)


def _incoming(sent: Arrived, files: list[Attached], language: str) -> Incoming:
    """The stamp's number and what was said name the ticket: a form sent twice opens one, and what somebody changed
    after going back to it is not thanked for and lost."""
    said = sent.form.get
    assert sent.stamp is not None
    return Incoming(
        channel="form",
        body=said("body"),
        subject=said("subject") or None,
        type=said("type") or None,
        requester=_requester(sent, language),
        fields={"order_number": said("order_number")} if said("order_number") else {},
        language=language,
        external_id=f"form:{sent.stamp.nonce}:{_digest([*map(said, FIELDS), *(file.name for file in files)])}",
        attachments=tuple(attached.id for attached in files),
        uploaded_by=sent.uploader,
    )


def _digest(said: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:16]


def _requester(sent: Arrived, language: str) -> Requester:
    said = sent.form.get
    return Requester(name=said("name"), email=said("email") or None, phone=said("phone") or None, language=language)


def _wrong(sent: Arrived, workspace: Workspace) -> dict[str, Wrong]:
    """Every field that cannot be accepted."""
    said = sent.form.get
    wrong: dict[str, Wrong] = {}
    for name, flaw in recognise.flaws(_requester(sent, "en"), workspace.settings):
        wrong[name or "contact"] = (flaw, {})
    if not said("email") and not said("phone"):
        wrong["contact"] = (NO_CONTACT, {})
    if not said("name"):
        wrong["name"] = (NO_NAME, {})
    if not said("body"):
        wrong["body"] = (NO_BODY, {})
    if said("type") and said("type") not in {choice.key for choice in workspace.settings.types}:
        wrong["type"] = (NO_TYPE, {})
    return wrong | {name: (TOO_LONG, {"most": most}) for name, most in LONGEST.items() if len(said(name)) > most}


async def _again(
    request: Request[Any, Any, Any],
    tx: Transaction,
    sent: Arrived,
    workspace: Workspace,
    *,
    slug: str,
    files: list[Attached],
    wrong: dict[str, Wrong],
) -> Response[str]:
    stamp = await renewed_stamp(tx, sent)
    values = {name: sent.form.get(name) for name in FIELDS}
    return _form(request, workspace, slug, stamp=stamp.text, values=values, files=files, wrong=wrong, sent=sent)


def _form(
    request: Request[Any, Any, Any],
    workspace: Workspace,
    slug: str,
    *,
    stamp: str,
    values: dict[str, str],
    files: list[Attached],
    wrong: dict[str, Wrong],
    sent: Arrived | None = None,
) -> Response[str]:
    language = language_of(request, sent.form.get("lang") if sent else "")
    types = [(choice.key, choice.zh if language == "zh-CN" else choice.en) for choice in workspace.settings.types]
    response = page(
        "form.html",
        language,
        status=422 if wrong else 200,
        workspace=workspace.name,
        slug=slug,
        stamp=stamp,
        trap=TRAP,
        types=types,
        values={name: values.get(name, "") for name in FIELDS},
        files=files,
        wrong=wrong,
        longest=LONGEST,
        most_files=MOST_FILES,
        megabytes=f"{LIMITS.size / 1e6:g}",
    )
    if seconds := wrong.get("form", ("", {}))[1].get("seconds"):
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
    return response


def _thanks(
    request: Request[Any, Any, Any], sent: Arrived, workspace: Workspace, *, number: str, token: str
) -> Response[str]:
    base = f"{request.url.scheme}://{request.url.netloc}"
    language = language_of(request, sent.form.get("lang"))
    return page("thanks.html", language, workspace=workspace.name, number=number, path=f"/p/{token}", base=base)


def _trapped(request: Request[Any, Any, Any], tx: Transaction, sent: Arrived, workspace: Workspace) -> Response[str]:
    """Programs that fill in everything are thanked like anybody. Nothing is stored, and the link leads nowhere."""
    made_up = hashlib.sha256(sent.form.get("stamp").encode()).hexdigest()
    today = tx.now.astimezone(ZoneInfo(workspace.zone))
    number = f"{today:%Y%m%d}{int(made_up[:6], 16) % 900 + 100}"
    token = f"{tx.workspace_id}-{int(made_up[6:14], 16)}-{made_up[14:54]}"
    return _thanks(request, sent, workspace, number=number, token=token)


routes = [show_form, send_form, *progress.routes]
