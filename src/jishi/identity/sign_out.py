"""End a session."""

from jishi.identity import authenticate
from jishi.identity.errors import NotASession
from jishi.identity.facts import SignedOut
from jishi.identity.model import Caller
from jishi.identity.store import secrets
from jishi.storage.transaction import Transaction


async def sign_out(tx: Transaction, caller: Caller) -> None:
    if caller.via != "session":
        raise NotASession
    if await secrets.end_session(tx, caller.secret_hash) is not None:
        await tx.record(SignedOut(at=tx.now, by=tx.by, person_id=caller.person_id))
    authenticate.forget(tx.workspace_id, caller.person_id)
