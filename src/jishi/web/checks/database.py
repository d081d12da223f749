"""The database server and the schema."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from jishi.storage.migrate import ROLE, SCHEMA, current, head
from jishi.web.checks.model import Finding, bad, good

OLDEST_SERVER = 150000
MOST_SKEW = 2.0  # seconds between the server's clock and ours
UNSAFE = {"fsync": "on", "full_page_writes": "on"}


async def look(connection: Any, url: str) -> AsyncIterator[Finding]:
    """`connection` is the owner's."""
    yield await _version(connection)
    yield await _clock(connection)
    yield await _safety(connection)
    yield await _schema(url)
    if await connection.fetchval("SELECT to_regnamespace($1) IS NOT NULL", SCHEMA):
        yield await _role(connection)
        yield await _walls(connection)
        yield await _largest(connection)


async def is_ready(url: str) -> bool:
    """Whether there are tables that can be looked at."""
    return await current(url) == head()


async def _version(connection: Any) -> Finding:
    number = int(await connection.fetchval("SHOW server_version_num"))
    version = await connection.fetchval("SHOW server_version")
    if number < OLDEST_SERVER:
        return bad(f"PostgreSQL {version} is too old", "use PostgreSQL 15 or newer")
    encoding = await connection.fetchval("SHOW server_encoding")
    if encoding != "UTF8":
        return bad(f"The database is encoded as {encoding}", "make a database with ENCODING 'UTF8' and restore into it")
    return good(f"PostgreSQL {version} answers")


async def _clock(connection: Any) -> Finding:
    before = datetime.now(UTC)
    theirs: datetime = await connection.fetchval("SELECT clock_timestamp()")
    ours = before + (datetime.now(UTC) - before) / 2
    skew = abs((theirs - ours).total_seconds())
    if skew > MOST_SKEW:
        return bad(f"The clocks of this machine and of the database differ by {skew:.0f} s", "let NTP set both")
    return good("The clocks of this machine and of the database agree")


async def _safety(connection: Any) -> Finding:
    off = [name for name, value in UNSAFE.items() if await connection.fetchval(f"SHOW {name}") != value]
    if off:
        return bad(f"{' and '.join(off)} off: a power cut can lose the database", "switch on in postgresql.conf")
    return good("What is acknowledged is on the disk")


async def _schema(url: str) -> Finding:
    found, known = await current(url), head()
    if found is None:
        return bad("There are no tables yet", "run jishi migrate")
    if found > known:
        return bad(f"The schema is {found}, this version knows {known}", "install the newer version that wrote it")
    if found < known:
        return bad(f"The schema is {found}, this version needs {known}", "run jishi migrate")
    return good(f"The schema is {known}, as this version needs it")


async def _role(connection: Any) -> Finding:
    row = await connection.fetchrow(
        "SELECT rolsuper OR rolbypassrls AS above, pg_has_role(current_user, oid, 'MEMBER') AS ours,"
        " EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = to_regnamespace($2)) AS owner"
        "  FROM pg_roles r WHERE rolname = $1",
        ROLE, SCHEMA,
    )  # fmt: skip
    if row is None:
        return bad(f"The role {ROLE} does not exist", "run jishi migrate, or let an administrator CREATE ROLE it")
    if row["above"] or row["owner"]:
        return bad(
            f"The role {ROLE} is above row-level security", f"ALTER ROLE {ROLE} NOSUPERUSER NOBYPASSRLS; own nothing"
        )
    if not row["ours"]:
        return bad(f"The desk may not take the role {ROLE}", f"GRANT {ROLE} to the desk's database user")
    return good(f"The desk works as {ROLE}, which cannot bypass row-level security")


async def _walls(connection: Any) -> Finding:
    rows = await connection.fetch(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p')"
        " AND c.relname <> 'alembic_version' AND NOT (c.relrowsecurity AND EXISTS ("
        "   SELECT FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1",
        SCHEMA,
    )
    if rows:
        names = ", ".join(row["relname"] for row in rows)
        return bad(f"Nothing keeps workspaces apart in {names}", "SELECT jishi.protect('TABLE') for each, and tell us")
    return good("Every table keeps workspaces apart")


async def _largest(connection: Any) -> Finding:
    """With their indexes. What is swept away, and when, is in docs/operations.md."""
    rows = await connection.fetch(
        "SELECT c.relname, pg_size_pretty(pg_total_relation_size(c.oid)) AS size FROM pg_class c"
        " WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'r'"
        " ORDER BY pg_total_relation_size(c.oid) DESC, c.relname LIMIT 5",
        SCHEMA,
    )
    return good("The largest tables: " + ", ".join(f"{row['relname']} {row['size']}" for row in rows))
