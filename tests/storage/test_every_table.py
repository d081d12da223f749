"""Walk the catalogue: no table without its workspace first, none without row-level security."""

import asyncpg
import pytest

from jishi.storage.migrate import SCHEMA

OF_THE_INSTALLATION = {"alembic_version"}  # what belongs to no workspace


@pytest.fixture(scope="module")
async def tables(database_url: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database_url)
    try:
        return await connection.fetch(
            """
            SELECT c.oid, c.relname AS name, c.relrowsecurity AS secured,
                   (SELECT array_agg(a.attname ORDER BY k.n) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(att, n)
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.att
                     WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
                   (SELECT array_agg(pg_get_expr(p.polqual, p.polrelid) || ' / '
                                     || pg_get_expr(p.polwithcheck, p.polrelid))
                      FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
                   ARRAY(SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_attribute a
                      ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                     WHERE i.indrelid = c.oid AND a.attname <> 'workspace_id' AND NOT i.indisprimary) AS foreign_indexes
              FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p')
            """,
            SCHEMA,
        )
    finally:
        await connection.close()


# Read by the operator's own functions, across workspaces and in the order of time.
ACROSS = {"journal_followed", "alarms_due_anywhere", "workspaces_slug_key", "people_of_email"}


async def test_there_are_tables(tables: list[asyncpg.Record]) -> None:
    assert len(tables) > 20


async def test_every_key_begins_with_the_workspace(tables: list[asyncpg.Record]) -> None:
    wrong = [t["name"] for t in tables if t["name"] not in OF_THE_INSTALLATION and t["key"][0] != "workspace_id"]
    assert wrong == []


async def test_every_table_has_row_level_security_with_a_policy_for_reading_and_writing(
    tables: list[asyncpg.Record],
) -> None:
    wrong = [
        t["name"]
        for t in tables
        if t["name"] not in OF_THE_INSTALLATION
        and not (t["secured"] and t["policies"] and all(p.count("current_workspace()") == 2 for p in t["policies"]))
    ]
    assert wrong == []


async def test_every_index_begins_with_the_workspace(tables: list[asyncpg.Record]) -> None:
    found = {index.removeprefix(f"{SCHEMA}.") for t in tables for index in t["foreign_indexes"]}
    # The words of tickets are searched by a function that adds the workspace itself; GIN has no order of columns.
    assert {name for name in found if not name.endswith("_found")} <= ACROSS


async def test_the_desk_may_not_touch_what_belongs_to_the_installation(database_url: str) -> None:
    connection = await asyncpg.connect(database_url, server_settings={"role": "jishi_app", "search_path": SCHEMA})
    try:
        for table in OF_THE_INSTALLATION:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"DELETE FROM {table}")
    finally:
        await connection.close()


async def test_functions_that_see_every_workspace_are_few_and_fix_their_search_path(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch(
            "SELECT proname, proconfig FROM pg_proc WHERE pronamespace = $1::regnamespace AND prosecdef"
            " ORDER BY proname",
            SCHEMA,
        )
    finally:
        await connection.close()
    assert all(row["proconfig"] and any(c.startswith("search_path=") for c in row["proconfig"]) for row in rows)
    assert len(rows) < 40
