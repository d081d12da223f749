"""Attachments in a bucket: the same three functions, over S3's protocol."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from jishi.channels import blobs
from tests.channels.bucket_server import BucketServer, bucket_server

KEY = "7/d2/d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025"  # a million zero bytes


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[BucketServer]:
    with bucket_server() as server:
        monkeypatch.setenv("JISHI_DATA", str(tmp_path))
        monkeypatch.setenv("JISHI_BLOBS", "s3://bucket/desk")
        monkeypatch.setenv("JISHI_BLOBS_ENDPOINT", server.url)
        for name, value in (("ACCESS_KEY_ID", "key"), ("SECRET_ACCESS_KEY", "secret"), ("REGION", "us-east-1")):
            monkeypatch.setenv(f"AWS_{name}", value)
        yield server


async def megabytes(count: int) -> AsyncIterator[bytes]:
    for n in range(count):
        yield bytes([n % 256]) * 1_000_000


async def read(key: str, *, start: int = 0, length: int | None = None) -> bytes:
    return b"".join([piece async for piece in await blobs.open(key, start=start, length=length)])


async def test_a_file_is_put_opened_and_deleted(server: BucketServer) -> None:
    assert await blobs.put(megabytes(1), under="7") == KEY
    assert list(server.objects) == [f"/bucket/desk/{KEY}"]
    assert await blobs.there(KEY)
    assert await read(KEY) == bytes(1_000_000)
    await blobs.delete(KEY)
    assert not await blobs.there(KEY)
    with pytest.raises(FileNotFoundError):
        await blobs.open(KEY)
    await blobs.delete(KEY)


async def test_a_range_is_fetched_and_no_more(server: BucketServer) -> None:
    key = await blobs.put(megabytes(2), under="7")
    assert await read(key, start=999_998, length=4) == b"\0\0\1\1"
    assert await read(key, start=1_999_995) == b"\1" * 5
    assert await read(key, length=0) == b""


async def test_a_large_file_goes_in_parts_and_leaves_no_copy_here(server: BucketServer, tmp_path: Path) -> None:
    key = await blobs.put(megabytes(17), under="7")
    assert len(server.parts) == 4
    assert len(await read(key)) == 17_000_000
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []  # noqa: ASYNC240
