"""Give routes what they name, and tell the framework where their parameters stand."""

import functools
import inspect
from dataclasses import fields
from types import UnionType
from typing import Annotated, Any, get_args, get_origin

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.params import BodyKwarg, JSONBody, ParameterKwarg, PathParameter, QueryParameter

from jishi.web.transactions import GIVEN, Route, commit_around

RESERVED = frozenset({"request", "headers", "cookies", "query", "body", "scope", "socket", "return"})


def furnish(handler: HTTPRouteHandler) -> None:
    """Give a route what it names among `tx`, `caller` and `database`, and commit around it when it takes `tx`.

    The framework could inject them, at the price of a dependency graph for each request; this costs a call.
    """
    route: Route = handler.fn
    if hasattr(route, "__wrapped__"):
        return
    parameters = inspect.signature(route).parameters
    wanted = [name for name in GIVEN if name in parameters]
    asks = "request" in parameters
    waits = inspect.iscoroutinefunction(route)

    @functools.wraps(route)
    async def furnished(request: Request[Any, Any, Any], **kwargs: Any) -> Any:
        for name in wanted:
            kwargs[name] = await GIVEN[name](request)
        if asks:
            kwargs["request"] = request
        if "tx" in kwargs:
            return await commit_around(route, handler.status_code, kwargs)
        return await route(**kwargs) if waits else route(**kwargs)

    paths = " ".join(handler.paths)
    hints = {
        name: hint if name in RESERVED else placed(name, hint, in_path=f"{{{name}:" in paths)
        for name, hint in route.__annotations__.items()
        if name not in wanted
    }
    hints["request"] = Request[Any, Any, Any]
    furnished.__annotations__ = hints
    furnished.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter(name, hint, parameters) for name, hint in hints.items() if name != "return"],
        return_annotation=hints.get("return"),
    )
    handler._fn = furnished


def parameter(name: str, hint: Any, of: Any) -> inspect.Parameter:
    """A keyword with the default that it had."""
    default = of[name].default if name in of else inspect.Parameter.empty
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=hint, default=default)


def placed(name: str, hint: Any, *, in_path: bool) -> Any:
    """The hint with the mark that says where the value is read from: path, query, or body."""
    base, *marks = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if name == "data":
        told = any(isinstance(mark, BodyKwarg) for mark in marks)
        return JSONBody[hint] if not told and is_struct(base) else hint  # type: ignore[misc]  # made while running
    given = next((mark for mark in marks if isinstance(mark, ParameterKwarg)), None)
    if given is not None and type(given) is not ParameterKwarg:
        return hint
    mark = PathParameter if in_path else QueryParameter
    limits = {field.name: getattr(given, field.name) for field in fields(given)} if given is not None else {}
    return Annotated[(base, *(each for each in marks if each is not given), mark(**limits))]


def is_struct(hint: Any) -> bool:
    """Whether a body is read as JSON into a struct of ours, `None` allowed."""
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return any(isinstance(option, type) and issubclass(option, msgspec.Struct) for option in options)
