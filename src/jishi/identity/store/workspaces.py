"""Workspaces and their settings."""

import msgspec
from asyncpg import Record

from jishi.identity.model import Settings, Workspace
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction

COLUMNS = "workspace_id, slug, name, zone, language, settings, settings_version, demo"


async def glance(tx: Transaction) -> Workspace | None:
    """The workspace of this transaction, without beginning it."""
    rows = await tx.glance("glance_workspace")
    return as_workspace(rows[0]) if rows else None


async def lock(tx: Transaction) -> Workspace | None:
    row = await tx.fetch_one(f"SELECT {COLUMNS} FROM workspaces WHERE workspace_id = $1 FOR UPDATE", tx.workspace_id)
    return as_workspace(row) if row else None


async def id_of(database: Database, slug: str) -> int | None:
    rows = await database.across("SELECT workspace_id FROM find_workspace($1)", slug)
    return rows[0]["workspace_id"] if rows else None


async def setup_needed(database: Database) -> bool:
    return bool((await database.across("SELECT setup_needed()"))[0][0])


async def has_demo(database: Database) -> bool:
    return any(row["demo"] for row in await database.across("SELECT demo FROM all_workspaces()"))


async def claim_setup(tx: Transaction) -> bool:
    """Whether no workspace exists; when so, nobody else can make one before this transaction ends."""
    return bool(await tx.fetch_value("SELECT claim_setup()"))


async def add(tx: Transaction, workspace: Workspace) -> None:
    """Raises asyncpg.UniqueViolationError when the slug is taken."""
    await tx.execute(
        "INSERT INTO workspaces (workspace_id, slug, name, zone, language, settings, demo, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.workspace_id, workspace.slug, workspace.name, workspace.zone, workspace.language,
        msgspec.to_builtins(workspace.settings), workspace.demo, tx.now,
    )  # fmt: skip
    await tx.execute("SELECT make_ticket_numbers($1)", tx.workspace_id)


async def save(tx: Transaction, workspace: Workspace) -> None:
    await tx.execute(
        "UPDATE workspaces SET slug = $2, name = $3, zone = $4, language = $5, settings = $6 WHERE workspace_id = $1",
        tx.workspace_id, workspace.slug, workspace.name, workspace.zone, workspace.language,
        msgspec.to_builtins(workspace.settings),
    )  # fmt: skip


def renew(tx: Transaction) -> None:
    tx.later("renew_settings")


def as_workspace(row: Record) -> Workspace:
    kept = dict(row)
    settings = msgspec.convert(kept.pop("settings"), Settings)
    return Workspace(id=kept.pop("workspace_id"), settings=settings, **kept)
