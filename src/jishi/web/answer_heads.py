"""HEAD: what GET would say, without saying it. Probes and link checkers ask so."""

from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

OWN = ("/content", "/events")  # files answer HEAD themselves, without being read; live screens have no end


class AnswerHeads:
    """Pure ASGI. The framework knows only the methods that a route names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD" and not scope["path"].endswith(OWN):
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        asked = scope.copy()
        asked["method"] = HttpMethod.GET
        await self.app(asked, receive, without_body)
