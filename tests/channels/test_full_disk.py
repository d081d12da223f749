"""A disk that is full while files come in. It has to be a small one of its own, which only root can mount."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from jishi.storage.full import full
from tests.cast import LEE, Desk
from tests.channels.visitor import Visitor

FILE = os.urandom(3_000_000)


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where attachments go: a disk of two megabytes."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "jishi", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    monkeypatch.setenv("JISHI_DATA", str(tmp_path))
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def send(desk: Desk, content: bytes) -> Any:
    return await desk.ask("POST", "/attachments", as_=LEE, files={"file": ("a.bin", content)})


async def test_an_upload_to_a_full_disk_is_refused_as_such_and_leaves_its_room(desk: Desk, small_disk: Path) -> None:
    refused = await send(desk, FILE)
    assert refused.status_code == 503
    assert refused.json()["detail"] == "服务器磁盘空间已满。"
    assert int(refused.headers["retry-after"]) > 1
    assert files(small_disk) == []
    assert (await send(desk, FILE[:1_000_000])).status_code == 201


async def test_a_visitor_loses_nothing_to_a_full_disk(desk: Desk, small_disk: Path) -> None:
    visitor = Visitor(desk, "zh-CN")
    answer = await visitor.send(name="Kim", email="kim@example.com", body="我的包裹破了", files=[("a.bin", FILE)])
    assert answer.status_code == 422
    assert "服务器磁盘空间已满。" in answer.text
    assert "我的包裹破了" in answer.text
    assert files(small_disk) == []


def test_a_full_disk_is_known_whoever_says_so(small_disk: Path) -> None:
    def fill_a_file() -> None:
        (small_disk / "big").write_bytes(FILE)

    def fill_sqlite() -> None:
        with sqlite3.connect(small_disk / "rows") as rows:
            rows.execute("CREATE TABLE t AS SELECT randomblob(3000000)")

    for fill in (fill_a_file, fill_sqlite):
        with pytest.raises((OSError, sqlite3.Error)) as told:
            fill()
        assert full(told.value), told.value
    assert full(asyncpg.DiskFullError("could not extend file"))
    assert not full(FileNotFoundError(2, "No such file"))
    assert not full(asyncpg.UniqueViolationError("twice"))
