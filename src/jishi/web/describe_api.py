"""What /api/openapi.json says: the framework's description, with our own errors, names and examples in it."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.routes import HTTPRoute

import jishi
from jishi.identity.guards import guard_of
from jishi.web.api_examples import EXAMPLES
from jishi.web.errors import TITLES

ABOUT = "The API of the Jishi customer-service desk. Instants are RFC 3339 in UTC; errors are RFC 9457."
PROBLEM = "application/problem+json"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
TEXT = {"type": "string"}
FIELD = {"type": "object", "required": ["path", "message"], "properties": {"path": TEXT, "message": TEXT}}
REFUSAL: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457). `detail` and the messages are in the caller's language;"
    " `errors` names every wrong field at once, by its path in what was sent.",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "request_id": {"type": ["string", "null"]},
        "errors": {"type": "array", "items": FIELD},
    },
}  # fmt: skip
WHY = {
    400: "The body is not valid JSON.",
    401: "Sign in first.",
    403: "Your role does not allow this.",
    404: "There is no such thing here.",
    409: "The thing has moved on since you looked.",
    413: "That is larger than the desk accepts.",
    422: "What was sent cannot be accepted.",
}


def settings() -> OpenAPIConfig:
    """What the framework is told to write at the head of its description."""
    return OpenAPIConfig(
        title="Jishi",
        version=jishi.__version__,
        description=ABOUT,
        path="/api",
        render_plugins=[Described(path="/openapi.json")],
        security=[{"token": []}],
        components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
        use_handler_docstrings=True,
    )


class Described(JsonRenderPlugin):
    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        return msgspec.json.encode(describe(request.app))


@cache
def describe(app: Litestar) -> dict[str, Any]:
    """The whole description. The framework's own error, which no route of ours answers with, is nowhere in it."""
    schema = app.openapi_schema.to_schema()
    components = schema["components"]
    said = dict(_shapes(msgspec.Struct))
    for name, shape in components["schemas"].items():
        if name in said:
            shape["description"] = said[name]
    components["schemas"]["Refusal"] = REFUSAL
    components["responses"] = {_name(status): _refusal(status) for status in WHY}
    for path, verb, handler in _routes(app):
        _say(schema["paths"][path][verb.lower()], path, verb, handler)
    return schema


def _routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for verb, (handler, _) in route.route_handler_map.items():
                if handler.resolve_include_in_schema() and verb != "OPTIONS":
                    yield route.path_format, verb, handler


def _shapes(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """What our shapes say of themselves: units, and what null means."""
    subclasses: list[type[Any]] = kind.__subclasses__()
    for each in subclasses:
        if each.__module__.startswith("jishi.") and each.__doc__:
            yield each.__name__, inspect.cleandoc(each.__doc__)
        yield from _shapes(each)


def _say(operation: dict[str, Any], path: str, verb: str, handler: HTTPRouteHandler) -> None:
    name = handler.fn.__name__.removesuffix("_route")
    says = operation.get("description", "")
    operation["operationId"] = name if verb != "HEAD" else f"{name}_head"
    operation["summary"] = " ".join(re.split(r"(?<=\.)\s", says, maxsplit=1)[0].split()).rstrip(".")
    guard = guard_of(handler)
    open_to_all = guard is None or guard.permissions is None
    if open_to_all:
        operation["security"] = []
    answers = operation["responses"]
    answers.pop("400", None)
    for status, answer in answers.items():
        answer["description"] = HTTPStatus(int(status)).phrase
    body = "requestBody" in operation
    refused = {
        400: body,
        401: not open_to_all,
        403: verb in WRITES or bool(guard and guard.permissions),
        404: "{" in path,
        409: verb in WRITES,
        413: body,
        422: body or bool(operation.get("parameters")),
    }
    for status in (status for status, may in refused.items() if may):
        answers[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    if name in EXAMPLES:
        operation["requestBody"]["content"]["application/json"]["example"] = EXAMPLES[name]


def _name(status: int) -> str:
    return TITLES[status].title().replace(" ", "")


def _refusal(status: int) -> dict[str, Any]:
    example = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": WHY[status]}
    example["request_id"] = "0f3c9a5e7d1b4c26"
    if status == 422:
        example["errors"] = [{"path": "requester.email", "message": "This is not an e-mail address."}]
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Refusal"}, "example": example}}
    return {"description": TITLES[status], "content": content}
