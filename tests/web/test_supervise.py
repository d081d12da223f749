"""The supervisor keeps the desk's programs running, and ends them."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import psutil
import pytest

from jishi.storage.embedded.clone import clone
from jishi.web import supervise_child
from jishi.web.supervise import ECHO
from jishi.web.supervise_child import CannotListen, listen
from jishi.web.supervise_patience import QUICK, TRIES, Patience
from tests.patience import PATIENCE, until
from tests.storage.embedded_server import ROOT, ask, servers_on


class Desk:
    """A supervisor in a process of its own, and the journal that it and its programs write."""

    def __init__(self, directory: Path, before: Sequence[str] = (), **wanted: str) -> None:
        self.journal = directory / "journal"
        self.journal.touch()
        self.home = directory / "postgres"
        words = json.dumps([{"name": name, "does": does} for name, does in wanted.items()])
        env = {"PYTHONPATH": f"{ROOT / 'src'}:{Path(__file__).parent}", "PATH": os.environ["PATH"]}
        argv = [*before, sys.executable, "-m", "supervised", "desk", words, str(self.journal), str(self.home)]
        heard = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # also when whoever runs the tests does not hear it
        self.process = subprocess.Popen(argv, env=env, cwd="/", start_new_session=True)
        signal.signal(signal.SIGHUP, heard)

    @property
    def lines(self) -> list[str]:
        return self.journal.read_text().splitlines()

    def wait_for(self, *words: str, times: int = 1) -> str:
        """The rest of the last line that begins with these words, once there are so many."""
        start = " ".join(words)
        until(lambda: sum(line.startswith(start) for line in self.lines) >= times)
        return next(line for line in reversed(self.lines) if line.startswith(start)).removeprefix(start).strip()

    def serving(self) -> tuple[int, str]:
        """The port of the shared socket and the address of the database."""
        port, url = self.wait_for("desk", "serving").split()
        return int(port), url

    def pid(self, name: str, *, start: int = 1) -> int:
        return int(self.wait_for(name, "started", times=start))

    def tell(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        until(lambda: not [pid for pid in self._pids() if is_alive(pid)])

    def _pids(self) -> list[int]:
        return [int(line.split()[-1]) for line in self.lines if " started " in line]


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def request(port: int) -> int:
    """The number of the web worker that answers; raises when the connection is refused or reset."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(1000), b""))
    return int(answer.split(b"\r\n\r\n")[1])


