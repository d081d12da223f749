"""A page that a person reads the API on, made from the OpenAPI description itself. Needs no script and no network."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from litestar import Litestar, Request, Response, get

from jishi.identity.guards import public
from jishi.web.describe_api import describe

TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
HERE = "{here}"


@get("/api/docs", guards=[public], include_in_schema=False, sync_to_thread=False)
def api_docs(request: Request[Any, Any, Any]) -> Response[str]:
    """All routes with what they take and give."""
    base = f"{request.url.scheme}://{request.url.netloc}"
    return Response(_page(request.app).replace(HERE, escape(base)), media_type="text/html")


@cache
def _page(app: Litestar) -> str:
    """With `HERE` for the desk's address: whoever asks says what it is, so no page is kept for each."""
    schema = describe(app)
    nouns = schema.get("components", {}).get("schemas", {})
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, verbs in sorted(schema["paths"].items()):
        for verb, route in verbs.items():
            if isinstance(route, dict) and "responses" in route:
                groups.setdefault(path.split("/")[3], []).append(_route(path, verb, route, nouns))
    answers = [(name, _fields(noun)) for name, noun in sorted(nouns.items()) if noun.get("properties")]
    return TEMPLATES.get_template("api_docs.html").render(
        schema=schema, groups=sorted(groups.items()), nouns=answers, base=HERE
    )


def _route(path: str, verb: str, route: dict[str, Any], nouns: dict[str, Any]) -> dict[str, Any]:
    status, response = next(iter(route["responses"].items()))
    content: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
    body: dict[str, Any] = next(iter(route.get("requestBody", {}).get("content", {}).values()), {})
    return {
        "id": f"{verb}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        "path": path.removeprefix("/api/v1"),
        "verb": verb,
        "says": route.get("description") or route.get("summary", ""),
        "parameters": [
            {"name": p["name"], "place": p["in"], "required": p.get("required"), "type": _type(p.get("schema", {}))}
            for p in route.get("parameters", [])
        ],
        "sends": _fields(_resolve(body.get("schema", {}), nouns)),
        "gets": _type(content.get("schema", {})),
        "status": status,
    }


def _resolve(schema: dict[str, Any], nouns: dict[str, Any]) -> dict[str, Any]:
    for option in [schema, *schema.get("oneOf", [])]:
        if "$ref" in option:
            found: dict[str, Any] = nouns.get(option["$ref"].rpartition("/")[2], {})
            return found
    return schema


def _fields(noun: dict[str, Any]) -> list[dict[str, Any]]:
    required = noun.get("required", [])
    properties: dict[str, Any] = noun.get("properties", {})
    return [{"name": name, "type": _type(of), "required": name in required} for name, of in properties.items()]


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if options := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(_type(option) for option in options)
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kind = schema.get("type", "")
    kind = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return schema.get("format", kind) if kind == "string" else kind


routes = [api_docs]
