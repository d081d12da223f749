"""Sessions, tokens and attempts to sign in. Only hashes of secrets are stored."""

from datetime import datetime

from asyncpg import Record

from jishi.identity import rules
from jishi.identity.model import Token
from jishi.identity.secret import Secret
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction


async def find_caller(database: Database, secret: Secret, at: datetime) -> Record | None:
    rows = await database.across(
        "SELECT * FROM find_caller($1, $2, $3, $4, $5)",
        secret.workspace_id, secret.hash, secret.by_token, at, rules.SESSION_IDLE,
    )  # fmt: skip
    return rows[0] if rows else None


async def touch(database: Database, secret: Secret, at: datetime) -> None:
    """Note the use of a secret, in a statement of its own."""
    await database.across(
        "SELECT touch_secret($1, $2, $3, $4, $5)",
        secret.workspace_id, secret.hash, secret.by_token, at, rules.TOUCH_PAUSE,
    )  # fmt: skip


async def begin_sign_in(database: Database, email: str, slug: str | None, at: datetime) -> list[Record]:
    """Count an attempt and find whose it may be: rows of `locked`, or of `ws`, `person_id` and `password_hash`.

    Committed by itself: the attempt stays counted whatever becomes of the request, and no connection is held while the
    password is verified.
    """
    return list(
        await database.across(
            "SELECT * FROM begin_sign_in($1, $2, $3, $4, $5)",
            email, slug, at, rules.FORGET_FAILURES, list(rules.LOCKS),
        )
    )  # fmt: skip


def forgive_sign_in(tx: Transaction, email: str) -> None:
    tx.later("forgive_sign_in", email)


async def add_session(
    tx: Transaction, secret: Secret, person_id: int, *, csrf: str, address: str | None, client: str | None
) -> None:
    """Begin a session, and clear away those of the same person that have run out."""
    await tx.execute(
        "DELETE FROM sessions WHERE workspace_id = $1 AND person_id = $2 AND (expires_at <= $3 OR seen_at <= $4)",
        tx.workspace_id, person_id, tx.now, tx.now - rules.SESSION_IDLE,
    )  # fmt: skip
    await tx.execute(
        "INSERT INTO sessions (workspace_id, hash, person_id, csrf, created_at, seen_at, expires_at, address, client)"
        " VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
        tx.workspace_id, secret.hash, person_id, csrf, tx.now, tx.now + rules.SESSION_LIFE, address, client,
    )  # fmt: skip


async def end_session(tx: Transaction, secret_hash: bytes) -> int | None:
    """End one session; whose it was."""
    person: int | None = await tx.fetch_value(
        "DELETE FROM sessions WHERE workspace_id = $1 AND hash = $2 RETURNING person_id", tx.workspace_id, secret_hash
    )
    return person


async def end_sessions(tx: Transaction, person_id: int, *, but: bytes = b"") -> None:
    """End all sessions of a person, but one."""
    await tx.execute(
        "DELETE FROM sessions WHERE workspace_id = $1 AND person_id = $2 AND hash <> $3",
        tx.workspace_id, person_id, but,
    )  # fmt: skip


async def forget_sessions(tx: Transaction, *, idle_since: datetime, most: int) -> int:
    tag = await tx.execute(
        "DELETE FROM sessions WHERE workspace_id = $1 AND hash IN (SELECT hash FROM sessions"
        " WHERE workspace_id = $1 AND (expires_at <= $2 OR seen_at <= $3) LIMIT $4)",
        tx.workspace_id, tx.now, idle_since, most,
    )  # fmt: skip
    return int(tag.split()[-1])


async def forget_attempts(tx: Transaction, *, before: datetime, most: int) -> int:
    tag = await tx.execute(
        "DELETE FROM sign_in_attempts WHERE workspace_id = $1 AND email IN (SELECT email FROM sign_in_attempts"
        " WHERE workspace_id = $1 AND last_at < $2 ORDER BY last_at LIMIT $3 FOR UPDATE SKIP LOCKED)",
        tx.workspace_id, before, most,
    )  # fmt: skip
    return int(tag.split()[-1])


async def add_token(tx: Transaction, token: Token, secret: Secret) -> None:
    await tx.execute(
        "INSERT INTO api_tokens (workspace_id, id, hash, person_id, name, hint, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.workspace_id, token.id, secret.hash, token.person_id, token.name, token.hint, token.created_at,
    )  # fmt: skip


async def tokens(tx: Transaction, person_id: int, *, after: int | None, limit: int) -> list[Token]:
    """Those still good, the newest first."""
    rows = await tx.fetch(
        "SELECT id, person_id, name, hint, created_at, last_used_at FROM api_tokens"
        " WHERE workspace_id = $1 AND person_id = $2 AND revoked_at IS NULL AND id < $3 ORDER BY id DESC LIMIT $4",
        tx.workspace_id, person_id, 2**63 - 1 if after is None else after, limit,
    )  # fmt: skip
    return [Token(**dict(row)) for row in rows]


async def revoke_token(tx: Transaction, token_id: int, *, of: int | None) -> Token | None:
    """Make a token worthless; which it was. `of`: only if it is this person's."""
    row = await tx.fetch_one(
        "UPDATE api_tokens SET revoked_at = $3"
        " WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL AND ($4::bigint IS NULL OR person_id = $4)"
        " RETURNING id, person_id, name, hint, created_at, last_used_at",
        tx.workspace_id, token_id, tx.now, of,
    )  # fmt: skip
    return Token(**dict(row)) if row else None


async def revoke_tokens(tx: Transaction, person_id: int) -> None:
    await tx.execute(
        "UPDATE api_tokens SET revoked_at = $3 WHERE workspace_id = $1 AND person_id = $2 AND revoked_at IS NULL",
        tx.workspace_id, person_id, tx.now,
    )  # fmt: skip
