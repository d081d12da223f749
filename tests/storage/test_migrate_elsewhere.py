"""The schema on somebody else's server, by a user who is not its master."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from jishi.storage.database import open_database
from jishi.storage.embedded.clone import FORGETFUL, clone
from jishi.storage.embedded.run import EmbeddedPostgres
from jishi.storage.migrate import RoleMissing, prepare

MAY_CREATE_ROLES, MAY_NOT = "CREATEROLE", "NOCREATEROLE"


@pytest.fixture
def server(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    clone(tmp_path_factory.getbasetemp() / "clusters", tmp_path / "postgres")
    return EmbeddedPostgres(tmp_path / "postgres", settings=FORGETFUL)


async def tenant(server: EmbeddedPostgres, rights: str) -> str:
    """The address of a database of somebody with these rights only."""
    master = await asyncpg.connect(server.url("postgres"))
    try:
        await master.execute(f"CREATE ROLE tenant LOGIN {rights}")
        await master.execute("CREATE DATABASE tenant OWNER tenant")
    finally:
        await master.close()
    address = urlsplit(server.url("tenant"))
    return urlunsplit(address._replace(netloc=f"tenant@{address.netloc.rpartition('@')[2]}"))


async def test_a_user_who_may_create_roles_needs_nothing_more(server: EmbeddedPostgres) -> None:
    with server:
        url = await tenant(server, MAY_CREATE_ROLES)
        assert await prepare(url)
        database = await open_database(url, size=1)
        try:
            assert [dict(row) for row in await database.across("SELECT current_user::text AS me")] == [
                {"me": "jishi_app"}
            ]
        finally:
            await database.close()


async def test_a_user_who_may_not_is_told_what_to_ask_for(server: EmbeddedPostgres) -> None:
    with server:
        url = await tenant(server, MAY_NOT)
        with pytest.raises(RoleMissing, match="GRANT jishi_app TO tenant") as told:
            await prepare(url)
        master = await asyncpg.connect(server.url("postgres"))
        await master.execute(str(told.value).partition("to run: ")[2])
        await master.close()
        assert await prepare(url)
        await (await open_database(url, size=1)).close()
