"""Forget how people came in: sessions that have run out, failed attempts that no longer count."""

from jishi.identity import rules
from jishi.identity.store import secrets
from jishi.storage.transaction import Transaction

NOBODYS = 0  # the workspace that attempts belong to: an e-mail is tried before its own is known


async def forget_sessions(tx: Transaction, *, most: int = 2000) -> int:
    """Sessions that let nobody in any more."""
    return await secrets.forget_sessions(tx, idle_since=tx.now - rules.SESSION_IDLE, most=most)


async def forget_attempts(tx: Transaction, *, most: int = 2000) -> int:
    """Failed attempts to sign in, in a transaction of `NOBODYS` workspace."""
    return await secrets.forget_attempts(tx, before=tx.now - rules.FORGET_FAILURES, most=most)
