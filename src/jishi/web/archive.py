"""A backup as one file: a zip whose last entry says what is in it, and whose comment is the digest of all bytes before.

What a zip checks by itself is the content of its entries: a byte of its own headers may change unseen.
"""

import hashlib
import os
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from jishi.kernel.errors import Invalid

FORMAT = 2
CONTENTS = "contents.json"
SEAL = hashlib.sha256().digest_size * 2  # letters, at the very end of the file
PIECE = 1 << 18
LEVEL = 4  # of nine: the next ones take twice the time for a twentieth of the size


class DamagedArchive(Invalid):
    """{file} is not a whole backup ({flaw}). Nothing was changed."""


class Entry(msgspec.Struct, kw_only=True):
    """One file of the archive. `columns` and `rows` where it is a table."""

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
    """Entries one after another, each remembered."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.entries: dict[str, Entry] = {}

    @contextmanager
    def entry(self, name: str, *, packed: bool = True) -> Iterator["Sink"]:
        """Where its bytes go. `packed` makes it smaller; pictures and the like are small already."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as file:
            yield Sink(file)
        self.entries[name] = Entry()

    def close(self, contents: Contents) -> None:
        self._zip.writestr(CONTENTS, msgspec.json.format(msgspec.json.encode(contents)))


class Sink:
    """Takes the bytes of one entry."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    async def take(self, piece: bytes) -> None:
        self._file.write(piece)


@contextmanager
def create(path: Path) -> Iterator[Writer]:
    """A new archive, there under its name only when it is whole and on the disk. Nobody else may read it."""
    fresh = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as made:
                made.comment = b"0" * SEAL
                yield Writer(made)
            seal(file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def seal(file: IO[bytes]) -> None:
    """Its last bytes become the digest of all the others."""
    digest = _digest(file)
    file.seek(-SEAL, os.SEEK_END)
    file.write(digest)


def _digest(file: IO[bytes]) -> bytes:
    """Of all but the seal, in letters. Leaves the file at the seal."""
    left, digest = file.seek(0, os.SEEK_END) - SEAL, hashlib.sha256()
    file.seek(0)
    while left > 0 and (piece := file.read(min(left, PIECE))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode()


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
    with path.open("rb") as file:
        if _digest(file) != file.read():
            raise DamagedArchive(file=path, flaw="it is cut short, was changed, or is something else")
        with zipfile.ZipFile(file) as archive:
            yield Reader(archive, _contents(archive, path))


def _contents(archive: zipfile.ZipFile, path: Path) -> Contents:
    try:
        contents = msgspec.json.decode(archive.read(CONTENTS), type=Contents)
    except (KeyError, msgspec.MsgspecError) as error:
        raise DamagedArchive(file=path, flaw=str(error)) from error
    if contents.format != FORMAT:
        raise DamagedArchive(file=path, flaw=f"its format is {contents.format}, this version reads {FORMAT}")
    if gone := contents.entries.keys() - archive.namelist():
        raise DamagedArchive(file=path, flaw=f"without {', '.join(sorted(gone))}")
    return contents
