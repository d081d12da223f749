"""Peaks in PostgreSQL."""

from dataclasses import fields

from jishi.dispatch.peak.model import Peak, Said
from jishi.storage.transaction import Transaction

COLUMNS = ", ".join(field.name for field in fields(Peak))


async def peaks(tx: Transaction) -> dict[int, Peak]:
    """Those that are on, by team; 0 is the whole desk."""
    rows = await tx.fetch(f"SELECT {COLUMNS} FROM peaks WHERE workspace_id = $1", tx.workspace_id)
    return {row["team_id"]: Peak(**dict(row)) for row in rows}


async def lock(tx: Transaction, team_id: int) -> Peak | None:
    row = await tx.fetch_one(
        f"SELECT {COLUMNS} FROM peaks WHERE workspace_id = $1 AND team_id = $2 FOR UPDATE", tx.workspace_id, team_id
    )
    return Peak(**dict(row)) if row else None


async def said(tx: Transaction) -> dict[int, Said]:
    """What was said of each queue before."""
    rows = await tx.fetch(
        "SELECT team_id, at AS warned_at, ended_at FROM backlog_warnings WHERE workspace_id = $1", tx.workspace_id
    )
    return {row["team_id"]: Said(warned_at=row["warned_at"], ended_at=row["ended_at"]) for row in rows}


def save_warning(tx: Transaction, team_id: int) -> None:
    tx.later("save_backlog_warning", team_id, tx.now)


def save_end_by_hand(tx: Transaction, team_id: int) -> None:
    tx.later("save_end_by_hand", team_id, tx.now)


def save(tx: Transaction, peak: Peak) -> None:
    tx.later("save_peak", peak.team_id, peak.began_at, peak.by, peak.why, peak.short, peak.until)


def drop(tx: Transaction, team_id: int) -> None:
    tx.later("end_peak", team_id)
