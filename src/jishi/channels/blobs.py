"""Where the bytes of attachments are kept: put, open, delete; on this machine's disk or in a bucket.

`JISHI_BLOBS=s3://bucket/prefix` chooses a bucket (`JISHI_BLOBS_ENDPOINT` one that is not Amazon's); otherwise they lie
under `JISHI_DATA`. A key is made from the content, so the same file sent twice is kept once.
"""

import os
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Protocol

from jishi.channels.disk import Disk
from jishi.kernel.errors import Unavailable


class ObstoreMissing(Unavailable):
    """Attachments are to be kept in a bucket, but the package for that is not installed: pip install 'jishi[s3]'."""


class Place(Protocol):
    """What a store of bytes can do."""

    async def put(self, stream: AsyncIterator[bytes], *, under: str) -> str: ...
    async def open(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]: ...
    async def delete(self, key: str) -> None: ...
    async def there(self, key: str) -> bool: ...


async def put(stream: AsyncIterator[bytes], *, under: str) -> str:
    """Keep a stream; its key. `under` is the workspace's own folder. When the stream raises, nothing stays."""
    return await place().put(stream, under=under)


async def open(key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:  # noqa: A001
    """The bytes from `start`, `length` of them or all. Raises FileNotFoundError."""
    return await place().open(key, start=start, length=length)


async def delete(key: str) -> None:
    """Let it go; nothing happens when it is gone already."""
    await place().delete(key)


async def there(key: str) -> bool:
    return await place().there(key)


def digest_of(key: str) -> bytes:
    """The SHA-256 of what lies under a key."""
    return bytes.fromhex(key.rpartition("/")[2])


def place() -> Place:
    """The store that the environment names."""
    folder = Path(os.environ.get("JISHI_DATA", "var")).expanduser().absolute() / "attachments"
    return _place(os.environ.get("JISHI_BLOBS", ""), os.environ.get("JISHI_BLOBS_ENDPOINT"), folder)


@cache
def _place(url: str, endpoint: str | None, folder: Path) -> Place:
    if url.startswith("s3://"):
        try:
            from jishi.channels.bucket import open_bucket  # noqa: PLC0415 - needs the extra `s3`
        except ImportError as error:
            raise ObstoreMissing from error
        return open_bucket(url, folder / "incoming", endpoint=endpoint)
    return Disk(folder)
