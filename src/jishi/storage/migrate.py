"""Bring the database's schema up to this version of the desk."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg

from jishi.kernel.errors import Unavailable

SCHEMA = "jishi"
ROLE = "jishi_app"
FOLDER = Path(__file__).parent / "migrations"

BOOTSTRAP = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN CREATE ROLE {ROLE} NOLOGIN; END IF;
    -- Since 16 whoever creates a role may give it to others, but does not work as it.
    IF NOT pg_has_role(current_user, '{ROLE}',
                       CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) THEN
        EXECUTE format('GRANT {ROLE} TO %I', current_user);
    END IF;
END $$;
GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE};
"""


class OutOfReach(Unavailable):
    """The database cannot be reached: {reason}. Is JISHI_DATABASE_URL right, and does it run?"""


class RoleMissing(Unavailable):
    """The database user may not create the role jishi_app. Ask its administrator to run:
    CREATE ROLE jishi_app NOLOGIN; GRANT jishi_app TO {user};"""


class NewerSchema(Unavailable):
    """The database was written by a newer Jishi (schema {found}, this version knows {known}). Install that version."""


def head() -> str:
    """The newest revision this version knows."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


async def current(url: str) -> str | None:
    """The revision of the database, or None when it holds no schema of ours. What looks first, so it says whether the
    database is there at all."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as wrong:
        raise OutOfReach(reason=str(wrong) or type(wrong).__name__) from wrong
    try:
        if await connection.fetchval(f"SELECT to_regclass('{SCHEMA}.alembic_version')") is None:
            return None
        revision: str | None = await connection.fetchval(f"SELECT version_num FROM {SCHEMA}.alembic_version")  # noqa: S608
        return revision
    finally:
        await connection.close()


async def prepare(url: str, *, upgrade: Callable[[str], Any] | None = None) -> bool:
    """Migrate when needed; whether anything was done.

    `upgrade` runs the migrations; the default does so in a thread of this process.
    """
    found, known = await current(url), head()
    if found is not None and found > known:
        raise NewerSchema(found=found, known=known)
    if found != known:
        await _bootstrap(url)
        await asyncio.to_thread(upgrade or upgrade_here, url)
    await _mend_order(url)
    return found != known


def upgrade_here(url: str, revision: str = "head") -> None:
    """Apply all versions up to `revision`. Blocking. Imports Alembic, which a running desk does not need in memory."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine_url"] = engine_url(url)
    command.upgrade(config, revision)


def engine_url(url: str) -> Any:
    """The same database as an SQLAlchemy URL over asyncpg, unix sockets included."""
    from sqlalchemy.engine import make_url

    made = make_url(url.replace("postgres://", "postgresql://", 1))
    return made.set(drivername="postgresql+asyncpg")


def run_script(name: str) -> None:
    """Execute one .sql file of this folder; called by the versions."""
    from alembic import op
    from sqlalchemy.util import await_only

    connection = op.get_bind()
    connection.exec_driver_sql("SELECT 1")  # makes SQLAlchemy begin its transaction before the driver is used directly
    driver = connection.connection.driver_connection
    assert driver is not None
    await_only(driver.execute((FOLDER / name).read_text()))


async def _bootstrap(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(BOOTSTRAP)
    except asyncpg.InsufficientPrivilegeError as error:
        raise RoleMissing(user=await connection.fetchval("SELECT current_user")) from error
    finally:
        await connection.close()


async def _mend_order(url: str) -> None:
    """A journal restored into another cluster carries transaction numbers of its old one; they would hide new facts."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            f"UPDATE {SCHEMA}.journal SET xact = 0 WHERE xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"  # noqa: S608
        )
    finally:
        await connection.close()
