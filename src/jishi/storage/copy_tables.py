"""All rows of the desk, out of one database and into another: by COPY, which every PostgreSQL has.

Whoever does this connects as the owner of the tables, who is above row-level security.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import asyncpg

from jishi.storage.migrate import SCHEMA

SETTINGS = {"search_path": SCHEMA, "timezone": "UTC", "datestyle": "ISO", "application_name": "jishi copy"}
OWN_BOOKS = "alembic_version"
# A number of the cluster that wrote it, without meaning in another.
LOCAL = {("journal", "xact")}
TICKET_NUMBERS = re.compile(r"ticket_numbers_(\d+)")


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the columns that are copied."""

    name: str
    columns: tuple[str, ...]


async def connect(url: str) -> Any:
    return await asyncpg.connect(url, server_settings=SETTINGS)


async def tables(connection: Any) -> list[Table]:
    """In an order in which each comes after those it refers to."""
    rows = await connection.fetch(
        "SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns"
        "  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        "   AND a.attgenerated = ''"
        " WHERE c.relnamespace = $1::text::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        "   AND c.relname <> $2 GROUP BY c.relname ORDER BY c.relname",
        SCHEMA, OWN_BOOKS,
    )  # fmt: skip
    found = {
        row["name"]: Table(row["name"], tuple(c for c in row["columns"] if (row["name"], c) not in LOCAL))
        for row in rows
    }
    return [found[name] for name in await _in_order(connection, list(found)) if name in found]


async def copy_out(connection: Any, table: Table, take: Callable[[bytes], Awaitable[None]]) -> int:
    """Hand over a table's rows as text, a line each; their number."""
    tag: str = await connection.copy_from_table(
        table.name, schema_name=SCHEMA, columns=table.columns, output=take, format="text", encoding="utf-8"
    )
    return int(tag.rsplit(maxsplit=1)[-1])


async def copy_in(connection: Any, table: Table, lines: AsyncIterable[bytes]) -> int:
    """Store what `copy_out` handed over; the number of rows."""
    tag: str = await connection.copy_to_table(
        table.name, schema_name=SCHEMA, columns=table.columns, source=lines, format="text", encoding="utf-8"
    )
    return int(tag.rsplit(maxsplit=1)[-1])


async def sequences(connection: Any) -> dict[str, int | None]:
    """The last number each has given, None for those that gave none."""
    rows = await connection.fetch(
        "SELECT sequencename::text AS name, last_value FROM pg_sequences WHERE schemaname = $1 ORDER BY 1", SCHEMA
    )
    return {row["name"]: row["last_value"] for row in rows}


async def go_on_from(connection: Any, given: dict[str, int | None]) -> None:
    """Sequences give numbers above those that they gave there. Workspaces have one of their own each."""
    for name, last in given.items():
        if found := TICKET_NUMBERS.fullmatch(name):
            await connection.execute("SELECT make_ticket_numbers($1)", int(found[1]))
        if last is not None:
            await connection.execute("SELECT setval($1::text::regclass, $2)", f"{SCHEMA}.{name}", last)


async def empty(connection: Any) -> None:
    """Remove every row, and the sequences of the workspaces that were."""
    names = ", ".join(f"{SCHEMA}.{table.name}" for table in await tables(connection))
    await connection.execute(f"TRUNCATE {names}")
    for name in await sequences(connection):
        if TICKET_NUMBERS.fullmatch(name):
            await connection.execute(f"DROP SEQUENCE {SCHEMA}.{name}")


@asynccontextmanager
async def before_all_followers(connection: Any) -> AsyncIterator[None]:
    """Rows of the journal that are copied meanwhile stand before whatever a live screen has seen, as history does."""
    column = f"ALTER TABLE {SCHEMA}.journal ALTER COLUMN xact SET DEFAULT"
    usual = await connection.fetchval(
        "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid"
        " AND a.attnum = d.adnum WHERE d.adrelid = $1::text::regclass AND a.attname = 'xact'",
        f"{SCHEMA}.journal",
    )
    await connection.execute(f"{column} 0")
    yield
    await connection.execute(f"{column} {usual}")


async def _in_order(connection: Any, names: list[str]) -> list[str]:
    rows = await connection.fetch(
        "SELECT DISTINCT c.relname AS name, r.relname AS needs"
        "  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid"
        " WHERE k.contype = 'f' AND c.relnamespace = $1::text::regnamespace AND k.conrelid <> k.confrelid",
        SCHEMA,
    )
    needs: dict[str, set[str]] = {name: set() for name in names}
    for row in rows:
        needs[row["name"]].add(row["needs"])
    return list(TopologicalSorter(needs).static_order())
