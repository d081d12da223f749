"""Read a table, row by row: CSV in the encodings that desks export, also gzipped, and Excel."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from python_calamine import CalamineError, CalamineWorkbook

from jishi.kernel.errors import Invalid

LONGEST_CELL = 4_000_000
MOST_COLUMNS = 16_384  # as in Excel
SAMPLE = 64 * 1024
Cell = Any  # str from CSV; also int, float, bool, date, datetime from Excel


class UnreadableFile(Invalid):
    """{file} cannot be read: {reason}."""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are (row number, cells); a row of another width has the cells it has. `size` is the file's, in bytes."""

    header: list[str]
    rows: Iterator[tuple[int, list[Cell]]]
    size: int
    position: BinaryIO | None

    def done(self) -> float:
        """How much has been read, from 0 to 1, when that can be told."""
        return self.position.tell() / self.size if self.position is not None and self.size else 0.0


@contextmanager
def read_rows(path: Path) -> Iterator[Table]:
    """Open a table. Excel files are known by their content, not their name."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
                yield _excel(path)
            else:
                plain = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if magic[:2] == b"\x1f\x8b" else file
                encoding, delimiter = _guess(plain, path)
                with io.TextIOWrapper(plain, encoding=encoding, errors="replace", newline="") as text:
                    yield _csv(text, delimiter, path, file)
    except OSError as error:
        raise UnreadableFile(file=path.name, reason=error.strerror or str(error)) from error
    except (CalamineError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(file=path.name, reason=str(error)) from error


def _guess(plain: BinaryIO, path: Path) -> tuple[str, str]:
    """Encoding and delimiter, by how the file begins."""
    sample = plain.read(SAMPLE)
    plain.seek(0)
    if not sample.strip():
        raise UnreadableFile(file=path.name, reason="it is empty")
    encoding = _encoding(sample)
    return encoding, _delimiter(sample.decode(encoding, "replace"))


def _csv(text: TextIO, delimiter: str, path: Path, file: BinaryIO) -> Table:
    csv.field_size_limit(LONGEST_CELL)
    # NUL would end the text of a cell in the database.
    reader = csv.reader((line.replace("\0", "") for line in text), delimiter=delimiter)
    header = _header(next(reader), path)
    # A spreadsheet counts records, not lines: a cell with line breaks is one row.
    rows = enumerate((cells for cells in reader if cells), start=2)
    return Table(header, rows, path.stat().st_size, file)


def _excel(path: Path) -> Table:
    workbook = CalamineWorkbook.from_path(path)
    sheet = next((workbook.get_sheet_by_name(name) for name in workbook.sheet_names), None)
    if sheet is None or not sheet.height:
        raise UnreadableFile(file=path.name, reason="its first sheet is empty")
    above = sheet.start[0] if sheet.start else 0
    rows = iter(sheet.iter_rows())
    header = _header([str(cell) for cell in next(rows)], path)
    numbered = (
        (number, list(cells)) for number, cells in enumerate(rows, start=above + 2) if any(c != "" for c in cells)
    )
    return Table(header, numbered, 0, None)


def _encoding(sample: bytes) -> str:
    """UTF-8 when it is that, else what Chinese spreadsheets write."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    """The most frequent of the usual ones in the header."""
    header = sample.splitlines()[0]
    return max(",;\t|", key=header.count)


def _header(cells: list[str], path: Path) -> list[str]:
    """Names without the space around them; a repeated one is told apart by a number."""
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile(file=path.name, reason=f"its first row has more than {MOST_COLUMNS:,} columns")
    seen: dict[str, int] = {}
    names: list[str] = []
    for cell in cells:
        name = cell.strip().lstrip("\ufeff")
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
