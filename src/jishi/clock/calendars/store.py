"""Whose calendar is whose, and what calendars were before."""

from typing import Any

from jishi.storage.transaction import Transaction


async def hold(tx: Transaction, calendar_id: int) -> Any:
    """The calendar as it is now, held for this transaction: nobody gives it away while it is retired. None if gone."""
    return await tx.fetch_one(
        "SELECT id, version, name, hours, is_default, saved_at, saved_by FROM calendars"
        " WHERE workspace_id = $1 AND id = $2 AND current FOR NO KEY UPDATE",
        tx.workspace_id, calendar_id,
    )  # fmt: skip


async def versions(tx: Transaction, calendar_id: int, *, before: int | None, limit: int) -> list[Any]:
    """What the calendar was, the newest first."""
    return await tx.fetch(
        "SELECT version, name, hours, saved_at, saved_by FROM calendars WHERE workspace_id = $1 AND id = $2"
        " AND ($3::int IS NULL OR version < $3) ORDER BY version DESC LIMIT $4",
        tx.workspace_id, calendar_id, before, limit,
    )  # fmt: skip


async def retire(tx: Transaction, calendar_id: int) -> None:
    """No version is current any more; all of them stay for what they judged."""
    await tx.execute(
        "UPDATE calendars SET current = false WHERE workspace_id = $1 AND id = $2 AND current",
        tx.workspace_id, calendar_id,
    )  # fmt: skip


async def make_default(tx: Transaction, calendar_id: int) -> None:
    await tx.execute(
        "UPDATE calendars SET is_default = (id = $2) WHERE workspace_id = $1 AND current"
        " AND is_default IS DISTINCT FROM (id = $2)",
        tx.workspace_id, calendar_id,
    )  # fmt: skip


async def given(tx: Transaction, subject: str, subject_id: int) -> int | None:
    """The calendar that a team or a customer was given."""
    found: int | None = await tx.fetch_value(
        "SELECT calendar_id FROM calendar_users WHERE workspace_id = $1 AND subject = $2 AND subject_id = $3",
        tx.workspace_id, subject, subject_id,
    )  # fmt: skip
    return found


async def give(tx: Transaction, subject: str, subject_id: int, calendar_id: int) -> None:
    await tx.execute(
        "INSERT INTO calendar_users (workspace_id, subject, subject_id, calendar_id, given_at, given_by)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, subject, subject_id)"
        " DO UPDATE SET calendar_id = EXCLUDED.calendar_id, given_at = EXCLUDED.given_at, given_by = EXCLUDED.given_by",
        tx.workspace_id, subject, subject_id, calendar_id, tx.now, tx.by,
    )  # fmt: skip


async def take_away(tx: Transaction, subject: str, subject_id: int) -> None:
    await tx.execute(
        "DELETE FROM calendar_users WHERE workspace_id = $1 AND subject = $2 AND subject_id = $3",
        tx.workspace_id, subject, subject_id,
    )  # fmt: skip


async def users(tx: Transaction, calendar_id: int) -> list[Any]:
    """The subject and id of every team and customer that has this calendar."""
    return await tx.fetch(
        "SELECT subject, subject_id FROM calendar_users WHERE workspace_id = $1 AND calendar_id = $2"
        " ORDER BY subject, subject_id",
        tx.workspace_id, calendar_id,
    )  # fmt: skip


async def customers(tx: Transaction, *, called: str, limit: int) -> list[Any]:
    """Customers who were given a calendar, with it, by name: id, name, email, tier, calendar_id, calendar. Those whose
    name or e-mail address has `called` in it."""
    return await tx.fetch(
        "SELECT c.id, c.name, c.email, c.tier, k.id AS calendar_id, k.name AS calendar FROM calendar_users u"
        "  JOIN customers c ON c.workspace_id = $1 AND c.id = u.subject_id"
        "  JOIN calendars k ON k.workspace_id = $1 AND k.id = u.calendar_id AND k.current"
        " WHERE u.workspace_id = $1 AND u.subject = 'customer'"
        "   AND (position(lower($2) IN lower(c.name)) > 0 OR position(lower($2) IN lower(coalesce(c.email, ''))) > 0)"
        " ORDER BY c.name, c.id LIMIT $3",
        tx.workspace_id, called, limit,
    )  # fmt: skip
