"""The embedded server starts, serves, and stops."""

import asyncio
import os
import socket
import stat
import threading
import time
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from jishi.storage.embedded import listen, tend
from jishi.storage.embedded.clone import FORGETFUL, clone
from jishi.storage.embedded.progress import Progress
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.storage.embedded.settle import running_url
from jishi.storage.embedded.tune import shared_memory
from tests.patience import until
from tests.storage.embedded_server import ask, servers_on


@pytest.fixture
def home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone(tmp_path_factory.getbasetemp() / "clusters", tmp_path / "postgres")
    return tmp_path / "postgres"


def test_an_empty_directory_becomes_a_running_database(tmp_path: Path) -> None:
    said: list[str] = []
    with EmbeddedPostgres(tmp_path / "var" / "postgres", say=said.append) as server:
        assert server.running
        facts = "SELECT current_database(), current_user, pg_encoding_to_char(encoding), datlocprovider, datlocale"
        assert ask(server.url(), f"{facts} FROM pg_database WHERE datname = 'jishi'") == "jishi|postgres|UTF8|b|C.UTF-8"
        assert ask(server.url(), "SELECT lower('ÉTÉ 退款')") == "été 退款"
    assert said == [Progress.MAKING, Progress.STARTING]
    assert not server.running


def test_what_was_acknowledged_is_on_the_disk(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        safe = "SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN "
        assert ask(server.url(), safe + "('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')") == (
            "on on on on"
        )


def test_a_second_start_keeps_the_address_and_every_row(home: Path) -> None:
    server = EmbeddedPostgres(home)
    first = server.start()
    ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    assert server.start() == first
    answer = ask(first, "SELECT answer FROM kept")
    server.stop()
    assert answer == "42"


def test_starting_a_running_server_changes_nothing(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        pid = server.pid
        assert server.start() == server.url()
        assert server.pid == pid


def test_every_kind_of_client_reads_the_address(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert asyncio.run(driver_answers(server.url()))
        assert asyncio.run(migrations_answer(server.url().replace("postgresql:", "postgresql+asyncpg:")))
        assert ask(server.url("postgres"), "SELECT current_database()") == "postgres"


async def driver_answers(url: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        return bool(await connection.fetchval("SELECT current_database() = 'jishi' AND inet_server_addr() IS NULL"))
    finally:
        await connection.close()


async def migrations_answer(url: str) -> bool:
    engine = create_async_engine(url)
    async with engine.connect() as link:
        answer = await link.scalar(sqlalchemy.text("SELECT current_database()"))
    await engine.dispose()
    return bool(answer == "jishi")


def test_a_setting_of_the_caller_wins(home: Path) -> None:
    with EmbeddedPostgres(home, settings={"max_connections": "7", **FORGETFUL}) as server:
        assert ask(server.url(), "SHOW max_connections") == "7"


def test_a_setting_that_would_silence_the_log_does_not(home: Path) -> None:
    with EmbeddedPostgres(home, settings={"log_min_messages": "panic", "logging_collector": "on"}) as server:
        assert ask(server.url(), "SHOW log_min_messages") == "warning"


def test_the_environment_of_another_server_does_not_matter(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "6000")
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert ask(server.url(), "SHOW port") == "5432"


def test_nobody_else_can_walk_to_the_socket(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert stat.S_IMODE((home / "run").stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "cluster").stat().st_mode) == 0o700
        assert ask(server.url(), "SHOW listen_addresses") == ""


def test_a_setting_that_opens_the_network_lets_nobody_in(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"listen_addresses": "127.0.0.1", "port": str(port), **FORGETFUL}
    # The socket's name follows the port, so the server is spoken to by the network alone.
    server = EmbeddedPostgres(home, settings=settings)
    server.start()
    with pytest.raises(ConnectionError, match="rejects connection"):
        ask(f"postgresql://postgres@127.0.0.1:{port}/jishi", "SELECT 1")
    server.stop()


@pytest.mark.parametrize("name", ["with a space", "工单 100%", 'it\'s, "so": & so?'])
def test_any_name_of_a_directory_will_do(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    clone(tmp_path_factory.getbasetemp() / "clusters", tmp_path / name)
    with EmbeddedPostgres(tmp_path / name, settings=FORGETFUL) as server:
        assert ask(server.url(), "SELECT 1") == "1"


def test_a_long_way_to_the_directory_gets_a_short_private_socket(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    far = tmp_path.joinpath(*["a-rather-long-name"] * 8)
    clone(tmp_path_factory.getbasetemp() / "clusters", far)
    with EmbeddedPostgres(far, settings=FORGETFUL) as server:
        place = Path(ask(server.url(), "SHOW unix_socket_directories"))
        assert asyncio.run(driver_answers(server.url()))
        assert len(os.fsencode(place / listen.SOCKET)) <= 103
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert not place.exists()


def test_someone_sitting_on_the_short_name_is_stepped_around(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    far = tmp_path.joinpath(*["a-rather-long-name"] * 8)
    expected = listen.Listening(far, None).path
    expected.chmod(0o777)  # open to all, as a trap would be
    try:
        clone(tmp_path_factory.getbasetemp() / "clusters", far)
        with EmbeddedPostgres(far, settings=FORGETFUL) as server:
            assert str(expected) + "&" not in server.url()
            assert ask(server.url(), "SELECT 1") == "1"
    finally:
        expected.rmdir()


def test_a_users_own_runtime_directory_comes_before_the_common_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    listening = listen.Listening(tmp_path.joinpath(*["a-rather-long-name"] * 8), None)
    assert listening.path.parent == tmp_path
    assert stat.S_IMODE(listening.path.stat().st_mode) == 0o700


def test_a_stop_leaves_nothing_running_and_nothing_lying_about(home: Path) -> None:
    server = EmbeddedPostgres(home, settings=FORGETFUL)
    server.start()
    assert len(servers_on(home)) > 3
    server.stop()
    assert servers_on(home) == []
    assert not (home / "cluster" / "postmaster.pid").exists()
    assert sorted(path.name for path in home.iterdir()) == ["cluster", "lock", "run", "server.log"]
    server.stop()  # once more does no harm


def test_another_process_finds_the_server_by_its_directory(home: Path) -> None:
    assert running_url(home) is None
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert running_url(home) == server.url()
    assert running_url(home) is None
    (home / "url").write_text("postgresql://of-one-that-was-killed/")
    assert running_url(home) is None


def test_the_server_outlives_the_thread_that_started_it(home: Path) -> None:
    server = EmbeddedPostgres(home, settings=FORGETFUL)
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join()
    time.sleep(0.3)
    assert ask(server.url(), "SELECT 1") == "1"
    server.stop()


def test_control_c_is_not_for_the_server(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FORGETFUL) as server:
        assert server.pid
        assert os.getpgid(server.pid) != os.getpgid(0)


def test_a_full_log_is_moved_aside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tend, "LARGEST_LOG", 2000)
    with EmbeddedPostgres(home, settings={"log_statement": "all", **FORGETFUL}) as server:
        for number in range(60):
            ask(server.url(), f"SELECT '{number:0200}'")
        until((home / "server.log.2").exists)
        assert (home / "server.log").stat().st_size < 4000


def test_a_small_shared_memory_is_left_alone(tmp_path: Path) -> None:
    assert shared_memory(tmp_path / "nowhere") == {}
    assert shared_memory(Path("/proc")) == {"dynamic_shared_memory_type": "mmap"}  # a mount without any room
