import asyncio
import contextlib
import itertools
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from jishi.channels import blobs
from jishi.identity.model import Requester
from jishi.reactions import AFTERWARDS, ALARMS, AT_ONCE
from jishi.storage import copy_tables
from jishi.storage.database import Database, open_database
from jishi.storage.migrate import FOLDER, current, head, prepare, upgrade_here
from jishi.tickets.receive import Incoming, receive
from jishi.web.archive import Contents, DamagedArchive, create, open_archive, seal
from jishi.web.backup import save
from jishi.web.config import Config
from jishi.web.restore import DeskNotEmpty, NewerBackup, OlderBackup, StopTheDeskFirst, put_back
from jishi.web.worker import Worker
from tests.web.conftest import Demo
from tests.web.databases import empty_database

PICTURE = b"\x89PNG not really" * 1000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A desk's data directory, with its secret."""
    monkeypatch.setenv("JISHI_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").write_text("the desk's own")
    return Config(data=tmp_path / "data")


@pytest.fixture
async def saved(demo: Demo, home: Config, tmp_path: Path) -> Path:
    """A backup of the demo, with one attachment."""
    await attach(demo)
    await save(home, demo.url, tmp_path / "desk.jishi")
    return tmp_path / "desk.jishi"


async def attach(demo: Demo) -> None:
    async def once() -> AsyncIterator[bytes]:
        yield PICTURE

    key = await blobs.put(once(), under=str(demo.workspace_id))
    async with demo.database.job(demo.workspace_id) as tx:
        await tx.execute(
            "INSERT INTO attachments (workspace_id, id, name, type, size, sha256, key, added_by, created_at)"
            " VALUES ($1, $2, 'photo.png', 'image/png', $3, $4, $5, 'person:1', $6)",
            demo.workspace_id, tx.new_id(), len(PICTURE), blobs.digest_of(key), key, tx.now,
        )  # fmt: skip


def is_private(path: Path) -> bool:
    return path.stat().st_mode & 0o077 == 0


