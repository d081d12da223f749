"""What a route asks for. Every route names one of these; a test walks them all."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from jishi.identity.errors import RoleForbids
from jishi.identity.model import Caller, Permission
from jishi.kernel.errors import Unauthenticated

Connection = ASGIConnection[Any, Any, Any, Any]


class Guard:
    """Lets everybody in. With permissions: only callers who have all of them; see `requires`."""

    def __init__(self, permissions: frozenset[Permission] | None) -> None:
        self.permissions = permissions

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        if self.permissions is None:
            return
        caller: Caller | None = connection.scope.get("user")
        if caller is None:
            raise Unauthenticated
        if not self.permissions <= caller.permissions:
            raise RoleForbids


public = Guard(None)


def requires(*permissions: Permission) -> Guard:
    """Signed in, with all of these. Without any: signed in is enough."""
    return Guard(frozenset(permissions))


def guard_of(handler: BaseRouteHandler) -> Guard | None:
    """The guard of a route, or None when it has none of ours, as the framework's own routes have."""
    for guard in handler.resolve_guards():
        if isinstance(guard, Guard):
            return guard
    return None
