"""Whether an Excel file may be opened at all: its reader lays a sheet out cell by cell, up to the last that is named.

A file of two kilobytes can name the last cell of the last row, which is more than any memory holds; and a packed file
can be a thousand times larger inside.
"""

import gzip
import re
import zipfile
import zlib
from io import BytesIO

ZIP, OLE, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
MOST_UNPACKED = 100_000_000  # bytes
MOST_CELLS = 5_000_000  # of the smallest rectangle that holds all of a sheet

_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,4})([0-9]{0,10})")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_OTHERS = {"xl/workbook.bin", "content.xml", "mimetype"}  # formats that the reader would try as well


def is_excel(content: bytes) -> bool:
    """By how it begins."""
    return content[:4] in {ZIP, OLE}


def is_small_enough(packed: bytes) -> bool:
    """Whether a file packed by gzip can be unpacked in memory."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as opened:
            return len(opened.read(MOST_UNPACKED + 1)) <= MOST_UNPACKED
    except (OSError, EOFError, zlib.error):
        return False


def is_harmless(content: bytes) -> bool:
    """Whether the reader can be trusted with an Excel file from anybody. The format before 2007 cannot be looked into
    beforehand."""
    if content[:4] != ZIP:
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names or names & _OTHERS or len(names) < len(parts):
                return False
            left = MOST_UNPACKED
            for part in parts:
                # What it says of its size is not believed: reading stops there, and then its sum is wrong.
                with packed.open(part) as opened:
                    text = opened.read(left + 1)
                left -= len(text)
                if left < 0 or (b"sheetData" in text and _cells(text) > MOST_CELLS):
                    return False
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return False
    return True


def _cells(sheet: bytes) -> int:
    """How many the reader would lay out. Cells that do not say where they stand are taken to follow on each other."""
    rows, columns, said = _count(_ROW, sheet), 1, 0
    for match in _PLACE.finditer(sheet):
        rows = max(rows, int(match[2] or 0))
        if match[1]:
            said += 1
            columns = max(columns, _number(match[1]))
    return rows * max(columns, _count(_CELL, sheet) - said)


def _count(what: re.Pattern[bytes], sheet: bytes) -> int:
    return sum(1 for _ in what.finditer(sheet))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