async def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table as text, but for the numbers that only its own cluster understands."""
    connection = await copy_tables.connect(url)
    try:
        return {
            table.name: [
                row[0]
                for row in await connection.fetch(f"SELECT (to_jsonb(t) - 'xact')::text FROM {table.name} t ORDER BY 1")
            ]
            for table in await copy_tables.tables(connection)
        }
    finally:
        await connection.close()


async def restore_into(url: str, file: Path, config: Config, *, replace: bool = False) -> int:
    with open_archive(file) as archive:
        return await put_back(config, url, archive, replace=replace)


async def test_restored_equals_saved_row_by_row(demo: Demo, saved: Path, home: Config, tmp_path: Path) -> None:
    before = await rows_of(demo.url)
    assert sum(map(len, before.values())) > 2000
    elsewhere = Config(data=tmp_path / "elsewhere")
    async with empty_database(demo.url) as url:
        assert await restore_into(url, saved, elsewhere) == sum(map(len, before.values()))
        after = await rows_of(url)
        assert [name for name in before if before[name] != after[name]] == []
        assert await current(url) == head()
    assert (elsewhere.data / "secret").read_text() == "the desk's own"
    assert is_private(elsewhere.data / "secret")
    assert is_private(saved)


@asynccontextmanager
async def open_in(url: str) -> AsyncIterator[Database]:
    database = await open_database(url, at_once=AT_ONCE, afterwards=AFTERWARDS, size=3)
    try:
        yield database
    finally:
        await database.close()


async def test_a_restored_desk_works_and_its_numbers_go_on_rising(demo: Demo, saved: Path, home: Config) -> None:
    async with empty_database(demo.url) as url:
        await restore_into(url, saved, home)
        async with open_in(url) as database:
            database.clock = lambda: demo.now
            await a_request_finds_an_owner(demo, database)


async def a_request_finds_an_owner(demo: Demo, database: Database) -> None:
    newest = "SELECT max(id) AS id, max(number) AS number FROM tickets WHERE workspace_id = $1"
    async with database.job(demo.workspace_id) as tx:
        before = await tx.fetch_one(newest, demo.workspace_id)
        facts = await tx.fetch_value("SELECT max(id) FROM journal WHERE workspace_id = $1", demo.workspace_id)
    async with database.job(demo.workspace_id) as tx:
        requester = Requester(name="韩梅梅", email="mei@example.com")
        filed = await receive(tx, Incoming(channel="chat", body="在吗?", requester=requester, type="enquiry"))
    assert before is not None
    assert filed.ticket.id > before["id"]
    assert filed.ticket.number > before["number"]
    await Worker(database, dict(ALARMS)).drain()
    async with database.job(demo.workspace_id) as tx:
        owner = "SELECT owner_id FROM tickets WHERE workspace_id = $1 AND id = $2"
        assert await tx.fetch_value(owner, demo.workspace_id, filed.ticket.id) is not None
        # What was restored stands before every follower's cursor; only the new facts come to live screens.
        order = (
            "SELECT id > $2 AS new, min(xact) AS first, max(xact) AS last FROM journal"
            " WHERE workspace_id = $1 GROUP BY 1"
        )
        xacts = {row["new"]: row for row in await tx.fetch(order, demo.workspace_id, facts)}
        assert xacts[False]["last"] == 0
        assert xacts[True]["first"] > 0


async def test_attachments_come_back_byte_for_byte(
    demo: Demo, saved: Path, home: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JISHI_DATA", str(tmp_path / "elsewhere"))
    async with empty_database(demo.url) as url:
        await restore_into(url, saved, Config(data=tmp_path / "elsewhere"))
        [key] = await keys(url)
    pieces = [piece async for piece in await blobs.open(key)]
    assert b"".join(pieces) == PICTURE


async def keys(url: str) -> list[str]:
    connection = await copy_tables.connect(url)
    try:
        return [row["key"] for row in await connection.fetch("SELECT DISTINCT key FROM attachments")]
    finally:
        await connection.close()


async def test_a_backup_is_of_one_instant_though_the_desk_goes_on(
    demo: Demo, saved: Path, home: Config, tmp_path: Path
) -> None:
    file = tmp_path / "busy.jishi"
    async with empty_database(demo.url) as url:
        await restore_into(url, saved, home)
        async with open_in(url) as busy:
            customers = asyncio.create_task(keep_writing(busy, demo.workspace_id))
            await save(home, url, file)
            customers.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await customers
    async with empty_database(demo.url) as url:
        await restore_into(url, file, home)  # its foreign keys are a proof: no message without its ticket
        assert await torn_tickets(url) == 0


async def keep_writing(database: Database, workspace_id: int) -> None:
    for n in itertools.count():
        async with database.job(workspace_id) as tx:
            requester = Requester(email=f"busy{n}@example.com")
            await receive(tx, Incoming(channel="api", body="busy", requester=requester))


async def torn_tickets(url: str) -> int:
    """Tickets without the message or the fact that their own transaction stored."""
    connection = await copy_tables.connect(url)
    try:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM tickets t WHERE NOT EXISTS (SELECT FROM messages m"
                " WHERE m.workspace_id = t.workspace_id AND m.ticket_id = t.id) OR NOT EXISTS (SELECT FROM journal j"
                " WHERE j.workspace_id = t.workspace_id AND j.ticket_id = t.id)"
            )
        )
    finally:
        await connection.close()


async def test_a_desk_that_is_not_empty_is_replaced_only_when_asked(demo: Demo, saved: Path, home: Config) -> None:
    async with empty_database(demo.url) as url:
        await restore_into(url, saved, home)
        connection = await copy_tables.connect(url)
        await connection.execute("DELETE FROM messages")
        await connection.close()
        with pytest.raises(DeskNotEmpty):
            await restore_into(url, saved, home)
        assert (await rows_of(url))["messages"] == []
        await restore_into(url, saved, home, replace=True)
        assert (await rows_of(url))["messages"] == (await rows_of(demo.url))["messages"]


async def test_a_running_desk_is_not_restored_over(demo: Demo, saved: Path, home: Config) -> None:
    with pytest.raises(StopTheDeskFirst):
        await restore_into(demo.url, saved, home, replace=True)


@pytest.mark.parametrize("harm", ["cut short", "a byte changed", "an entry gone", "something else"])
async def test_a_damaged_backup_is_refused_before_anything_is_touched(
    demo: Demo, saved: Path, home: Config, harm: str
) -> None:
    damage(saved, harm)
    async with empty_database(demo.url) as url:
        with pytest.raises(DamagedArchive):
            await restore_into(url, saved, home)
        assert await current(url) is None


def damage(file: Path, harm: str) -> None:
    whole = file.read_bytes()
    if harm == "cut short":
        file.write_bytes(whole[: len(whole) // 2])
    elif harm == "something else":
        file.write_bytes(b"not a backup")
    elif harm == "a byte changed":
        middle = len(whole) // 3
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    else:
        rewrite(file, leave_out="tables/messages")


def rewrite(file: Path, *, leave_out: str = "", **changes: str) -> None:
    """The same archive but for an entry, or for words of its contents."""
    fresh = file.with_suffix(".new")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(fresh, "w") as new:
        for name in old.namelist():
            if name != leave_out:
                kept = old.read(name)
                for word, other in changes.items() if name == "contents.json" else ():
                    kept = kept.replace(f'"{word}": "{head()}"'.encode(), f'"{word}": "{other}"'.encode())
                new.writestr(name, kept)
        new.comment = old.comment
    with fresh.open("r+b") as whole:
        seal(whole)
    fresh.replace(file)


async def test_no_byte_of_a_backup_changes_unseen(tmp_path: Path) -> None:
    file = tmp_path / "small.jishi"
    with create(file) as archive:
        with archive.entry("desk/secret", packed=False) as sink:
            await sink.take(b"the desk's own")
        archive.close(Contents(version="1", schema="0001", made_at="now", entries=archive.entries))
    whole = file.read_bytes()
    with open_archive(file) as kept:
        assert kept.read("desk/secret") == b"the desk's own"
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DamagedArchive), open_archive(file):
            pass


async def test_a_backup_of_a_newer_desk_is_refused(demo: Demo, saved: Path, home: Config) -> None:
    rewrite(saved, schema="9999")
    async with empty_database(demo.url) as url:
        with pytest.raises(NewerBackup, match="9999"):
            await restore_into(url, saved, home)
        assert await current(url) is None


async def test_a_backup_of_an_older_desk_is_brought_up_to_date(demo: Demo, home: Config, tmp_path: Path) -> None:
    older = sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))[-2]
    file = tmp_path / "older.jishi"
    async with empty_database(demo.url) as url:
        await prepare(url, upgrade=lambda address: upgrade_here(address, older))
        connection = await asyncpg.connect(url)
        await connection.execute(
            "INSERT INTO jishi.workspaces VALUES (7, 'old', 'Old', 'UTC', 'en', '{}', 1, false, now())"
        )
        await connection.close()
        assert (await save(home, url, file)).schema == older
    async with empty_database(demo.url) as url:
        await restore_into(url, file, home)
        assert await current(url) == head()
        assert len((await rows_of(url))["workspaces"]) == 1
        with pytest.raises(OlderBackup):
            await restore_into(url, file, home, replace=True)
