"""Blobs in a folder: streamed to a temporary file, safely on the disk, then renamed to what they contain."""

import asyncio
import contextlib
import hashlib
import os
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

GATHER = 256 * 1024  # bytes that are written at once
READ = 256 * 1024
STALE = 24 * 3600  # seconds after which a half-written file is nobody's


@dataclass(frozen=True, slots=True)
class Disk:
    folder: Path

    async def put(self, stream: AsyncIterator[bytes], *, under: str) -> str:
        async with spool(self.folder / "incoming", stream) as (path, digest):
            key = key_of(under, digest)
            await asyncio.to_thread(_publish, path, self.folder / key)
        return key

    async def open(self, key: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """Raises FileNotFoundError now, not while it is read."""
        file = await asyncio.to_thread((self.folder / key).open, "rb")
        return _read(file, start, length)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread((self.folder / key).unlink, missing_ok=True)

    async def there(self, key: str) -> bool:
        return await asyncio.to_thread((self.folder / key).is_file)


def key_of(under: str, digest: bytes) -> str:
    """Where a content is kept. Workspaces share nothing, so that neither can tell what another has."""
    name = digest.hex()
    return f"{under}/{name[:2]}/{name}"


@asynccontextmanager
async def spool(folder: Path, stream: AsyncIterator[bytes]) -> AsyncIterator[tuple[Path, bytes]]:
    """A stream as a temporary file that is safely on the disk, with its SHA-256. The file is gone afterwards."""
    path = folder / uuid.uuid4().hex
    file = await asyncio.to_thread(_create, path)
    try:
        digest = hashlib.sha256()
        async for piece in _gathered(stream):
            await asyncio.to_thread(_write, file, digest, piece)
        await asyncio.to_thread(_settle, file)
        yield path, digest.digest()
    finally:
        # First its name: what could not be written for want of room is tried once more by closing, in vain.
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            file.close()


async def _gathered(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Fewer, larger pieces: each costs a thread."""
    pieces, size = [], 0
    async for piece in stream:
        pieces.append(bytes(piece))
        size += len(piece)
        if size >= GATHER:
            yield b"".join(pieces)
            pieces, size = [], 0
    if pieces:
        yield b"".join(pieces)


def _create(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.iterdir():  # a killed process leaves its half-written files behind
        if left.stat().st_mtime < time.time() - STALE:
            left.unlink(missing_ok=True)
    return path.open("xb")


def _write(file: BinaryIO, digest: "hashlib._Hash", piece: bytes) -> None:
    digest.update(piece)
    file.write(piece)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _publish(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    path.replace(to)
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too, must survive a power cut
    finally:
        os.close(folder)


async def _read(file: BinaryIO, start: int, length: int | None) -> AsyncGenerator[bytes, None]:
    left = length
    try:
        file.seek(start)
        while left is None or left > 0:
            piece = await asyncio.to_thread(file.read, READ if left is None else min(READ, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece
    finally:
        file.close()
