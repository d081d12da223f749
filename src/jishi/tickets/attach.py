"""Give uploaded files to a message."""

from collections.abc import Sequence

from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.model import Attached


class NoSuchUpload(Invalid):
    """An attachment was not uploaded by you, or already belongs to a message."""


async def attach(tx: Transaction, ids: Sequence[int], uploaded_by: str) -> tuple[Attached, ...]:
    """The files of these ids, in their order. Storing the message then ties them to it."""
    if not ids:
        return ()
    rows = {row["id"]: row for row in await store.take_attachments(tx, list(ids), uploaded_by)}
    missing = [n for n, found in enumerate(ids) if found not in rows]
    if missing:
        raise NoSuchUpload(errors=[(f"attachments.{n}", NoSuchUpload.__doc__ or "") for n in missing])
    return tuple(Attached(**dict(rows[found])) for found in ids)
