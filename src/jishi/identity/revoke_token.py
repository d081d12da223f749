"""Make a token worthless."""

from jishi.identity import authenticate
from jishi.identity.errors import NoSuchToken
from jishi.identity.facts import TokenRevoked
from jishi.identity.model import Caller, Permission
from jishi.identity.store import secrets
from jishi.storage.transaction import Transaction


async def revoke_token(tx: Transaction, token_id: int, caller: Caller) -> None:
    """One's own; whoever manages people, anybody's. Raises NoSuchToken, also for one revoked before."""
    of = None if caller.may(Permission.PEOPLE_MANAGE) else caller.person_id
    token = await secrets.revoke_token(tx, token_id, of=of)
    if token is None:
        raise NoSuchToken
    authenticate.forget(tx.workspace_id, token.person_id)
    await tx.record(TokenRevoked(at=tx.now, by=tx.by, token_id=token.id, person_id=token.person_id, name=token.name))
