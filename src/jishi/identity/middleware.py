"""Who is asking, told before a route runs."""

import hmac
from dataclasses import replace
from typing import Any

from litestar.connection import ASGIConnection
from litestar.middleware.authentication import AbstractAuthenticationMiddleware, AuthenticationResult

from jishi.identity.authenticate import authenticate
from jishi.identity.errors import Forged
from jishi.identity.guards import guard_of
from jishi.identity.language import LANGUAGES
from jishi.identity.model import Caller
from jishi.identity.secret import COOKIE

SAFE = {"GET", "HEAD", "OPTIONS"}
CSRF_HEADER = "x-csrf-token"
Connection = ASGIConnection[Any, Any, Any, Any]


class Authentication(AbstractAuthenticationMiddleware):
    """Sets `request.user` to the Caller or to None, and `request.auth` to `session` or `token`.

    Public routes are left alone, so they answer also when the database does not. Needs `app.state.database`.
    """

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        guard = guard_of(connection.route_handler)
        if guard is None or guard.permissions is None:
            return AuthenticationResult(user=None, auth=None)
        caller = await authenticate(
            connection.app.state.database,
            authorization=connection.headers.get("authorization"),
            cookie=connection.cookies.get(COOKIE),
        )
        if caller is not None:
            refuse_forgery(connection, caller)
            caller = speaking(caller, connection.headers.get("accept-language", ""))
        return AuthenticationResult(user=caller, auth=caller.via if caller is not None else None)


def refuse_forgery(connection: Connection, caller: Caller) -> None:
    """A browser adds the cookie to whatever page asks; only our own pages know the word that must go with it."""
    if caller.via != "session" or connection.scope.get("method") in SAFE:
        return
    given = connection.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), (caller.csrf or "").encode()):
        raise Forged


def speaking(caller: Caller, asked: str) -> Caller:
    """The console asks for the one language it is drawn in, whatever the profile says: its answers must read the same.
    A browser left to itself asks for several, with weights; then the profile counts.
    """
    return replace(caller, language=asked) if asked in LANGUAGES and asked != caller.language else caller
