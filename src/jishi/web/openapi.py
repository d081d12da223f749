"""The OpenAPI description on standard output, for the console's typed client."""

import sys

import msgspec

from jishi.web.app import create_app


async def _never() -> None:
    raise AssertionError


def print_openapi() -> None:
    """Needs no database: nothing is opened before the app starts."""
    schema = create_app(_never).openapi_schema.to_schema()
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1).decode() + "\n")
