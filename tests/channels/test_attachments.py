"""Files over HTTP: streamed in, judged on the way, and handed out by signed links alone."""

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from jishi.channels import blobs, store
from jishi.channels.disk import Disk
from jishi.channels.forget_upload import forget_upload
from jishi.channels.keep_upload import Limits
from jishi.storage.alarms import Alarm
from tests.cast import ANNA, LEE, Desk

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def kept() -> list[Path]:
    return files_in(Path(os.environ["JISHI_DATA"]) / "attachments")


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def send(desk: Desk, content: bytes = PNG, name: str = "图 1.png", *, as_: str = LEE) -> Any:
    answer = await desk.ask("POST", "/attachments", as_=as_, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def fetch(desk: Desk, url: str, **headers: str) -> Any:
    return await desk.http.get(url, headers=headers)


async def test_a_file_that_was_sent_is_fetched_by_its_link(desk: Desk) -> None:
    file = await send(desk)
    assert (file["name"], file["type"], file["size"]) == ("图 1.png", "image/png", len(PNG))
    answer = await fetch(desk, file["url"])
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_a_body_without_a_form_is_a_file_too(desk: Desk) -> None:
    answer = await desk.ask(
        "POST", "/attachments?name=log.txt", as_=LEE, content=b"words", headers={"Content-Type": "text/plain"}
    )
    assert (answer.status_code, answer.json()["type"]) == (201, "text/plain")
    bare = await desk.ask("POST", "/attachments?name=log.txt", as_=LEE, content=b"words")
    assert bare.status_code == 201


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "page.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.png"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "page.xhtml"),
        (b"plain", "plain.txt"),
    ],
)
async def test_a_page_in_disguise_is_only_ever_saved(desk: Desk, content: bytes, name: str) -> None:
    answer = await fetch(desk, (await send(desk, content, name))["url"])
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_link_holds_for_its_file_and_its_workspace_and_its_time(desk: Desk) -> None:
    url = (await send(desk))["url"]
    number, ws, expires = (re.search(pattern, url) for pattern in (r"attachments/(\d+)", r"ws=(\d+)", r"expires=(\d+)"))
    assert number
    assert ws
    assert expires
    for wrong in (
        url.replace(f"/{number[1]}/", f"/{int(number[1]) + 1}/"),
        url.replace(f"ws={ws[1]}", f"ws={int(ws[1]) + 1}"),
        url.replace(f"expires={expires[1]}", f"expires={int(expires[1]) + 3600}"),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
        url.replace("signature=", "signature=é"),
    ):
        assert (await fetch(desk, wrong)).status_code == 404
    assert (await fetch(desk, url.partition("?")[0])).status_code == 422


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, PNG[:10]),
        ("bytes=10-", 206, PNG[10:]),
        ("bytes=-5", 206, PNG[-5:]),
        ("bytes=0-999999", 206, PNG),
        ("bytes=999999-", 200, PNG),
        ("bytes=5-2", 200, PNG),
        ("pages=1-2", 200, PNG),
    ],
)
async def test_a_range_of_a_file_can_be_fetched(desk: Desk, asked: str, status: int, part: bytes) -> None:
    answer = await fetch(desk, (await send(desk))["url"], Range=asked)
    assert (answer.status_code, answer.content) == (status, part)
    assert int(answer.headers["content-length"]) == len(part)


async def test_a_head_request_names_the_size_and_sends_nothing(desk: Desk) -> None:
    answer = await desk.http.head((await send(desk))["url"])
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(PNG)))


async def test_a_file_belongs_to_the_message_that_takes_it_and_to_no_other(desk: Desk) -> None:
    ticket = await desk.write()
    file = await send(desk)
    body = {"body": "See the picture", "attachments": [file["id"]]}
    said = await desk.ok("POST", f"/tickets/{ticket['id']}/messages", body, as_=LEE)
    assert [each["name"] for each in said["attachments"]] == ["图 1.png"]
    assert (await fetch(desk, said["attachments"][0]["url"])).content == PNG
    again = await desk.ask("POST", f"/tickets/{ticket['id']}/messages", body, as_=LEE)
    assert again.status_code == 422
    theirs = {"body": "Mine now", "attachments": [(await send(desk))["id"]]}
    assert (await desk.ask("POST", f"/tickets/{ticket['id']}/messages", theirs, as_=ANNA)).status_code == 422


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"MZ\x90", "a.png", 422), (b"", "empty.txt", 422), (b"x", "a.exe", 422), (b"a" * 20_000_001, "big.bin", 413)],
)
async def test_what_is_refused_leaves_nothing_behind(desk: Desk, content: bytes, name: str, status: int) -> None:
    before = kept()
    answer = await desk.ask("POST", "/attachments", as_=LEE, files={"file": (name, content)})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert kept() == before


