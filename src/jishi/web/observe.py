"""Every request gets an id, security headers, and a place in the figures."""

import logging
import re
import secrets
import time
from functools import lru_cache
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Counter, Gauge, Histogram

from jishi.web.logs import request_id

log = logging.getLogger("jishi.requests")
REQUESTS = Counter("jishi_requests_total", "Requests answered", ["method", "status"])
SECONDS = Histogram(
    "jishi_request_seconds",
    "Time to answer a request",
    ["method"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
SCREENS = Gauge("jishi_screens", "Open event streams", multiprocess_mode="livesum")
SLOW = 1.0  # seconds
GIVEN = re.compile(r"^[\w\-.]{1,64}$")
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self';"
    " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
}


class Observe:
    """Pure ASGI, outermost, so that an error's answer is observed too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await self._observe(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _observe(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        token = given if GIVEN.match(given) else secrets.token_hex(8)
        request_id.set(token)
        scope.setdefault("state", {})["request_id"] = token
        began = time.perf_counter()
        status = 500

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = dress(list(message.get("headers", [])), token)
            await send(message)

        streams = scope["path"].endswith("/events")  # open for as long as somebody looks
        SCREENS.inc(streams)
        try:
            await self.app(scope, receive, observed)
        finally:
            took = time.perf_counter() - began
            _requests(scope["method"], status).inc()
            SCREENS.dec(streams)
            if not streams:
                _seconds(scope["method"]).observe(took)
            if status >= 500 or (took > SLOW and not streams):
                log.warning("slow or failed", extra=about(scope, status, took))


@lru_cache(maxsize=200)  # a child of a metric is looked up under a lock, by strings
def _requests(method: str, status: int) -> Counter:
    return REQUESTS.labels(method, str(status))


@lru_cache(maxsize=20)
def _seconds(method: str) -> Histogram:
    return SECONDS.labels(method)


def dress(headers: list[Any], token: str) -> list[Any]:
    """Add what every answer carries, unless the route said something else."""
    there = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in HEADERS.items() if name not in there]
    headers.append((b"x-request-id", token.encode()))
    return headers


def about(scope: HTTPScope, status: int, took: float) -> dict[str, Any]:
    # Progress links carry their secret in the path: it stays out of the log.
    path = re.sub(r"^(/p)/.*", r"\1/…", scope["path"])
    return {"method": scope["method"], "path": path, "status": status, "milliseconds": round(took * 1000, 1)}
