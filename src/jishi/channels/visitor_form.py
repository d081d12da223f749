"""What a visitor sends with a form on one of our pages: fields, files, and the stamp that ties them together."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from jishi.channels import store
from jishi.channels.keep_upload import Limits, Upload, keep_upload, note_upload
from jishi.channels.receive_form import Form, receive_form
from jishi.channels.secret import secret
from jishi.channels.stamp import LATEST, NAME, SOONEST, Stamp, new_stamp, read_stamp, renewed
from jishi.identity.rate import Rate, address_of
from jishi.kernel.errors import Invalid, TooLarge, TooMany
from jishi.storage.full import NoRoomLeft, full
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Attached

log = logging.getLogger(__name__)
MOST_FILES = 5
LIMITS = Limits.from_environment()
LARGEST_BODY = MOST_FILES * LIMITS.size + 1_000_000
TRAP = "website"  # a field that people do not see and programs fill in
RATE = Rate("form", burst=20, per_second=1 / 15)  # sendings by one address

TOO_SOON = "That was quick! Please send the form once more."
TOO_OLD = "This page was open for a long time. Please send the form once more."
TOO_OFTEN = "Too many requests from your address. Please wait {seconds} seconds and send again."
TOO_MANY_FILES = "At most {most} files."
Wrong = tuple[str, dict[str, object]]  # a sentence and what to fill in


@dataclass(slots=True)
class Arrived:
    """A form that was sent. `wrong` is what is wrong with it, by field; `form` for the form as a whole."""

    form: Form
    stamp: Stamp | None
    trapped: bool = False
    uploads: list[Upload] = field(default_factory=list)
    wrong: dict[str, Wrong] = field(default_factory=dict)

    @property
    def uploader(self) -> str:
        return f"form:{self.stamp.nonce}" if self.stamp else ""


async def stamp_key(tx: Transaction) -> bytes:
    """The workspace's key for stamps. In a transaction of its own, so that none is held open while a body arrives."""
    async with tx.database.job(tx.workspace_id, by="system") as short:
        return await secret(short, NAME)


async def fresh_stamp(tx: Transaction) -> Stamp:
    return new_stamp(await stamp_key(tx), tx.now)


async def arrived(request: Request[Any, Any, Any], tx: Transaction, *, soonest: timedelta = SOONEST) -> Arrived:
    """The form of a request, sent no sooner than `soonest` after it was opened.

    A request is run again when its transaction met another; its body came only once.
    """
    known: Arrived | None = request.state.get("arrived")
    if known is None:
        known = await _receive(request, tx, soonest)
        request.state.arrived = known
    return known


async def files_of(tx: Transaction, sent: Arrived) -> list[Attached]:
    """Files that came now, noted, and those that came with an earlier try and were not taken off the list."""
    if sent.stamp is None:
        return []
    before = {attached.id: attached for attached in await store.uploads_of(tx, sent.uploader)}
    kept = [before[key] for text in sent.form.all("keep") if text.isdecimal() and (key := int(text)) in before]
    came = [await note_upload(tx, upload, added_by=sent.uploader) for upload in sent.uploads]
    files = list({attached.id: attached for attached in [*kept, *came]}.values())
    if len(files) > MOST_FILES:
        sent.wrong.setdefault("files", (TOO_MANY_FILES, {"most": MOST_FILES}))
    return files


async def renewed_stamp(tx: Transaction, sent: Arrived) -> Stamp:
    """For showing the form again."""
    key = await stamp_key(tx)
    return renewed(key, sent.stamp, tx.now - SOONEST) if sent.stamp else new_stamp(key, tx.now - SOONEST)


async def _receive(request: Request[Any, Any, Any], tx: Transaction, soonest: timedelta) -> Arrived:
    key = await stamp_key(tx)
    sent = Arrived(Form(), None)
    try:
        await RATE.take(tx.database, address_of(request), workspace_id=tx.workspace_id)
    except TooMany as error:
        sent.wrong["form"] = (TOO_OFTEN, {"seconds": error.seconds})

    async def keep(name: str, given: str, content: AsyncIterator[bytes]) -> None:
        # Trap and stamp stand before the files, so nothing is kept of what no visitor sent.
        stamp = read_stamp(key, form.get("stamp"))
        if name != "files" or form.get(TRAP) or stamp is None or "form" in sent.wrong:
            return
        if len(sent.uploads) >= MOST_FILES:
            sent.wrong["files"] = (TOO_MANY_FILES, {"most": MOST_FILES})
            return
        await _keep(sent, content, given, tx.workspace_id)

    form = sent.form
    try:
        await receive_form(request, keep, form)
    except HTTPException:  # larger than all that may come
        sent.wrong["files"] = (TooLarge.__doc__ or "", {})
    sent.trapped = bool(form.get(TRAP))
    sent.stamp = read_stamp(key, form.get("stamp"))
    _check_stamp(sent, tx, soonest)
    return sent


async def _keep(sent: Arrived, content: AsyncIterator[bytes], given: str, workspace_id: int) -> None:
    """Whatever is wrong with a file, what the visitor has written is shown again."""
    try:
        sent.uploads.append(await keep_upload(content, given, workspace_id=workspace_id, limits=LIMITS))
    except (Invalid, TooLarge) as error:
        sent.wrong["files"] = (error.sentence, error.params)
    except OSError as error:
        if not full(error):
            raise
        log.exception("no room for a file")
        sent.wrong["files"] = (NoRoomLeft.__doc__ or "", {})


def _check_stamp(sent: Arrived, tx: Transaction, soonest: timedelta) -> None:
    if sent.stamp is None or tx.now - sent.stamp.at > LATEST:
        sent.wrong.setdefault("form", (TOO_OLD, {}))
    elif soonest and tx.now - sent.stamp.at < soonest - timedelta(seconds=1):  # a stamp counts whole seconds
        sent.wrong.setdefault("form", (TOO_SOON, {}))
