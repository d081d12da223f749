"""Save a desk into one file, while it runs, and put it back."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jishi
from jishi.channels import blobs
from jishi.kernel.errors import Conflict
from jishi.storage import copy_tables
from jishi.storage.migrate import current
from jishi.web.archive import Contents, Writer, create
from jishi.web.config import Config
from jishi.web.demo_password import NAME as DEMO_PASSWORD
from jishi.web.keep_secret import NAME as SECRET
from jishi.web.reach import reach
from jishi.web.restore import restore

__all__ = ["backup", "restore"]

KEPT = (SECRET, DEMO_PASSWORD)  # files of the desk that no database holds


class NothingToSave(Conflict):
    """There is no desk yet in this database."""


def backup(config: Config, file: Path) -> None:
    """Everything, as it was at one instant; the desk may go on working."""
    with reach(config) as url:
        contents = asyncio.run(save(config, url, file))
    if contents.missing:
        print(f"Attachments whose bytes are not there: {', '.join(contents.missing)}")  # noqa: T201
    rows = sum(entry.rows for entry in contents.entries.values())
    print(f"Saved {rows:,} rows into {file} ({file.stat().st_size / 1e6:,.1f} MB).")  # noqa: T201


async def save(config: Config, url: str, file: Path) -> Contents:
    schema = await current(url)
    if schema is None:
        raise NothingToSave
    contents = Contents(version=jishi.__version__, schema=schema, made_at=datetime.now(UTC).isoformat())
    connection = await copy_tables.connect(url)
    try:
        with create(file) as archive:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                keys = await connection.fetch("SELECT DISTINCT key FROM attachments ORDER BY key")
                await _save_tables(connection, archive)
                # Read after the rows: the numbers they bear are then surely among those given.
                contents.sequences = await copy_tables.sequences(connection)
            contents.missing = await _save_attachments([row["key"] for row in keys], archive)
            await _save_files(config, archive)
            contents.entries = archive.entries
            archive.close(contents)
    finally:
        await connection.close()
    return contents


async def _save_tables(connection: Any, archive: Writer) -> None:
    for table in await copy_tables.tables(connection):
        name = f"tables/{table.name}"
        with archive.entry(name) as sink:
            rows = await copy_tables.copy_out(connection, table, sink.take)
        archive.entries[name].columns, archive.entries[name].rows = table.columns, rows
        print(f"{table.name}: {rows:,} rows", flush=True)  # noqa: T201


async def _save_attachments(keys: list[str], archive: Writer) -> tuple[str, ...]:
    """The keys whose bytes are gone: an upload that was given up since."""
    missing = []
    for key in keys:
        try:
            pieces = await blobs.open(key)
        except FileNotFoundError:
            missing.append(key)
            continue
        with archive.entry(f"attachments/{key}", packed=False) as sink:
            async for piece in pieces:
                await sink.take(piece)
    if keys:
        print(f"attachments: {len(keys) - len(missing):,} files", flush=True)  # noqa: T201
    return tuple(missing)


async def _save_files(config: Config, archive: Writer) -> None:
    for name in KEPT:
        if (path := config.data / name).exists():
            with archive.entry(f"desk/{name}") as sink:
                await sink.take(path.read_bytes())
