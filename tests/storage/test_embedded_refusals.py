"""The embedded server says in one sentence why it cannot run, and what to do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jishi.kernel.errors import JishiError
from jishi.storage.embedded import settle
from jishi.storage.embedded.clone import FORGETFUL, clone
from jishi.storage.embedded.errors import (
    CannotWrite,
    DiskFull,
    NotOurs,
    OtherVersion,
    ServedAlready,
    ServerFailed,
    ServerMissing,
    Unreadable,
)
from jishi.storage.embedded.locate import binary
from jishi.storage.embedded.run import EmbeddedPostgres
from tests.storage.embedded_server import IS_ROOT, Desk, ask, servers_on


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp() / "clusters"


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Path:
    clone(cache, tmp_path / "postgres")
    return tmp_path / "postgres"


def refusal(home: Path, kind: type[JishiError]) -> str:
    """What it says when it must refuse for that reason; afterwards nothing runs and nothing is locked."""
    server = EmbeddedPostgres(home, settings=FORGETFUL)
    with pytest.raises(JishiError) as refused:
        server.start()
    assert type(refused.value) is kind, refused.value
    assert not server.running
    assert servers_on(home) == []
    with pytest.raises(kind):  # not "served already": the lock was given back
        server.start()
    return str(refused.value)


def test_a_directory_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"not ours")
    tmp_path.chmod(0o750)
    assert "(holiday.jpg)" in refusal(tmp_path, NotOurs)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]
    assert tmp_path.stat().st_mode & 0o777 == 0o750


def test_a_cluster_that_is_not_laid_out_by_us_is_left_alone(home: Path) -> None:
    assert "something else" in refusal(home / "cluster", NotOurs)


def test_a_file_in_the_place_of_the_directory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text("mine")
    assert "(File exists)" in refusal(tmp_path / "postgres", CannotWrite)
    assert (tmp_path / "postgres").read_text() == "mine"


@pytest.mark.parametrize("theirs", ["19", "17", "9.6"])
def test_what_another_major_version_wrote_is_left_alone(home: Path, theirs: str) -> None:
    (home / "cluster" / "PG_VERSION").write_text(f"{theirs}\n")
    said = refusal(home, OtherVersion)
    assert f"written by PostgreSQL {theirs}, but this is 18." in said
    assert "restore into an empty directory" in said


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control"])
def test_a_cluster_with_a_part_missing_is_left_alone(home: Path, lost: str) -> None:
    (home / "cluster" / lost).unlink()
    assert f"{lost} is missing" in refusal(home, Unreadable)


def test_a_server_that_will_not_have_it_is_quoted(home: Path) -> None:
    (home / "cluster" / "postgresql.conf").write_text("max_conections = 3\n")
    said = refusal(home, ServerFailed)
    assert "postgresql.conf" in said
    assert str(home / "server.log") in said


def test_a_directory_that_another_desk_serves_is_named_with_its_process(home: Path) -> None:
    with Desk(home) as desk:
        url = desk.url().split()[0]
        with pytest.raises(ServedAlready, match=f"process {desk.process.pid}"):
            EmbeddedPostgres(home).start()
        assert ask(url, "SELECT 1") == "1"


def test_two_servers_of_one_process_do_not_share_a_directory(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        with pytest.raises(ServedAlready):
            EmbeddedPostgres(home).start()
        assert ask(server.url(), "SELECT 1") == "1"


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(ServerMissing, match="pg_nothing"):
        binary("pg_nothing")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 60 MB, or of 24 less than that when the test says so."""
    if (
        not IS_ROOT
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "jishi", tmp_path], check=False).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)


def test_a_disk_too_small_for_a_database_is_refused_before_any_work(small_disk: Path) -> None:
    assert "free at least 128 MB" in refusal(small_disk / "postgres", DiskFull)
    assert not (small_disk / "postgres" / "cluster").exists()


def test_a_disk_that_fills_while_the_database_is_made_gets_its_room_back(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "ROOM_FOR_A_CLUSTER", 1)  # as if the room had gone just after the look
    fill(small_disk, leave=12 << 20)
    refusal(small_disk / "postgres", DiskFull)
    assert [path.name for path in (small_disk / "postgres").iterdir() if path.is_dir()] == []


def test_a_full_disk_stops_a_start_until_there_is_room(small_disk: Path, cache: Path) -> None:
    clone(cache, small_disk / "postgres")
    filler = fill(small_disk, leave=0)
    refusal(small_disk / "postgres", DiskFull)
    filler.unlink()
    with EmbeddedPostgres(small_disk / "postgres") as server:
        assert ask(server.url(), "SELECT 1") == "1"


def test_a_disk_that_fills_while_serving_loses_no_acknowledged_row(small_disk: Path, cache: Path) -> None:
    home = small_disk / "postgres"
    clone(cache, home)
    server = EmbeddedPostgres(home)
    ask(server.start(), "CREATE TABLE kept AS SELECT 42 AS answer")
    filler = fill(small_disk, leave=0)
    with pytest.raises(ConnectionError):
        ask(server.url(), "CREATE TABLE big AS SELECT repeat(md5(n::text), 30) FROM generate_series(1, 60000) n")
    server.stop()
    filler.unlink()
    with EmbeddedPostgres(home) as again:
        assert ask(again.url(), "SELECT answer FROM kept") == "42"


def fill(disk: Path, *, leave: int) -> Path:
    """Fill the disk with one file, but for that many bytes."""
    room = os.statvfs(disk)
    filler = disk / ".filler"
    with filler.open("wb") as file:
        for _ in range((room.f_bavail * room.f_frsize - leave) // 4096):
            file.write(bytes(4096))
    return filler


def test_a_file_that_may_not_grow_counts_as_a_full_disk(tmp_path: Path) -> None:
    with Desk(tmp_path / "postgres", python=["prlimit", f"--fsize={1 << 20}", sys.executable]) as desk:
        assert "is full" in desk.wait_for("wrong DiskFull")


def test_a_disk_that_cannot_be_written_is_named(small_disk: Path, cache: Path) -> None:
    clone(cache, small_disk / "postgres")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert "(Read-only file system)" in refusal(small_disk / "postgres", CannotWrite)
    assert "(Read-only file system)" in refusal(small_disk / "new", CannotWrite)
