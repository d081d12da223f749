"""The link by which a customer follows a request and adds to it: whoever has it may, so it cannot be guessed."""

import hashlib
import hmac
import re

from jishi.channels.secret import secret
from jishi.kernel.errors import NotFound
from jishi.storage.transaction import Transaction

NAME = "private links"
TOKEN = re.compile(r"([1-9]\d{0,17})-([1-9]\d{0,17})-([0-9a-f]{40})", re.ASCII)


class NoSuchLink(NotFound):
    """This link leads to no request. Check that it is whole."""


async def private_token(tx: Transaction, ticket_id: int) -> str:
    """`<workspace>-<ticket>-<proof>`, of letters and digits that survive being copied."""
    return f"{tx.workspace_id}-{ticket_id}-{_proof(await secret(tx, NAME), tx.workspace_id, ticket_id)}"


async def ticket_of(tx: Transaction, token: str) -> int:
    """The ticket that a token stands for. Raises NoSuchLink, without telling what is wrong with it."""
    found = TOKEN.fullmatch(token)
    if found is None or int(found[1]) != tx.workspace_id:
        raise NoSuchLink
    ticket_id = int(found[2])
    if not hmac.compare_digest(found[3], _proof(await secret(tx, NAME), tx.workspace_id, ticket_id)):
        raise NoSuchLink
    return ticket_id


def _proof(key: bytes, workspace_id: int, ticket_id: int) -> str:
    said = f"progress {workspace_id} {ticket_id}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()[:40]
