import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import asyncpg
import pytest

from jishi.identity import settings
from jishi.identity.change_settings import change_settings
from jishi.identity.create_workspace import create_workspace, setup_needed
from jishi.identity.errors import AlreadySetUp, SlugTaken
from jishi.identity.model import TIERS, Choice, Settings
from jishi.kernel.errors import Invalid
from jishi.storage.database import Database, open_database
from jishi.storage.migrate import prepare
from tests.identity.conftest import PASSWORD, Desk

OpenDesk = Callable[[], Awaitable[Desk]]


@pytest.fixture
async def fresh(database: Database, database_url: str) -> AsyncIterator[Database]:
    """A database that nobody has set up."""
    server = await asyncpg.connect(database_url)
    await server.execute("DROP DATABASE IF EXISTS fresh WITH (FORCE)")
    await server.execute("CREATE DATABASE fresh")
    await server.close()
    base, _, query = database_url.partition("?")
    url = base.rsplit("/", 1)[0] + "/fresh" + (f"?{query}" if query else "")
    await prepare(url)
    opened = await open_database(url)
    yield opened
    await opened.close()


def first(database: Database, name: str = "First") -> Awaitable[object]:
    return create_workspace(
        database, name=name, admin_name="Wang", admin_email="wang@example.test", admin_password=PASSWORD,
        only_first=True,
    )  # fmt: skip


async def test_a_desk_is_set_up_once_however_many_try_at_the_same_time(fresh: Database) -> None:
    assert await setup_needed(fresh)
    answers = await asyncio.gather(*(first(fresh, f"Desk {n}") for n in range(6)), return_exceptions=True)
    assert sum(isinstance(answer, AlreadySetUp) for answer in answers) == 5
    assert not await setup_needed(fresh)
    assert len(await fresh.across("SELECT * FROM all_workspaces()")) == 1
    with pytest.raises(AlreadySetUp):
        await first(fresh)


async def test_a_workspace_that_cannot_be_made_leaves_nothing(fresh: Database) -> None:
    with pytest.raises(Invalid) as wrong:
        await create_workspace(fresh, name="Desk", admin_name="", admin_email="x", admin_password="1", only_first=True)
    assert [path for path, _ in wrong.value.errors] == ["name", "email", "password"]
    assert await setup_needed(fresh)


async def test_a_new_workspace_has_its_administrator_its_numbers_and_its_facts(desk: Desk) -> None:
    async with desk.database.job(desk.id) as tx:
        number = await tx.fetch_value("SELECT draw_ticket_number($1, DATE '2023-10-01')", desk.id)
        workspace = await settings.workspace(tx)
    assert number == "20231001001"
    assert replace(workspace, settings_version=1) == desk.workspace
    assert [fact["kind"] for fact in await desk.facts("WorkspaceCreated", "PersonAdded")] == [
        "WorkspaceCreated", "PersonAdded",
    ]  # fmt: skip


async def test_a_short_name_is_one_workspaces(desk: Desk, open_desk: OpenDesk) -> None:
    with pytest.raises(SlugTaken):
        await create_workspace(
            desk.database, name="x", slug=desk.workspace.slug, admin_name="Li", admin_email="li@example.test",
            admin_password=PASSWORD,
        )  # fmt: skip
    other = await open_desk()
    with pytest.raises(SlugTaken):
        async with other.database.job(other.id) as tx:
            await change_settings(tx, slug=desk.workspace.slug)


async def test_everything_wrong_with_a_workspace_is_said_at_once(database: Database) -> None:
    with pytest.raises(Invalid) as wrong:
        await create_workspace(
            database, name=" ", slug="No Slug", zone="Mars", language="tlh", admin_name="Li",
            admin_email="li@example.test", admin_password=PASSWORD,
        )  # fmt: skip
    assert [path for path, _ in wrong.value.errors] == ["name", "slug", "zone", "language"]


async def test_settings_are_kept_recorded_and_seen_at_once(desk: Desk) -> None:
    gold = (Choice(key="gold", zh="金牌", en="Gold"), *TIERS)
    before = await version(desk)
    async with desk.database.job(desk.id, by=f"person:{desk.wang.id}") as tx:
        await change_settings(tx, tiers=gold, close_after_seconds=3600, zone="Europe/Berlin")
    async with desk.database.job(desk.id) as tx:
        now = await settings.workspace(tx)
        assert await settings.load(tx) == Settings(tiers=gold, close_after_seconds=3600)
    assert now.zone == "Europe/Berlin"
    assert await version(desk) == now.settings_version == before + 1
    [fact] = await desk.facts("SettingsChanged")
    assert fact["changes"].keys() == {"zone", "tiers", "close_after_seconds"}
    assert fact["changes"]["close_after_seconds"] == [72 * 3600, 3600]


async def test_wrong_settings_change_nothing(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        async with desk.database.job(desk.id) as tx:
            await change_settings(tx, name="New name", types=(), close_after_seconds=5)
    assert [path for path, _ in wrong.value.errors] == ["settings.types", "settings.close_after_seconds"]
    async with desk.database.job(desk.id) as tx:
        assert (await settings.workspace(tx)).name == desk.workspace.name


async def test_a_newer_version_of_the_settings_is_read_at_once(desk: Desk) -> None:
    """As another process sees it: it still remembers the old, but was told the version."""
    async with desk.database.job(desk.id) as tx:
        await settings.workspace(tx)
        await tx.execute(
            "UPDATE workspaces SET name = 'Renamed', settings_version = 90 WHERE workspace_id = $1", desk.id
        )
    async with desk.database.job(desk.id) as tx:
        tx.settings_version = 90
        assert (await settings.workspace(tx)).name == "Renamed"


async def test_what_an_older_version_did_not_store_takes_its_default(desk: Desk) -> None:
    async with desk.database.job(desk.id) as tx:
        await tx.execute(
            """UPDATE workspaces SET settings = '{"close_after_seconds": 60, "of_a_newer_version": 1}',"""
            " settings_version = 70 WHERE workspace_id = $1",
            desk.id,
        )
    async with desk.database.job(desk.id) as tx:
        tx.settings_version = 70
        assert await settings.load(tx) == Settings(close_after_seconds=60)


async def test_nothing_of_a_workspace_is_seen_from_another(desk: Desk, open_desk: OpenDesk) -> None:
    other = await open_desk()
    async with desk.database.job(desk.id) as tx:
        for table in ("workspaces", "people", "teams", "team_members", "sessions", "api_tokens", "customers"):
            rows = await tx.fetch(f"SELECT DISTINCT workspace_id FROM {table}")
            assert {row["workspace_id"] for row in rows} <= {desk.id}
        changed = await tx.execute("UPDATE people SET name = 'x' WHERE id = $1", other.wang.id)
    assert changed == "UPDATE 0"


async def version(desk: Desk) -> int:
    async with desk.database.job(desk.id) as tx:
        found: int = await tx.fetch_value("SELECT settings_version FROM workspaces WHERE workspace_id = $1", desk.id)
    return found
