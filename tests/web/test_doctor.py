"""The doctor is taken to desks that are well, and to desks with one thing wrong."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from jishi.clock.furnish import office_hours
from jishi.clock.save_calendar import add_calendar
from jishi.identity.add_person import add_person
from jishi.identity.create_workspace import create_workspace
from jishi.identity.join_team import join_team
from jishi.identity.make_team import make_team
from jishi.identity.model import Requester, Role
from jishi.reactions import ALARMS
from jishi.storage.database import Database
from jishi.storage.migrate import prepare
from jishi.tickets.assign import assign
from jishi.tickets.receive import Incoming, receive
from jishi.web.checks import database as database_checks
from jishi.web.checks import machine, work
from jishi.web.checks.model import Finding, Mark
from jishi.web.config import Config
from jishi.web.doctor import examine
from jishi.web.reach import open_desk
from jishi.web.worker import Worker
from tests.web.databases import empty_database

GAVE_UP = """INSERT INTO outbox (workspace_id, fact_id, reaction, run_at, parked_at)
             SELECT workspace_id, 1, 'dispatch.offer.offer', now(), now() FROM workspaces"""
NO_BYTES = """INSERT INTO attachments (workspace_id, id, name, type, size, sha256, key, added_by, created_at)
              SELECT workspace_id, 1, 'a.png', 'image/png', 1, '', '1/ab/abcd', 'x', now() FROM workspaces"""


class Patient:
    """A small desk with one ticket that somebody owns and one that waits."""

    def __init__(self, url: str, desk: Database, connection: Any, workspace_id: int) -> None:
        self.url, self.desk, self.connection, self.workspace_id = url, desk, connection, workspace_id

    async def look(self, *, running: bool = True) -> list[Finding]:
        found = [finding async for finding in database_checks.look(self.connection, self.url)]
        return found + [finding async for finding in work.look(self.desk, self.connection, running=running)]

    async def harm(self, sql: str) -> None:
        await self.connection.execute(f"SET search_path = jishi; {sql}")

    async def wrong(self) -> list[str]:
        # The tests' server may lose what it acknowledged, and that is what the doctor would say.
        return [f.says for f in await self.look() if f.mark is Mark.BAD and "power cut" not in f.says]


@pytest.fixture(scope="module")
async def healthy(database_url: str) -> AsyncIterator[tuple[str, int]]:
    """The name of a database that every patient is a copy of, and its workspace."""
    async with empty_database(database_url) as url:
        await prepare(url)
        desk = await open_desk(url, size=2)
        workspace_id = await furnished(desk)
        await desk.close()
        yield urlsplit(url).path.strip("/"), workspace_id


@pytest.fixture
async def patient(database_url: str, healthy: tuple[str, int]) -> AsyncIterator[Patient]:
    name, workspace_id = healthy
    async with empty_database(database_url, like=name) as url:
        desk, connection = await open_desk(url, size=2), await asyncpg.connect(url)
        try:
            yield Patient(url, desk, connection, workspace_id)
        finally:
            await connection.close()
            await desk.close()


async def furnished(desk: Database) -> int:
    workspace, _ = await create_workspace(
        desk, name="Patient", slug="patient", admin_name="Maya", admin_email="maya@example.com", admin_password=None
    )
    async with desk.job(workspace.id) as tx:
        lee = await add_person(tx, name="Lee", email="lee@example.com", role=Role.AGENT, password=None)
        team = await make_team(tx, name="One", is_default=True)
        await join_team(tx, team_id=team.id, person_id=lee.id)
    usual, lately = desk.clock, datetime.now(UTC) - timedelta(minutes=30)
    desk.clock = lambda: lately
    for name in ("first", "second"):
        async with desk.job(workspace.id) as tx:
            requester = Requester(email=f"{name}@example.com")
            filed = await receive(tx, Incoming(channel="chat", body=name, requester=requester))
            if name == "first":
                await assign(tx, filed.ticket.id, agent_id=lee.id, by=f"person:{lee.id}")
    await Worker(desk, dict(ALARMS)).drain()
    desk.clock = usual
    await Worker(desk, dict(ALARMS)).drain()
    return workspace.id


async def test_a_desk_that_is_well_hears_nothing_bad(patient: Patient) -> None:
    assert await patient.wrong() == []
    assert [f for f in await patient.look() if f.mark is not Mark.GOOD and not f.mend] == []


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("ALTER TABLE messages DISABLE ROW LEVEL SECURITY", "apart in messages"),
        ("DROP POLICY own_workspace ON journal", "apart in journal"),
        ("UPDATE alembic_version SET version_num = '0001'", "schema is 0001"),
        ("UPDATE alembic_version SET version_num = '9999'", "schema is 9999"),
        ("UPDATE agents SET load = load + 1", "miscounted"),
        ("DELETE FROM queue", "stand in no queue"),
        (
            GAVE_UP,
            "given up: dispatch.offer.offer (1)",
        ),
        (
            "UPDATE timers SET fires_at = now() - interval '2 minutes'",
            "behind",
        ),
        (
            NO_BYTES,
            "bytes of 1 attachments are missing",
        ),
    ],
)
async def test_what_is_wrong_is_said(patient: Patient, harm: str, says: str) -> None:
    await patient.harm(harm)
    wrong = await patient.wrong()
    assert len(wrong) == 1
    assert says in wrong[0]


async def test_the_largest_tables_are_named(patient: Patient) -> None:
    await patient.harm(
        "INSERT INTO idempotency_keys SELECT workspace_id, 'x', n::text, '', 200, repeat('x', 2000)::bytea, now()"
        " FROM workspaces, generate_series(1, 5000) n"
    )
    [largest] = [f.says for f in await patient.look() if "largest tables" in f.says]
    assert largest.startswith("The largest tables: idempotency_keys ")
    assert largest.count(",") == 4


async def test_mending_counts_loads_anew_and_dispatches_what_was_forgotten(patient: Patient) -> None:
    await patient.harm("UPDATE agents SET load = 5; DELETE FROM queue")
    assert len(await patient.wrong()) == 2
    await work.mend(patient.desk)
    assert await patient.wrong() == []


async def test_a_desk_at_rest_is_not_called_behind(patient: Patient) -> None:
    await patient.harm("UPDATE timers SET fires_at = now() - interval '1 day'")
    found = await patient.look(running=False)
    assert "The desk is not running" in [f.says for f in found if f.mark is Mark.MIND]
    assert [f.says for f in found if "behind" in f.says] == []


async def test_in_autumn_a_calendar_without_next_years_holidays_is_named(patient: Patient) -> None:
    async with patient.desk.job(patient.workspace_id) as tx:
        await add_calendar(tx, name="办公时间", hours=office_hours("Asia/Shanghai", since=2026))

    async def asked(today: date) -> list[str]:
        return [f.says async for f in work.holidays(patient.connection, today) if "办公时间" in f.says]

    assert await asked(date(2026, 6, 1)) == []
    assert await asked(date(2025, 12, 1)) == []
    assert await asked(date(2026, 11, 20)) == ["patient: calendar 办公时间 knows no public holidays of 2027"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = list(machine.look(Config(data=tmp_path / "file" / "data")))
    assert any(f.mark is Mark.BAD and "cannot be written" in f.says for f in found)


def test_a_secret_that_others_can_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JISHI_SECRET", raising=False)
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0o644)
    assert any("read by others" in f.says for f in machine.look(Config(data=tmp_path)))
    (tmp_path / "secret").chmod(0o600)
    assert any(f.says == "The desk's secret is private" for f in machine.look(Config(data=tmp_path)))


def test_a_database_that_is_away_is_one_line_and_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = f"postgresql://nobody@/jishi?host={tmp_path}"
    assert examine(Config(data=tmp_path, database_url=away)) == 1
    said = capsys.readouterr().out
    assert "✗ The database cannot be reached" in said
    assert "Traceback" not in said
