"""Errors to RFC 9457 answers, in the caller's language. The only module that knows status codes of errors."""

import logging
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException

from jishi.channels.validate import collect, nul_paths
from jishi.identity.language import choose_language, translate
from jishi.identity.say import say
from jishi.kernel import errors as kinds
from jishi.storage.full import NoRoomLeft, full
from jishi.storage.lost import AWAY
from jishi.web.second_look import SecondLook

log = logging.getLogger(__name__)

STATUS: dict[type[kinds.JishiError], int] = {
    kinds.Invalid: 422,
    kinds.NotFound: 404,
    kinds.Conflict: 409,
    kinds.Forbidden: 403,
    kinds.Unauthenticated: 401,
    kinds.TooMany: 429,
    kinds.TooLarge: 413,
    kinds.Unavailable: 503,
}
TITLES = {
    400: "Bad request", 401: "Not signed in", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
    409: "Conflict", 413: "Too large", 415: "Unsupported media type", 422: "Invalid", 429: "Too many requests",
    500: "Internal error", 503: "Unavailable",
}  # fmt: skip
NOT_JSON = "The body is not valid JSON."
NESTED = "The body is nested too deeply."
BROKEN = "Something went wrong on our side. The request id helps to find it."
UNSTORABLE = "A value cannot be stored."


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The one exception handler of the desk."""
    if isinstance(error, kinds.JishiError):
        return problem(
            request,
            status_of(error),
            error.sentence,
            params=error.params,
            wrong=getattr(error, "errors", []),
            headers={"Retry-After": str(getattr(error, "seconds", 1))} if retryable(error) else None,
        )
    if isinstance(error, asyncpg.DataError | asyncpg.CharacterNotInRepertoireError | OverflowError):
        # Checks before this should have refused it with a better word, so whoever runs the desk hears of it.
        log.warning("a value could not be stored", exc_info=error, extra={"path": request.url.path})
        return problem(request, 422, UNSTORABLE)
    if isinstance(error, AWAY):
        return problem(request, 503, kinds.Unavailable.__doc__ or "", headers={"Retry-After": "1"})
    if isinstance(error, RecursionError | UnicodeDecodeError):
        return problem(request, 400, NESTED if isinstance(error, RecursionError) else NOT_JSON)
    if isinstance(error, HTTPException | SerializationException | msgspec.DecodeError):
        return refuse(request, error)
    log.error("request failed", exc_info=error, extra={"path": request.url.path})
    return answer(request, NoRoomLeft()) if full(error) else problem(request, 500, BROKEN)


def status_of(error: kinds.JishiError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def retryable(error: Exception) -> bool:
    return isinstance(error, kinds.TooMany | kinds.Unavailable)


def refuse(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What the framework found wrong: the body, a parameter, the path, the method."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    cause = error.__cause__
    if isinstance(cause, RecursionError):
        return problem(request, 400, NESTED)
    if status in {400, 422}:
        decoded, expected = body_of(request)
        if decoded is NotImplemented:
            return problem(request, 400, NOT_JSON)
        if expected is not None and (wrong := collect(decoded, expected)):
            return SecondLook(decoded, expected, wrong, lambda all_: invalid(request, all_))
        return invalid(request, parameters(request, error))
    headers = dict(getattr(error, "headers", None) or {})
    sentence = {
        401: kinds.Unauthenticated.__doc__, 403: kinds.Forbidden.__doc__, 404: kinds.NotFound.__doc__,
        413: kinds.TooLarge.__doc__,
    }.get(status) or TITLES.get(status) or str(getattr(error, "detail", ""))  # fmt: skip
    return problem(request, status, sentence, headers=headers)


def invalid(request: Request[Any, Any, Any], wrong: list[tuple[str, str]]) -> Response[Any]:
    return problem(request, 422, kinds.Invalid.__doc__ or "", wrong=wrong)


def body_of(request: Request[Any, Any, Any]) -> tuple[Any, Any]:
    """The body decoded without a type, and the type that the route expects; NotImplemented when it is not JSON."""
    field = getattr(request.route_handler, "parsed_data_field", None)
    body = getattr(request, "_body", None)
    if field is None or not isinstance(body, bytes) or not body:
        return None, field.annotation if field is not None and body == b"" else None
    try:
        return msgspec.json.decode(body), field.annotation
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NotImplemented, field.annotation


def parameters(request: Request[Any, Any, Any], error: Exception) -> list[tuple[str, str]]:
    """Each by the name under which it was sent: `from` can be no name in Python."""
    extra = getattr(error, "extra", None)
    if not isinstance(extra, list):
        return []
    fields = request.route_handler.parsed_fn_signature.parameters
    sent = {name: getattr(field.kwarg_definition, "name", None) or name for name, field in fields.items()}
    named = ((str(item.get("key", "")), str(item.get("message", ""))) for item in extra if isinstance(item, dict))
    return [(sent.get(key, key), message) for key, message in named]


def check_text(request: Request[Any, Any, Any]) -> None:
    """Refuse what PostgreSQL cannot store, before anything is done. Cheap: bodies almost never hold the escape."""
    body = getattr(request, "_body", None)
    if isinstance(body, bytes) and b"\\u0000" in body and (wrong := nul_paths(decoded := msgspec.json.decode(body))):
        _, expected = body_of(request)
        more = collect(decoded, expected) if expected is not None else []
        raise kinds.Invalid(errors=list(dict([*more, *wrong]).items()))


def problem(
    request: Request[Any, Any, Any],
    status: int,
    sentence: str,
    *,
    params: dict[str, Any] | None = None,
    wrong: list[tuple[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    """RFC 9457, with `errors` (path, message) and the request id; on a public page, a page that says the same."""
    language = language_of(request)
    sentence = " ".join(sentence.split())
    handler: Any = request.scope.get("route_handler")
    if handler is not None and (show := handler.opt.get("page")) is not None:
        said: Response[Any] = show(request, status, sentence, params or {}, headers or {})
        return said
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": translate(TITLES.get(status, "Bad request"), language),
        "status": status,
        "detail": translate(sentence, language, **(params or {})),
        "request_id": request.scope.get("state", {}).get("request_id"),
    }
    if wrong:
        content["errors"] = [{"path": path, "message": say(message, language)} for path, message in wrong]
    return Response(
        content,
        status_code=status,
        media_type="application/problem+json",
        headers={**(headers or {}), "Content-Language": language},
    )


def language_of(request: Request[Any, Any, Any]) -> str:
    caller = request.scope.get("user")
    return choose_language(request.headers.get("accept-language", ""), getattr(caller, "language", None))
