"""The app factory: which routes there are, and what stands around each of them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Router
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware

from jishi.channels import api, attachments, form
from jishi.channels.dry_run import http as dry_run
from jishi.clock import http as clock
from jishi.dispatch import http as dispatch
from jishi.dispatch import next_http, queue_http, standing_http
from jishi.dispatch.fairness import http as fairness
from jishi.dispatch.forecast import http as forecast
from jishi.dispatch.offers import http as offers
from jishi.dispatch.peak import http as peak
from jishi.dispatch.reassign import http as reassign
from jishi.dispatch.routing import http as routing
from jishi.identity import http as identity
from jishi.identity.middleware import Authentication
from jishi.inbox import http as inbox
from jishi.inbox import parts_http, roster_http, talk_http, work_http
from jishi.inbox.wall import http as wall
from jishi.knowledge.triage import http as triage
from jishi.notify import http as notify
from jishi.notify.delivery import http as delivery
from jishi.realtime import http as realtime
from jishi.realtime.follow import follow
from jishi.realtime.hub import Hub
from jishi.storage.database import Database
from jishi.web import api_docs, console, operations_http
from jishi.web.answer_heads import AnswerHeads
from jishi.web.describe_api import settings
from jishi.web.errors import answer, check_text
from jishi.web.furnish import furnish
from jishi.web.hear_out import HearOut
from jishi.web.observe import Observe
from jishi.web.warm_up import warm_up
from jishi.workforce import http as workforce
from jishi.workforce import work_http as at_work
from jishi.workforce.roster import http as roster
from jishi.workforce.roster import import_http, leaves_http
from jishi.workforce.roster.feeds import http as shift_feeds
from jishi.workforce.roster.swaps import http as swaps
from jishi.workforce.skills import http as skills
from jishi.workforce.weights import http as weights

LARGEST_BODY = 4_000_000  # bytes of JSON; uploads have a limit of their own
API: Sequence[Any] = [
    *identity.routes,
    *api.routes,
    *attachments.routes,
    *inbox.routes,
    *work_http.routes,
    *talk_http.routes,
    *parts_http.routes,
    *wall.routes,
    *clock.routes,
    *workforce.routes,
    *at_work.routes,
    *roster_http.routes,
    *roster.routes,
    *import_http.routes,
    *leaves_http.routes,
    *shift_feeds.routes,
    *swaps.routes,
    *skills.routes,
    *weights.routes,
    *dispatch.routes,
    *fairness.routes,
    *routing.routes,
    *dry_run.routes,
    *queue_http.routes,
    *standing_http.routes,
    *next_http.routes,
    *forecast.routes,
    *offers.routes,
    *peak.routes,
    *reassign.routes,
    *triage.routes,
    *notify.routes,
    *delivery.routes,
    *realtime.routes,
]
PAGES: Sequence[Any] = [*form.routes, *shift_feeds.pages, *operations_http.routes, *api_docs.routes, *console.routes]


def create_app(opens: Callable[[], Any], *, metrics_token: str | None = None, live: bool = True) -> Litestar:
    """The desk's web side. `opens` makes the database, awaited at start; `live` follows the journal for screens."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        database: Database = await opens()
        app.state.database = database
        if live:
            await warm_up(database)
        task = asyncio.create_task(follow(database, app.state.hub)) if live else None
        try:
            yield
        finally:
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await database.close()

    for route in [*API, *PAGES]:
        if isinstance(route, HTTPRouteHandler):
            furnish(route)
    app = Litestar(
        route_handlers=[Router("/api/v1", route_handlers=list(API)), *PAGES],
        lifespan=[lifespan],
        middleware=[DefineMiddleware(Authentication)],
        exception_handlers={Exception: answer, RecursionError: answer},
        before_request=refuse_unstorable,
        request_max_body_size=LARGEST_BODY,
        openapi_config=settings(),
        logging_config=None,
        debug=False,
    )
    # Around the framework, not in it: there what has no route, or the wrong method, would pass by unobserved.
    app.asgi_handler = Observe(HearOut(AnswerHeads(app.asgi_handler)))
    app.state.hub = Hub()
    app.state.metrics_token = metrics_token
    return app


async def refuse_unstorable(request: Request[Any, Any, Any]) -> None:
    """Read JSON bodies once, early, and refuse characters that no column can hold."""
    if request.route_handler.opt.get("streams"):
        return  # an upload: never whole in memory
    if request.method in {"POST", "PUT", "PATCH"} and "json" in request.headers.get("content-type", "json"):
        await request.body()
        check_text(request)