async def test_a_file_is_refused_as_soon_as_it_is_too_large(desk: Desk) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 200_000_000:
            sent += 1_000_000
            yield b"a" * 1_000_000

    answer = await desk.ask(
        "POST",
        "/attachments?name=a.bin",
        as_=LEE,
        content=endless(),
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 413
    assert kept() == [path for path in kept() if "incoming" not in path.parts]


async def test_nobody_without_a_token_sends_files(desk: Desk) -> None:
    answer = await desk.ask("POST", "/attachments", as_=None, files={"file": ("a.png", PNG)})
    assert answer.status_code == 401


async def test_a_file_that_no_message_took_is_gone_after_a_day_and_others_stay(desk: Desk) -> None:
    ticket = await desk.write()
    lonely, taken = await send(desk, PNG + b"lonely"), await send(desk, PNG + b"taken")
    twin = await send(desk, PNG + b"taken")
    said = await desk.ok(
        "POST", f"/tickets/{ticket['id']}/messages", {"body": "x", "attachments": [taken["id"]]}, as_=LEE
    )
    desk.clock.pass_by(hours=23)
    await desk.settle()
    assert (await fetch(desk, lonely["url"])).status_code == 200
    desk.clock.pass_by(hours=2)
    await desk.settle()
    assert (await fetch(desk, lonely["url"])).status_code == 404
    assert (await fetch(desk, twin["url"])).status_code == 404
    assert (await fetch(desk, said["attachments"][0]["url"])).content == PNG + b"taken"
    assert not any(path.name == blobs_name(PNG + b"lonely") for path in kept())


def blobs_name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def test_bytes_that_somebody_sends_anew_are_not_removed_under_them(desk: Desk) -> None:
    """A sweep waits for a sender who has begun to refer to the same content, and then leaves it."""
    database = desk.database
    old = await send(desk, PNG + b"shared")
    async with database.job(desk.workspace_id) as sender:
        row = await store.attachment(sender, old["id"])
        await store.lock_blob(sender, row["key"], alone=False)
        alarm = Alarm("channels.forget_upload", 0, str(old["id"]), desk.clock())

        async def sweep() -> None:
            async with database.job(desk.workspace_id) as tx:
                await forget_upload(tx, alarm)

        sweeping = asyncio.create_task(sweep())
        await asyncio.sleep(0.2)
        assert not sweeping.done()
        assert await blobs.there(row["key"])
        await sender.execute(
            "INSERT INTO attachments SELECT workspace_id, $2, NULL, NULL, name, type, size, sha256, key, added_by,"
            " created_at FROM attachments WHERE workspace_id = $1 AND id = $3",
            desk.workspace_id, sender.new_id(), old["id"],
        )  # fmt: skip
    await sweeping
    assert await blobs.there(row["key"])


async def test_a_stream_that_breaks_off_leaves_no_half_file(tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a" * 1_000_000
        raise ConnectionError

    disk = Disk(tmp_path)
    with pytest.raises(ConnectionError):
        await disk.put(broken(), under="1")
    assert files_in(tmp_path) == []


async def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield PNG

    disk = Disk(tmp_path)
    keys = {await disk.put(content(), under="1") for _ in range(3)}
    assert len(keys) == 1
    assert b"".join([piece async for piece in await disk.open(keys.pop(), start=3, length=5)]) == PNG[3:8]


def test_limits_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISHI_ATTACHMENT_LIMIT", "1.5 MB")
    monkeypatch.setenv("JISHI_ATTACHMENT_TYPES", "image/*, application/pdf")
    assert Limits.from_environment() == Limits(size=1_500_000, types=("image/*", "application/pdf"))
