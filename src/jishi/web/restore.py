"""Put back what `backup` saved: all of it or nothing."""

import asyncio
import functools
import os
from pathlib import Path
from typing import Any

from jishi.channels import blobs
from jishi.kernel.errors import Conflict, Unavailable
from jishi.storage import copy_tables, migrate
from jishi.storage.copy_tables import Table
from jishi.web.archive import Reader, open_archive
from jishi.web.config import Config
from jishi.web.is_running import is_running
from jishi.web.reach import reach


class StopTheDeskFirst(Conflict):
    """The desk is running on this database. Stop it first."""


class DeskNotEmpty(Conflict):
    """There is a desk in this database already. With --replace it is lost and this backup takes its place."""


class NewerBackup(Unavailable):
    """The backup was made by Jishi {version} (schema {found}, this version knows {known}). Install that version."""


class OlderBackup(Conflict):
    """The backup has the older schema {found}. Restore it into a new, empty database: it is then brought up to date."""


def restore(config: Config, file: Path, *, replace: bool = False) -> None:
    """Into an empty desk; with `replace` into any."""
    with open_archive(file) as archive, reach(config) as url:
        rows = asyncio.run(put_back(config, url, archive, replace=replace))
    print(f"Restored {rows:,} rows from {file}, as they were at {archive.contents.made_at}.")  # noqa: T201


async def put_back(config: Config, url: str, archive: Reader, *, replace: bool) -> int:
    """The number of rows. The database changes in one transaction."""
    await _prepare(url, archive)
    connection = await copy_tables.connect(url)
    try:
        await _check_room(connection, replace=replace)
        await _put_attachments(archive)  # named by their content: of no harm, should the rest fail
        async with connection.transaction():
            await copy_tables.empty(connection)
            rows = await _put_rows(connection, archive)
        _put_files(config, archive)
    finally:
        await connection.close()
    await migrate.prepare(url)
    return rows


async def _prepare(url: str, archive: Reader) -> None:
    """Tables of the backup's revision; looks before it touches anything."""
    contents, known, found = archive.contents, migrate.head(), await migrate.current(url)
    if contents.schema > known:
        raise NewerBackup(version=contents.version, found=contents.schema, known=known)
    if await is_running(url):
        raise StopTheDeskFirst
    if found is not None and contents.schema < known:
        raise OlderBackup(found=contents.schema)
    await migrate.prepare(url, upgrade=functools.partial(migrate.upgrade_here, revision=contents.schema))


async def _check_room(connection: Any, *, replace: bool) -> None:
    if not replace and await connection.fetchval("SELECT EXISTS (SELECT FROM workspaces)"):
        raise DeskNotEmpty


async def _put_rows(connection: Any, archive: Reader) -> int:
    saved, total = archive.below("tables"), 0
    async with copy_tables.before_all_followers(connection):
        for table in await copy_tables.tables(connection):
            if (entry := saved.get(table.name)) is None:
                continue
            lines = archive.pieces(f"tables/{table.name}")
            rows = await copy_tables.copy_in(connection, Table(table.name, entry.columns), lines)
            print(f"{table.name}: {rows:,} rows", flush=True)  # noqa: T201
            total += rows
    await copy_tables.go_on_from(connection, archive.contents.sequences)
    return total


async def _put_attachments(archive: Reader) -> None:
    keys = archive.below("attachments")
    for key in keys:
        await blobs.put(archive.pieces(f"attachments/{key}"), under=key.split("/", 1)[0])
    if keys:
        print(f"attachments: {len(keys):,} files", flush=True)  # noqa: T201


def _put_files(config: Config, archive: Reader) -> None:
    config.data.mkdir(parents=True, exist_ok=True)
    for name in archive.below("desk"):
        fresh = config.data / f"{name}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(archive.read(f"desk/{name}"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(config.data / name)
