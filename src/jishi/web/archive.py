"""A backup as one file: a zip whose last entry says what is in it, so that one cut short is never taken for whole."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from jishi.kernel.errors import Invalid

FORMAT = 1
CONTENTS = "contents.json"
PIECE = 1 << 18
LEVEL = 4  # of nine: the next ones take twice the time for a twentieth of the size


class DamagedArchive(Invalid):
    """{file} is not a whole backup ({flaw}). Nothing was changed."""


class Entry(msgspec.Struct, kw_only=True):
    """One file of the archive. `columns` and `rows` where it is a table."""

    size: int
    sha256: str
    columns: tuple[str, ...] = ()
    rows: int = 0


class Contents(msgspec.Struct, kw_only=True):
    """What an archive holds. `schema` is the revision its tables have."""

    format: int = FORMAT
    version: str
    schema: str
    made_at: str
    sequences: dict[str, int | None] = {}
    entries: dict[str, Entry] = {}
    missing: tuple[str, ...] = ()  # attachments whose bytes were not there


class Writer:
    """Entries one after another, each remembered with its size and checksum."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.entries: dict[str, Entry] = {}

    @contextmanager
    def entry(self, name: str, *, packed: bool = True) -> Iterator["Sink"]:
        """Where its bytes go. `packed` makes it smaller; pictures and the like are small already."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as file:
            sink = Sink(file)
            yield sink
        self.entries[name] = Entry(size=sink.size, sha256=sink.digest.hexdigest())

    def close(self, contents: Contents) -> None:
        self._zip.writestr(CONTENTS, msgspec.json.format(msgspec.json.encode(contents)))


class Sink:
    """Takes the bytes of one entry."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    async def take(self, piece: bytes) -> None:
        self._file.write(piece)
        self.digest.update(piece)
        self.size += len(piece)


@contextmanager
def create(path: Path) -> Iterator[Writer]:
    """A new archive, there under its name only when it is whole and on the disk. Nobody else may read it."""
    fresh = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as made:
                yield Writer(made)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


class Reader:
    """An archive that was found whole."""

    def __init__(self, file: zipfile.ZipFile, contents: Contents) -> None:
        self._zip = file
        self.contents = contents

    def below(self, folder: str) -> dict[str, Entry]:
        """The entries of a folder, by their names inside it."""
        start = f"{folder}/"
        found = self.contents.entries.items()
        return {name.removeprefix(start): entry for name, entry in found if name.startswith(start)}

    async def pieces(self, name: str) -> AsyncIterator[bytes]:
        with self._zip.open(name) as file:
            while piece := file.read(PIECE):
                yield piece

    def read(self, name: str) -> bytes:
        return self._zip.read(name)


@contextmanager
def open_archive(path: Path) -> Iterator[Reader]:
    """Every byte is read and compared first. Raises DamagedArchive."""
    try:
        file = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise DamagedArchive(file=path, flaw="it is cut short, or something else") from error
    with file:
        yield Reader(file, _check(file, path))


def _check(file: zipfile.ZipFile, path: Path) -> Contents:
    try:
        contents = msgspec.json.decode(file.read(CONTENTS), type=Contents)
        if contents.format != FORMAT:
            raise DamagedArchive(file=path, flaw=f"its format is {contents.format}, this version reads {FORMAT}")
        for name, entry in contents.entries.items():
            if _checked(file, name) != (entry.size, entry.sha256):
                raise DamagedArchive(file=path, flaw=f"{name} is not what was saved")
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, msgspec.MsgspecError) as error:
        raise DamagedArchive(file=path, flaw=str(error)) from error
    return contents


def _checked(file: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with file.open(name) as entry:
        while piece := entry.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
