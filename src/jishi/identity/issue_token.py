"""Make a key for a program."""

from jishi.identity import normalise
from jishi.identity.errors import wrong
from jishi.identity.facts import TokenIssued
from jishi.identity.model import Token
from jishi.identity.rules import LONGEST_NAME, NAME_LENGTH
from jishi.identity.secret import new_token
from jishi.identity.store import secrets
from jishi.storage.transaction import Transaction


async def issue_token(tx: Transaction, person_id: int, *, name: str) -> tuple[Token, str]:
    """The token and its secret, which is never seen again. It may do what the person may. Raises Invalid."""
    name = normalise.plain(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise wrong("name", NAME_LENGTH)
    secret = new_token(tx.workspace_id)
    await tx.database.ids.reserve()
    token = Token(id=tx.new_id(), person_id=person_id, name=name, hint=secret.text[-4:], created_at=tx.now)
    await secrets.add_token(tx, token, secret)
    await tx.record(
        TokenIssued(at=tx.now, by=tx.by, token_id=token.id, person_id=person_id, name=name, hint=token.hint)
    )
    return token, secret.text
