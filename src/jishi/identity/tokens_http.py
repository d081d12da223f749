"""Routes of API tokens."""

from typing import ClassVar

from litestar import delete, get, post
from msgspec import Struct

from jishi.identity.guards import requires
from jishi.identity.issue_token import issue_token
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import After, Id, Limit
from jishi.identity.revoke_token import revoke_token
from jishi.identity.session_http import given
from jishi.identity.store import secrets
from jishi.identity.views import Name, Shown, TokenView, token_view
from jishi.kernel import cursors
from jishi.storage.transaction import Transaction


class NewToken(Struct, kw_only=True, forbid_unknown_fields=True):
    """`name` says what it is for."""

    name: Name


class TokenIssued(TokenView):
    """`token` is the secret: it is never shown again, and null when the request was made before."""

    SHOWN_ONCE: ClassVar[str] = "token"
    token: str | None


class Tokens(Shown):
    """A keyset page."""

    items: list[TokenView]
    next: str | None


@get("/tokens", guards=[requires(Permission.TOKENS_OWN)], tags=["tokens"])
async def list_tokens(tx: Transaction, caller: Caller, limit: Limit = 50, after: After = None) -> Tokens:
    """My tokens that are still good."""
    last = cursors.decode(after)[1] if after is not None else None
    found = await secrets.tokens(tx, caller.person_id, after=last, limit=limit + 1)
    items = [token_view(token) for token in found[:limit]]
    return Tokens(items=items, next=cursors.encode(None, items[-1].id) if len(found) > limit else None)


@post("/tokens", guards=[requires(Permission.TOKENS_OWN)], tags=["tokens"])
async def issue_token_route(tx: Transaction, caller: Caller, data: NewToken) -> TokenIssued:
    """Make a token that may do what I may."""
    token, secret = await issue_token(tx, caller.person_id, name=data.name)
    return TokenIssued(**given(token_view(token)), token=secret)


@delete("/tokens/{token_id:int}", guards=[requires(Permission.TOKENS_OWN)], tags=["tokens"])
async def revoke_token_route(tx: Transaction, caller: Caller, token_id: Id) -> None:
    """Make a token worthless."""
    await revoke_token(tx, token_id, caller)


routes = [list_tokens, issue_token_route, revoke_token_route]
