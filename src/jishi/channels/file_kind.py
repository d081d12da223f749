"""What a file is, by how it begins. Its name is never believed."""

import re

ENOUGH = 4096  # bytes that tell
PLAIN = "application/octet-stream"
TEXT = "text/plain"
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # what a browser may show on our pages
EXECUTABLE = "application/x-executable"

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\x7fELF", EXECUTABLE),
    (b"MZ", EXECUTABLE),
    (b"#!", EXECUTABLE),
    (b"\xca\xfe\xba\xbe", EXECUTABLE),
    (b"\xfe\xed\xfa\xce", EXECUTABLE),
    (b"\xfe\xed\xfa\xcf", EXECUTABLE),
    (b"\xce\xfa\xed\xfe", EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", EXECUTABLE),
    (b"L\0\0\0\x01\x14\x02\0", EXECUTABLE),  # a Windows shortcut
    (b"dex\n", EXECUTABLE),
    (b"\0asm", EXECUTABLE),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
FTYP = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif",
        b"qt  ": "video/quicktime", b"M4A ": "audio/mp4"}  # fmt: skip
OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OLE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
WRITTEN = {"csv": "text/csv", "json": "application/json", "eml": "message/rfc822", "ics": "text/calendar", "md": TEXT}
MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|iframe|object|embed|svg|style|link|meta|form|img|table|div|a\s|p\b|br\b)",
    re.IGNORECASE,
)
# What runs when somebody on Windows, macOS or Android double-clicks it.
RUNNING = """
    exe com bat cmd scr pif msi msp mst msix appx jar jnlp js jse vb vbe vbs wsf wsh ws ps1 psm1 hta cpl lnk
    inf reg scf url chm dll sys app command dmg pkg deb rpm apk ipa sh bash gadget msc application xll iso
    img vhd
"""
REFUSED_ENDINGS = frozenset(RUNNING.split())


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(head: bytes, name: str) -> str:
    """The media type of a file that begins like that. The name only tells apart what begins alike."""
    if (found := _binary(head, ending(name))) is not None:
        return found
    text = _as_text(head)
    if text is None:
        return PLAIN
    if MARKUP.search(text.encode()):
        return "image/svg+xml" if re.search(r"<svg\b", text, re.IGNORECASE) else "text/html"
    if text.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        return "text/xml"
    return WRITTEN.get(ending(name), TEXT)


def is_refused(kind: str, name: str) -> bool:
    """Whether it would run."""
    return kind == EXECUTABLE or ending(name) in REFUSED_ENDINGS


def _binary(head: bytes, end: str) -> str | None:
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12], PLAIN)
    if head[4:8] == b"ftyp":
        return FTYP.get(head[8:12], "video/mp4")
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        # An Android package or a Java archive is a ZIP that runs.
        runs = b"AndroidManifest.xml" in head or b"META-INF/MANIFEST.MF" in head
        return EXECUTABLE if runs else OFFICE.get(end, "application/zip")
    found = next((kind for beginning, kind in BEGINNINGS if head.startswith(beginning)), None)
    return OLE.get(end, PLAIN) if found == "application/x-ole-storage" else found


def _as_text(head: bytes) -> str | None:
    """The beginning as text, or None when it is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    if b"\0" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the beginning may end inside a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
