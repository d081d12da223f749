"""Shut a person out of wherever they are signed in."""

from jishi.identity import authenticate
from jishi.identity.store import secrets
from jishi.storage.transaction import Transaction


async def end_access(tx: Transaction, person_id: int) -> None:
    """All sessions and all tokens."""
    await secrets.end_sessions(tx, person_id)
    await secrets.revoke_tokens(tx, person_id)
    authenticate.forget(tx.workspace_id, person_id)


async def end_other_sessions(tx: Transaction, person_id: int, *, but: bytes = b"") -> None:
    """All sessions but the one with this hash. Tokens stay: they were made for programs, with a secret of their own."""
    await secrets.end_sessions(tx, person_id, but=but)
    authenticate.forget(tx.workspace_id, person_id)
