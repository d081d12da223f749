"""The embedded server is right after anything was killed."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jishi.storage.embedded import sweep
from jishi.storage.embedded.clone import FORGETFUL, clone
from jishi.storage.embedded.create import address
from jishi.storage.embedded.demote import choose_account
from jishi.storage.embedded.errors import StillRunning
from jishi.storage.embedded.launch import command
from jishi.storage.embedded.listen import Listening
from jishi.storage.embedded.locate import runnable_by
from jishi.storage.embedded.progress import Progress
from jishi.storage.embedded.run import EmbeddedPostgres, is_ready
from jishi.storage.embedded.settle import Home
from tests.patience import PATIENCE, until
from tests.storage.embedded_server import Desk, ask, servers_on


@pytest.fixture
def home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone(tmp_path_factory.getbasetemp() / "clusters", tmp_path / "postgres")
    return tmp_path / "postgres"


def answers(home: Path) -> bool:
    """Whether a new desk there serves what was stored before."""
    with EmbeddedPostgres(home) as server:
        return ask(server.url(), "SELECT answer FROM kept") == "42"


def store(url: str) -> None:
    ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")


@pytest.mark.parametrize("leash", [[], ["--pipe"]], ids=["death signal", "pipe"])
def test_the_server_ends_when_its_parent_is_killed(home: Path, leash: list[str]) -> None:
    with Desk(home, options=leash) as desk:
        store(desk.url().split()[0])
        desk.kill()
    until(lambda: not servers_on(home))
    assert answers(home)


def test_a_pipe_lets_go_of_a_server_that_was_stopped(home: Path) -> None:
    with Desk(home, options=["--pipe"]) as desk:
        desk.url()
        shells = [one for one in psutil.process_iter(["cmdline"]) if "read _ || kill" in str(one.info["cmdline"])]
        assert shells != []
    until(lambda: not any(shell.is_running() for shell in shells))
    assert servers_on(home) == []


def test_a_new_desk_waits_for_the_server_of_a_killed_one(home: Path) -> None:
    with Desk(home) as desk:
        store(desk.url().split()[0])
        desk.kill()
    assert answers(home)  # at once: the old server may still be writing its last page
    assert servers_on(home) == []


def test_a_killed_server_starts_again_at_the_same_address(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        url = server.url()
        store(url)
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
        until(lambda: not server.running)
        assert not server.serves
        assert server.start() == url
        assert ask(url, "SELECT answer FROM kept") == "42"


def test_killing_every_process_of_a_desk_loses_nothing(home: Path) -> None:
    said: list[str] = []
    with Desk(home) as desk:
        store(desk.url().split()[0])
        for process in [*servers_on(home), psutil.Process(desk.process.pid)]:
            process.kill()
        desk.end()
    with EmbeddedPostgres(home, say=said.append) as server:
        assert ask(server.url(), "SELECT answer FROM kept") == "42"
    assert Progress.REPLAYING in said


def test_a_server_heals_when_one_of_its_processes_is_killed(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        store(server.url())
        victim = next(one for one in servers_on(home) if "checkpointer" in " ".join(one.cmdline()))
        victim.kill()
        victim.wait(PATIENCE)
        until(lambda: server.serves)
        until(lambda: len(servers_on(home)) > 3)
        assert server.running
        until(lambda: answered(server.url()))


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.1])
def test_a_stop_while_the_server_heals_does_not_wait_for_ever(home: Path, delay: float) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    victim = next(one for one in servers_on(home) if "background writer" in " ".join(one.cmdline()))
    victim.kill()
    time.sleep(delay)
    stopping = threading.Thread(target=server.stop, args=[24 * PATIENCE], daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()  # it did not wait until it was told to wait no longer
    assert servers_on(home) == []


def test_a_stop_while_the_journal_is_replayed_keeps_every_row(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        store(server.url())
        ask(server.url(), "CREATE TABLE big AS SELECT md5(n::text) FROM generate_series(1, 300000) n")
        for process in servers_on(home):
            process.kill()
    with Desk(home) as desk:
        desk.wait_for(f"say {Progress.REPLAYING}")
        desk.end()
    assert answers(home)


def answered(url: str) -> bool:
    try:
        return ask(url, "SELECT answer FROM kept") == "42"
    except ConnectionError:
        return False


@pytest.mark.parametrize("left", ["", "garbage\n", "\x00\x01", "1\n/elsewhere\n", "999999\n", "{bystander}\n", "-5\n"])
def test_whatever_an_old_pid_file_says_the_server_starts(home: Path, left: str) -> None:
    account = choose_account([home / "cluster"])
    bystander = subprocess.Popen(command(["/bin/sleep", "60"], dying=signal.SIGKILL, account=account))
    words = left.format(bystander=bystander.pid)
    (home / "run").mkdir(exist_ok=True)
    for file in ("cluster/postmaster.pid", "run/.s.PGSQL.5432.lock", "run/.s.PGSQL.5432"):
        (home / file).write_text(words)
    try:
        with EmbeddedPostgres(home, settings=FORGETFUL) as server:
            assert ask(server.url(), "SELECT 1") == "1"
        assert bystander.poll() is None  # it only has an unlucky number
    finally:
        bystander.kill()
        bystander.wait()


@pytest.fixture
def orphan(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server on the home that lives although nobody looks after it: as if its parent had gone without a leash."""
    account = choose_account([home / "cluster"])
    place = Home(home)
    place.settle()
    place.leave()
    listening = Listening(home, account)
    listening.open()
    words: list[str | Path] = [
        runnable_by(account, say=print) / "bin" / "postgres", "-D", address(home / "cluster", account),
        "-c", "listen_addresses=", "-k", listening.setting, "-c", "fsync=off",
    ]  # fmt: skip
    argv = command(words, dying=0, directory=home / "cluster", account=account)
    server = subprocess.Popen(argv, stderr=subprocess.DEVNULL)
    try:
        until(lambda: is_ready(home / "cluster", server.pid))
        yield server
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that waits milliseconds for what will not happen where it would wait seconds."""
    steps = [(number, PATIENCE if number == signal.SIGKILL else seconds / 40) for number, seconds in sweep.STEPS]
    monkeypatch.setattr(sweep, "STEPS", steps)


def test_a_server_still_running_there_is_ended_first(home: Path, orphan: subprocess.Popen[bytes]) -> None:
    said: list[str] = []
    with EmbeddedPostgres(home, settings=FORGETFUL, say=said.append) as server:
        assert orphan.wait(PATIENCE) == 0  # cleanly
        first = [one for one in servers_on(home) if not one.cmdline()[0].startswith("postgres:")]
        assert [one.pid for one in first] == [server.pid]
    assert said[0] == Progress.WAITING


def test_a_server_that_does_not_listen_any_more_is_made_to_end(
    home: Path, orphan: subprocess.Popen[bytes], impatient: None
) -> None:
    orphan.send_signal(signal.SIGSTOP)
    sweep.end_survivors([home / "cluster"], say=print)
    assert orphan.wait(PATIENCE) == -signal.SIGKILL
    assert servers_on(home) == []


def is_alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_what_a_killed_server_leaves_running_is_ended(
    home: Path, orphan: subprocess.Popen[bytes], impatient: None
) -> None:
    others = [one for one in servers_on(home) if one.pid != orphan.pid]
    for one in others:
        one.suspend()  # busy, and so deaf to the death of the first
    orphan.kill()
    orphan.wait()
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert ask(server.url(), "SELECT 1") == "1"
    until(lambda: not any(is_alive(one) for one in others))


def test_without_proc_the_servers_own_file_finds_it_and_only_it(
    home: Path, orphan: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sweep, "PROC", tmp_path / "no-proc")
    file = home / "cluster" / "postmaster.pid"
    named = home / "cluster" if choose_account([home / "cluster"]) is None else Path("/proc/self/cwd")
    assert sweep.find_survivors([home / "cluster"]) == ({} if named != home / "cluster" else {orphan.pid: True})
    assert sweep.told_of(orphan.pid, named)
    assert not sweep.told_of(orphan.pid, named / "other")
    assert not sweep.told_of(os.getpid(), named)
    file.write_text(f"{os.getpid()}\n")  # the number of a living process that is no server
    assert sweep.find_survivors([home / "cluster"]) == {}


def test_a_desk_killed_while_it_makes_its_database_makes_it_the_next_time(tmp_path: Path) -> None:
    home = tmp_path / "postgres"
    with Desk(home) as desk:
        desk.wait_for(f"say {Progress.MAKING}")
        until(lambda: any((half / "global").exists() for half in Home(home).half_made()))
        desk.kill()
    assert not (home / "cluster").exists()
    with EmbeddedPostgres(home) as server:
        assert ask(server.url(), "SELECT 1") == "1"
    assert Home(home).half_made() == []


def test_of_two_desks_started_at_once_one_serves(home: Path) -> None:
    with Desk(home) as one, Desk(home) as other:
        time.sleep(1.5)
        said = sorted([line_of(one), line_of(other)])
    assert said[0].startswith("url ")
    assert said[1].startswith("wrong ServedAlready")


def line_of(desk: Desk) -> str:
    """The first line that tells how its start went."""
    assert desk.process.stdout
    return next(line for line in desk.process.stdout if line.startswith(("url", "wrong")))


def test_what_does_not_end_is_named(
    home: Path, orphan: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "kill", lambda *_: None)
    monkeypatch.setattr(sweep, "STEPS", tuple((number, 0.1) for number, _ in sweep.STEPS))
    with pytest.raises(StillRunning):
        sweep.end_survivors([home / "cluster"], say=print)
