"""The OpenAPI description on standard output, for the console's typed client."""

import json
import sys

from jishi.web.app import create_app


async def _never() -> None:
    raise AssertionError


def print_openapi() -> None:
    """Needs no database: nothing is opened before the app starts."""
    schema = create_app(_never).openapi_schema.to_schema()
    json.dump(schema, sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)
    sys.stdout.write("\n")
