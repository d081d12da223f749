"""Ask the route about the rest when some fields cannot even be read, so that all that is wrong is named at once."""

import inspect
import logging
from collections.abc import Callable
from typing import Any

from litestar import Request, Response

from jishi.channels.mend import further, mend
from jishi.channels.validate import Wrong
from jishi.kernel.errors import Invalid
from jishi.web.transactions import GIVEN

log = logging.getLogger(__name__)
Asked = Request[Any, Any, Any]


class SecondLook(Response[None]):
    """An answer that is known once the route was asked. `say` makes it of everything that is wrong."""

    def __init__(
        self, value: object, expected: Any, wrong: list[Wrong], say: Callable[[list[Wrong]], Response[Any]]
    ) -> None:
        super().__init__(None)
        self._asked = (value, expected, wrong)
        self._say = say

    def to_asgi_response(self, *_: Any, request: Asked, **__: Any) -> Any:  # type: ignore[override]
        async def respond(scope: Any, receive: Any, send: Any) -> None:
            value, expected, wrong = self._asked
            told = self._say([*wrong, *await look(request, value, expected, wrong)])
            await told.to_asgi_response(app=None, request=request)(scope, receive, send)

        return respond


async def look(request: Asked, value: object, expected: Any, wrong: list[Wrong]) -> list[Wrong]:
    """What else the route would refuse. Nothing it does is kept.

    A route with effects beyond its transaction says `look=False`; one that can look without doing anything says how.
    """
    how = request.route_handler.opt.get("look")
    data = None if how is False else mend(value, expected, wrong, freely=how is not None)
    if data is None:
        return []
    route = how or inspect.unwrap(request.route_handler.fn)
    kwargs = await _given(request, route)
    if kwargs is None:
        return []
    try:
        await route(**kwargs, data=data)
    except Invalid as more:
        return further(more.errors, wrong, value)
    except Exception:  # it will be said when the fields are right
        log.debug("a second look ended early", exc_info=True)
    finally:
        await kwargs["tx"].rollback()
    return []


async def _given(request: Asked, route: Callable[..., Any]) -> dict[str, Any] | None:
    """What the route takes beside the body; None when it works outside a transaction, or asks for something else."""
    parameters = inspect.signature(route).parameters
    if "tx" not in parameters:
        return None
    found: dict[str, Any] = {}
    for name, parameter in parameters.items():
        if name in GIVEN:
            found[name] = await GIVEN[name](request)
        elif name in request.path_params:
            found[name] = request.path_params[name]
        elif name == "request":
            found[name] = request
        elif name != "data" and parameter.default is inspect.Parameter.empty:
            return None
    return found
