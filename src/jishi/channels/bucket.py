"""Blobs in an S3-compatible bucket, by way of `obstore` (the extra `s3`)."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore import store as stores

from jishi.channels.disk import key_of, spool

AT_ONCE = 2  # parts of 5 MB sent side by side


@dataclass(frozen=True, slots=True)
class Bucket:
    """`folder` holds a file while it arrives: its name is its content, which is known only at the end."""

    store: stores.S3Store
    folder: Path

    async def put(self, stream: AsyncIterator[bytes], *, under: str) -> str:
        async with spool(self.folder, stream) as (path, digest):
            key = key_of(under, digest)
            await obstore.put_async(self.store, key, path, max_concurrency=AT_ONCE)
        return key

    async def open(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        if length == 0:
            return _read(_nothing())
        if length is not None:
            return _read(await obstore.get_async(self.store, key, options={"range": (start, start + length)}))
        return _read(await obstore.get_async(self.store, key, options={"range": {"offset": start}} if start else None))

    async def delete(self, key: str) -> None:
        await obstore.delete_async(self.store, key)

    async def there(self, key: str) -> bool:
        try:
            await obstore.head_async(self.store, key)
        except FileNotFoundError:
            return False
        return True


def open_bucket(url: str, folder: Path, *, endpoint: str | None = None) -> Bucket:
    """`s3://bucket/prefix`; keys and region come from the usual `AWS_…` variables, `endpoint` is another maker's."""
    parts = urlsplit(url)
    prefix = parts.path.strip("/") or None
    if endpoint is None:
        return Bucket(stores.S3Store(parts.netloc, prefix=prefix), folder)
    plain = endpoint.startswith("http://")
    store = stores.S3Store(parts.netloc, prefix=prefix, endpoint=endpoint, client_options={"allow_http": plain})
    return Bucket(store, folder)


async def _read(result: AsyncIterable[Any]) -> AsyncGenerator[bytes, None]:
    async for piece in result:
        yield bytes(piece)


async def _nothing() -> AsyncGenerator[bytes, None]:
    return
    yield
