"""Names of files that customers send, made safe to store, to show and to save."""

import unicodedata
from urllib.parse import quote

LONGEST = 120  # characters
MOST_BYTES = 200  # file systems allow 255 for a name
FORBIDDEN = '<>:"|?*\\/'
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def file_name(given: str) -> str:
    """A name without path, control characters or direction marks, with its ending, in whatever script it was written.

    Marks that turn the direction of writing make `photo<U+202E>gpj.exe` look like `photoexe.jpg`.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in FORBIDDEN)
    name = " ".join(name.split()).strip(". ")
    stem, dot, end = name.rpartition(".")
    if not dot:
        stem, end = name, ""
    if stem.lower() in RESERVED:
        stem = f"_{stem}"
    return _shortened(stem, f".{end}" if end else "") or "file"


def disposition(name: str, *, inline: bool) -> str:
    """The header that names a download: ASCII for old clients, UTF-8 for the rest (RFC 6266)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%;' else "_" for c in name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _shortened(stem: str, end: str) -> str:
    end = end if len(end) <= 20 else ""
    stem = stem[: LONGEST - len(end)]
    while len((stem + end).encode()) > MOST_BYTES:
        stem = stem[:-1]
    return stem + end
