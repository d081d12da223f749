"""What a file is, and what it is called, whatever its sender says."""

import io
import zipfile

import pytest

from jishi.channels.file_kind import INLINE, is_refused, kind_of
from jishi.channels.file_name import disposition, file_name


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "photo.html", "image/png"),
        (b"\xff\xd8\xff\xe0....", "photo.jpg", "image/jpeg"),
        (b"RIFF....WEBPVP8 ", "a.webp", "image/webp"),
        (b"....ftypheic", "IMG_1.heic", "image/heic"),
        (b"%PDF-1.7", "invoice.pdf", "application/pdf"),
        (
            archive("[Content_Types].xml"),
            "list.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (archive("a.txt"), "a.zip", "application/zip"),
        ("订单号,金额\n".encode(), "订单.csv", "text/csv"),
        ("订单号,金额\n".encode("gb18030"), "订单.csv", "text/csv"),
        (b"plain words", "notes", "text/plain"),
        (b"  <!DOCTYPE html><p>", "a.png", "text/html"),
        (b"words, then <script>alert(1)</script>", "a.txt", "text/html"),
        (b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0>\0", "a.txt", "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="x">', "a.png", "image/svg+xml"),
        (b'<?xml version="1.0"?><rss>', "a.xml", "text/xml"),
        (b"\0\1\2\3", "a.png", "application/octet-stream"),
    ],
)
def test_the_kind_is_read_from_the_content(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name) == kind
    assert not is_refused(kind, name)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"MZ\x90\0", "photo.png"),
        (b"\x7fELF", "report.pdf"),
        (b"#!/bin/sh\n", "notes.txt"),
        (archive("META-INF/MANIFEST.MF"), "help.zip"),
        (archive("AndroidManifest.xml"), "app.zip"),
        (b"echo off", "fix.bat"),
        (b"plain", "Invoice.PDF.ExE"),
        (b"<html>", "page.hta"),
    ],
)
def test_what_would_run_is_refused_under_any_name(head: bytes, name: str) -> None:
    assert is_refused(kind_of(head, name), name)


def test_nothing_that_a_browser_runs_is_ever_shown_inline() -> None:
    assert {"image/png", "image/jpeg", "image/gif", "image/webp"} == INLINE


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\li\\订单 截图.png", "订单 截图.png"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("..", "file"),
        ("", "file"),
        ("   .  ", "file"),
        ("con.txt", "_con.txt"),
        (".htaccess", "htaccess"),
        ("e\u0301.txt", "\u00e9.txt"),
        ('a<b>:"|?*.txt', "ab.txt"),
        ("\0\x7f.txt", "txt"),
    ],
)  # fmt: skip
def test_a_name_is_made_safe_and_stays_readable(given: str, name: str) -> None:
    assert file_name(given) == name


@pytest.mark.parametrize("letter", ["a", "字", "😀"])
def test_a_long_name_keeps_its_ending(letter: str) -> None:
    name = file_name(letter * 500 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name) <= 120
    assert len(name.encode()) <= 200


def test_a_download_is_named_for_old_and_new_browsers() -> None:
    assert (
        disposition('a"b字.pdf', inline=False)
        == "attachment; filename=\"a_b_.pdf\"; filename*=UTF-8''a%22b%E5%AD%97.pdf"
    )