def test_programs_start_in_order_and_stop_in_reverse(tmp_path: Path) -> None:
    with Desk(tmp_path, first="wait", second="answer", third="wait") as desk:
        desk.serving()
        desk.pid("third")
        desk.tell(signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 0
        words = [line.rsplit(" ", 1)[0] if "started" in line else line for line in desk.lines if "serving" not in line]
    assert words == ["first started", "second started", "third started", "third told SIGTERM", "first told SIGTERM"]


def test_a_program_starts_once_the_one_before_it_serves(tmp_path: Path) -> None:
    with Desk(tmp_path, migration="succeed", worker="wait") as desk:
        desk.pid("worker")
        assert not is_alive(desk.pid("migration"))
        desk.serving()
        time.sleep(1.5)
        assert desk.process.poll() is None  # an errand that is done need not run


def test_a_program_that_cannot_start_the_first_time_ends_the_desk(tmp_path: Path) -> None:
    with Desk(tmp_path, worker="wait", migration="fail", web="answer") as desk:
        assert desk.process.wait(PATIENCE) == 1
        assert desk.lines[-2:] == [
            "desk says The migration could not start (exit code 3).",
            "worker told SIGTERM",
        ]
        assert not any(line.startswith("web") for line in desk.lines)


def test_a_program_that_dies_is_started_again(tmp_path: Path) -> None:
    with Desk(tmp_path, worker="wait", other="wait") as desk:
        desk.serving()
        other = desk.pid("other")
        os.kill(desk.pid("worker"), signal.SIGKILL)
        again = desk.pid("worker", start=2)
        assert desk.wait_for("desk says") == "The worker has ended (SIGKILL); starting it again."
        assert is_alive(again)
        assert desk.pid("other") == other
        desk.tell(signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 0


def test_a_program_that_keeps_dying_ends_the_desk(tmp_path: Path) -> None:
    with Desk(tmp_path, worker="wait", web="answer") as desk:
        desk.serving()
        for count in range(1, TRIES + 2):
            os.kill(desk.pid("web", start=count), signal.SIGKILL)
        assert desk.process.wait(PATIENCE) == 1
        assert f"desk says The web ended {TRIES + 1} times in a row (SIGKILL); stopping the desk." in desk.lines
        assert desk.lines[-1] == "worker told SIGTERM"


def test_patience_doubles_its_waits_then_ends() -> None:
    patience = Patience()
    waits = [patience.after(0.1) for _ in range(TRIES + 1)]
    assert waits == [0.0, 0.25, 0.5, 1.0, 2.0, 4.0, None]


def test_what_lived_long_has_earned_all_patience_again() -> None:
    patience = Patience()
    for _ in range(TRIES):
        patience.after(0.1)
    assert patience.after(QUICK) == 0.0
    assert patience.after(0.1) == 0.25


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_control_c_and_a_closed_terminal_stop_the_desk_too(tmp_path: Path, number: signal.Signals) -> None:
    with Desk(tmp_path, worker="wait") as desk:
        desk.serving()
        desk.pid("worker")
        desk.tell(number)
        assert desk.process.wait(PATIENCE) == 0
        assert desk.lines[-1] == "worker told SIGTERM"


def test_a_look_at_a_program_is_not_cut_short_by_a_signal(tmp_path: Path) -> None:
    with Desk(tmp_path, worker="watched") as desk:
        assert desk.process.wait(PATIENCE) == 0
        assert desk.lines[-2:] == ["worker looked", "worker told SIGTERM"]


def test_nohup_is_respected(tmp_path: Path) -> None:
    with Desk(tmp_path, before=["nohup"], worker="wait") as desk:
        desk.serving()
        desk.tell(signal.SIGHUP)
        time.sleep(0.3)
        assert desk.process.poll() is None
        desk.tell(signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 0


def test_a_stop_while_it_starts_is_obeyed(tmp_path: Path) -> None:
    with Desk(tmp_path, first="wait", second="unready") as desk:
        desk.pid("first")
        desk.tell(signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 0
        assert "desk serving" not in desk.journal.read_text()


def test_the_same_signal_twice_at_once_is_one_wish(tmp_path: Path) -> None:
    with Desk(tmp_path, slow="slow") as desk:
        desk.pid("slow")
        desk.serving()
        desk.tell(signal.SIGTERM)
        desk.wait_for("slow told")
        desk.tell(signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 0
        assert desk.lines[-1] == "slow stopped"


def test_a_second_signal_stops_at_once(tmp_path: Path) -> None:
    with Desk(tmp_path, deaf="deaf") as desk:
        desk.serving()
        pid = desk.pid("deaf")
        desk.tell(signal.SIGTERM)
        desk.wait_for("deaf told")
        time.sleep(ECHO + 0.2)
        assert is_alive(pid)
        desk.tell(signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 0  # it would have had an hour
        assert not is_alive(pid)


def test_every_program_dies_with_a_killed_supervisor(tmp_path: Path) -> None:
    with Desk(tmp_path, worker="wait", web="answer", other="wait") as desk:
        desk.serving()
        pids = [desk.pid(name) for name in ("worker", "web", "other")]
        desk.process.kill()
        until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_web_worker_that_is_killed_refuses_no_connection(tmp_path: Path) -> None:
    with Desk(tmp_path, web="answer", more="answer") as desk:
        port, _ = desk.serving()
        until(lambda: len({request(port) for _ in range(20)}) > 1)  # both answer
        pids = [desk.pid("web"), desk.pid("more")]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        until(lambda: not any(is_alive(pid) for pid in pids))
        answered = {request(port) for _ in range(20)}  # nobody is there at first: the socket is
        assert answered <= {desk.pid("web", start=2), desk.pid("more", start=2)}


@pytest.fixture
def desk_with_database(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    clone(tmp_path_factory.getbasetemp() / "clusters", tmp_path / "postgres")
    with Desk(tmp_path, database="database", worker="wait") as desk:
        yield desk
    until(lambda: not servers_on(tmp_path / "postgres"))


def first_server(desk: Desk) -> int:
    return int((desk.home / "cluster" / "postmaster.pid").read_text().split()[0])


def test_a_killed_database_comes_back_and_has_lost_nothing(desk_with_database: Desk) -> None:
    _, url = desk_with_database.serving()
    ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(first_server(desk_with_database), signal.SIGKILL)
    until(lambda: can_ask(url))
    assert ask(url, "SELECT answer FROM kept") == "42"
    assert "desk says The database has ended (SIGKILL); starting it again." in desk_with_database.lines
    assert is_alive(desk_with_database.pid("worker"))


def can_ask(url: str) -> bool:
    try:
        return ask(url, "SELECT answer FROM kept") == "42"
    except ConnectionError:
        return False


def test_the_database_stops_last_and_cleanly(desk_with_database: Desk) -> None:
    desk_with_database.serving()
    desk_with_database.pid("worker")
    desk_with_database.tell(signal.SIGINT)
    assert desk_with_database.process.wait(PATIENCE) == 0
    assert (desk_with_database.home / "server.log").read_text().rstrip().endswith("database system is shut down")


def test_the_database_dies_with_a_killed_supervisor(desk_with_database: Desk) -> None:
    desk_with_database.serving()
    desk_with_database.process.kill()
    until(lambda: not servers_on(desk_with_database.home))


def test_a_supervisor_is_light_and_idle(desk_with_database: Desk) -> None:
    desk_with_database.serving()
    supervisor = psutil.Process(desk_with_database.process.pid)
    assert supervisor.memory_info().rss <= 25 << 20
    # The calmest of some seconds: a share of the time that passes, and how often it wakes beside ten times a second.
    assert min(supervisor.cpu_percent(interval=1) for _ in range(4)) <= 2
    assert min(wakes_while(supervisor, naps=10) for _ in range(3)) <= 5


def wakes_while(process: psutil.Process, *, naps: int) -> int:
    """How often it goes on by itself while we take so many naps of a tenth of a second."""
    before = process.num_ctx_switches().voluntary
    for _ in range(naps):
        time.sleep(0.1)
    return process.num_ctx_switches().voluntary - before


def test_a_taken_port_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise_child, "RELEASE", 0.2)
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"127.0.0.1 port {port} \\(Address already in use\\); set JISHI_HOST"):
            listen("127.0.0.1", port)


def test_a_port_that_a_killed_desk_still_holds_is_waited_for() -> None:
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    release = threading.Timer(0.3, taken.close)
    release.start()
    with listen("127.0.0.1", port) as listener:
        assert listener.getsockname()[1] == port
    release.join()


def test_a_host_that_is_not_here_is_named() -> None:
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1 port 0"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "::1"])  # noqa: S104
def test_any_kind_of_host_can_be_listened_on(host: str) -> None:
    if host == "::1" and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with listen(host, 0) as listener:
        assert listener.getsockname()[1] > 0
