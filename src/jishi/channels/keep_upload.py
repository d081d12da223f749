"""Take a file that somebody sends: checked while it streams by, kept where blobs are kept, noted as a row."""

import os
import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatch

from jishi.channels import blobs, store
from jishi.channels.file_kind import ENOUGH, PLAIN, is_refused, kind_of
from jishi.channels.file_name import file_name
from jishi.kernel.errors import Invalid, TooLarge, Unavailable
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Attached

LIMIT = 20_000_000  # bytes, unless JISHI_ATTACHMENT_LIMIT says otherwise
UNUSED = timedelta(days=1)  # an upload that no message has taken by then is removed
FORGET = "channels.forget_upload"
UNITS = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3}


class FileTooLarge(TooLarge):
    """The file {name} is larger than {megabytes} MB."""


class FileRefused(Invalid):
    """Files like {name} are not accepted, because they could run as a program."""


class FileUnwanted(Invalid):
    """Files of the type {type} are not accepted here."""


class FileEmpty(Invalid):
    """The file {name} is empty."""


class FileLost(Unavailable):
    """The file could not be kept. Please send it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is accepted. `types` are patterns such as `image/*`; empty means all but programs."""

    size: int = LIMIT
    types: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls) -> "Limits":
        return cls(
            size=_bytes(os.environ.get("JISHI_ATTACHMENT_LIMIT", "")) or LIMIT,
            types=tuple(os.environ.get("JISHI_ATTACHMENT_TYPES", "").replace(",", " ").split()),
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is kept and not yet noted."""

    name: str
    type: str
    size: int
    key: str


async def keep_upload(stream: AsyncIterator[bytes], given_name: str, *, workspace_id: int, limits: Limits) -> Upload:
    """Keep a stream. Touches no database, so that a slow sender holds no connection.

    Raises FileTooLarge, FileRefused, FileUnwanted and FileEmpty; then nothing is kept.
    """
    watch = _Watch(name=file_name(given_name), limits=limits)
    key = await blobs.put(watch.passing(stream), under=str(workspace_id))
    return Upload(watch.name, watch.kind, watch.size, key)


async def note_upload(tx: Transaction, upload: Upload, *, added_by: str) -> Attached:
    """A row for the file. It is gone after a day unless a message takes it."""
    attached = Attached(id=tx.new_id(), name=upload.name, type=upload.type, size=upload.size)
    await store.lock_blob(tx, upload.key, alone=False)
    # Between the end of the upload and the lock, a sweep may have removed an older copy of the same content.
    if not await blobs.there(upload.key):
        raise FileLost
    await store.add_attachment(tx, attached, key=upload.key, sha256=blobs.digest_of(upload.key), added_by=added_by)
    tx.set_alarm(FORGET, tx.now + UNUSED, key=str(attached.id))
    return attached


@dataclass(slots=True)
class _Watch:
    """Looks at a stream that passes by."""

    name: str
    limits: Limits
    size: int = 0
    kind: str = PLAIN
    head: bytearray = field(default_factory=bytearray)
    judged: bool = False

    async def passing(self, stream: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        async for piece in stream:
            self.size += len(piece)
            if self.size > self.limits.size:
                raise FileTooLarge(name=self.name, megabytes=round(self.limits.size / 1e6, 1))
            if not self.judged:
                self.head += piece[: ENOUGH - len(self.head)]
                if len(self.head) >= ENOUGH:
                    self.judge()
            yield piece
        if not self.size:
            raise FileEmpty(name=self.name)
        self.judge()

    def judge(self) -> None:
        if self.judged:
            return
        self.judged = True
        self.kind = kind_of(bytes(self.head), self.name)
        if is_refused(self.kind, self.name):
            raise FileRefused(name=self.name)
        if self.limits.types and not any(fnmatch(self.kind, pattern) for pattern in self.limits.types):
            raise FileUnwanted(type=self.kind)


def _bytes(text: str) -> int:
    """`20000000`, `20 MB`, `1.5g`; 0 for anything else."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?\s*", text.lower())
    return int(float(found[1]) * UNITS[found[2]]) if found else 0
