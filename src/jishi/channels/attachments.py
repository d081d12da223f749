"""Attachments over HTTP: send a file, and fetch one by its short-lived signed link."""

import re
from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.enums import HttpMethod
from litestar.handlers import route
from litestar.params import Parameter
from litestar.response import Stream

from jishi.channels import blobs, store
from jishi.channels.file_kind import INLINE, PLAIN
from jishi.channels.file_name import disposition
from jishi.channels.keep_upload import Limits, Upload, keep_upload, note_upload
from jishi.channels.receive_form import BadForm, receive_form
from jishi.identity.guards import public, requires
from jishi.identity.model import Caller, Permission
from jishi.inbox.links import check, link
from jishi.kernel.errors import NotFound
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction

LIMITS = Limits.from_environment()
LARGEST_BODY = LIMITS.size + 1_000_000  # with what stands around the file in a form
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
# Whatever it is, on our address it may do nothing: no script, no form, no frame, no request.
ASLEEP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NoSuchFile(NotFound):
    """There is no such file, or the link to it has expired. Reload the page that showed it."""


class UploadedFile(msgspec.Struct, kw_only=True):
    """A file that waits for the message that takes it; after a day it is removed."""

    id: int
    name: str
    type: str
    size: int
    url: str


@post(
    "/attachments",
    guards=[requires(Permission.TICKETS_NOTE)],
    request_max_body_size=LARGEST_BODY,
    opt={"streams": True},
)
async def send_attachment(
    request: Request[Any, Any, Any],
    tx: Transaction,
    caller: Caller,
    name: Annotated[str | None, Parameter(max_length=1000)] = None,
) -> UploadedFile:
    """Send a file, as the field `file` of a form or as the body with `?name=`. Give its id to a message."""
    upload = await _received(request, caller.workspace_id, name)
    attached = await note_upload(tx, upload, added_by=caller.actor)
    url = link(tx.workspace_id, attached.id)
    return UploadedFile(id=attached.id, name=attached.name, type=attached.type, size=attached.size, url=url)


@route(
    "/attachments/{attachment_id:int}/content",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    guards=[public],
)
async def fetch_attachment(
    request: Request[Any, Any, Any], database: Database, attachment_id: Id, ws: Id, expires: Id, signature: str
) -> Stream:
    """The file of a signed link, whole or a range of it."""
    if not signature.isascii() or not check(ws, attachment_id, expires, signature):
        raise NoSuchFile
    async with database.job(ws, by="customer") as tx:
        row = await store.attachment(tx, attachment_id)
    if row is None:
        raise NoSuchFile
    return await answer(row, request.headers.get("range"), head=request.method == "HEAD")


async def answer(row: Any, asked: str | None, *, head: bool = False) -> Stream:
    """The bytes with headers that keep a browser from running them: never a page, an image only when it is one."""
    part = _range(asked, row["size"])
    start, length = part or (0, row["size"])
    headers = {
        "Content-Disposition": disposition(row["name"], inline=row["type"] in INLINE),
        "Content-Security-Policy": ASLEEP,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=3600, immutable",
        "Referrer-Policy": "no-referrer",
        "ETag": f'"{row["sha256"].hex()[:32]}"',
        "Accept-Ranges": "bytes",
        "Content-Length": str(length),
    }
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{row['size']}"
    try:
        content = await blobs.open(row["key"], start=start, length=0 if head else length)
    except FileNotFoundError as error:
        raise NoSuchFile from error
    return Stream(
        content, status_code=200 if part is None else 206, headers=headers, media_type=_served_as(row["type"])
    )


async def _received(request: Request[Any, Any, Any], workspace_id: int, name: str | None) -> Upload:
    """The upload of a request. A request is run again when its transaction met another; its body came only once."""
    kept: Upload | None = request.state.get("upload")
    if kept is None:
        kept = await _receive(request, workspace_id, name)
        request.state.upload = kept
    return kept


async def _receive(request: Request[Any, Any, Any], workspace_id: int, name: str | None) -> Upload:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        stream = request.stream()
        return await keep_upload(stream, name or "file", workspace_id=workspace_id, limits=LIMITS)
    found: list[Upload] = []

    async def keep(field: str, given: str, content: Any) -> None:
        if field == "file" and not found:
            found.append(await keep_upload(content, given, workspace_id=workspace_id, limits=LIMITS))

    await receive_form(request, keep)
    if not found:
        raise BadForm(errors=[("file", "Choose a file.")])
    return found[0]


def _served_as(kind: str) -> str:
    """Images as what they are; what a browser could take for a page as mere bytes."""
    return kind if kind in INLINE or kind.startswith(("audio/", "video/")) or kind == "application/pdf" else PLAIN


def _range(asked: str | None, size: int) -> tuple[int, int] | None:
    """Start and length of a single range that lies in the file; anything else gets the whole file."""
    found = RANGE.fullmatch((asked or "").strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size - 1
    else:
        start, end = int(found[1]), min(int(found[2] or size - 1), size - 1)
    return (start, end - start + 1) if start <= end else None


routes = [send_attachment, fetch_attachment]
