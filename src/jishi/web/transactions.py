"""One request, one transaction: opened before the route runs, committed before its answer leaves."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response

from jishi.identity.model import Caller
from jishi.kernel.errors import Conflict, Invalid, NotFound, Unauthenticated
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction

TRIES = 4
RETRYABLE = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.UniqueViolationError,
    asyncpg.ForeignKeyViolationError,
)
Route = Callable[..., Awaitable[Any]]


class KeyReused(Invalid):
    """This Idempotency-Key was used before, for something else."""


class KeepsChanging(Conflict):
    """Others change the same thing at this moment, or it exists already."""


async def _database(request: Request[Any, Any, Any]) -> Database:
    database: Database = request.app.state.database
    return database


async def _caller(request: Request[Any, Any, Any]) -> Caller:
    caller: Caller | None = request.scope.get("user")
    if caller is None:
        raise Unauthenticated
    return caller


async def _transaction(request: Request[Any, Any, Any]) -> Transaction:
    """A transaction of the caller's workspace, or of the one a public path names. Not begun before it is used."""
    database: Database = request.app.state.database
    caller: Caller | None = request.scope.get("user")
    # Whoever is signed in somewhere and opens another desk's public page is a customer there.
    if caller is not None and not request.path_params.keys() & {"slug", "token"}:
        tx = database.begin(caller.workspace_id, by=caller.actor)
    else:
        tx = database.begin(await _public_workspace(request, database), by="customer")
    tx.idempotency = _idempotency(request, tx.by)
    return tx


GIVEN: dict[str, Callable[[Request[Any, Any, Any]], Awaitable[Any]]] = {
    "database": _database,
    "caller": _caller,
    "tx": _transaction,
}


async def commit_around(route: Route, status: int, kwargs: dict[str, Any]) -> Any:
    """Commit when the route ends well, retry when another was quicker, answer a repeated POST."""
    tx: Transaction = kwargs["tx"]
    for attempt in range(TRIES):
        try:
            return await _run(route, tx, status, kwargs)
        except RETRYABLE as error:
            await tx.rollback()
            if attempt == TRIES - 1:
                raise KeepsChanging from error
        except BaseException:
            await tx.rollback()
            raise
    raise AssertionError


async def _run(route: Route, tx: Transaction, status: int, kwargs: dict[str, Any]) -> Any:
    if tx.idempotency is None:
        result = await route(**kwargs)
        await tx.commit()
        return result
    caller, key, body = tx.idempotency
    fingerprint = hashlib.sha256(body).hexdigest()
    for row in await tx.glance("remembered_answer", caller, key):
        if row["fingerprint"] != fingerprint:
            raise KeyReused(errors=[("Idempotency-Key", KeyReused.__doc__ or "")])
        await tx.rollback()
        return Response(
            row["body"],
            status_code=row["status"],
            media_type="application/json",
            headers={"Idempotent-Replayed": "true"},
        )
    result = await route(**kwargs)
    content = result.content if isinstance(result, Response) else result
    status = (result.status_code if isinstance(result, Response) else None) or status
    if secret := getattr(content, "SHOWN_ONCE", None):
        content = msgspec.structs.replace(content, **{secret: None})  # a repeat is not told it again
    tx.later("remember_answer", caller, key, fingerprint, status, msgspec.json.encode(content), tx.now)
    await tx.commit()
    return result


def _idempotency(request: Request[Any, Any, Any], by: str) -> tuple[str, str, bytes] | None:
    key = request.headers.get("idempotency-key")
    if not key or request.method != "POST":
        return None
    if len(key) > 200 or not key.isprintable():
        raise Invalid(errors=[("Idempotency-Key", "At most 200 printable characters.")])
    body = getattr(request, "_body", b"")
    return by, key, f"{request.method} {request.url.path}\n".encode() + (body if isinstance(body, bytes) else b"")


async def _public_workspace(request: Request[Any, Any, Any], database: Database) -> int:
    if slug := request.path_params.get("slug"):
        rows = await database.across("SELECT workspace_id FROM find_workspace($1)", slug)
        if not rows:
            raise NotFound
        return int(rows[0][0])
    prefix = str(request.path_params.get("token", "")).partition("-")[0]
    if not prefix.isdecimal() or len(prefix) > 18:
        raise NotFound
    return int(prefix)
