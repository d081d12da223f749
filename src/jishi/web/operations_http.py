"""For whoever runs the desk: alive, ready, figures, failed reactions."""

import hmac
import ipaddress
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response, delete, get, post
from prometheus_client import CONTENT_TYPE_LATEST, Gauge

from jishi.identity.guards import public, requires
from jishi.identity.model import Permission
from jishi.inbox.http import Id, Limit, Word
from jishi.inbox.show import show_facts
from jishi.kernel import cursors
from jishi.kernel.errors import Forbidden, NotFound, Unavailable
from jishi.storage import outbox
from jishi.storage.database import Database
from jishi.storage.lost import LOST
from jishi.storage.transaction import Transaction
from jishi.web.figures import figures

BACKLOG = Gauge("jishi_reactions_waiting", "Reactions not yet run", multiprocess_mode="mostrecent")
PARKED = Gauge("jishi_reactions_parked", "Reactions given up", multiprocess_mode="mostrecent")
OLDEST = Gauge(
    "jishi_reactions_oldest_seconds", "Age of the oldest reaction that is due", multiprocess_mode="mostrecent"
)
OVERDUE = Gauge(
    "jishi_timers_overdue_seconds", "How late the most overdue timer is fired", multiprocess_mode="mostrecent"
)
POST_OLDEST = Gauge(
    "jishi_post_oldest_seconds", "How late the oldest mail or browser notice is sent", multiprocess_mode="mostrecent"
)
POST_FAILED = Gauge("jishi_post_failed", "Mails and browser notices given up", multiprocess_mode="mostrecent")
FORMAT = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")  # the framework adds that; twice, Prometheus refuses it


class NothingFailed(NotFound):
    """There is no failed reaction of that number; perhaps it was run again meanwhile."""


class FailedReaction(msgspec.Struct, kw_only=True):
    """A reaction that was given up after repeated failures."""

    id: int
    reaction: str
    fact: dict[str, Any]
    ticket_id: int | None
    attempts: int
    error: str | None
    parked_at: datetime


class FailedPage(msgspec.Struct, kw_only=True):
    items: list[FailedReaction]
    next: str | None = None


@get("/healthz", guards=[public], include_in_schema=False, sync_to_thread=False)
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@get("/readyz", guards=[public], include_in_schema=False)
async def ready(database: Database) -> dict[str, str]:
    """The database answers too."""
    try:
        await database.across("SELECT 1")
    except (asyncpg.PostgresError, *LOST) as error:
        raise Unavailable from error
    return {"status": "ready"}


@get("/metrics", guards=[public], include_in_schema=False)
async def metrics(request: Request[Any, Any, Any], database: Database) -> Response[bytes]:
    """Figures for Prometheus: from this machine, or with the token of JISHI_METRICS_TOKEN."""
    check_metrics(request, request.app.state.metrics_token)
    [row] = await database.across("SELECT * FROM desk_figures()")
    BACKLOG.set(row["waiting"])
    PARKED.set(row["parked"])
    OLDEST.set(row["oldest_seconds"])
    OVERDUE.set(row["overdue_seconds"])
    [post] = await database.across("SELECT * FROM post_figures($1)", database.clock())
    POST_OLDEST.set(post["oldest_seconds"])
    POST_FAILED.set(post["failed"])
    return Response(figures(), media_type=FORMAT)


@get("/api/v1/failed-reactions", guards=[requires(Permission.OPERATIONS)])
async def list_failed_reactions(tx: Transaction, limit: Limit = 50, after: Word = None) -> FailedPage:
    """Reactions that were given up, newest first."""
    place = cursors.decode(after)[1] if after else None
    rows = await outbox.parked(tx, after=place, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    facts = await show_facts(tx, [{**row, "id": row["fact_id"]} for row in rows])
    items = [
        FailedReaction(
            id=row["seq"],
            reaction=row["reaction"],
            fact=fact,
            ticket_id=row["ticket_id"],
            attempts=row["attempts"],
            error=row["error"],
            parked_at=row["parked_at"],
        )
        for row, fact in zip(rows, facts, strict=True)
    ]
    return FailedPage(items=items, next=cursors.encode(None, rows[-1]["seq"]) if more else None)


@post("/api/v1/failed-reactions/{seq:int}/retry", guards=[requires(Permission.OPERATIONS)], status_code=202)
async def retry_reaction(tx: Transaction, seq: Id) -> None:
    """Run it again, from its first try."""
    if not await outbox.rerun(tx, seq):
        raise NothingFailed


@delete("/api/v1/failed-reactions/{seq:int}", guards=[requires(Permission.OPERATIONS)])
async def drop_reaction(tx: Transaction, seq: Id) -> None:
    """Give it up for good."""
    if not await outbox.drop(tx, seq):
        raise NothingFailed


def check_metrics(request: Request[Any, Any, Any], token: str | None) -> None:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None and hmac.compare_digest(given.encode(), token.encode()):
        return
    # Behind a proxy every request looks local, so one that was forwarded needs the token.
    forwarded = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
    host = request.client.host if request.client else ""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local or forwarded:
        raise Forbidden


routes = [alive, ready, metrics, list_failed_reactions, retry_reaction, drop_reaction]
